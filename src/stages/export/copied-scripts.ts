import type { CopiedScript, Profile, Sample } from '../../records.js';
import type { Dialogues } from '../../store/dialogues.js';

/** Counts which lines of their scripts samples copy word for word: turns that say which lines they are. */
export interface CopyCounter {
  /** A sample that was written; as often as it is. */
  add(sample: Pick<Sample, 'segment' | 'turns'>, profile: Profile): void;
  /** Of each role that copies any, in the order of the profiles. */
  result(profiles: readonly Profile[], openLines: () => Dialogues): CopiedScript[];
}

/** Stretches of a file's lines: the last line of each by its first. */
type Stretches = Map<number, number>;

/** How many of these lines lie in a stretch. */
function countInside(lines: readonly number[], stretches: Stretches): number {
  const sorted = [...stretches].sort(([a], [b]) => a - b);
  let next = 0;
  let end = 0;
  let inside = 0;
  for (const line of [...lines].sort((a, b) => a - b)) {
    for (; next < sorted.length && (sorted[next] as [number, number])[0] <= line; next += 1) {
      end = Math.max(end, (sorted[next] as [number, number])[1]);
    }
    if (line <= end) inside += 1;
  }
  return inside;
}

/** Begins to count. Remembers where each copied stretch is, not its text. */
export function countCopies(): CopyCounter {
  const ofRoles = new Map<string, Map<string, Stretches>>();
  return {
    add({ segment, turns }, { role, scripts }) {
      for (const { lines } of turns) {
        const script = segment?.script ?? scripts[0];
        if (!lines || script === undefined) continue;
        const ofScripts = ofRoles.get(role) ?? new Map<string, Stretches>();
        ofRoles.set(role, ofScripts);
        const stretches: Stretches = ofScripts.get(script) ?? new Map();
        ofScripts.set(script, stretches);
        stretches.set(lines[0], Math.max(lines[1], stretches.get(lines[0]) ?? 0));
      }
    },
    result(profiles, openLines) {
      if (ofRoles.size === 0) return [];
      const linesOf = openLines();
      return profiles.flatMap(({ role, scripts, script_name, licence }) => {
        const ofScripts = ofRoles.get(role);
        if (!ofScripts) return [];
        const lines = [...ofScripts].reduce((sum, [script, stretches]) => {
          const own = linesOf([script]).map(({ line }) => line);
          return sum + countInside(own, stretches);
        }, 0);
        const of = linesOf(scripts).length;
        return lines === 0 || of === 0 ? [] : [{ role, script_name, lines: Math.min(lines, of), of, licence }];
      });
    },
  };
}

/** `83 %`, or `0.4 %`: never 0 where a line is copied. */
export function copiedShare({ lines, of }: Pick<CopiedScript, 'lines' | 'of'>): string {
  const percent = (100 * lines) / of;
  return `${percent < 9.95 ? Math.max(0.1, percent).toFixed(1) : percent.toFixed(0)} %`;
}
