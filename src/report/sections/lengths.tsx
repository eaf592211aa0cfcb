import { Figure } from '../charts/figure.js';
import { Histogram } from '../charts/histogram.js';
import type { Facts } from '../facts/index.js';
import { type Lengths, rangeOf } from '../facts/lengths.js';
import { counted, languageName, lengthUnit, short, whole } from '../words.js';
import { NotYet, Section } from './section.js';

function LengthFigure({ lengths }: { lengths: Lengths }) {
  const { language, of, samples, mean, median, longest, bins } = lengths;
  const unit = lengthUnit(language);
  const name = `${languageName(language)} ${of}`;
  return (
    <Figure
      caption={`${name}, in ${unit}: mean ${short(mean)}, median ${whole(median)}, longest ${whole(longest)}. ${counted(samples, 'sample')}.`}
      legend={[
        { name: 'role-specific', tone: 'specific' },
        { name: 'general', tone: 'general' },
      ]}
      table={{
        caption: `Lengths of ${name} in ${unit}`,
        columns: [{ name: unit }, { name: 'role-specific', isNumber: true }, { name: 'general', isNumber: true }],
        rows: bins.map((bin) => [rangeOf(bin), whole(bin.role_specific), whole(bin.general)]),
      }}
    >
      <Histogram lengths={lengths} />
    </Figure>
  );
}

/** How long instructions and responses are, each language by itself (the paper's Figure 5). */
export function LengthSection({ facts: { lengths, has } }: { facts: Facts }) {
  return (
    <Section id="lengths" title="Lengths">
      {has.filtered ? (
        <div class="pair">
          {lengths.map((one) => (
            <LengthFigure lengths={one} />
          ))}
        </div>
      ) : (
        <NotYet what="There are no samples to measure yet." command="filter" />
      )}
    </Section>
  );
}
