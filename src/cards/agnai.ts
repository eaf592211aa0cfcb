type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Agnai's names for a card's fields, beside `persona` and the memory book. What it calls a description is a note on the card. */
const NAMES: Readonly<Record<string, string>> = {
  greeting: 'first_mes',
  sampleChat: 'mes_example',
  description: 'creator_notes',
  alternateGreetings: 'alternate_greetings',
  systemPrompt: 'system_prompt',
  postHistoryInstructions: 'post_history_instructions',
  characterVersion: 'character_version',
};

/** Whether a JSON value is a character of Agnai. */
export const isAgnai = (value: Fields): boolean =>
  isFields(value.persona) &&
  ['greeting', 'sampleChat', 'kind'].some((key) => key in value || key in (value.persona as Fields));

/** What a persona says: its text, or its attributes, each on a line. */
export function textOfPersona(persona: unknown): string {
  const { attributes } = isFields(persona) ? persona : {};
  if (!isFields(attributes)) return typeof persona === 'string' ? persona : '';
  return Object.entries(attributes)
    .map(([key, value]): [string, string] => {
      const values = (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
      return [
        key,
        values
          .map((one) => one.trim())
          .filter((one) => one !== '')
          .join(', '),
      ];
    })
    .filter(([, values]) => values !== '')
    .map(([key, values]) => (/^text$/i.test(key) ? values : `${key.charAt(0).toUpperCase()}${key.slice(1)}: ${values}`))
    .join('\n');
}

/** The memory book as the lorebook of other cards: keywords are keys, an entry's words its content. */
function lorebookOf(book: unknown): unknown {
  if (!isFields(book) || !Array.isArray(book.entries)) return book;
  const entries = book.entries.filter(isFields).map(({ keywords, entry, weight, ...rest }) => ({
    ...rest,
    ...(keywords === undefined ? {} : { keys: keywords }),
    ...(entry === undefined ? {} : { content: entry }),
    ...(weight === undefined ? {} : { insertion_order: weight }),
  }));
  return { ...book, entries };
}

/** A character of Agnai as the fields of a card. */
export function fieldsOfAgnai({ persona, characterBook, kind: _, ...fields }: Fields): Record<string, unknown> {
  const renamed = Object.entries(fields).map(([key, field]) => [NAMES[key] ?? key, field] as const);
  return {
    ...Object.fromEntries(renamed),
    description: textOfPersona(persona),
    ...(characterBook ? { character_book: lorebookOf(characterBook) } : {}),
  };
}

/** How a field is called in Agnai. */
export const agnaiKey = (key: string): string =>
  key === 'description' ? 'persona' : (Object.entries(NAMES).find(([, newer]) => newer === key)?.[0] ?? key);
