import { languageCodes } from '../../languages/index.js';
import type { LanguageCode, Profile, RejectedSample, Sample } from '../../records.js';
import { hashNumber } from '../../text/random.js';
import { createSampler } from './sampler.js';

/** Profiles, and kept samples of each recipe, that are shown; refused ones for each check. Our choice. */
const PROFILES = 4;
const KEPT = 6;
const REFUSED = 2;

/** Samples of one recipe that are shown, before what they came from is looked up. */
export interface DrawnSamples {
  kept: Sample[];
  refused: RejectedSample[];
}

/** Takes rows in turn from the languages, so that each is shown; at most so many. */
function takeInTurn<Row extends { language: LanguageCode }>(rows: readonly Row[], most: number): Row[] {
  const queues = languageCodes.map((language) => rows.filter((row) => row.language === language));
  const longest = Math.max(...queues.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, k) => queues.flatMap((queue) => queue.slice(k, k + 1)));
  return turns.flat().slice(0, most);
}

/** Profiles that are shown: drawn by the seed, the languages in turn. */
export function drawProfiles(profiles: readonly Profile[], seed: number): Profile[] {
  const rank = ({ role }: Profile) => hashNumber(seed, 'profile', role);
  return takeInTurn(
    [...profiles].sort((a, b) => rank(a) - rank(b)),
    PROFILES,
  );
}

/** Draws samples to show while they stream by: spread over roles, over a recipe's kinds and over all checks. */
export function createSampleDrawer(seed: number): {
  addKept(sample: Sample): void;
  addRefused(sample: RejectedSample): void;
  resultOf(recipe: string): DrawnSamples;
} {
  const kept = createSampler<Sample>(seed, KEPT);
  const refused = createSampler<RejectedSample>(seed, REFUSED);

  /** Of all kinds, in turn. */
  function keptOf(recipe: string): Sample[] {
    const lists = [...kept.result()]
      .filter(([group]) => group.startsWith(`${recipe} `))
      .sort(([a], [b]) => (a < b ? 1 : -1));
    const turns = Array.from({ length: KEPT }, (_, k) => lists.flatMap(([, rows]) => rows.slice(k, k + 1)));
    const drawn = turns.flat();
    const onePerRole = drawn.filter(({ role }, k) => drawn.findIndex((other) => other.role === role) === k);
    return (onePerRole.length >= KEPT ? onePerRole : [...new Set([...onePerRole, ...drawn])]).slice(0, KEPT);
  }

  function refusedOf(recipe: string): RejectedSample[] {
    const groups = [...refused.result()].filter(([group]) => group.startsWith(`${recipe} `));
    const drawn = groups.sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, list]) => list);
    const checks = [...new Set(drawn.map(({ check }) => check))];
    return checks.flatMap((name) =>
      takeInTurn(
        drawn.filter(({ check }) => check === name),
        REFUSED,
      ),
    );
  }

  return {
    addKept: (sample) => kept.add(`${sample.recipe} ${sample.kind} ${sample.language}`, sample),
    addRefused: (sample) => refused.add(`${sample.recipe} ${sample.check} ${sample.language}`, sample),
    resultOf: (recipe) => ({ kept: keptOf(recipe), refused: refusedOf(recipe) }),
  };
}
