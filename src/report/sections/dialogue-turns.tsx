import type { RejectedSample, Sample } from '../../records.js';
import { type DialogueTurn, readDialogue, turnOfEvidence } from '../../text/dialogue.js';
import { counted } from '../words.js';

/** Turns of a card that are shown at once; the others are folded. Our choice. */
const SHOWN = 6;

const linesOf = ([from, to]: readonly [number, number]) => (from === to ? `line ${from}` : `lines ${from}–${to}`);

/** A turn, and the check that refused it. */
type ShownTurn = DialogueTurn & { refusedBy: string | undefined };

function TurnLine({ turn: { by, trained, lines, speeches, refusedBy } }: { turn: ShownTurn }) {
  const kind = by === 'user' ? 'others' : trained ? 'own trained' : 'own';
  return (
    <li class={kind}>
      {speeches.map(({ speaker, text }, k) => (
        <p>
          <b>{speaker ?? 'user'}</b>
          {k === 0 && by === 'role' ? (
            <span class="learnt" lang="en" title={trained ? 'trained' : 'not trained'}>
              {trained ? ' ●' : ' ○'}
            </span>
          ) : null}
          {k === 0 && lines ? (
            <span class="place" lang="en">
              {' '}
              {linesOf(lines)}
            </span>
          ) : null}
          <br />
          {text === '' ? <i>(empty)</i> : text}
        </p>
      ))}
      {refusedBy === undefined ? null : (
        <p class="refused-here" lang="en">
          {`✕ refused here by ${refusedBy}`}
        </p>
      )}
    </li>
  );
}

function Turns({ turns }: { turns: readonly ShownTurn[] }) {
  return (
    <ol class="turns">
      {turns.map((turn) => (
        <TurnLine turn={turn} />
      ))}
    </ol>
  );
}

/** A sample as a dialogue: its system text folded, who says what, what is trained, and where a check cut. */
export function DialogueTurns({ sample }: { sample: Sample | RejectedSample }) {
  const { system, cut } = sample;
  const refused = 'check' in sample ? sample : undefined;
  const refusedTurn = turnOfEvidence(sample.turns, refused?.evidence ?? '');
  const turns = readDialogue(sample).turns.map((turn, k) => ({
    ...turn,
    refusedBy: k === refusedTurn ? refused?.check : undefined,
  }));
  const rest = turns.slice(SHOWN);
  return (
    <>
      {system === null ? null : (
        <details class="passage">
          <summary lang="en">The system text</summary>
          <blockquote>
            <p>{system}</p>
          </blockquote>
        </details>
      )}
      <Turns turns={turns.slice(0, SHOWN)} />
      {rest.length > 0 ? (
        <details class="passage" open={rest.some(({ refusedBy }) => refusedBy !== undefined)}>
          <summary lang="en">{counted(rest.length, 'more turn')}</summary>
          <Turns turns={rest} />
        </details>
      ) : null}
      {cut ? (
        <p class="why cut" lang="en">
          <b>✂ Cut here: {counted(cut.turns, 'turn')},</b> refused by {cut.check}
          {cut.evidence === '' ? '' : `: ${cut.evidence}`}
        </p>
      ) : null}
    </>
  );
}
