import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
let jieba: typeof import('jieba-wasm') | undefined;

/** The words of a text with their tags. jieba takes 9 MB and is loaded with the first Chinese text. */
export function tag(text: string): { word: string; tag: string }[] {
  jieba ??= load('jieba-wasm') as typeof import('jieba-wasm');
  return jieba.tag(text, true);
}
