import { DataTable, Figure } from '../charts/figure.js';
import { SideBySide } from '../charts/side-by-side.js';
import type { Facts } from '../facts/index.js';
import { rangeOf } from '../facts/lengths.js';
import { type PairFacts, type PairLengths, SIDES } from '../facts/pairs.js';
import { counted, languageName, lengthUnit, percent, shareOf, short, whole } from '../words.js';
import { NotYet, Section } from './section.js';

const KEYS = [
  { side: 'chosen', name: 'chosen', tone: 'specific' },
  { side: 'rejected', name: 'rejected', tone: 'general' },
] as const;

/** What the better answer is better by. */
const PREFERRED_BY = { check: 'a check', judge: 'the judge', recipe: 'its recipe' } as const;

/** How often the longer answer is the chosen one, of those pairs in which one is longer. */
function longerChosen({ pairs, longer_chosen, equal }: PairLengths): string {
  const unequal = pairs - equal;
  return unequal === 0 ? '–' : percent(shareOf(longer_chosen, unequal));
}

function tellLonger({ pairs, longer_chosen, equal }: PairLengths): string {
  const unequal = pairs - equal;
  if (unequal === 0) return 'Both answers of each pair have the same length.';
  const same = equal === 0 ? '' : ` In ${counted(equal, 'more pair')} both have the same length.`;
  return `The longer answer is the chosen one in ${whole(longer_chosen)} of ${counted(unequal, 'pair')} (${percent(shareOf(longer_chosen, unequal))}).${same}`;
}

function PairFigure({ facts }: { facts: PairFacts }) {
  const { language, pairs, mean, median, bins } = facts;
  const unit = lengthUnit(language);
  const title = `Lengths of chosen and rejected ${languageName(language)} answers in ${unit}`;
  const told = SIDES.map((side) => `${side} mean ${short(mean[side])}, median ${whole(median[side])}`).join('; ');
  return (
    <Figure
      caption={`${languageName(language)}, ${counted(pairs, 'pair')}, in ${unit}: ${told}. ${tellLonger(facts)}`}
      legend={KEYS}
      table={{
        caption: title,
        columns: [{ name: unit }, ...SIDES.map((name) => ({ name, isNumber: true }))],
        rows: bins.map((bin) => [rangeOf(bin), ...SIDES.map((side) => whole(bin.samples.get(side) ?? 0))]),
      }}
    >
      <SideBySide title={title} unit={unit} bins={bins} sides={KEYS} />
    </Figure>
  );
}

function ReasonTable({ pairs: all }: Pick<Facts, 'pairs'>) {
  return (
    <DataTable
      caption="Preference pairs by what the rejected answer is worse by"
      columns={[
        { name: 'reason' },
        { name: 'found by' },
        { name: 'language' },
        { name: 'pairs', isNumber: true },
        { name: 'mean length chosen', isNumber: true },
        { name: 'mean length rejected', isNumber: true },
        { name: 'longer one chosen', isNumber: true },
      ]}
      rows={all.flatMap(({ language, reasons }) =>
        reasons.map((one) => [
          one.reason,
          PREFERRED_BY[one.preferred_by],
          languageName(language),
          whole(one.pairs),
          short(one.mean.chosen),
          short(one.mean.rejected),
          longerChosen(one),
        ]),
      )}
    />
  );
}

/** The preference pairs of the export: how long both sides are, how often the longer one is chosen, and why one is worse. */
export function PairSection({ facts: { pairs, stages } }: { facts: Facts }) {
  const leftOut = stages.export?.left_out?.find((line) => line.startsWith('dpo '));
  return (
    <Section id="pairs" title="Preference pairs">
      {pairs.length > 0 ? (
        <>
          <div class="pair">
            {pairs.map((facts) => (
              <PairFigure facts={facts} />
            ))}
          </div>
          <ReasonTable pairs={pairs} />
          <p class="note">
            A model may learn to write long answers instead of good ones where the longer answer is mostly the chosen
            one.
          </p>
        </>
      ) : stages.export ? (
        <p class="absent">
          The export has none: nothing was refused or judged worse beside what was kept, or pairs were not asked for.
        </p>
      ) : (
        <NotYet what="There is no export yet." command="export" />
      )}
      {leftOut ? <p class="note">{`${leftOut}.`}</p> : null}
    </Section>
  );
}
