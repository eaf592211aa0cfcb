import { scaleLinear } from 'd3-scale';
import { clip, short } from '../words.js';

/** A dot on a line, and how far it may be off. */
export interface Dot {
  name: string;
  value: number;
  tone: string;
  /** Hollow dots are what the full ones are compared with. */
  isHollow?: boolean;
  interval?: readonly [number, number];
}

export interface DotRow {
  label: string;
  /** The row's numbers as they are written. */
  value: string;
  dots: readonly Dot[];
  isStrong?: boolean;
}

const ROW = 36;
const LINE = 23;
const LABEL_PLACES = 22;

const at = (percent: number) => `${percent.toFixed(3)}%`;

/** Rows of dots on one scale from 0, each under its label: pairs that are compared, or values with their intervals. */
export function Dots({ title, rows, most }: { title: string; rows: readonly DotRow[]; most: number }) {
  // A little is left free so that no dot is cut at an end.
  const x = scaleLinear([0, most || 1], [1.5, 98.5]);
  return (
    <svg role="img" aria-label={title} width="100%" height={rows.length * ROW}>
      <title>{title}</title>
      <desc>{rows.map(({ label, value }) => `${label}: ${value}`).join('; ')}</desc>
      {rows.map(({ label, value, dots, isStrong }, k) => {
        const values = dots.map((dot) => dot.value);
        return (
          <g transform={`translate(0 ${k * ROW})`}>
            <text x="0" y="12" class={isStrong ? 'label strong' : 'label'}>
              {clip(label, LABEL_PLACES)}
            </text>
            <text x="100%" y="12" class={isStrong ? 'value strong' : 'value'}>
              {value}
            </text>
            <line x1="0" x2="100%" y1={LINE} y2={LINE} class="grid" />
            {dots.length > 1 ? (
              <line x1={at(x(Math.min(...values)))} x2={at(x(Math.max(...values)))} y1={LINE} y2={LINE} class="span" />
            ) : null}
            {dots.map(({ name, value: own, tone, isHollow, interval }) => (
              <g class={tone}>
                <title>{`${label}, ${name}: ${short(own)}`}</title>
                {interval ? (
                  <line x1={at(x(interval[0]))} x2={at(x(interval[1]))} y1={LINE} y2={LINE} class="interval" />
                ) : null}
                <circle cx={at(x(own))} cy={LINE} r="5" class={isHollow ? 'hollow' : 'dot'} />
              </g>
            ))}
          </g>
        );
      })}
    </svg>
  );
}
