import { languageCodes } from '../../languages/index.js';
import { tellCollapse } from '../../quality/tell-collapse.js';
import { total } from '../../rolebench/statistics.js';
import { Bars } from '../charts/bars.js';
import { Figure, type Key } from '../charts/figure.js';
import type { Facts } from '../facts/index.js';
import { meanOf } from '../facts/roles.js';
import { compact, counted, dollars, languageName, orDash, percent, shareOf, whole } from '../words.js';
import { type FunnelStep, funnelOf, type Totals, totalsOf } from './totals.js';

const KEYS: readonly Key[] = [
  { name: 'role-specific (Context-Instruct)', tone: 'specific' },
  { name: 'general (RoleGPT)', tone: 'general' },
];

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
  const { statistics, roles } = facts;
  const ofLanguage = languageCodes.flatMap((language) => {
    const count = roles.filter((role) => role.language === language).length;
    return count === 0 ? [] : `${count} ${languageName(language)}`;
  });
  const { general, role_specific } = statistics.instructions;
  const support = roles.reduce(
    ({ sum, count }, role) => ({ sum: sum + role.support.sum, count: count + role.support.count }),
    { sum: 0, count: 0 },
  );
  return [
    { value: whole(roles.length), name: roles.length === 1 ? 'role' : 'roles', note: ofLanguage.join(', ') },
    {
      value: whole(kept.general + kept.role_specific),
      name: 'answers kept',
      note: `${whole(kept.role_specific)} role-specific, ${whole(kept.general)} general`,
    },
    {
      value: percent(shareOf(refused, kept.general + kept.role_specific + refused)),
      name: 'refused',
      note: `${whole(refused)} answers, each with its reason`,
    },
    {
      value: whole(total(general) + total(role_specific)),
      name: 'instructions',
      note: `${whole(total(role_specific))} role-specific, ${whole(total(general))} general`,
    },
    {
      value: orDash(meanOf(support), percent),
      name: 'grounded',
      note: `names and numbers found in the passage; ${whole(support.count)} of ${whole(kept.general + kept.role_specific)} answers have any`,
    },
    costTile(facts),
  ];
}

function Funnel({ steps }: { steps: readonly FunnelStep[] }) {
  return (
    <Figure
      caption="From plan to export. A request of Context-Instruct brings several candidates, and one response of RoleGPT to each instruction is the baseline, which is not filtered: so rows are not requests."
      legend={KEYS}
      table={{
        caption: 'Rows from plan to export',
        columns: [
          { name: 'step' },
          { name: 'role-specific', isNumber: true },
          { name: 'general', isNumber: true },
          { name: 'together', isNumber: true },
        ],
        rows: steps.map(({ name, role_specific, general, either }) => [
          name,
          either > 0 ? '–' : whole(role_specific),
          either > 0 ? '–' : whole(general),
          whole(role_specific + general + either),
        ]),
      }}
    >
      <Bars
        title="Rows from plan to export"
        bars={steps.map(({ name, role_specific, general, either }) => ({
          label: name,
          value: whole(role_specific + general + either),
          segments: [
            { name: 'role-specific', value: role_specific, tone: 'specific' },
            { name: 'general', value: general, tone: 'general' },
            { name: 'of either set', value: either, tone: 'other' },
          ],
        }))}
      />
    </Figure>
  );
}

const isSomething = ({ role_specific, general, either }: FunnelStep) => role_specific + general + either > 0;

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
  const { stages, has } = facts;
  const lines = [
    ...Object.entries(stages).flatMap(([name, { state }]) =>
      state === 'running' ? [`${name} is not finished: run the same command again.`] : [],
    ),
    ...new Set(Object.values(stages).flatMap(({ missing }) => missing)),
    ...(has.candidates ? [] : ['There are no questions about the roles yet: run rolellm context-instruct.']),
    ...(has.pairs ? [] : ['There are no answers to general instructions yet: run rolellm rolegpt.']),
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
      {steps.some(isSomething) ? <Funnel steps={steps} /> : null}
      {good + bad > 0 ? (
        <p>
          {`A person marked ${counted(good + bad, 'answer')}: ${good} good, which stay, and ${bad} bad, which are refused.`}
          {facts.marks_are_new ? ' The filter has not seen all of these marks yet: run rolellm filter.' : ''}
        </p>
      ) : null}
    </section>
  );
}
