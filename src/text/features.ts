import { normalisedWords } from './normalise.js';

/** The weighted words and pairs of words of one text. */
export interface Features {
  weights: ReadonlyMap<string, number>;
  total: number;
}

/** Words that tell little about what a question asks. */
const LIGHT_WORDS = new Set(
  `a an the of to in on at for from by with about into is are was were be been being am do does did have has had will would
  can could should shall may might and or but so that this these those it its me my you your yours i we us our please tell
  any some really just ever then there 的 了 吗 呢 是 在 有 您 你 我 们 请 问 地 得 着 过 这 那 和 与 个 会 对 于 吧 啊 被 把 而 也 都`.split(
    /\s+/,
  ),
);

/** Weight of a light word beside 1 for any other, and of a pair of neighbours beside its words. Our choice, by reading. */
const LIGHT = 0.2;
const PAIR = 0.5;

/** `Jack Sparrow, how …`, `皇上，您…`: whom a question addresses says nothing about what it asks. */
const VOCATIVE = /^\s*(?:(?:\p{Lu}[\p{L}.'’-]*\s?){1,4},|\p{Script=Han}{1,5}，)\s*(?=\S)/u;

function weightOf(word: string): number {
  return LIGHT_WORDS.has(word) ? LIGHT : 1;
}

/** Words and pairs of neighbouring words of a text, each as often as it stands there, with their weights. */
export function readFeatures(text: string): Features {
  const words = normalisedWords(text.replace(VOCATIVE, ''));
  const weights = new Map<string, number>();
  let total = 0;
  const count = (feature: string, weight: number) => {
    weights.set(feature, (weights.get(feature) ?? 0) + weight);
    total += weight;
  };
  words.forEach((word, place) => {
    count(word, weightOf(word));
    const next = words[place + 1];
    if (next !== undefined) count(`${word} ${next}`, (PAIR * (weightOf(word) + weightOf(next))) / 2);
  });
  return { weights, total };
}

/** Weight that two texts share. */
export function overlap(left: Features, right: Features): number {
  const [few, many] = left.weights.size <= right.weights.size ? [left, right] : [right, left];
  let shared = 0;
  for (const [feature, weight] of few.weights) shared += Math.min(weight, many.weights.get(feature) ?? 0);
  return shared;
}
