import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { clip } from '../words.js';

/** A stretch of a bar; `tone` is its class in the style sheet. */
export interface Segment {
  name: string;
  value: number;
  tone: string;
}

export interface Bar {
  label: string;
  /** The bar's number as it is written. */
  value: string;
  segments: readonly Segment[];
}

const ROW = 36;
const BAR = { top: 19, height: 9 };
/** Places of a label that leave room for the number on a narrow page. */
const LABEL_PLACES = 30;

/** Where each segment begins and ends, in percent of the widest bar. */
function placeSegments(segments: readonly Segment[], most: number): (Segment & { from: number; width: number })[] {
  const x = scaleLinear([0, most || 1], [0, 100]);
  let sum = 0;
  return segments
    .filter(({ value }) => value > 0)
    .map((segment) => {
      const from = x(sum);
      sum += segment.value;
      return { ...segment, from, width: x(sum) - from };
    });
}

const at = (percent: number) => `${percent.toFixed(3)}%`;

const widest = (bars: readonly Bar[]) =>
  max(bars, ({ segments }) => segments.reduce((sum, { value }) => sum + value, 0)) ?? 0;

/**
 * Horizontal bars of stretches, each under its label. Widths are percentages, so that the letters keep their size. `most` is
 * what the whole width stands for: the longest bar, where nothing else is named.
 */
export function Bars({ title, bars, most = widest(bars) }: { title: string; bars: readonly Bar[]; most?: number }) {
  return (
    <svg role="img" aria-label={title} width="100%" height={bars.length * ROW}>
      <title>{title}</title>
      <desc>{bars.map(({ label, value }) => `${label}: ${value}`).join('; ')}</desc>
      {bars.map((bar, k) => (
        <g transform={`translate(0 ${k * ROW})`}>
          <text x="0" y="12" class="label">
            {clip(bar.label, LABEL_PLACES)}
          </text>
          <text x="100%" y="12" class="value">
            {bar.value}
          </text>
          <rect x="0" y={BAR.top} width="100%" height={BAR.height} class="track" />
          {placeSegments(bar.segments, most).map(({ name, value, tone, from, width }) => (
            <rect x={at(from)} y={BAR.top} width={at(width)} height={BAR.height} class={`stretch ${tone}`}>
              <title>{`${bar.label}: ${name} ${value}`}</title>
            </rect>
          ))}
        </g>
      ))}
    </svg>
  );
}
