import { squeeze } from '../text/words.js';
import type { ScriptFormat, ScriptLine } from './script.js';

const LOOK_AT = 20_000;

/** Marks of writing direction that phones put around names, times and what they write themselves. */
const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A date in any locale: 31/12/2023, 12/31/23, 31.12.23, 2023-12-31, 2023. 12. 31., 2023年12月31日; figures of any script. */
const DATE = String.raw`\p{Nd}{1,4}\s?[./\-年년]\s?\p{Nd}{1,2}\s?[./\-月월]\s?\p{Nd}{1,4}\s?[.日일]?`;
/** A time of day, with the words that locales put before and behind it: `a las`, `um`, `下午`, `p. m.`, `Uhr`. */
const TIME = String.raw`(?:[^\d\n:\]-]{0,12}?)\p{Nd}{1,2}[:.h]\p{Nd}{2}(?:[:.]\p{Nd}{2})?(?:\s?(?:[ap]\.?\s?m\.?|uhr|[^\s\d:\]-]{1,3}))?`;
const STAMP = new RegExp(String.raw`^(?:\[${DATE},?\s*${TIME}\]\s?|${DATE},?\s*${TIME}\s?[-–—]\s)`, 'iu');
/** No stamp is longer (our choice). */
const LONGEST_STAMP = 120;

/** What stands behind the stamp of a line; undefined where it bears none. */
function behindStamp(line: string): string | undefined {
  const stamp = STAMP.exec(line.slice(0, LONGEST_STAMP))?.[0];
  return stamp === undefined ? undefined : line.slice(stamp.length);
}

/** What stands in place of a picture or a voice message, or tells that a message was deleted. */
const NOT_WRITTEN =
  /^(?:<[^<>]{3,60}>|null|(?:image|video|audio|sticker|gif|document|contact card|video note|imagen|vídeo|bild|foto|documento|audio) (?:omitted|omitid[oa]|weggelassen|omess[oa])|this message was deleted\.?|you deleted this message\.?|missed (?:voice|video) call.*|.{1,80}\((?:file attached|archivo adjunto|datei angehängt|fichier joint|arquivo anexado|file allegato)\))$/iu;

/** The suffix of a message that was changed. */
const EDITED = / ?<[^<>]{3,60}(?:edited|editado|editó|bearbeitet|modifié|modificato|编辑)[^<>]{0,40}>$/iu;

/** Words of what the program itself writes about the group; a name before a colon has none of them. */
const SYSTEM =
  /["“”«»„]|\b(?:changed|created|added|removed|left|joined|deleted|pinned|turned|security code|end-to-end|encrypted)\b/i;

/** Longest name: WhatsApp allows 25 characters, address books more. */
const LONGEST_NAME = 60;

interface Message {
  name: string | null;
  words: string;
  line: number;
}

/** A message by its first line: `Name: words`, or what the program tells. */
function messageOf(rest: string, line: number): Message {
  const plain = rest.replace(MARKS, '');
  const colon = plain.search(/:(?:\s|$)|：/);
  const name = colon > 0 ? squeeze(plain.slice(0, colon)).replace(/^~\s?/, '') : '';
  const isName = name !== '' && name.length <= LONGEST_NAME && !SYSTEM.test(name);
  if (!isName) return { name: null, words: plain, line };
  // What the phone and not the person writes begins with a mark of direction.
  const isSystem = /^[^:：]*[:：]\s*\u200e/.test(rest);
  return { name: isSystem ? null : name, words: plain.slice(colon + 1), line };
}

/** Chats that WhatsApp exports, as Android and iOS write them, with dates of any locale. */
export const whatsapp: ScriptFormat = {
  name: 'whatsapp',
  recognise(text) {
    const lines = text
      .slice(0, LOOK_AT)
      .split('\n')
      .map((line) => line.replace(MARKS, ''))
      .filter((line) => line.trim() !== '');
    if (behindStamp(lines[0] ?? '') === undefined) return 0;
    const stamped = lines.map(behindStamp).filter((rest) => rest !== undefined);
    const named = stamped.filter((rest) => /^[^:：]{1,60}[:：]/.test(rest));
    return named.length > 0 && named.length * 3 >= stamped.length ? 1 : 0;
  },
  read(text) {
    const messages: Message[] = [];
    for (const [at, source] of text.split('\n').entries()) {
      // The mark before what a person did not write is needed; the others are not.
      const line = source.replace(/^[\u200e\u200f\ufeff]+/, '').replace(/\u202f|\u00a0/g, ' ');
      const rest = behindStamp(line);
      if (rest !== undefined) messages.push(messageOf(rest, at + 1));
      else if (messages.length > 0) messages.at(-1)!.words += `\n${line.replace(MARKS, '')}`;
    }
    return messages.flatMap(({ name, words, line }): ScriptLine[] => {
      const content = squeeze(words).replace(EDITED, '');
      if (content === '' || NOT_WRITTEN.test(content)) return [];
      return [{ speaker: name, content, act: 0, line }];
    });
  },
};
