import { type LanguageCode, languageOf } from '../languages/index.js';

/** How numbers and names are written on the page. */

export const languageName = (code: LanguageCode): string => languageOf(code).name;

/** What lengths are counted in. */
export const lengthUnit = (code: LanguageCode): string => `${languageOf(code).unit}s`;

const THOUSANDS = new Intl.NumberFormat('en-US');

export const whole = (value: number): string => THOUSANDS.format(value);

const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });

/** 1.1 M and the like. */
export const compact = (value: number): string => COMPACT.format(value);

export const orDash = <Value>(value: Value | null | undefined, show: (value: Value) => string): string =>
  value === null || value === undefined ? '–' : show(value);

/** A share as a percentage; small ones keep a digit. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value > 0 && value < 9.95 ? value.toFixed(1) : value.toFixed(0)} %`;
}

/** A number with about three digits that say something. */
export function short(value: number): string {
  if (value === 0) return '0';
  return value >= 100 ? whole(Math.round(value)) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export const dollars = (cost: number): string => `$${cost.toFixed(cost < 1 ? 4 : 2)}`;

/** `1 role`, `2 roles`. */
export const counted = (count: number, one: string, several = `${one}s`): string =>
  `${whole(count)} ${count === 1 ? one : several}`;

/** Share of `part` in `all`, 0 where there is nothing. */
export const shareOf = (part: number, all: number): number => (all === 0 ? 0 : part / all);

/** A label that fits a chart: Chinese characters take two places. */
export function clip(text: string, places: number): string {
  let taken = 0;
  let kept = '';
  for (const character of text) {
    taken += /\p{Script=Han}/u.test(character) ? 2 : 1;
    if (taken > places) return `${kept.trimEnd()}…`;
    kept += character;
  }
  return kept;
}
