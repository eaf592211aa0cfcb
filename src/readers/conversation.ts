/**
 * Who speaks the turns of a conversation, by all that is known of each turn and of the turns beside it. Knows no language: a
 * turn brings the persons who may speak it, each with odds.
 */

/** A turn: who may speak it, and how likely each is by the turn alone. Somebody without a name is the empty name. */
export interface Turn {
  persons: readonly string[];
  odds: readonly number[];
  /** How likely `next` speaks this turn after `last`, who spoke after `before`: any scale. */
  follows(before: string, last: string, next: string): number;
}

/** Odds of pairs (who spoke the turn before, who speaks this one), by the indices of both. */
type Pairs = number[][];

function scaled(pairs: Pairs): Pairs {
  const sum = pairs.reduce((all, row) => all + row.reduce((part, value) => part + value, 0), 0);
  return sum === 0 ? pairs.map((row) => row.map(() => 1)) : pairs.map((row) => row.map((value) => value / sum));
}

const NOBODY: Turn = { persons: [''], odds: [1], follows: () => 1 };

/** What the turns up to each one say of it and of the turn before it. */
function readForward(turns: readonly Turn[]): Pairs[] {
  const forward: Pairs[] = [];
  for (const [at, turn] of turns.entries()) {
    const last = turns[at - 1] ?? NOBODY;
    const before = turns[at - 2] ?? NOBODY;
    const known = forward[at - 1] ?? [[1]];
    forward.push(
      scaled(
        last.persons.map((speaker, from) =>
          turn.persons.map((next, to) => {
            const paths = before.persons.map(
              (first, index) => known[index]![from]! * turn.follows(first, speaker, next),
            );
            return turn.odds[to]! * paths.reduce((sum, path) => sum + path, 0);
          }),
        ),
      ),
    );
  }
  return forward;
}

/** What the turns after each one say of it and of the turn before it. */
function readBackward(turns: readonly Turn[]): Pairs[] {
  const backward: Pairs[] = [];
  for (let at = turns.length - 1; at >= 0; at -= 1) {
    const turn = turns[at]!;
    const next = turns[at + 1];
    const last = turns[at - 1] ?? NOBODY;
    const known = backward[at + 1];
    backward[at] = scaled(
      last.persons.map((before) =>
        turn.persons.map((speaker, from) =>
          next === undefined
            ? 1
            : next.persons.reduce(
                (sum, name, to) => sum + next.odds[to]! * next.follows(before, speaker, name) * known![from]![to]!,
                0,
              ),
        ),
      ),
    );
  }
  return backward;
}

/** How sure it is of each person of each turn that he or she speaks it: between 0 and 1. */
export function surenessOf(turns: readonly Turn[]): number[][] {
  const forward = readForward(turns);
  const backward = readBackward(turns);
  return turns.map(({ persons }, at) => {
    const both = scaled(forward[at]!.map((row, from) => row.map((value, to) => value * backward[at]![from]![to]!)));
    return persons.map((_, to) => both.reduce((sum, row) => sum + row[to]!, 0));
  });
}
