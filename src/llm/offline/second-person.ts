import type { Language } from '../../records.js';
import { splitSentences } from '../../text/sentences.js';
import { joinText } from '../../text/words.js';

const IRREGULAR: Record<string, string> = {
  is: 'are',
  was: 'were',
  has: 'have',
  does: 'do',
  "isn't": "aren't",
  "doesn't": "don't",
  "wasn't": "weren't",
  "hasn't": "haven't",
};
const NOT_A_VERB =
  /^(?:always|sometimes|perhaps|towards|besides|nowadays|indeed|thus|this|his|its|yes|as|us|ss|others)$/i;
const ADVERB = /^(?:\w+ly|also|often|never|always|still|even|soon|once|now|then|seldom|both|sometimes)$/i;

/** The form of a verb that goes with `you`, for one that goes with `he`: speaks, speak. */
function forYou(verb: string): string {
  const lower = verb.toLowerCase();
  const irregular = IRREGULAR[lower];
  if (irregular) return irregular;
  if (NOT_A_VERB.test(lower) || !/[a-z]s$/.test(lower) || /(?:ss|us)$/.test(lower)) return verb;
  if (/[^aeiou]ies$/.test(lower)) return `${verb.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|zz|o)es$/.test(lower)) return verb.slice(0, -2);
  return verb.slice(0, -1);
}

/** Puts the first verb after the subject, behind adverbs, into the form that goes with `you`. */
function agree(rest: string): string {
  const words = rest.split(' ');
  const at = words.findIndex((word) => word !== '' && !ADVERB.test(word));
  const word = words[at];
  const match = word === undefined ? null : /^([A-Za-z']+)(.*)$/.exec(word);
  if (match) words[at] = `${forYou(match[1] as string)}${match[2]}`;
  return words.join(' ');
}

/** Parts of a text in quotation marks and outside of them: only those outside are rewritten. */
function outsideQuotes(text: string, rewrite: (part: string) => string): string {
  return text
    .split(/("[^"]*"|“[^”]*”|「[^」]*」)/)
    .map((part, k) => (k % 2 === 1 ? part : rewrite(part)))
    .join('');
}

const SUBJECT = /\b(The character|the character|He|She|he|she)\b(?!['’]s)( [^,.;:!?]*)?/g;

function englishSentence(sentence: string): string {
  if (!/^(?:The character|He|She|His|Her)\b/.test(sentence) && !/\bthe character\b/.test(sentence)) return sentence;
  return outsideQuotes(sentence, (part) =>
    part
      .replace(/\b(The|the) character['’]s\b/g, (_, the: string) => (the === 'The' ? 'Your' : 'your'))
      .replace(
        /\b(?:to|with|by|of|from|for|at|upon|against|about|tell|tells|told|ask|asks|asked|call|calls|called) the character\b/g,
        (words) => words.replace('the character', 'you'),
      )
      .replace(
        SUBJECT,
        (_, subject: string, rest = '') => `${/^[A-Z]/.test(subject) ? 'You' : 'you'}${agreeCoordinated(rest)}`,
      )
      .replace(/\b(?:him|himself|herself)\b/g, (word) => (word === 'him' ? 'you' : 'yourself'))
      .replace(/\b(His|his|Her|her)\b/g, (word) => (/^[A-Z]/.test(word) ? 'Your' : 'your')),
  );
}

/** Agreement in a predicate with several verbs: `speaks and listens`. */
function agreeCoordinated(rest: string): string {
  return rest
    .split(/( (?:and|but|or) )/)
    .map((part, k) => {
      if (k === 0) return part.startsWith(' ') ? ` ${agree(part.slice(1))}` : part;
      const [first] = part.split(' ');
      // After `and` only a word that looks like a verb and has something behind it: `and asks much`, not `and friends`.
      return k % 2 === 0 && first && /(?:[^s]s)$/.test(first) && part.includes(' ') && !NOT_A_VERB.test(first)
        ? agree(part)
        : part;
    })
    .join('');
}

/** A third-person description addressed to the character: the character is, you are. Quotations stay as they are. */
export function toSecondPerson(description: string, language: Language): string {
  if (language === 'zh') {
    return outsideQuotes(description, (part) =>
      part.replaceAll('该角色', '你').replace(/(^|[。！？；])[他她]/g, '$1你'),
    );
  }
  return joinText(splitSentences(description).map(englishSentence), language);
}

const FIRST_PERSON_VERBS: Record<string, string> = { are: 'am', were: 'was', "aren't": 'am not' };

/** A sentence addressed to the character as the character would say it: you are, I am. */
export function toFirstPerson(sentence: string, language: Language): string {
  if (language === 'zh') return outsideQuotes(sentence, (part) => part.replaceAll('你', '我'));
  return outsideQuotes(sentence, (part) =>
    part
      .replace(/\b(You|you) (are|were|aren't)\b/g, (_, _you, verb: string) => `I ${FIRST_PERSON_VERBS[verb]}`)
      .replace(
        /\b(to|with|by|of|from|for|at|upon|against|about|tell|tells|told|ask|asks|asked|call|calls|called) you\b/g,
        '$1 me',
      )
      .replace(/\b[Yy]ou\b/g, 'I')
      .replace(/\bYour\b/g, 'My')
      .replace(/\byour\b/g, 'my')
      .replace(/\byourself\b/g, 'myself'),
  );
}
