import type { Portrait } from '../offline.js';

/** A portrait in the third person without the name. */
export function describe({ partners, meanLength, questions, exclamations, ofItself, toIt }: Portrait): string {
  const length = meanLength <= 15 ? '话语简短' : meanLength <= 45 ? '话语长短适中' : '话语颇长';
  const habit = questions > 0.3 ? '，好发问' : exclamations > 0.25 ? '，语气急切' : questions < 0.1 ? '，很少发问' : '';
  const sentences = [`该角色${length}${habit}。`];
  if (partners.length > 0) sentences.push(`该角色最常与${partners.join('、')}说话。`);
  const [first, second, third] = ofItself;
  if (first) sentences.push(`该角色说过：“${first}”`);
  if (second) sentences.push(`又有一次说：“${second}”`);
  if (third) sentences.push(`后来还说：“${third}”`);
  for (const { speaker, sentence } of toIt) {
    sentences.push(`${speaker}对该角色说过：“${sentence}”`);
  }
  return sentences.join('');
}
