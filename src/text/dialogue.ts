import type { Sample, Turn } from '../records.js';

/** What one speaker says without being interrupted. */
export interface Speech {
  /** Null where nobody is named: an unnamed user. */
  speaker: string | null;
  text: string;
}

/** A turn as people read it: a turn in which several of the work speak is cut into what each says. */
export interface DialogueTurn {
  by: Turn['by'];
  trained: boolean;
  /** Lines of the script's file; null where it was not taken from one. */
  lines: readonly [number, number] | null;
  speeches: readonly Speech[];
}

/** The turns of a sample, and who speaks with the role in it, in the order in which they begin. */
export interface Dialogue {
  turns: readonly DialogueTurn[];
  partners: readonly string[];
}

/** A line that says who speaks: `Horatio: words`, 李四：…. */
const LABELLED = /^([^\s:：][^:：]{0,59})(?::[ \t]+|：[ \t]*)(\S.*)$/u;
/** Words of a name at most, and what stands in no name. */
const MOST_WORDS = 5;
const NO_NAME = /[,;!?"“”„«»。，、；！？…]/u;
/** Names begin their words with a capital, but for `of`, `the`, `de`; scripts without capitals have none. */
const NAME = /^[\p{Lu}\p{Lt}\p{Lo}\p{N}]\S*(?:\s+(?:[\p{Lu}\p{Lt}\p{Lo}\p{N}(]\S*|\p{Ll}{1,3}))*$/u;

/** What a speech may end with, and begin with: where both stand around it, a short name may have small letters (`the detective`). */
const SHORT = 3;
const ENDS_SPEECH = /[.!?…—–"”’')\]。！？」』）]\s*$/u;
const BEGINS_SPEECH = /^["“‘'([「『（]?[\p{Lu}\p{Lo}\p{N}]/u;

/** A line's speaker and words, where it begins with what may be a name. */
function labelOf(line: string): { name: string; words: string } | undefined {
  const [, name, words] = LABELLED.exec(line) ?? [];
  if (name === undefined || words === undefined) return undefined;
  return NO_NAME.test(name) || name.split(/\s+/).length > MOST_WORDS ? undefined : { name, words };
}

/** Whether a label within a turn is the name of another speaker, and no colon within a speech. */
function isSpeaker({ name, words }: { name: string; words: string }, before: string): boolean {
  if (NAME.test(name)) return true;
  return name.split(/\s+/).length <= SHORT && ENDS_SPEECH.test(before) && BEGINS_SPEECH.test(words);
}

/** A line that nobody says: a direction, as dialogues that keep directions have it. */
const DIRECTION = /^\(.*\)$|^（.*）$/u;

/** Cuts a turn of others into speeches: one, unless it begins with a name or a direction. A line without a name goes on with what is said. */
function cutSpeeches({ speaker, text }: Turn, known: ReadonlySet<string>): Speech[] {
  const [first = '', ...rest] = text.split('\n');
  const begun = labelOf(first);
  const isDirection = DIRECTION.test(first);
  // Who speaks is known: a name before the words is the speaker's own or none.
  const isOne = !begun || (speaker !== null && begun.name !== speaker);
  if (isOne && !isDirection) return [{ speaker, text }];
  const speeches: Speech[] = [isOne ? { speaker: null, text: first } : { speaker: begun.name, text: begun.words }];
  for (const line of rest) {
    const next = labelOf(line);
    const last = speeches.at(-1) as Speech;
    if (next && (known.has(next.name) || isSpeaker(next, last.text))) {
      speeches.push({ speaker: next.name, text: next.words });
    } else last.text += `\n${line}`;
  }
  return speeches;
}

/** Names that are surely names: speakers of turns, and those that a turn of others begins with. */
function knownNames(turns: readonly Turn[]): Set<string> {
  const others = turns.filter(({ by }) => by === 'user');
  const names = others.map(({ speaker, text }) => speaker ?? labelOf(text.split('\n', 1)[0] as string)?.name);
  return new Set(names.filter((name) => name !== undefined));
}

/** Reads a sample as a dialogue: who says what in each turn. */
export function readDialogue({ role, turns }: Pick<Sample, 'role' | 'turns'>): Dialogue {
  const known = knownNames(turns);
  const read = turns.map((turn): DialogueTurn => {
    const { by, trained, lines = null, text } = turn;
    const speeches = by === 'role' ? [{ speaker: role, text }] : cutSpeeches(turn, known);
    return { by, trained, lines, speeches };
  });
  const others = read.filter(({ by }) => by === 'user').flatMap(({ speeches }) => speeches);
  const partners = new Set(others.flatMap(({ speaker }) => speaker ?? []));
  return { turns: read, partners: [...partners] };
}

/** Whether a sample is more than a question and an answer: it has more turns, a scene, named speakers or lines of a script. */
export function isDialogue({ turns, system }: Pick<Sample, 'turns' | 'system'>): boolean {
  return (
    turns.length > 2 || system !== null || turns.some(({ speaker, lines }) => speaker !== null || lines !== undefined)
  );
}

/** Partners that are named in a line. */
const NAMED = 3;

/** Names as a line tells them: `Horatio, Marcellus and 2 more`. */
function listNames(names: readonly string[]): string {
  const shown = names.slice(0, NAMED);
  if (names.length > shown.length) return `${shown.join(', ')} and ${names.length - shown.length} more`;
  return [shown.slice(0, -1).join(', '), ...shown.slice(-1)].filter((part) => part !== '').join(' and ');
}

/** A dialogue in a line: `8 turns, 4 trained, 2 cut, with Horatio and Marcellus`. */
export function tellDialogue(sample: Pick<Sample, 'role' | 'turns' | 'cut' | 'held_out'>): string {
  const { turns, partners } = readDialogue(sample);
  const trained = turns.filter((turn) => turn.trained).length;
  const parts = [
    `${turns.length} turns`,
    sample.held_out ? 'held out' : `${trained} trained`,
    ...(sample.cut ? [`${sample.cut.turns} cut`] : []),
    ...(partners.length > 0 ? [`with ${listNames(partners)}`] : []),
  ];
  return parts.join(', ');
}

/** The trained turn in which the evidence against a sample stands word for word; -1 where none has it. */
export function turnOfEvidence(turns: readonly Turn[], evidence: string): number {
  return evidence === '' ? -1 : turns.findIndex(({ trained, text }) => trained && text.includes(evidence));
}
