import { type Ask, askAll, type Reading } from '../../llm/work.js';
import type { Asker, PlotAsk, SoundPlot } from './asker.js';
import type { Address, PlotExchange } from './row.js';

/** A plot that came, with its request and what is known of it. */
export interface MadePlot extends SoundPlot {
  ask: PlotAsk;
  /** What does not fit: nothing more is asked then. */
  fault: string | undefined;
  address: Address;
}

/** A plot with what was asked after it. */
export interface AskedPlot {
  made: MadePlot;
  exchanges: PlotExchange[];
  /** Ids of the requests of the plot and of its questions. */
  requests: string[];
}

function* askThese<Value>(
  asks: readonly Ask<Value>[],
): Generator<readonly Ask[], Reading<Value>[], readonly Reading[]> {
  return asks.length > 0 ? yield* askAll(asks) : [];
}

/**
 * Asks for plots, for the questions of those that fit, and for an answer to each. A plot of which no usable reply came is left out;
 * `hasFailed` says that some request has none.
 */
export function* askRound(
  asker: Asker,
  asks: readonly PlotAsk[],
  toMade: (ask: PlotAsk, place: number, said: MadePlot['plot']) => MadePlot,
): Generator<readonly Ask[], { asked: AskedPlot[]; hasFailed: boolean }, readonly Reading[]> {
  const plots = yield* askThese(asks);
  const all = asks.flatMap((ask, k) => {
    const reading = plots[k];
    return reading?.ok ? [toMade(ask, k, reading.value)] : [];
  });
  const sound = all.filter(({ fault }) => fault === undefined);
  const questionAsks = new Map(sound.map((made) => [made, asker.questions(made)]));
  const questions = yield* askThese([...questionAsks.values()]);
  const answerAsks = sound.flatMap((made, k) => {
    const reading = questions[k];
    const texts = reading?.ok ? reading.value : [];
    return texts.map((question) => ({ made, question, ask: asker.answer(made, question) }));
  });
  const answers = yield* askThese(answerAsks.map(({ ask }) => ask));
  const exchanges = answerAsks.map(({ made, question, ask }, k) => {
    const reading = answers[k];
    return { made, exchange: { question, answer: reading?.ok ? reading.value : null, request: ask.request.id } };
  });
  const asked = all.map((made) => ({
    made,
    exchanges: exchanges.flatMap((one) => (one.made === made ? [one.exchange] : [])),
    requests: [made.ask, questionAsks.get(made)].flatMap((ask) => (ask ? [ask.request.id] : [])),
  }));
  return { asked, hasFailed: [...plots, ...questions, ...answers].some(({ ok }) => !ok) };
}
