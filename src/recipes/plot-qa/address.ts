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
  const { addressIn } = signsOf(language);
  return text
    .replaceAll('’', "'")
    .split(BETWEEN_MARKS)
    .map((piece) => piece.trim())
    .flatMap((piece) => addressIn?.(piece, names) ?? (names.has(piece.toLowerCase()) ? [piece] : []));
}

/** A speech and who else speaks just before or after it in the same act, narration apart. */
function* speechesWithPartners(lines: readonly DialogueLine[], from: string) {
  const spoken = lines.filter(({ role }) => role !== NARRATION);
  for (const [at, line] of spoken.entries()) {
    if (line.role !== from) continue;
    const around = [spoken[at - 1], spoken[at + 1]].filter(
      (one) => one !== undefined && one.script === line.script && one.act_id === line.act_id,
    );
    yield { content: line.content, partners: new Set(around.map((one) => one?.role)) };
  }
}

/** A form that is said oftener beside others than beside somebody is theirs: Hamlet says `Mother` beside Polonius too. Our choice. */
const OWN_SHARE = 0.5;

/** What somebody calls another one in a script, the commonest first; each once, whatever its case. */
export function formsOfAddress(
  lines: readonly DialogueLine[],
  from: string,
  to: Called,
  language: LanguageCode,
): string[] {
  const forms = new Map<string, { form: string; times: number; all: number }>();
  for (const { content, partners } of speechesWithPartners(lines, from)) {
    for (const form of addressesIn(content, to, language)) {
      const key = form.toLowerCase();
      const { form: first, times, all } = forms.get(key) ?? { form, times: 0, all: 0 };
      forms.set(key, { form: first, times: times + (partners.has(to.role) ? 1 : 0), all: all + 1 });
    }
  }
  const own = [...forms.values()].filter(({ times, all }) => times > 0 && times >= OWN_SHARE * all);
  const sorted = own.sort((a, b) => b.times - a.times || (a.form < b.form ? -1 : 1));
  return sorted.slice(0, MOST_FORMS).map(({ form }) => form);
}

/** Whether a text holds one of the forms, word for word. */
export function keepsAddress(text: string, forms: readonly string[]): boolean {
  const words = ` ${normalisedWords(text).join(' ')} `;
  return forms.some((form) => words.includes(` ${normalisedWords(form).join(' ')} `));
}
