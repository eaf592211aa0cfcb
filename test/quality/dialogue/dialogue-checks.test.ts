import { expect, test } from 'vitest';
import { dialogueChecks } from '../../../src/quality/dialogue/index.js';
import type { Turn } from '../../../src/records.js';

/** Turns in which Tom and the Keeper speak one after the other. */
const talk = (...said: string[]): Turn[] =>
  said.map((text, k) =>
    k % 2 === 0
      ? { by: 'user', speaker: 'Tom', text, trained: false }
      : { by: 'role', speaker: null, text, trained: true },
  );

function refusals(turns: readonly Turn[]): [check: string, turn: number][] {
  const dialogue = { role: 'Keeper', language: 'en' as const, turns: [...turns] };
  return dialogueChecks.flatMap(({ name, run }) => {
    const found = run(dialogue);
    return found ? [[name, found.turn] as [string, number]] : [];
  });
}

test('a dialogue in which people say "Yes, sir." again and echo a word passes', () => {
  expect(refusals(talk('Is it lit?', 'Yes, sir.', 'At the harbour?', 'At the harbour.', 'Go.', 'Yes, sir.'))).toEqual(
    [],
  );
});

test('a turn that was said before is refused, and it is the second one that is to blame', () => {
  const said = 'I light it every night at six.';
  expect(refusals(talk('When?', said, 'Really?', 'Ask them.', 'When?', said))).toEqual([['repeated-turn', 5]]);
});

test('a turn with a line of the partner is refused; in a script it is how somebody is addressed', () => {
  const turns = talk('Is it cold?', 'Cold.', 'And dark?', 'Dark.\nTom: I will go then.');
  expect(refusals(turns)).toEqual([['speaks-for-another', 3]]);
  expect(refusals(turns.map((turn) => ({ ...turn, lines: [1, 1] as [number, number] })))).toEqual([]);
});

test('a turn that says what the partner said before is refused, and one under the role’s name on the other side', () => {
  const heard = 'I have walked nine miles through the snow to see you.';
  expect(refusals(talk(heard, 'Sit down.', 'Thanks.', heard))).toEqual([['exchanged-sides', 3]]);
  const exchanged = talk('I keep the light.', 'Who are you?').map((turn) =>
    turn.by === 'user' ? { ...turn, speaker: 'Keeper' } : turn,
  );
  expect(refusals(exchanged)).toEqual([['exchanged-sides', 1]]);
  const merged = talk('Ada: Cold.\nKeeper: Very cold.', 'Who are you?').map((turn) => ({ ...turn, speaker: null }));
  expect(refusals(merged)).toEqual([['exchanged-sides', 1]]);
});

test('a turn in which nothing is said is refused: a direction alone', () => {
  for (const text of ['(He laughs.)', '*laughs and turns away*', '[shuts the door] (leaves)']) {
    expect(refusals(talk('Well?', 'Well.', 'And now?', text))).toEqual([['only-direction', 3]]);
  }
  expect(refusals(talk('Well?', '(laughing) Well!', 'And now?', '…'))).toEqual([]);
});

test('turns that collapse to a word are refused from where they do', () => {
  const long = 'I have kept this light for twenty years and never let it go out.';
  const turns = talk('a', long, 'b', `${long} Never.`, 'c', `Well, ${long}`, 'd', 'Yes.', 'e', 'No.', 'f', 'Yes, yes.');
  expect(refusals(turns)).toEqual([['collapsing-lengths', 7]]);
});
