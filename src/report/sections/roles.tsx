import { Bars, type Segment } from '../charts/bars.js';
import { Figure, type Key } from '../charts/figure.js';
import type { Facts } from '../facts/index.js';
import { sumOf } from '../facts/lengths.js';
import { meanOf, type RoleFacts } from '../facts/roles.js';
import { orDash, percent, shareOf, short, whole } from '../words.js';
import { drawnRows } from './drawn-rows.js';
import { NotYet, Section } from './section.js';
import { tonesOf } from './tones.js';
import { byCount, totalsOf } from './totals.js';

/** Checks that have a colour of their own; the others share one. */
const SHOWN_CHECKS = 6;

const keptOf = ({ kept }: RoleFacts) => sumOf(kept);
const madeOf = (facts: RoleFacts) => keptOf(facts) + facts.refused;

function MadeFigure({ roles, recipes }: Pick<Facts, 'roles' | 'recipes'>) {
  const tones = tonesOf(recipes);
  const keptKeys: Key[] = tones.map(({ name, tone }) => ({ name: `${name} kept`, tone }));
  const { drawn, note } = drawnRows(roles, keptOf, 'that have the fewest answers');
  return (
    <Figure
      caption={`Answers of each role: kept, and refused.${note}`}
      legend={[...keptKeys, { name: 'refused', tone: 'refused' }]}
      table={{
        caption: 'Rows of each role at each stage',
        columns: [
          'role',
          'lines in the script',
          ...tones.map(({ name }) => `${name} made`),
          ...keptKeys.map(({ name }) => name),
          'refused',
        ].map((name, k) => ({ name, isNumber: k > 0 })),
        rows: roles.map(({ role, lines, made, kept, refused }) => {
          const of = (counts: ReadonlyMap<string, number>) => tones.map(({ recipe }) => counts.get(recipe) ?? 0);
          return [role, ...[lines, ...of(made), ...of(kept), refused].map(whole)];
        }),
      }}
    >
      <Bars
        title="Answers of each role, kept and refused"
        bars={drawn.map((facts) => ({
          label: facts.role,
          value: `${whole(keptOf(facts))} of ${whole(madeOf(facts))}`,
          segments: [
            ...tones.map(({ recipe, name, tone }) => ({
              name: `${name} kept`,
              value: facts.kept.get(recipe) ?? 0,
              tone,
            })),
            { name: 'refused', value: facts.refused, tone: 'refused' },
          ],
        }))}
      />
    </Figure>
  );
}

function RefusedFigure({ roles }: { roles: readonly RoleFacts[] }) {
  const { refused_by, refused } = totalsOf(roles);
  const { drawn, note } = drawnRows(roles, (role) => -role.refused, 'that have the most refused answers');
  const checks = byCount(refused_by);
  const shown = checks.slice(0, SHOWN_CHECKS).map(([check]) => check);
  const toneOf = (check: string) => (shown.includes(check) ? `check-${shown.indexOf(check) + 1}` : 'other');
  const keys = [
    ...shown.map((check) => ({ name: check, tone: toneOf(check) })),
    ...(checks.length > shown.length ? [{ name: 'other checks', tone: 'other' }] : []),
  ];
  const segmentsOf = ({ refused_by: own }: RoleFacts): Segment[] =>
    checks.map(([check]) => ({ name: check, value: own.get(check) ?? 0, tone: toneOf(check) }));
  return (
    <Figure
      caption={`Which check refused the ${whole(refused)} answers that were refused: ${checks.map(([check, count]) => `${check} ${whole(count)}`).join(', ')}.${note}`}
      legend={keys}
      table={{
        caption: 'Refused answers by role and check',
        columns: [{ name: 'role' }, ...checks.map(([name]) => ({ name, isNumber: true }))],
        rows: roles.map(({ role, refused_by: own }) => [
          role,
          ...checks.map(([check]) => orDash(own.get(check), whole)),
        ]),
      }}
    >
      <Bars
        title="Refused answers of each role by check"
        bars={drawn.map((facts) => ({
          label: facts.role,
          value: `${whole(facts.refused)} (${percent(shareOf(facts.refused, madeOf(facts)))})`,
          segments: segmentsOf(facts),
        }))}
      />
    </Figure>
  );
}

/** What was made for each role and what became of it. */
export function RoleSection({ facts: { roles, recipes, has } }: { facts: Facts }) {
  const refused = totalsOf(roles).refused;
  return (
    <Section id="roles" title="Roles">
      {has.filtered ? (
        <div class="pair">
          <MadeFigure roles={roles} recipes={recipes} />
          {refused > 0 ? <RefusedFigure roles={roles} /> : <p>No answer was refused.</p>}
        </div>
      ) : (
        <NotYet what="No answer was kept or refused yet." command="filter" />
      )}
    </Section>
  );
}

/** A share as a bar with its number in it, for tables. */
function ShareBar({ share }: { share: number | null }) {
  if (share === null) return <>–</>;
  return (
    <span class="share">
      <svg width="64" height="8" aria-hidden="true">
        <rect width="64" height="8" class="track" />
        <rect width={short(64 * share)} height="8" class="specific" />
      </svg>
      {percent(share)}
    </span>
  );
}

/** Grounding scores as a table, for the section on style and grounding. */
export function groundingRows(roles: readonly RoleFacts[]) {
  return roles.map(({ role, support, addresses_role, self_contained }) => [
    role,
    <ShareBar share={meanOf(support)} />,
    whole(support.count),
    <ShareBar share={meanOf(addresses_role)} />,
    <ShareBar share={meanOf(self_contained)} />,
  ]);
}
