import { z } from 'zod';
import { isZip, readZip } from '../containers/zip.js';
import { messageOf, UserError } from '../errors.js';
import { parseFor } from '../store/zod-message.js';
import { isPng, plainPng, readPngTexts, withPngTexts } from './png.js';
import { fieldsOf, ownKey, shapeOf } from './shapes.js';

const Text = z.string().default('');

/** What a card says of its character (formats.md 7); keys that are not named here are kept as they are. */
export const CardData = z.looseObject({
  // Blanks that nobody sees and a macro are no name.
  name: z
    .string()
    .trim()
    .regex(/^(?!\{\{[^{}]*\}\}$).*[\p{L}\p{N}]/su),
  description: Text,
  personality: Text,
  scenario: Text,
  first_mes: Text,
  mes_example: Text,
  alternate_greetings: z.array(z.string()).default([]),
  group_only_greetings: z.array(z.string()).default([]),
  tags: z.array(z.string()).default([]),
  extensions: z.record(z.string(), z.unknown()).default({}),
});
export type CardData = z.infer<typeof CardData>;

const ADVICE =
  'Character cards of versions 1, 2 and 3 and those of Pygmalion and Agnai are read, as JSON, PNG or CHARX.';

/** Keywords of the picture's texts, the newer first. */
const KEYWORDS = ['ccv3', 'chara'];

/** The card's file in a CHARX archive. */
const IN_CHARX = 'card.json';

/** Whether a JSON value is a card. */
const looksLikeCard = (value: unknown): boolean => shapeOf(value) !== undefined;

const withoutMark = (text: string) => text.replace(/^\uFEFF/, '');

/** Whether a file is a character card: a picture, an archive, or JSON that has a card's fields. */
export function isCard(bytes: Buffer, file: string): boolean {
  if (isPng(bytes) || /\.(?:png|charx)$/i.test(file)) return true;
  if (!/\.json$/i.test(file)) return false;
  try {
    return looksLikeCard(JSON.parse(withoutMark(bytes.toString('utf8'))));
  } catch {
    return false;
  }
}

function textsInPicture(bytes: Buffer, file: string): Map<string, string> | undefined {
  try {
    return readPngTexts(bytes);
  } catch (cause) {
    throw new UserError('the texts in this picture are damaged', { file, advice: 'Get an undamaged copy.', cause });
  }
}

/** The card's JSON in a picture. */
function textInPicture(bytes: Buffer, file: string): string {
  const texts = textsInPicture(bytes, file);
  if (!texts) throw new UserError('this picture is incomplete', { file, advice: 'Get an undamaged copy.' });
  const encoded = KEYWORDS.map((keyword) => texts.get(keyword)).find((text) => text !== undefined);
  if (encoded === undefined) throw new UserError('this picture contains no character card', { file, advice: ADVICE });
  return /^\s*\{/.test(encoded) ? encoded : Buffer.from(encoded, 'base64').toString('utf8');
}

function textInArchive(bytes: Buffer, file: string): string {
  const card = readZip(bytes, file, (name) => name === IN_CHARX).get(IN_CHARX);
  if (card) return Buffer.from(card).toString('utf8');
  throw new UserError(`this archive contains no ${IN_CHARX}`, { file, advice: ADVICE });
}

function textOf(bytes: Buffer, file: string): string {
  if (isPng(bytes)) return textInPicture(bytes, file);
  if (isZip(bytes) || /\.charx$/i.test(file)) return textInArchive(bytes, file);
  if (/\.png$/i.test(file)) {
    throw new UserError('this is not a PNG picture, despite its name', {
      file,
      advice: 'Programs that convert pictures remove the card: get the original, or the card as JSON.',
    });
  }
  return bytes.toString('utf8');
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(withoutMark(text));
  } catch (thrown) {
    throw new UserError(`the card is not JSON: ${messageOf(thrown)}`, { file, advice: ADVICE, cause: thrown });
  }
}

/** Reads a card of any version, as JSON, PNG or CHARX. Throws UserError where it is none. */
export function parseCard(bytes: Buffer, file: string): CardData {
  const value = parse(textOf(bytes, file), file);
  const shape = shapeOf(value);
  if (!shape)
    throw new UserError('this is no character card: it has neither "spec" nor a card\'s fields', {
      file,
      advice: ADVICE,
    });
  const parsed = parseFor(CardData, fieldsOf(value, shape));
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0] as { path: PropertyKey[]; message: string };
  if (path[0] === 'name') {
    throw new UserError('the card has no name', { file, advice: `Give it one in "${ownKey('name', shape)}".` });
  }
  if (path.length === 0) throw new UserError('the card is empty: its "data" holds nothing', { file, advice: ADVICE });
  throw new UserError(`the card's "${ownKey(path.join('.'), shape)}" ${message}`, {
    file,
    advice: 'Correct it in the card.',
  });
}

/** A card of version 3 as a value, and the same as version 2 for older readers. */
export function toCard(data: CardData, version: 2 | 3): { spec: string; spec_version: string; data: CardData } {
  return { spec: `chara_card_v${version}`, spec_version: `${version}.0`, data };
}

/** Size of the plain picture of a card that has none. Our choice: the proportions that the readers show. */
const [WIDTH, HEIGHT] = [400, 600];

/** A card as a picture of one colour that holds it twice, for readers of version 3 and of version 2. */
export function toCardPng(data: CardData, colour: readonly [number, number, number]): Buffer {
  const encode = (version: 2 | 3) => Buffer.from(JSON.stringify(toCard(data, version))).toString('base64');
  return withPngTexts(plainPng(WIDTH, HEIGHT, colour), { chara: encode(2), ccv3: encode(3) });
}
