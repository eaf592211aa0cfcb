import { guessLanguage, languageOf } from '../../languages/index.js';
import { dominantScript } from '../../text/language.js';
import { splitSentences } from '../../text/sentences.js';
import { countWords, hasHan } from '../../text/words.js';
import { holdsWord, needsJudge, plainText, type Rule, wordPattern } from './rule.js';

/** Whether a rule is kept, and what in the answer tells. */
export interface Verdict {
  passes: boolean;
  evidence: string;
}

/** A point of a list. */
export const LIST_ITEM = /^\s*(?:[-*•·]|\(?\d{1,3}[.)、）])\s*\S/u;

/** Fewer words do not show in which language of their letters they are. Our choice, as the check `language` has it. */
const FEWEST_WORDS = 10;

/** What may stand before the first word of an answer and behind its last. */
const OPENING = '^[\\s"\'“‘«「『(（]*';
const CLOSING = '[\\s"\'”’»」』)）.!?…。！？,，;；~—-]*$';

const of = (passes: boolean, evidence: string): Verdict => ({ passes, evidence });

function hasKeys(text: string, keys: readonly string[]): Verdict {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return of(false, 'JSON, but no object');
    const missing = keys.find((key) => !Object.hasOwn(value, key));
    return missing === undefined ? of(true, 'JSON') : of(false, `JSON without "${missing}"`);
  } catch {
    return of(false, 'no JSON');
  }
}

function checkForm({ form, value = '', keys = [] }: Extract<Rule, { kind: 'form' }>, answer: string): Verdict {
  const text = answer.trim();
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  switch (form) {
    case 'list': {
      const items = lines.filter((line) => LIST_ITEM.test(line)).length;
      return of(items > 1 && items === lines.length, `${items} of ${lines.length} lines are points of a list`);
    }
    case 'paragraph':
      return of(lines.length === 1, `${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`);
    case 'json':
      return hasKeys(text, keys);
    case 'question':
      return of(/[?？]["'”’»」』)）\s]*$/u.test(text), `ends with …${text.slice(-20)}`);
    case 'begins-with':
      return of(new RegExp(`${OPENING}${wordPattern(value)}`, 'u').test(plainText(text)), text.slice(0, 30));
    case 'ends-with':
      return of(new RegExp(`${wordPattern(value)}${CLOSING}`, 'u').test(plainText(text)), `…${text.slice(-30)}`);
  }
}

function checkLength(
  { unit, at_least = 0, at_most = Number.POSITIVE_INFINITY }: Extract<Rule, { kind: 'length' }>,
  answer: string,
): Verdict {
  const sentences = () => splitSentences(answer).filter((sentence) => countWords(sentence) > 0).length;
  const count = unit === 'words' ? countWords(answer) : sentences();
  const counted = unit === 'words' && hasHan(answer) ? 'characters' : unit;
  const told = `${count} ${count === 1 ? counted.slice(0, -1) : counted}`;
  if (count < at_least) return of(false, `${told}, fewer than ${at_least}`);
  return count > at_most ? of(false, `${told}, more than ${at_most}`) : of(true, told);
}

function checkLanguage({ language }: Extract<Rule, { kind: 'language' }>, answer: string): Verdict {
  const { script, name } = languageOf(language);
  const written = dominantScript(answer);
  if (written !== script && written !== 'none') return of(false, `written in ${written} script`);
  const guessed = guessLanguage(answer);
  const tells = countWords(answer) >= FEWEST_WORDS && guessed.script === script;
  return of(!tells || guessed.code === language, tells ? guessed.name : name);
}

function checkWords({ kind, words }: Extract<Rule, { kind: 'must' | 'must-not' }>, answer: string): Verdict {
  const mustHold = kind === 'must';
  const wrong = words.find((word) => holdsWord(answer, word) !== mustHold);
  if (wrong !== undefined) return of(false, mustHold ? `without "${wrong}"` : `holds "${wrong}"`);
  return of(true, `${mustHold ? 'holds' : 'without'} ${words.map((word) => `"${word}"`).join(', ')}`);
}

/** Whether an answer keeps a rule, as far as code can tell; undefined where it takes a judge. */
export function checkRule(rule: Rule, answer: string): Verdict | undefined {
  if (needsJudge(rule)) return undefined;
  switch (rule.kind) {
    case 'form':
      return checkForm(rule, answer);
    case 'length':
      return checkLength(rule, answer);
    case 'language':
      return checkLanguage(rule, answer);
    case 'must':
    case 'must-not':
      return checkWords(rule, answer);
    default:
      return undefined;
  }
}
