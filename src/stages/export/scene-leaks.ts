import type { Leak, Sample, Segment } from '../../records.js';
import { answerNumber } from '../../rolebench/leaks.js';
import { readDialogue } from '../../text/dialogue.js';
import { countWords } from '../../text/words.js';

/** A scene on its side; null where it is on neither. */
type SidedScene = Pick<Sample, 'role' | 'turns' | 'segment'> & { split: 'train' | 'test' | null };

/** "Yes, my lord." is said in every scene: only a turn of so many words that is trained on too is a leak. Our choice. */
const LEAST_WORDS = 5;

/** What scenes that test share with scenes that are trained on. */
export interface SceneLeaks {
  /** By turns: those that the same role says in a training scene, word for word, and those whose lines of the script stand in one. */
  leaks: Leak[];
  /** Held-out roles that speak in scenes of others which are trained on, with how many of these there are. */
  partners: ReadonlyMap<string, number>;
}

/** Counts what scenes share. */
export interface SceneLeakCounter {
  /** A sample that is a scene of a script. */
  add(sample: SidedScene): void;
  result(): SceneLeaks;
}

type Stretch = Pick<Segment, 'script' | 'from' | 'to'>;

/** Counts them while samples stream by. Remembers numbers and places, not texts, of what is trained on. */
export function countSceneLeaks(heldOut: ReadonlySet<string>): SceneLeakCounter {
  const trained = new Set<number>();
  const stretches: Stretch[] = [];
  const tested: { role: string; text: string; number: number; stretch: Stretch }[] = [];
  const partners = new Map<string, number>();

  function addTrained(sample: SidedScene): void {
    const { role, turns, segment } = sample;
    for (const turn of turns) if (turn.trained) trained.add(answerNumber(role, turn.text));
    if (segment) stretches.push(segment);
    for (const name of heldOut.size > 0 ? readDialogue(sample).partners : []) {
      if (heldOut.has(name)) partners.set(name, (partners.get(name) ?? 0) + 1);
    }
  }

  return {
    add(sample) {
      const { role, turns, segment, split } = sample;
      if (!segment || split === null) return;
      if (split === 'train') addTrained(sample);
      else {
        for (const { text, trained: isOwn } of turns) {
          if (isOwn) tested.push({ role, text, number: answerNumber(role, text), stretch: segment });
        }
      }
    },
    result() {
      if (tested.length === 0) return { leaks: [], partners };
      const leak = (shared: Leak['shared'], found: typeof tested): Leak => {
        const [first] = found;
        const example = first ? { role: first.role, tested: first.text, trained: first.text } : null;
        return { set: 'script', shared, tested: tested.length, exact: found.length, near: 0, example };
      };
      const overlaps = ({ stretch }: (typeof tested)[number]) =>
        stretches.some(({ script, from, to }) => script === stretch.script && from <= stretch.to && stretch.from <= to);
      const repeated = tested.filter(({ number, text }) => trained.has(number) && countWords(text) >= LEAST_WORDS);
      return { leaks: [leak('answer', repeated), leak('lines', tested.filter(overlaps))], partners };
    },
  };
}
