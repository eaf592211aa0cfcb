import { askModel } from './ask-model.js';
import { CallFault } from './call-fault.js';
import type { ChatModel, ChatReplies, ChatRequest, Usage } from './chat-model.js';
import { directExecutor, type Executor } from './executor.js';
import { type FactsByPrompt, factsFor, promptIdOf } from './prompt-facts.js';
import { type Ask, readChoice, type Unit } from './work.js';

/** One prompt that was asked once. */
export interface Tried {
  stage: string;
  /** The prompt's id, without its version. */
  prompt: string;
  request: ChatRequest;
  content: string;
  /** Why the reply cannot be used; undefined where it can. */
  unusable: string | undefined;
  usage: Usage;
  ms: number;
}

/** One call after the other, so that what is measured is the server and not its queue. */
const SETTINGS = { concurrency: 1, tries: 1, price: null };

/**
 * An executor that asks each prompt once, the first time that it is needed, and lets stand-ins answer whatever else a stage asks, also
 * where that one reply cannot be used: so every prompt of a stage has its turn. What came is told as it comes.
 */
export function createTrial(model: ChatModel, facts: FactsByPrompt, onTried: (tried: Tried) => void): Executor {
  const tried = new Set<string>();
  return (stage, units, journal, events) => {
    const asks = new Map<string, Ask>();

    async function answer(requests: readonly ChatRequest[], signal?: AbortSignal): Promise<ChatReplies> {
      const [request] = requests as [ChatRequest];
      const prompt = promptIdOf(request);
      const isFirst = !tried.has(prompt);
      tried.add(prompt);
      const [choice] = isFirst ? await ask(request, prompt, signal) : [];
      const content = choice?.content ?? (await factsFor(request, facts).standIn(request));
      return { choices: [{ content, finish_reason: 'stop' }], usage: { prompt_tokens: 0, completion_tokens: 0 } };
    }

    /** The one reply; none where it cannot be used. */
    async function ask(request: ChatRequest, prompt: string, signal?: AbortSignal) {
      const began = performance.now();
      const { choices, usage, failure } = await askModel(model, [request], signal).then(withoutFailure, asFailure);
      const ms = Math.round(performance.now() - began);
      const [choice] = choices;
      const read = asks.get(request.id)?.read ?? ((content: string) => content);
      const reading = choice && readChoice(read, choice);
      const unusable = reading?.ok ? undefined : (reading?.reason ?? failure ?? 'there was no reply');
      onTried({ stage, prompt, request, content: choice?.content ?? '', unusable, usage, ms });
      return choice && unusable === undefined ? [choice] : [];
    }

    const { name, revision } = model;
    const standIn: ChatModel = {
      name,
      revision,
      async complete(request, signal) {
        const { choices, usage } = await answer([request], signal);
        return { content: '', finish_reason: 'stop', ...choices[0], usage };
      },
    };
    return directExecutor(standIn, SETTINGS)(stage, () => noticing(units(), asks), journal, { ...events, onAsk() {} });
  };
}

const withoutFailure = (replies: ChatReplies) => ({ ...replies, failure: undefined });

/** A call that failed as a reply without an answer. Throws what is no fault of that call alone. */
function asFailure(thrown: unknown): ChatReplies & { failure: string } {
  if (!(thrown instanceof CallFault) || thrown.kind === 'too-long') throw thrown;
  return { choices: [], usage: { prompt_tokens: 0, completion_tokens: 0 }, failure: thrown.message };
}

/** Units that ask as these do; what they ask is noted by its request, so that a reply can be read where it comes. */
function* noticing<Row>(units: Iterable<Unit<Row>>, asks: Map<string, Ask>): Generator<Unit<Row>> {
  for (const unit of units) {
    yield {
      ...unit,
      *work() {
        const work = unit.work();
        for (let step = work.next(); ; ) {
          if (step.done) return step.value;
          for (const ask of step.value) asks.set(ask.request.id, ask);
          step = work.next(yield step.value);
        }
      },
    };
  }
}
