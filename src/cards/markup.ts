import { squeeze } from '../text/words.js';
import { dialogueNames } from './names.js';

/** What writers of cards put around words: lists of traits, Markdown, HTML, and who is being introduced. */

/** A list of traits in W++ and its like: `Hair("red" + "long")`. */
const W_PLUS_PLUS = /([\p{L}][\p{L} _-]{0,40})\(\s*("[^"\n]*"(?:\s*\+\s*"[^"\n]*")*)\s*\)/gu;

/** Traits in W++ as sentences; who they are of is said elsewhere. */
function withoutWPlusPlus(line: string): string {
  if (line.search(W_PLUS_PLUS) < 0) return line;
  const listed = line.replace(W_PLUS_PLUS, (_, key: string, values: string) => {
    if (/^\s*(?:character|char|name)\s*$/i.test(key)) return ' ';
    return ` ${key.trim()}: ${[...values.matchAll(/"([^"]*)"/g)].map(([, value]) => value).join(', ')}. `;
  });
  return listed.replace(/[{}[\]]/g, ' ');
}

/** A trait of a property list: `Mira's clothes= "coat", "boots"`, `[clothes= coat, boots]`. */
const PROPERTY = /^\s*(?:[\p{L}\p{N} .-]{1,60}['’]s?\s+)?([\p{L}][\p{L} _-]{0,40}?)\s*=\s*(\S.*)$/u;

/** Traits of a property list (PList) as sentences. */
function withoutPropertyList(line: string): string {
  const inner = /^\s*\[?([^[\]]*=[^[\]]*)\]?\s*$/.exec(line)?.[1];
  const traits = inner?.split(';').map((trait) => PROPERTY.exec(trait.trim()));
  if (!traits?.every((trait) => trait !== null)) return line;
  const capital = (key: string) => key.charAt(0).toUpperCase() + key.slice(1);
  return traits
    .map(([, key = '', values = '']) => `${capital(key)}: ${values.replace(/["“”]/g, '').trim()}.`)
    .join(' ');
}

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>', apos: "'", nbsp: ' ' };

/** The signs that HTML writes by their names or numbers. */
const withoutEntities = (line: string) =>
  line.replace(/&(?:(quot|amp|lt|gt|apos|nbsp)|#(\d{2,4}));/g, (_, name: string | undefined, code: string) =>
    name === undefined ? String.fromCodePoint(Number(code)) : (ENTITIES[name] ?? ''),
  );

/** A line without the marks of markup around it: bullets, headings, brackets, tags, bold. */
export function withoutMarkup(line: string): string {
  return squeeze(
    withoutEntities(
      withoutWPlusPlus(withoutPropertyList(line)).replace(/<\/?[\p{L}][\p{L}\p{N}_ -]{0,40}\/?>|```\w*/gu, ' '),
    )
      .replace(/\*\*([^*]+)\*\*|__([^_]+)__/g, '$1$2')
      .replace(/^\s*(?:#{1,6}\s+|[-*•+–]\s+|\d{1,2}[.)]\s+)/, '')
      .replace(/^\s*[[{]+|[\]}]+\s*$/g, ' '),
  ).replace(/^[-=*_~\s.]+$/, '');
}

/**
 * A text without the sentences that only give its character's name: `You are Mira Voss.`, `Name: Mira Voss`. `You are Mira Voss, a
 * smuggler` tells of the character by its name, as everything else does.
 */
export function withoutIntroduction(text: string, name: string): string {
  const names = dialogueNames(name).map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const named = `(?:${names.join('|')})`;
  return text
    .replace(new RegExp(`(^|[.!?\\n]\\s*)(?:You are|You're|You’re) (${named}), (?=(?:an?|the) )`, 'g'), '$1$2 is ')
    .replace(
      new RegExp(`(^|[.!?]\\s+|\\n)(?:You are|You're|You’re|You will play(?: as)?|Play as) ${named}[.!](?=\\s|$)`, 'g'),
      '$1',
    )
    .replace(
      new RegExp(`^[\\s*_#-]*(?:(?:full|first|real) )?name[*_]*\\s*[:：=][*_]*\\s*${named}[\\s.;,]*$`, 'gim'),
      '',
    );
}
