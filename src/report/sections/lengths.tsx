import { Figure } from '../charts/figure.js';
import { Histogram } from '../charts/histogram.js';
import type { Facts } from '../facts/index.js';
import { type Lengths, rangeOf } from '../facts/lengths.js';
import { counted, languageName, lengthUnit, short, whole } from '../words.js';
import { NotYet, Section } from './section.js';
import { type ToneOfRecipe, tonesOf } from './tones.js';

function LengthFigure({ lengths, tones }: { lengths: Lengths; tones: readonly ToneOfRecipe[] }) {
  const { language, of, samples, mean, median, longest, bins } = lengths;
  const unit = lengthUnit(language);
  const name = `${languageName(language)} ${of}`;
  return (
    <Figure
      caption={`${name}, in ${unit}: mean ${short(mean)}, median ${whole(median)}, longest ${whole(longest)}. ${counted(samples, 'exchange')}.`}
      legend={tones}
      table={{
        caption: `Lengths of ${name} in ${unit}`,
        columns: [{ name: unit }, ...tones.map(({ name }) => ({ name, isNumber: true }))],
        rows: bins.map((bin) => [rangeOf(bin), ...tones.map(({ recipe }) => whole(bin.samples.get(recipe) ?? 0))]),
      }}
    >
      <Histogram lengths={lengths} tones={tones} />
    </Figure>
  );
}

/** How long instructions and responses are, each language by itself (the paper's Figure 5). */
export function LengthSection({ facts: { lengths, recipes, has } }: { facts: Facts }) {
  return (
    <Section id="lengths" title="Lengths">
      {has.filtered ? (
        <div class="pair">
          {lengths.map((one) => (
            <LengthFigure lengths={one} tones={tonesOf(recipes)} />
          ))}
        </div>
      ) : (
        <NotYet what="There are no samples to measure yet." command="filter" />
      )}
    </Section>
  );
}
