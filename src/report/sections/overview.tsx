import { languageCodes, total } from '../../languages/index.js';
import { tellCollapse } from '../../quality/tell-collapse.js';
import { setOf } from '../../rolebench/answers.js';
import { Bars } from '../charts/bars.js';
import { Figure } from '../charts/figure.js';
import type { Facts } from '../facts/index.js';
import { sumOf } from '../facts/lengths.js';
import { meanOf } from '../facts/roles.js';
import { compact, counted, dollars, languageName, orDash, percent, shareOf, whole } from '../words.js';
import { tonesOf } from './tones.js';
import { type FunnelStep, funnelOf, type Totals, totalsOf } from './totals.js';

interface Tile {
  value: string;
  name: string;
  note: string;
}

function costTile({ stages }: Facts): Tile {
  const records = Object.values(stages);
  const priced = records.flatMap(({ cost }) => cost ?? []);
  const tokens = records.reduce((sum, record) => sum + record.prompt_tokens + record.completion_tokens, 0);
  if (priced.length === 0) return { value: compact(tokens), name: 'tokens', note: 'no price set' };
  const cost = priced.reduce((sum, own) => sum + own, 0);
  return { value: dollars(cost), name: 'cost', note: `${whole(tokens)} tokens` };
}

function tilesOf(facts: Facts, { kept, refused }: Totals): Tile[] {
  const { statistics, roles, recipes } = facts;
  const ofLanguage = languageCodes.flatMap((language) => {
    const count = roles.filter((role) => role.language === language).length;
    return count === 0 ? [] : `${count} ${languageName(language)}`;
  });
  const instructions = recipes.flatMap(({ name, title }) => {
    const set = setOf(name);
    return set ? [{ title, count: total(statistics.instructions[set]) }] : [];
  });
  const keptAll = sumOf(kept);
  const support = roles.reduce(
    ({ sum, count }, role) => ({ sum: sum + role.support.sum, count: count + role.support.count }),
    { sum: 0, count: 0 },
  );
  return [
    { value: whole(roles.length), name: roles.length === 1 ? 'role' : 'roles', note: ofLanguage.join(', ') },
    {
      value: whole(keptAll),
      name: 'answers kept',
      note: recipes.map(({ name, title }) => `${whole(kept.get(name) ?? 0)} ${title}`).join(', '),
    },
    {
      value: percent(shareOf(refused, keptAll + refused)),
      name: 'refused',
      note: `${whole(refused)} answers, each with its reason`,
    },
    {
      value: whole(instructions.reduce((sum, { count }) => sum + count, 0)),
      name: 'instructions',
      note: instructions.map(({ title, count }) => `${whole(count)} ${title}`).join(', '),
    },
    {
      value: orDash(meanOf(support), percent),
      name: 'grounded',
      note: `names and numbers found in the passage; ${whole(support.count)} of ${whole(keptAll)} answers have any`,
    },
    costTile(facts),
  ];
}

function Funnel({ steps, recipes }: { steps: readonly FunnelStep[]; recipes: Facts['recipes'] }) {
  const tones = tonesOf(recipes);
  const allOf = ({ of, either }: FunnelStep) => sumOf(of) + either;
  return (
    <Figure
      caption="From plan to export. A request may bring several samples or one that is no sample, such as a baseline: so rows are not requests."
      legend={recipes.map(({ title, method }, k) => ({
        name: `${title} (${method})`,
        tone: tones[k]?.tone ?? 'other',
      }))}
      table={{
        caption: 'Rows from plan to export',
        columns: [
          { name: 'step' },
          ...tones.map(({ name }) => ({ name, isNumber: true })),
          { name: 'together', isNumber: true },
        ],
        rows: steps.map((step) => [
          step.name,
          ...tones.map(({ recipe }) => (step.either > 0 ? '–' : whole(step.of.get(recipe) ?? 0))),
          whole(allOf(step)),
        ]),
      }}
    >
      <Bars
        title="Rows from plan to export"
        bars={steps.map((step) => ({
          label: step.name,
          value: whole(allOf(step)),
          segments: [
            ...tones.map(({ recipe, name, tone }) => ({ name, value: step.of.get(recipe) ?? 0, tone })),
            { name: 'of any recipe', value: step.either, tone: 'other' },
          ],
        }))}
      />
    </Figure>
  );
}

const isSomething = ({ of, either }: FunnelStep) => sumOf(of) + either > 0;

/** What was made from other answers, or parted otherwise, than what stands beside it now. */
function oldFiles({ stages: { export: own, rocit }, export_is_old }: Facts): string[] {
  if (export_is_old) return ['The export was made from other answers than those of now: run rolellm export.'];
  if (!own?.export_id || !rocit?.export_id || own.export_id === rocit.export_id) return [];
  return [
    `The files for training in rocit/ are of export ${rocit.export_id}, not of ${own.export_id}: run rolellm rocit.`,
  ];
}

/** What is short or not made yet. */
function Missing({ facts }: { facts: Facts }) {
  const { stages, recipes, has } = facts;
  const lines = [
    ...Object.entries(stages).flatMap(([name, { state }]) =>
      state === 'running' ? [`${name} is not finished: run the same command again.`] : [],
    ),
    ...new Set(Object.values(stages).flatMap(({ missing }) => missing)),
    ...recipes.flatMap(({ name, title }) =>
      has.rows.has(name) ? [] : `There is nothing ${title} yet: run rolellm ${name}.`,
    ),
    ...(has.filtered ? [] : ['Nothing was filtered yet: run rolellm filter; it costs no calls.']),
    ...(stages.export ? [] : ['There is no export yet: run rolellm export.']),
    ...oldFiles(facts),
  ];
  if (lines.length === 0) return null;
  return (
    <div class="missing">
      <h2>Not there</h2>
      <ul>
        {lines.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </div>
  );
}

/** Whose answers are few that come again and again. */
function Collapses({ facts }: { facts: Facts }) {
  const collapses = facts.stages.filter?.collapses ?? [];
  if (collapses.length === 0) return null;
  return (
    <div class="missing">
      <h2>The same answers again and again</h2>
      <ul>
        {collapses.map((one) => (
          <li>{tellCollapse(one)}</li>
        ))}
      </ul>
    </div>
  );
}

/** The head of the page: what the set is in six numbers, and how its rows came about. */
export function Overview({ facts }: { facts: Facts }) {
  const totals = totalsOf(facts.roles);
  const steps = funnelOf(facts);
  const { good, bad } = facts.marks;
  return (
    <section id="overview" aria-label="Overview">
      <dl class="tiles">
        {tilesOf(facts, totals).map(({ value, name, note }) => (
          <div>
            <dt>{name}</dt>
            <dd>
              <strong>{value}</strong>
              <span>{note}</span>
            </dd>
          </div>
        ))}
      </dl>
      <Missing facts={facts} />
      <Collapses facts={facts} />
      {facts.told.map((line) => (
        <p>{line}</p>
      ))}
      {steps.some(isSomething) ? <Funnel steps={steps} recipes={facts.recipes} /> : null}
      {good + bad > 0 ? (
        <p>
          {`A person marked ${counted(good + bad, 'answer')}: ${good} good, which stay, and ${bad} bad, which are refused.`}
          {facts.marks_are_new ? ' The filter has not seen all of these marks yet: run rolellm filter.' : ''}
        </p>
      ) : null}
    </section>
  );
}
