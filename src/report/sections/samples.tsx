import type { Recipe } from '../../recipes/recipe.js';
import type { RejectedSample } from '../../records.js';
import { isDialogue } from '../../text/dialogue.js';
import { answerOf, questionOf } from '../../turns.js';
import { type Excerpt, placeOf, type ShownSample } from '../facts/evidence.js';
import type { Facts } from '../facts/index.js';
import { percent } from '../words.js';
import { DialogueTurns } from './dialogue-turns.js';
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

function scoresOf({ sample: { grounding } }: ShownSample): string[] {
  if (!grounding) return [];
  const { support, unsupported, catchphrases } = grounding;
  return [
    ...(support === null ? [] : [`support ${percent(support)}`]),
    ...(unsupported.length === 0 ? [] : [`not in the passage: ${unsupported.join(', ')}`]),
    ...(catchphrases.length === 0 ? [] : [`catchphrase: ${catchphrases.join(', ')}`]),
  ];
}

const isRefused = (sample: ShownSample['sample']): sample is RejectedSample => 'check' in sample;

function Exchange({ sample }: { sample: ShownSample['sample'] }) {
  const answer = answerOf(sample);
  return (
    <>
      <p class="question">{questionOf(sample)}</p>
      <p class="answer">{answer === '' ? <i>(empty)</i> : answer}</p>
    </>
  );
}

function SampleCard({ shown, recipe }: { shown: ShownSample; recipe: Recipe }) {
  const { sample, passage, rationale, demonstrations } = shown;
  const kinds = Object.keys(recipe.kinds).length;
  const about = [
    ...(kinds > 1 ? [recipe.kinds[sample.kind]?.title ?? sample.kind] : []),
    ...(sample.confidence ? [`confidence ${sample.confidence}${rationale ? ` (${rationale})` : ''}`] : []),
    ...(!sample.confidence && rationale ? [rationale] : []),
    ...scoresOf(shown),
    ...(sample.held_out ? ['held out: nothing is trained on it'] : []),
    sample.requests.length === 0 && sample.segment ? 'taken from the script' : `by ${sample.model}`,
  ];
  return (
    <article class={isRefused(sample) ? 'sample refused-sample' : 'sample'} lang={sample.language}>
      <h4>
        {sample.role}
        {isRefused(sample) ? <span class="check">{sample.check}</span> : null}
      </h4>
      {isDialogue(sample) ? <DialogueTurns sample={sample} /> : <Exchange sample={sample} />}
      {isRefused(sample) ? (
        <p class="why">
          <b>Refused by {sample.check}:</b> {sample.evidence}
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
          <Turns excerpt={passage} role={sample.role} />
        </details>
      ) : null}
      {demonstrations.length > 0 ? (
        <details class="passage">
          <summary>{`The ${demonstrations.length} exchanges that were shown before it`}</summary>
          {demonstrations.map((excerpt) => (
            <Turns excerpt={excerpt} role={sample.role} />
          ))}
        </details>
      ) : null}
      <PromptDetails prompts={shown.prompts} />
    </article>
  );
}

function Shown(props: { title: string; note: string; recipe: Recipe; samples: readonly ShownSample[] }) {
  const { title, note, recipe, samples } = props;
  if (samples.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <p class="note">{note}</p>
      {samples.some(({ sample }) => isDialogue(sample)) ? (
        <p class="note">● is a turn that a model is to learn, ○ one that only leads to the next turns.</p>
      ) : null}
      <div class="samples">
        {samples.map((shown) => (
          <SampleCard shown={shown} recipe={recipe} />
        ))}
      </div>
    </>
  );
}

/** A few rows of each stage with what they came from. */
export function SampleSection({ facts: { samples, recipes, profiles, has } }: { facts: Facts }) {
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
      {recipes.map((recipe) => {
        const { kept = [], refused = [] } = samples.recipes.get(recipe.name) ?? {};
        const title = `${recipe.title.slice(0, 1).toUpperCase()}${recipe.title.slice(1)}`;
        return (
          <>
            <Shown title={`${title}: kept`} note={`${recipe.method}: ${recipe.note}`} recipe={recipe} samples={kept} />
            <Shown
              title={`${title}: refused`}
              note="At most two for each check that refused some, with its evidence."
              recipe={recipe}
              samples={refused}
            />
          </>
        );
      })}
      {has.filtered ? null : <NotYet what="Answers are shown when they have been filtered." command="filter" />}
    </Section>
  );
}
