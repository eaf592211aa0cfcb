import { measurePlay, readPlay, seenOfPlay } from './play-lines.js';
import type { ScriptFormat } from './script.js';

const SAMPLE = 300_000;

/**
 * Plays as plain text: the speaker on a line of its own or before the speech, in capitals, mixed or abbreviated, with full
 * stop, colon or direction behind the name. Which of these a play uses is counted, not asked.
 */
export const play: ScriptFormat = {
  name: 'play',
  recognise(text) {
    const { share, cues, inBold } = measurePlay(text.slice(0, SAMPLE));
    if (cues < 3 || share < 0.2 || inBold) return 0;
    return Math.min(0.9, 0.5 + share / 2);
  },
  seen: (text) => seenOfPlay(text.slice(0, SAMPLE)),
  read: (text) => readPlay(text),
};
