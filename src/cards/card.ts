import { z } from 'zod';
import { messageOf, UserError } from '../errors.js';
import { parseFor } from '../store/zod-message.js';
import { isPng, plainPng, readPngTexts, withPngTexts } from './png.js';

const Text = z.string().default('');

/** What a card says of its character (formats.md 7); keys that are not named here are kept as they are. */
export const CardData = z.looseObject({
  name: z.string().min(1),
  description: Text,
  personality: Text,
  scenario: Text,
  first_mes: Text,
  mes_example: Text,
  tags: z.array(z.string()).default([]),
  extensions: z.record(z.string(), z.unknown()).default({}),
});
export type CardData = z.infer<typeof CardData>;

const Card = z.object({ spec: z.enum(['chara_card_v2', 'chara_card_v3']), data: CardData });

const ADVICE = 'Character cards of version 2 and 3 are read, as JSON or PNG.';

/** Keywords of the picture's texts, the newer first. */
const KEYWORDS = ['ccv3', 'chara'];

/** Whether a JSON value calls itself a card. */
export function looksLikeCard(value: unknown): boolean {
  const spec = (value as { spec?: unknown } | null)?.spec;
  return typeof spec === 'string' && spec.startsWith('chara_card');
}

function readJson(bytes: Buffer, file: string): unknown {
  if (!isPng(bytes)) return parse(bytes.toString('utf8'), file);
  const texts = readPngTexts(bytes);
  if (!texts) throw new UserError('this picture is broken off', { file, advice: 'Take a whole copy of it.' });
  const encoded = KEYWORDS.map((keyword) => texts.get(keyword)).find((text) => text !== undefined);
  if (encoded === undefined) throw new UserError('this picture holds no character card', { file, advice: ADVICE });
  return parse(Buffer.from(encoded, 'base64').toString('utf8'), file);
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (thrown) {
    throw new UserError(`the card is not JSON: ${messageOf(thrown)}`, { file, advice: ADVICE, cause: thrown });
  }
}

/** Reads a card of version 2 or 3, JSON or PNG. Throws UserError where it is none. */
export function parseCard(bytes: Buffer, file: string): CardData {
  const parsed = parseFor(Card, readJson(bytes, file));
  if (parsed.success) return parsed.data.data;
  const issue = parsed.error.issues[0];
  throw new UserError(`this is no character card: "${issue?.path.join('.')}": ${issue?.message}`, {
    file,
    advice: ADVICE,
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
