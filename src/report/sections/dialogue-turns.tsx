import type { RejectedSample, Sample } from '../../records.js';
import { type DialogueTurn, readDialogue } from '../../text/dialogue.js';
import { counted } from '../words.js';

/** Turns of a card that are shown at once; the others are folded. Our choice. */
const SHOWN = 6;

const linesOf = ([from, to]: readonly [number, number]) => (from === to ? `line ${from}` : `lines ${from}–${to}`);

function TurnLine({ turn: { by, trained, lines, speeches } }: { turn: DialogueTurn }) {
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
    </li>
  );
}

function Turns({ turns }: { turns: readonly DialogueTurn[] }) {
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
  const { turns } = readDialogue(sample);
  const { system, cut } = sample;
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
        <details class="passage">
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
