import { Bars } from '../charts/bars.js';
import { Figure } from '../charts/figure.js';
import { Sunburst } from '../charts/sunburst.js';
import type { Facts } from '../facts/index.js';
import type { VerbNouns } from '../facts/verb-nouns.js';
import { counted, languageName, percent, shareOf, whole } from '../words.js';
import { NotYet, Section } from './section.js';

/** A ring looks like the whole: it is drawn where at least this share of the questions is in it. Our choice. */
const LEAST_IN_RING = 0.5;
/** Verbs in the list that is drawn otherwise. */
const LISTED_VERBS = 10;

const isRing = ({ with_pair, looked_at }: VerbNouns) => shareOf(with_pair, looked_at) >= LEAST_IN_RING;

/** Which of the verbs the figure shows. */
function shownOf(facts: VerbNouns): string {
  const { verbs, with_pair } = facts;
  if (!isRing(facts)) return 'The bars show the commonest verbs, with their share of all these questions';
  const shown = verbs.reduce((sum, verb) => sum + verb.questions, 0);
  return `The ${counted(verbs.length, 'commonest verb')}, with up to four nouns each, ${verbs.length === 1 ? 'is' : 'are'} in ${percent(shareOf(shown, with_pair))} of them`;
}

function captionOf(facts: VerbNouns): string {
  const { language, questions, looked_at, with_pair } = facts;
  const name = languageName(language);
  const looked =
    looked_at < questions
      ? `Of ${whole(questions)} different ${name} questions ${whole(looked_at)} were drawn and tagged; `
      : `Of ${counted(questions, `different ${name} question`)} `;
  return `${looked}${whole(with_pair)} (${percent(shareOf(with_pair, looked_at))}) have a verb with a noun for its object. ${shownOf(facts)}; quotations are left out.`;
}

function VerbBars({ verbs, title }: { verbs: VerbNouns; title: string }) {
  return (
    <Bars
      title={title}
      bars={verbs.verbs.slice(0, LISTED_VERBS).map(({ verb, questions, nouns }) => ({
        label: `${verb}: ${nouns.map(({ noun }) => noun).join(', ')}`,
        value: `${whole(questions)} (${percent(shareOf(questions, verbs.looked_at))})`,
        segments: [{ name: 'questions', value: questions, tone: 'specific' }],
      }))}
    />
  );
}

function VerbFigure({ verbs }: { verbs: VerbNouns }) {
  const title = `Verbs and their objects in the ${languageName(verbs.language)} questions`;
  return (
    <Figure
      caption={captionOf(verbs)}
      table={{
        caption: title,
        columns: [{ name: 'verb' }, { name: 'questions', isNumber: true }, { name: 'objects' }],
        rows: verbs.verbs.map(({ verb, questions, nouns }) => [
          verb,
          whole(questions),
          nouns.map(({ noun, questions: count }) => `${noun} ${count}`).join(', '),
        ]),
      }}
    >
      {verbs.with_pair > 0 ? (
        <div lang={verbs.language}>
          {isRing(verbs) ? <Sunburst verbs={verbs} title={title} /> : <VerbBars verbs={verbs} title={title} />}
        </div>
      ) : null}
    </Figure>
  );
}

/** What the questions ask for (the paper's Figure 4). */
export function QuestionSection({ facts: { verbs, has } }: { facts: Facts }) {
  return (
    <Section id="questions" title="What the questions ask for">
      {has.filtered ? (
        <div class="pair">
          {verbs.map((one) => (
            <VerbFigure verbs={one} />
          ))}
          {verbs.length === 0 ? (
            <p class="note">
              Nothing is known of the verbs of this set’s languages, so its questions are not looked at.
            </p>
          ) : null}
        </div>
      ) : (
        <NotYet what="There are no kept questions to look at yet." command="filter" />
      )}
    </Section>
  );
}

/** Categories that are shown singly. */
const MOST_CATEGORIES = 30;

/** What kind of people the roles are (the paper's Figure 3). */
export function CategorySection({ facts: { profiles } }: { facts: Facts }) {
  const counts = new Map<string, string[]>();
  for (const { role, categories } of profiles) {
    for (const category of new Set(categories)) counts.set(category, [...(counts.get(category) ?? []), role]);
  }
  const sorted = [...counts].sort(([a, m], [b, n]) => n.length - m.length || (a < b ? -1 : 1));
  const shown = sorted.slice(0, MOST_CATEGORIES);
  const rest = sorted.length > shown.length ? ` The ${shown.length} commonest of ${sorted.length} are drawn.` : '';
  return (
    <Section id="categories" title="Categories of the roles">
      {sorted.length === 0 ? (
        <NotYet what="There are no roles with categories yet." command="profile-build" />
      ) : (
        <Figure
          caption={`Roles in each category; a role may be in several.${rest}`}
          table={{
            caption: 'Roles in each category',
            columns: [{ name: 'category' }, { name: 'roles', isNumber: true }, { name: 'which' }],
            rows: sorted.map(([category, roles]) => [category, whole(roles.length), roles.join(', ')]),
          }}
        >
          <div class="columns">
            {[0, 1].map((half) => {
              const middle = Math.ceil(shown.length / 2);
              const part = half === 0 ? shown.slice(0, middle) : shown.slice(middle);
              return part.length === 0 ? null : (
                <Bars
                  title={`Roles in each category, part ${half + 1}`}
                  most={shown[0]?.[1].length ?? 0}
                  bars={part.map(([category, roles]) => ({
                    label: category,
                    value: whole(roles.length),
                    segments: [{ name: 'roles', value: roles.length, tone: 'specific' }],
                  }))}
                />
              );
            })}
          </div>
        </Figure>
      )}
    </Section>
  );
}
