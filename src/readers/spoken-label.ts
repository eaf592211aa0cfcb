/** What stands before a colon and is no speaker. */
const NO_SPEAKER =
  /^(?:warning|caution|note|notes|nb|ps|remember|listen|look|example|answer|question|title|chapter|part|episode|scene|act|subtitles?(?: by)?|subs?|captions?(?: by)?|sync(?:ed)?(?: by)?|transcri(?:pt|bed)(?: by)?|translat(?:ed|or|ion)(?: by)?|corrected(?: by)?|directed by|written by|music|song|lyrics?|sfx|sound|fx|ext|int|cut to|fade (?:in|out)|date|time|duration|attendees|participants|speakers?|summary(?: keywords)?|keywords|topics?|subject|location|setting|https?|www|tel|email|re|fwd|to|from|字幕|翻译|校对|片名|注|道具|音乐|场景|时间|地点)$/iu;

/** A word of a name: it begins with a capital, a figure or `#`; Chinese has no capitals. */
const NAME_WORD =
  /^(?:[\p{Lu}\p{Lt}\p{Lo}\d#&][\p{L}\p{M}\p{N}'’._#&-]*|\((?:[^()]{1,20})\)|of|the|and|de|da|di|la|le|van|von|der|den|du|el|al|bin)$/u;

/** Longest name that is believed, in words and characters. Our choice. */
const MOST_WORDS = 5;
const LONGEST = 40;

/** Whether a text can be the name of somebody who speaks: short, in capitals or title case, no sentence and no label. */
export function canBeName(text: string): boolean {
  if (text === '' || text.length > LONGEST || NO_SPEAKER.test(text) || /[!?;"“”<>{}|]/.test(text)) return false;
  if (!/[\p{L}\d]/u.test(text) || /^\d+$/.test(text)) return false;
  if (/^[\p{Script=Han}·]+$/u.test(text) && text.length > 8) return false;
  const words = text.split(/\s+/);
  return words.length <= MOST_WORDS && words.every((word) => NAME_WORD.test(word)) && /^[^a-z(]/.test(text);
}

/** Whether a name is one of narration. */
export const isNarrator = (name: string): boolean => /^(?:narrator|narration|narrative|旁白|解说|解說)$/iu.test(name);

/** A name and what it says, from `NAME: words`; a bracket behind the name (`MARTHA (quietly):`) is no part of it. */
export function cutLabel(text: string): { name: string; words: string } | undefined {
  const colon = text.slice(0, LONGEST * 2).search(/[:：]/);
  if (colon < 1 || /^[:：]\/\//.test(text.slice(colon))) return undefined;
  const words = text.slice(colon + 1).trim();
  // A time of day and a ratio are no labels.
  if (/\d$/.test(text.slice(0, colon)) && /^\d/.test(text.slice(colon + 1))) return undefined;
  const bare = /^\[([^[\]]+)\]$/.exec(text.slice(0, colon).trim())?.[1] ?? text.slice(0, colon);
  const name = bare
    .replace(/\s*[[(][^[\]()]*[\])]\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return canBeName(name) ? { name, words } : undefined;
}
