import { type ProfileSample, placeOf } from '../facts/evidence.js';
import { clip, languageName } from '../words.js';
import { PromptDetails } from './prompt.js';

/** Catchphrases of a profile that are shown. */
const MOST_CATCHPHRASES = 5;
/** Characters of a line that are shown on each side of a catchphrase. */
const AROUND = 70;

/** A line with the catchphrase marked, cut to what stands around it. */
function Proof({ line, phrase }: { line: string; phrase: string }) {
  const plain = (text: string) => text.toLowerCase().replaceAll('’', "'");
  const said = phrase.replace(/[.,;:!?。，！？；：…]+$/u, '');
  const from = plain(line).indexOf(plain(said));
  // Some letters are longer in lower case: then its place in the line is not known.
  if (from === -1 || plain(line).length !== line.length) return <>{clip(line, 2 * AROUND)}</>;
  const to = from + said.length;
  const [before, after] = [line.slice(0, from), line.slice(to)];
  return (
    <>
      {before.length > AROUND ? `…${[...before].slice(-AROUND).join('')}` : before}
      <mark>{line.slice(from, to)}</mark>
      {after.length > AROUND ? `${[...after].slice(0, AROUND).join('')}…` : after}
    </>
  );
}

function CatchphraseProof({ shown: { catchphrase, proof } }: { shown: ProfileSample['catchphrases'][number] }) {
  const { text, origin, evidence } = catchphrase;
  const without = origin === 'invented' ? 'invented by the model' : 'the user’s own; no line has it';
  return (
    <div>
      <dt>{text}</dt>
      <dd>
        {proof ? (
          <>
            <Proof line={proof.turns.map(({ content }) => content).join(' ')} phrase={text} />{' '}
            <cite>{`${placeOf(proof)}${evidence.length > 1 ? ` and ${evidence.length - 1} more` : ''}`}</cite>
          </>
        ) : (
          <i>{without}</i>
        )}
      </dd>
    </div>
  );
}

/** A profile with the lines that prove its catchphrases. */
export function ProfileCard({ sample: { profile, catchphrases, prompts } }: { sample: ProfileSample }) {
  const { role, language, script_name, description, model, by_hand, categories } = profile;
  const written = by_hand.includes('description')
    ? 'Description written by hand.'
    : `Description by ${model ?? 'hand'}.`;
  const shown = catchphrases.slice(0, MOST_CATCHPHRASES);
  return (
    <article class="sample" lang={language}>
      <h4>
        {role} <small>{script_name}</small>
      </h4>
      <p>{description}</p>
      <p class="meta" lang="en">
        {[`${languageName(language)}.`, written, categories.length > 0 ? `${categories.join(', ')}.` : ''].join(' ')}
      </p>
      {shown.length > 0 ? (
        <dl class="proofs">
          {shown.map((one) => (
            <CatchphraseProof shown={one} />
          ))}
        </dl>
      ) : null}
      {catchphrases.length > shown.length ? (
        <p class="meta" lang="en">{`${catchphrases.length - shown.length} more catchphrases.`}</p>
      ) : null}
      <PromptDetails prompts={prompts} />
    </article>
  );
}
