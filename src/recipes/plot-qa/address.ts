import { nameParts, namesOf } from '../../quality/role-names.js';
import { signsOf } from '../../quality/signs.js';
import { type DialogueLine, type LanguageCode, NARRATION } from '../../records.js';
import { normalisedWords } from '../../text/normalise.js';

/** Forms of address that are told to a model. Our choice. */
const MOST_FORMS = 5;

/** Pieces between the marks of a text; the point of `Mr. Holmes` is none. */
const BETWEEN_MARKS = /(?:[,，;；:：!！?？…。—"“”「」『』()（）[\]\n]|(?<!\b(?:Mr|Mrs|Ms|Dr|St))[.])+/u;

/** By what somebody is called, to tell whom a form of address can mean. */
export interface Called {
  role: string;
  aliases: readonly string[];
}

/** The forms of address in a text that can mean somebody: its names, and titles. Of a language without the sign only names. */
export function addressesIn(text: string, { role, aliases }: Called, language: LanguageCode): string[] {
  const names = new Set([
    ...namesOf({ role, aliases: [...aliases] }).map((name) => name.toLowerCase()),
    ...nameParts({ role, aliases: [...aliases] }),
  ]);
  const { isAddress } = signsOf(language);
  return text
    .replaceAll('’', "'")
    .split(BETWEEN_MARKS)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '' && (names.has(piece.toLowerCase()) || isAddress?.(piece, names) === true));
}

/** Whether one of two neighbouring speeches answers the other: both in one act, with no more than narration between. */
const isNear = (one: DialogueLine | undefined, other: DialogueLine): boolean =>
  one !== undefined && one.script === other.script && one.act_id === other.act_id;

/** The speeches of somebody before or after which another one speaks. */
function speechesTo(lines: readonly DialogueLine[], from: string, to: string): DialogueLine[] {
  const spoken = lines.filter(({ role }) => role !== NARRATION);
  return spoken.filter((line, at) => {
    const around = [spoken[at - 1], spoken[at + 1]];
    return line.role === from && around.some((one) => one?.role === to && isNear(one, line));
  });
}

/** What somebody calls another one in a script, the commonest first; each once, whatever its case. */
export function formsOfAddress(
  lines: readonly DialogueLine[],
  from: string,
  to: Called,
  language: LanguageCode,
): string[] {
  const forms = new Map<string, { form: string; times: number }>();
  for (const { content } of speechesTo(lines, from, to.role)) {
    for (const form of addressesIn(content, to, language)) {
      const key = form.toLowerCase();
      const known = forms.get(key) ?? { form, times: 0 };
      forms.set(key, { ...known, times: known.times + 1 });
    }
  }
  const sorted = [...forms.values()].sort((a, b) => b.times - a.times || (a.form < b.form ? -1 : 1));
  return sorted.slice(0, MOST_FORMS).map(({ form }) => form);
}

/** Whether a text holds one of the forms, word for word. */
export function keepsAddress(text: string, forms: readonly string[]): boolean {
  const words = ` ${normalisedWords(text).join(' ')} `;
  return forms.some((form) => words.includes(` ${normalisedWords(form).join(' ')} `));
}
