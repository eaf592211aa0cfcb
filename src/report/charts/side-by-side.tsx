import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { type LengthBin, rangeOf } from '../facts/lengths.js';
import { whole } from '../words.js';
import type { Key } from './figure.js';

const HEIGHT = 190;
const PLOT = { top: 14, bottom: 166 };

/** Labels stand at about this many bins. */
const X_LABELS = 8;

const at = (percent: number) => `${percent.toFixed(3)}%`;

/** Counts of several sides in the same bins, a bar beside the other. */
export function SideBySide({
  title,
  unit,
  bins,
  sides,
}: {
  title: string;
  unit: string;
  bins: readonly LengthBin[];
  sides: readonly (Key & { side: string })[];
}) {
  const most = max(bins, ({ samples }) => max(sides, ({ side }) => samples.get(side) ?? 0)) ?? 1;
  const y = scaleLinear([0, most], [PLOT.bottom, PLOT.top]).nice(3);
  // No half answers.
  const ticks = y.ticks(3).filter(Number.isInteger);
  const step = 100 / bins.length;
  const width = (step * 0.84) / sides.length;
  const every = Math.max(1, Math.ceil(bins.length / X_LABELS));
  return (
    <svg role="img" aria-label={title} width="100%" height={HEIGHT}>
      <title>{title}</title>
      <desc>The table below has the numbers of each range of lengths.</desc>
      {ticks.map((tick) => (
        <line x1="0" x2="100%" y1={y(tick)} y2={y(tick)} class={tick === 0 ? 'axis' : 'grid'} />
      ))}
      {bins.map((bin, k) => (
        <g>
          <title>{`${rangeOf(bin)} ${unit}: ${sides.map(({ side, name }) => `${bin.samples.get(side) ?? 0} ${name}`).join(', ')}`}</title>
          {sides.map(({ side, tone }, place) => {
            const top = y(bin.samples.get(side) ?? 0);
            const left = k * step + step * 0.08 + place * width;
            return <rect x={at(left)} width={at(width)} y={top} height={PLOT.bottom - top} class={tone} />;
          })}
          {k % every === 0 ? (
            <text x={at(k * step)} y={HEIGHT - 8} class="tick">
              {bin.from}
            </text>
          ) : null}
        </g>
      ))}
      {ticks
        .filter((tick) => tick > 0)
        .map((tick) => (
          <text x="0" y={y(tick) - 3} class="tick">
            {whole(tick)}
          </text>
        ))}
    </svg>
  );
}
