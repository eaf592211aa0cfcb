import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { type Lengths, rangeOf, sumOf } from '../facts/lengths.js';
import { counted, lengthUnit, short, whole } from '../words.js';

const HEIGHT = 190;
const PLOT = { top: 26, bottom: 166 };

const at = (percent: number) => `${percent.toFixed(3)}%`;

/** Labels stand at about this many bins. */
const X_LABELS = 6;

/** Where a length lies among the bins, in percent; the last bin holds all that is longer. */
function placeOf(length: number, { bins }: Lengths): number {
  const width = bins[0]?.to ?? 1;
  return (Math.min(length / width, bins.length) / bins.length) * 100;
}

function anchorAt(percent: number): string {
  return percent < 12 ? 'start' : percent > 88 ? 'end' : 'middle';
}

/** What is stacked: a recipe's samples, their name and colour. */
interface Layer {
  recipe: string;
  name: string;
  tone: string;
}

/** How many samples are how long: those of the first recipe at the bottom. */
export function Histogram({ lengths, tones }: { lengths: Lengths; tones: readonly Layer[] }) {
  const { language, of, bins, mean, median, samples } = lengths;
  const unit = lengthUnit(language);
  const most = max(bins, (bin) => sumOf(bin.samples)) ?? 1;
  const y = scaleLinear([0, most], [PLOT.bottom, PLOT.top]).nice(3);
  const step = 100 / bins.length;
  const every = Math.max(1, Math.ceil(bins.length / X_LABELS));
  const title = `Lengths of ${of} in ${unit}: ${counted(samples, 'exchange')}, mean ${short(mean)}, median ${median}`;
  const middle = placeOf(median, lengths);
  return (
    <svg role="img" aria-label={title} width="100%" height={HEIGHT}>
      <title>{title}</title>
      <desc>The table below has the number of samples in each range of lengths.</desc>
      {y.ticks(3).map((tick) => (
        <line x1="0" x2="100%" y1={y(tick)} y2={y(tick)} class={tick === 0 ? 'axis' : 'grid'} />
      ))}
      {bins.map((bin, k) => {
        const range = rangeOf(bin);
        let below = 0;
        const layers = tones.map(({ recipe, name, tone }) => {
          const count = bin.samples.get(recipe) ?? 0;
          const [from, to] = [y(below), y(below + count)];
          below += count;
          return { name, tone, count, top: to, height: from - to };
        });
        const place = { x: at(k * step + step * 0.06), width: at(step * 0.88) };
        return (
          <g>
            <title>{`${range} ${unit}: ${layers.map(({ count, name }) => `${count} ${name}`).join(', ')}`}</title>
            {layers.map(({ tone, top, height }) => (
              <rect {...place} y={top} height={height} class={tone} />
            ))}
            {k % every === 0 && bins.length - k > every / 2 ? (
              <text x={at(k * step)} y={HEIGHT - 8} class="tick">
                {bin.from}
              </text>
            ) : null}
          </g>
        );
      })}
      {y
        .ticks(3)
        .filter((tick) => tick > 0)
        .map((tick) => (
          <text x="0" y={y(tick) - 3} class="tick">
            {whole(tick)}
          </text>
        ))}
      <text x="100%" y={HEIGHT - 8} class="tick end">
        {bins.at(-1)?.to === null ? `${bins.at(-1)?.from}+` : ''}
      </text>
      <line x1={at(middle)} x2={at(middle)} y1={PLOT.top - 8} y2={PLOT.bottom} class="mark" />
      <text x={at(middle)} y={PLOT.top - 12} class="tick" style={`text-anchor:${anchorAt(middle)}`}>
        {`median ${median}`}
      </text>
    </svg>
  );
}
