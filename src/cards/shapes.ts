import { agnaiKey, fieldsOfAgnai, isAgnai, textOfPersona } from './agnai.js';

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys that only a card of version 1 has. */
const OF_VERSION_1 = ['first_mes', 'mes_example', 'personality', 'scenario', 'alternate_greetings', 'creatorcomment'];

/** Pygmalion's names for a card's fields, in the order of the newer ones. */
const OF_PYGMALION: Readonly<Record<string, string>> = {
  char_name: 'name',
  char_persona: 'description',
  world_scenario: 'scenario',
  char_greeting: 'first_mes',
  example_dialogue: 'mes_example',
};

/** The layouts of cards, and where their fields stand. */
export type Shape = 'chara_card' | 'version 1' | 'Pygmalion' | 'Agnai';

/** Which layout a JSON value has; undefined where it is no card. A role file has a language. */
export function shapeOf(value: unknown): Shape | undefined {
  if (!isFields(value)) return undefined;
  if (typeof value.spec === 'string' && value.spec.startsWith('chara_card')) return 'chara_card';
  if (isFields(value.data) && ['first_mes', 'mes_example', 'personality'].some((key) => key in (value.data as Fields)))
    return 'chara_card';
  if ('language' in value || 'script' in value) return undefined;
  if (
    ['char_persona', 'char_greeting'].some((key) => key in value) ||
    ('char_name' in value && 'example_dialogue' in value)
  )
    return 'Pygmalion';
  if (isAgnai(value)) return 'Agnai';
  return OF_VERSION_1.some((key) => key in value) ? 'version 1' : undefined;
}

/** Fields without those that are null: the same as if they were not there. */
const withoutNull = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));

/** Fields that are lists of texts. Some writers give one text: tags with commas between them, a greeting by itself. */
const LISTS: Readonly<Record<string, (text: string) => string[]>> = {
  tags: (text) => text.split(',').map((tag) => tag.trim()),
  alternate_greetings: (text) => [text],
  group_only_greetings: (text) => [text],
};

/** The fields with lists of texts where they belong: a null among them is left out. */
function withLists(fields: Fields): Fields {
  const lists = Object.entries(LISTS).flatMap(([key, split]) => {
    const value = fields[key];
    if (typeof value === 'string') return [[key, split(value)]];
    return Array.isArray(value) ? [[key, value.filter((one) => one !== null)]] : [];
  });
  return { ...fields, ...Object.fromEntries(lists) };
}

/** The description of a card that keeps it in Agnai's extension alone. */
function withPersona(fields: Fields): Fields {
  if (typeof fields.description === 'string' && fields.description.trim() !== '') return fields;
  const { agnai } = isFields(fields.extensions) ? fields.extensions : {};
  const persona = isFields(agnai) ? textOfPersona(agnai.persona) : '';
  return persona === '' ? fields : { ...fields, description: persona };
}

/** The fields of a card of any layout under their names of version 2. */
export function fieldsOf(value: unknown, shape: Shape): unknown {
  const card = value as Fields;
  if (shape === 'chara_card') {
    // A converted card may have its fields on top and none in data.
    if (!isFields(card.data))
      return card.data === undefined && 'name' in card ? withLists(withoutNull(card)) : card.data;
    return withPersona(withLists(withoutNull(card.data)));
  }
  if (shape === 'Agnai') return withLists(withoutNull(fieldsOfAgnai(withoutNull(card))));
  const { spec: _, spec_version: __, ...fields } = withLists(withoutNull(card));
  if (shape === 'version 1') return fields;
  const renamed = Object.entries(fields).map(([key, field]) => [OF_PYGMALION[key] ?? key, field] as const);
  return Object.fromEntries(renamed);
}

/** How a field is called in the card's own layout. */
export function ownKey(key: string, shape: Shape): string {
  if (shape === 'chara_card') return `data.${key}`;
  if (shape === 'Agnai') return agnaiKey(key);
  const old = Object.entries(OF_PYGMALION).find(([, newer]) => newer === key)?.[0];
  return shape === 'Pygmalion' ? (old ?? key) : key;
}
