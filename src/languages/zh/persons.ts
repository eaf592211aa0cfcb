import { tag } from './tagger.js';

export function isPersonsName(label: string): boolean {
  const tokens = tag(label);
  return label.length > 1 && tokens.length === 1 && /^nr/.test(tokens[0]?.tag ?? '');
}
