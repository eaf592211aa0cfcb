import { type LanguageCode, languageOf } from '../../languages/index.js';
import { isBenchLanguage } from '../../rolebench/layout.js';
import { type RougeL, rougeL, type Tokeniser, tokensOf } from '../../rolebench/rouge.js';
import type { BootstrapSettings } from '../../rolebench/scores.js';
import { type BleuCounts, bleuCharacters, bleuOf, bleuWords, countBleu } from '../../text/bleu.js';
import { createRandom } from '../../text/random.js';
import { tokenise } from '../../text/words.js';
import type { ScenePrediction } from './scene-turns.js';

/** A score with the bounds of its interval. */
export interface Bounded {
  score: number;
  low: number;
  high: number;
}

/** How near the continuations of a group of turns are to what the script has. */
export interface TurnScores {
  turns: number;
  /** Mean F1, from 0 to 1. */
  rouge_l: Bounded;
  /** Mean recall, from 0 to 1: how much of the script's line is in the answer (papers.md 5). */
  rouge_l_recall: Bounded;
  /** Of all together, from 0 to 100, as sacrebleu computes it. */
  bleu: Bounded;
}

/** Scores of one language: of all turns, and by which turn of the role in its scene it is. */
export interface LanguageScores {
  all: TurnScores;
  by_turn: Record<string, TurnScores>;
}

/** From here on turns are one group: few scenes have more. Our choice. */
const LAST_GROUP = 6;

interface Scored {
  rouge: RougeL;
  counts: BleuCounts;
}

/** How a language's texts are cut for each score. Both leave case as their reference implementations do. */
function tokenisersOf(language: LanguageCode): { rouge: Tokeniser; bleu: Tokeniser } {
  const isByCharacter = languageOf(language).unit === 'character';
  const rouge: Tokeniser = isBenchLanguage(language) ? tokensOf(language) : (text) => [...tokenise(text)];
  return { rouge, bleu: isByCharacter ? bleuCharacters : bleuWords };
}

/** The score of all, and its bounds over resamples of the turns (percentile bootstrap, Efron 1979). */
function bounded(
  all: readonly Scored[],
  scoreOf: (some: readonly Scored[]) => number,
  settings: BootstrapSettings,
): Bounded {
  const random = createRandom(settings.seed);
  const scores = Array.from({ length: settings.resamples }, () =>
    scoreOf(all.map(() => all[Math.floor(random() * all.length)] as Scored)),
  ).sort((a, b) => a - b);
  const at = (share: number) => scores[Math.min(scores.length - 1, Math.floor(share * scores.length))] as number;
  const tail = (1 - settings.confidence) / 2;
  return { score: scoreOf(all), low: at(tail), high: at(1 - tail) };
}

const meanOf = (part: keyof RougeL) => (some: readonly Scored[]) =>
  some.reduce((sum, { rouge }) => sum + rouge[part], 0) / some.length;
const bleu = (some: readonly Scored[]) => bleuOf(some.map(({ counts }) => counts));

const scoresOf = (some: readonly Scored[], settings: BootstrapSettings): TurnScores => ({
  turns: some.length,
  rouge_l: bounded(some, meanOf('f1'), settings),
  rouge_l_recall: bounded(some, meanOf('recall'), settings),
  bleu: bounded(some, bleu, settings),
});

/** Scores continuations, by language and by turn; languages and turns in order. */
export function scoreScenes(
  predictions: Iterable<ScenePrediction>,
  settings: BootstrapSettings,
): Partial<Record<LanguageCode, LanguageScores>> {
  const groups = new Map<LanguageCode, Map<number, Scored[]>>();
  for (const { language, turn, generated, reference } of predictions) {
    const tokens = tokenisersOf(language);
    const rouge = rougeL(tokens.rouge(generated), tokens.rouge(reference));
    const scored = { rouge, counts: countBleu(tokens.bleu(generated), tokens.bleu(reference)) };
    const turns = groups.get(language) ?? new Map<number, Scored[]>();
    groups.set(language, turns);
    const group = Math.min(turn, LAST_GROUP);
    const known = turns.get(group);
    if (known) known.push(scored);
    else turns.set(group, [scored]);
  }
  const nameOf = (turn: number) => (turn === LAST_GROUP ? `${turn}+` : String(turn));
  return Object.fromEntries(
    [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([language, turns]) => {
        const ordered = [...turns].sort(([a], [b]) => a - b);
        const all = ordered.flatMap(([, some]) => some);
        const byTurn = ordered.map(([turn, some]) => [nameOf(turn), scoresOf(some, settings)]);
        return [language, { all: scoresOf(all, settings), by_turn: Object.fromEntries(byTurn) }];
      }),
  );
}
