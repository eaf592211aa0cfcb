import { squeeze } from '../text/words.js';
import type { ScriptFormat, ScriptLine } from './script.js';

/** `甲：……`, `甲（怒）：……`, `甲[怒]: ……`: a short name, a colon, what is said. */
const SPEECH = /^([\p{Script=Han}A-Za-z·]{1,10})\s*(?:[（(【[]([^）)】\]]{0,60})[）)】\]])?\s*[：:]\s*(.*)$/u;
const ACT = /^第[零〇一二三四五六七八九十百千两\d]{1,9}[幕场場折出集回章节節](?:[\s:：].*)?$/u;
const DIRECTION = /[（(【]([^（(）)】]{1,200})[）)】]/gu;
/** `某某说：“……”` is a sentence of a novel: the name ends in a verb, and what is said stands in quotation marks. */
const LEADS_IN = /[说說问問答喊叫嚷骂叹吼应诉讲](?:了|着)?\s*[：:]\s*[“「『"]/u;
/** What stands before a colon without being a person. */
const NOT_A_SPEAKER = /^(?:时间|時間|地点|地點|人物|场景|場景|布景|作者|编剧|剧名|出处|备注|登场人物|登場人物)$/u;
const LOOK_AT = 20_000;

interface Reading {
  lines: ScriptLine[];
  act: number;
}

function readSpeech(
  reading: Reading,
  speaker: string,
  direction: string | undefined,
  text: string,
  line: number,
): void {
  const directions = [direction ?? '', ...[...text.matchAll(DIRECTION)].map((match) => match[1]!)];
  const content = squeeze(squeeze(text.replace(DIRECTION, '')).replace(/^[“「](.*)[”」]$/u, '$1'));
  if (content !== '') reading.lines.push({ speaker, content, act: reading.act, line });
  for (const done of directions.map(squeeze)) {
    if (done !== '') reading.lines.push({ speaker: null, content: done, act: reading.act, line });
  }
}

/** A line that nobody speaks; brackets around nothing are no line. */
function readNarration(reading: Reading, row: string, line: number): void {
  const content = squeeze(row.replace(/^[（(【](.*)[）)】]$/u, '$1'));
  if (content !== '') reading.lines.push({ speaker: null, content, act: reading.act, line });
}

/** Chinese plays: a speech a line, `甲：……`; lines without a name are narration; 第X幕 and 第X场 are acts. */
export const chinesePlay: ScriptFormat = {
  name: 'chinese-play',

  recognise(text) {
    const lines = text
      .slice(0, LOOK_AT)
      .split('\n')
      .map(squeeze)
      .filter((line) => line !== '');
    const names = lines.flatMap((line) => {
      const match = line.match(SPEECH);
      return match &&
        /\p{Script=Han}/u.test(match[1]!) &&
        !/[道曰]$/u.test(match[1]!) &&
        !NOT_A_SPEAKER.test(match[1]!) &&
        !LEADS_IN.test(line)
        ? [match[1]!]
        : [];
    });
    const share = lines.length === 0 ? 0 : names.length / lines.length;
    return share < 0.3 || new Set(names).size === names.length ? 0 : 0.6 + 0.4 * share;
  },

  read(text) {
    const reading: Reading = { lines: [], act: 0 };
    for (const [index, source] of text.split('\n').entries()) {
      const line = index + 1;
      const row = squeeze(source);
      if (row === '') continue;
      const isAct = ACT.test(row);
      if (isAct && reading.lines.length > 0) reading.act += 1;
      const match = isAct ? null : row.match(SPEECH);
      if (match && !NOT_A_SPEAKER.test(match[1]!)) readSpeech(reading, match[1]!, match[2], match[3]!, line);
      else readNarration(reading, row, line);
    }
    return reading.lines;
  },
};
