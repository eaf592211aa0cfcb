import { squeeze } from '../text/words.js';

/** Whom a card's placeholders stand for. */
export interface Persons {
  /** What `{{char}}` is: the nickname where the card has one. */
  character: string;
  user: string;
}

/** Stands where something was that only a running chat knows: the time, the last message. */
const UNKNOWN = '\u0000';

/** Stands where the lines around are to be joined. */
const TRIM = '\u0002';

/** Macros are resolved from the inside out, at most this deep. */
const DEEPEST = 20;

const PERSON: Readonly<Record<string, keyof Persons>> = {
  char: 'character',
  bot: 'character',
  charifnotgroup: 'character',
  group: 'character',
  groupnotmuted: 'character',
  user: 'user',
};

/** Macros that write nothing: notes, settings, variables. */
const SILENT =
  /^(?:\/\/|#|comment\b|hidden_key\b|noop$|trim$|original$|bias\b|banned\b|(?:set|add|inc|dec|delete|flush)(?:global)?var\b|pipe$|\/)/i;

/** The first of the choices that a random macro offers: the same each time. */
function firstChoice(list: string): string {
  if (list.includes('::'))
    return (
      list
        .split('::')
        .find((one) => one.trim() !== '')
        ?.trim() ?? ''
    );
  const choices = list.replaceAll('\\,', '\u0001').split(',');
  return (choices.find((one) => one.trim() !== '') ?? '').replaceAll('\u0001', ',').trim();
}

/** The mean of a throw of dice, rounded: `2d6`, `d20`, `6`. */
function throwDice(formula: string): string {
  const [, count = '1', sides = '', plus = '0'] = /^(\d*)d?(\d+)\s*([+-]\s*\d+)?$/i.exec(
    /d/i.test(formula) ? formula.trim() : `1d${formula.trim()}`,
  ) ?? ['', '', '', ''];
  if (sides === '') return UNKNOWN;
  const mean = (Number(count || '1') * (Number(sides) + 1)) / 2 + Number((plus ?? '0').replace(/\s/g, ''));
  return String(Math.round(mean));
}

function resolveOne(macro: string, persons: Persons, variables: Map<string, string>): string {
  const name = macro.trim();
  const [, key = '', value = ''] = /^([\w]+)\s*::?\s*([\s\S]*)$/.exec(name) ?? ['', name.toLowerCase()];
  const person = PERSON[name.toLowerCase()];
  if (person) return persons[person];
  if (/^newline$/i.test(name)) return '\n';
  if (/^(?:set|setglobal)var$/i.test(key)) {
    const [variable = '', ...rest] = value.split('::');
    variables.set(variable.trim(), rest.join('::'));
  }
  if (/^(?:get|getglobal)?var$/i.test(key)) return variables.get(value.split('::')[0]!.trim()) ?? UNKNOWN;
  if (SILENT.test(name)) return '';
  if (/^(?:random|pick)$/i.test(key)) return firstChoice(value);
  if (/^reverse$/i.test(key)) return [...value].reverse().join('');
  const dice = /^roll[\s:]+([\s\S]+)$/i.exec(name)?.[1];
  return dice === undefined ? UNKNOWN : throwDice(dice);
}

/** Takes out the sentences in which something is not known, and what is left empty around them. */
function withoutUnknown(text: string): string {
  if (!text.includes(UNKNOWN)) return text;
  return text
    .split(/(\n|["“”*])/)
    .map((part) =>
      part.includes(UNKNOWN)
        ? part
            .split(/(?<=[.!?。！？…])(?=\s|$|\p{Script=Han})/u)
            .filter((sentence) => !sentence.includes(UNKNOWN))
            .join('')
        : part,
    )
    .join('')
    .replace(/\*\s*\*|""|“\s*”/g, '');
}

/** Joins what stands on both sides of `{{trim}}`: where there was white space, one blank is left of it. */
function joinTrimmed(before: string, after: string): string {
  const [start, end] = [before.trimEnd(), after.trimStart()];
  const isApart = start !== '' && end !== '' && (start !== before || end !== after);
  return start + (isApart ? ' ' : '') + end;
}

/**
 * A text of a card with its macros resolved, as SillyTavern and the card specifications name them: persons by their names, random
 * choices by the first, dice by their mean. Notes and variables are taken out; a sentence that tells what only a running chat
 * knows (the time, the last message) goes as a whole.
 */
export function resolveMacros(text: string, persons: Persons): string {
  const variables = new Map<string, string>();
  let resolved = text.replaceAll('\r\n', '\n').replaceAll(UNKNOWN, '').replaceAll(TRIM, '');
  resolved = resolved
    .replace(/<(?:BOT|CHAR|CHARIFNOTGROUP|GROUP)>/gi, () => persons.character)
    .replace(/<USER>/gi, () => persons.user)
    .replace(/\{\{\/\/(?:[^{}]|\{\{[^{}]*\}\})*\}\}/g, '');
  for (let depth = 0; depth < DEEPEST && /\{\{[^{}]*\}\}/.test(resolved); depth += 1) {
    resolved = resolved.replace(/\{\{([^{}]*)\}\}/g, (_, macro: string) =>
      /^\s*trim\s*$/i.test(macro) ? TRIM : resolveOne(macro, persons, variables),
    );
  }
  resolved = resolved.split(TRIM).reduce(joinTrimmed);
  return withoutUnknown(resolved)
    .split('\n')
    .map((line) => (/\S\s{2,}\S/.test(line) ? squeeze(line) : line.trimEnd()))
    .join('\n')
    .replace(/[ \t]+(?=[.,!?;:](?:\s|$))/g, '')
    .trim();
}
