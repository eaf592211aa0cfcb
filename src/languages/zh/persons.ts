import { tag } from 'jieba-wasm';

export function isPersonsName(label: string): boolean {
  const tokens = tag(label, true);
  return label.length > 1 && tokens.length === 1 && /^nr/.test(tokens[0]?.tag ?? '');
}
