import type { RejectedAnswer } from '../../records.js';
import { type AnswerSample, type Excerpt, placeOf } from '../facts/evidence.js';
import type { Facts } from '../facts/index.js';
import { percent } from '../words.js';
import { ProfileCard } from './profile-card.js';
import { PromptDetails } from './prompt.js';
import { NotYet, Section } from './section.js';

function Turns({ excerpt, role }: { excerpt: Excerpt; role: string }) {
  return (
    <blockquote>
      {excerpt.turns.map((turn) => (
        <p class={turn.role === role ? 'own' : undefined}>
          <b>{turn.role}</b> {turn.content}
        </p>
      ))}
      <cite>{placeOf(excerpt)}</cite>
    </blockquote>
  );
}

const TYPE_NAMES = { script_based: 'script-based', script_agnostic: 'script-agnostic' } as const;

function scoresOf({ answer: { grounding } }: AnswerSample): string[] {
  if (!grounding) return [];
  const { support, unsupported, catchphrases } = grounding;
  return [
    ...(support === null ? [] : [`support ${percent(support)}`]),
    ...(unsupported.length === 0 ? [] : [`not in the passage: ${unsupported.join(', ')}`]),
    ...(catchphrases.length === 0 ? [] : [`catchphrase: ${catchphrases.join(', ')}`]),
  ];
}

const isRefused = (answer: AnswerSample['answer']): answer is RejectedAnswer => 'check' in answer;

function AnswerCard({ sample }: { sample: AnswerSample }) {
  const { answer, passage, rationale, demonstrations } = sample;
  const about = [
    ...(answer.type ? [TYPE_NAMES[answer.type]] : []),
    ...(answer.confidence ? [`confidence ${answer.confidence}${rationale ? ` (${rationale})` : ''}`] : []),
    ...scoresOf(sample),
    `by ${answer.model}`,
  ];
  return (
    <article class={isRefused(answer) ? 'sample refused-sample' : 'sample'} lang={answer.language}>
      <h4>
        {answer.role}
        {isRefused(answer) ? <span class="check">{answer.check}</span> : null}
      </h4>
      <p class="question">{answer.question}</p>
      <p class="answer">{answer.answer === '' ? <i>(empty)</i> : answer.answer}</p>
      {isRefused(answer) ? (
        <p class="why">
          <b>Refused by {answer.check}:</b> {answer.evidence}
        </p>
      ) : null}
      <p class="meta" lang="en">
        {about.join(' · ')}
      </p>
      {passage ? (
        <details class="passage">
          <summary>
            The passage, <span class="place">{placeOf(passage)}</span>
          </summary>
          <Turns excerpt={passage} role={answer.role} />
        </details>
      ) : null}
      {demonstrations.length > 0 ? (
        <details class="passage">
          <summary>{`The ${demonstrations.length} exchanges that were shown before it`}</summary>
          {demonstrations.map((excerpt) => (
            <Turns excerpt={excerpt} role={answer.role} />
          ))}
        </details>
      ) : null}
      <PromptDetails prompts={sample.prompts} />
    </article>
  );
}

function Answers({ title, note, samples }: { title: string; note: string; samples: readonly AnswerSample[] }) {
  if (samples.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <p class="note">{note}</p>
      <div class="samples">
        {samples.map((sample) => (
          <AnswerCard sample={sample} />
        ))}
      </div>
    </>
  );
}

/** A few rows of each stage with what they came from. */
export function SampleSection({ facts: { samples, profiles, has } }: { facts: Facts }) {
  const { kept, refused } = samples;
  const shown = samples.profiles.length;
  return (
    <Section id="samples" title="Samples">
      <p class="note">Drawn by the hash of their ids, so that the same rows are shown every time.</p>
      {has.profiles ? (
        <>
          <h3>Profiles</h3>
          <p class="note">
            {shown < profiles.length ? `${shown} of ${profiles.length} roles. ` : ''}Beside each catchphrase stands the
            first line that has it.
          </p>
          <div class="samples">
            {samples.profiles.map((sample) => (
              <ProfileCard sample={sample} />
            ))}
          </div>
        </>
      ) : (
        <NotYet what="There are no profiles yet." command="profile-build" />
      )}
      <Answers
        title="Questions about the role: kept"
        note="Context-Instruct: made from a passage of the script, or from the profile alone."
        samples={kept.role_specific}
      />
      <Answers
        title="Questions about the role: refused"
        note="At most two for each check that refused some, with its evidence."
        samples={refused.role_specific}
      />
      <Answers
        title="General instructions: kept"
        note="RoleGPT: answered in character after the exchanges of the script that are most like the instruction."
        samples={kept.general}
      />
      <Answers
        title="General instructions: refused"
        note="At most two for each check that refused some, with its evidence."
        samples={refused.general}
      />
      {has.filtered ? null : <NotYet what="Answers are shown when they have been filtered." command="filter" />}
    </Section>
  );
}
