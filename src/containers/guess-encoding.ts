import chardet from 'chardet';
import iconv from 'iconv-lite';

/** Bytes that are enough to tell an encoding by (our choice). */
const SAMPLE = 65_536;
/** The detector's confidence, of 100, from which a guess is sure (our choice: samples of 60 characters reach 40 and more). */
const SURE = 40;
/**
 * Where few characters tell the encoding, the one of English is taken for so much likelier than the detector says, because most
 * scripts are English (our choice).
 */
const WESTERN_FAVOUR = 1.4;
const FEW = 20;
const WESTERN = 'windows-1252';
/** Another encoding of Europe is taken only where the next one is clearly less likely (our choice). */
const CLEAR_LEAD = 0.8;

/** Encodings that Windows extends, by the names that the web reads them under. */
const EXTENDED: Readonly<Record<string, string>> = { 'ISO-8859-1': WESTERN, 'ISO-8859-9': 'windows-1254' };

/** What was found out about an encoding: `sure` names one; else `likely` has what it may be, the likeliest first. */
export interface Guess {
  sure: string | undefined;
  likely: string[];
}

/** The part of some bytes in which the characters beyond ASCII begin: it tells the encoding. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const start = bytes.lastIndexOf(0x0a, first) + 1;
  const from = first - start > SAMPLE / 2 ? first : start;
  const sample = bytes.subarray(from, from + SAMPLE);
  const end = sample.length === SAMPLE ? sample.lastIndexOf(0x0a) : -1;
  return end > SAMPLE / 2 ? sample.subarray(0, end) : sample;
}

const IS_JAPANESE = /^(?:EUC-JP|Shift_JIS|ISO-2022-JP)$/;
/** Encodings in which not every byte means something. */
const IS_MULTIBYTE = /^(?:EUC|Shift_JIS|ISO-2022|GB|Big5)/;
const KANA = /[\u3041-\u30ff]/;

/** A character that Windows-1252 does not have, or a capital behind a small letter: `fiancŽe` was written on an old Mac. */
const ODD_WESTERN = /\ufffd|[\u0080-\u009f]|\p{Ll}(?![A-Z])\p{Lu}/gu;

/** Whether bytes read well as Windows-1252. */
function readsAsWestern(sample: Uint8Array, beyondAscii: number): boolean {
  const text = iconv.decode(Buffer.from(sample), WESTERN);
  return (text.match(ODD_WESTERN)?.length ?? 0) * 10 <= beyondAscii;
}

/** Whether a sample can be text of an encoding: all of it is read, and Japanese has kana, which tells it from Chinese. */
function canBe(encoding: string, sample: Uint8Array): boolean {
  const text = iconv.decode(Buffer.from(sample), encoding);
  return !text.includes('\ufffd') && (!IS_JAPANESE.test(encoding) || KANA.test(text));
}

/** Guesses the encoding of bytes that are not UTF-8. */
export function guessEncoding(bytes: Uint8Array): Guess {
  const sample = sampleOf(bytes);
  const beyondAscii = sample.reduce((sum, byte) => sum + (byte >= 0x80 ? 1 : 0), 0);
  const favour = beyondAscii < FEW ? WESTERN_FAVOUR : 1;
  const found = new Map<string, number>();
  for (const { name, confidence } of chardet.analyse(sample)) {
    if (/^(?:UTF|ASCII)/.test(name) || !iconv.encodingExists(name)) continue;
    const known = EXTENDED[name] ?? name;
    const weight = known === WESTERN ? favour : 1;
    found.set(known, Math.max(found.get(known) ?? 0, confidence * weight));
  }
  for (const name of [...found.keys()]) if (IS_MULTIBYTE.test(name) && !canBe(name, sample)) found.delete(name);
  if (found.has(WESTERN) && !readsAsWestern(sample, beyondAscii)) found.set(WESTERN, SURE - 1);
  const ranked = [...found].sort((a, b) => b[1] - a[1]);
  const likely = ranked.slice(0, 3).map(([name]) => name);
  const [best, next] = ranked;
  const leads = best && (best[0] === WESTERN || best[1] >= 100 || (next?.[1] ?? 0) <= best[1] * CLEAR_LEAD);
  return { sure: leads && best[1] >= SURE ? best[0] : undefined, likely };
}

/** Characters that text has and that halves of others are rarely: line ends, ASCII, the full stops and commas of Chinese. */
const COMMON = /[\n\r\t\x20-\x7e\u3001\u3002\uff0c\uff1a\uff01\uff1f\u300c\u300d\u201c\u201d]/g;

/** The UTF-16 that bytes with zeros among them are, though no byte order mark says so. */
export function guessUtf16(bytes: Uint8Array): 'UTF-16LE' | 'UTF-16BE' | undefined {
  const sample = Buffer.from(bytes.subarray(0, Math.min(SAMPLE, bytes.length - (bytes.length % 2))));
  if (!sample.includes(0)) return undefined;
  const [little, big] = (['UTF-16LE', 'UTF-16BE'] as const).map((name) => {
    const text = iconv.decode(sample, name, { stripBOM: false });
    const isText = !/[\x00-\x08\x0e-\x1f\ufffd\ufffe\uffff]/.test(text);
    return { name, common: isText ? (text.match(COMMON)?.length ?? 0) / text.length : 0 };
  }) as [{ name: 'UTF-16LE'; common: number }, { name: 'UTF-16BE'; common: number }];
  const best = little.common >= big.common ? little : big;
  return best.common > 0.02 ? best.name : undefined;
}
