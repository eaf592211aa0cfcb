import { measurePlay, readPlay } from './play-lines.js';
import type { ScriptFormat } from './script.js';

const SAMPLE = 300_000;

/** Plays in Markdown: the speaker in bold, on a line of its own or before the speech, with full stop, colon or neither. */
export const markdownPlay: ScriptFormat = {
  name: 'markdown-play',
  recognise(text) {
    const { share, cues, inBold } = measurePlay(text.slice(0, SAMPLE));
    if (cues < 3 || share < 0.2 || !inBold) return 0;
    return Math.min(0.95, 0.55 + share / 2);
  },
  read: (text) => readPlay(text),
};
