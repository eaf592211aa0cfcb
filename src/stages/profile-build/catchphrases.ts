import type { Catchphrase, DialogueLine } from '../../records.js';
import { comparable, holdsWords } from '../../text/word-for-word.js';
import { squeeze } from '../../text/words.js';

/** Lines of the role in which the text stands word for word: not inside a longer word. */
export function findEvidence(text: string, own: readonly DialogueLine[]): Catchphrase['evidence'] {
  const wanted = comparable(text);
  if (wanted === '') return [];
  return own
    .filter(({ content }) => holdsWords(comparable(content), wanted))
    .map(({ script, diag_id, line }) => ({ script, diag_id, line }));
}

/** A catchphrase as the model gives it. */
export interface ProposedCatchphrase {
  text: string;
  invented: boolean;
}

/**
 * Gives each proposed catchphrase its evidence. One that stands in the script has it whatever the model says; one that is
 * not there is kept only where the model says that it invented it. Repeats are dropped.
 */
export function judgeCatchphrases(
  proposed: readonly ProposedCatchphrase[],
  own: readonly DialogueLine[],
): { accepted: Catchphrase[]; refused: string[] } {
  const accepted: Catchphrase[] = [];
  const refused: string[] = [];
  const seen = new Set<string>();
  for (const { text, invented } of proposed) {
    const key = comparable(text);
    if (key === '' || seen.has(key)) continue;
    seen.add(key);
    const evidence = findEvidence(text, own);
    if (evidence.length > 0) accepted.push({ text: squeeze(text), evidence, origin: 'script' });
    else if (invented) accepted.push({ text: squeeze(text), evidence, origin: 'invented' });
    else refused.push(squeeze(text));
  }
  return { accepted, refused };
}
