import { type Cue, cueOf, leadOf } from './play-cues.js';
import { isHeading } from './play-headings.js';

/** What a line is, before it is known which cues are a script's own: a possible cue, or none. */
export type Sight = Cue | 'empty' | 'heading' | 'words';

function sightAt(lines: readonly string[], at: number): Sight {
  const line = lines[at]!;
  if (line.trim() === '') return 'empty';
  return isHeading(line) ? 'heading' : (cueOf(line, leadOf(lines, at)) ?? 'words');
}

/** A play's lines and what each of them is. */
export interface SeenLines {
  lines: readonly string[];
  sights: readonly Sight[];
}

/** Looks at each line once; whatever is found out about a play's cues begins here. */
export const lookAt = (lines: readonly string[]): SeenLines => ({
  lines,
  sights: lines.map((_, at) => sightAt(lines, at)),
});

/** The possible cue that a line is. */
export const cueIn = (sight: Sight): Cue | undefined => (typeof sight === 'string' ? undefined : sight);
