import { type Dialogue, namedTexts } from '../turns.js';

/** A prompt and what the model is trained to write after it. */
export interface Rendered {
  prompt: string;
  completion: string;
}

const HEADINGS = ['### Instruction:', '### Input:', '### Response:'] as const;

/** The end of a sequence in LLaMA's vocabulary, as the paper's markup writes it. */
const LLAMA_EOS = '</s>';

/** What parts a sample's texts, and the marks that tokenizers take for their own wherever they stand in a text. */
const MARKS =
  /### (?:Instruction|Input|Response):|<\/?s>|<(?:unk|pad|bos|eos|(?:start|end)_of_turn)>|<\|[\w-]{1,40}\|>|<｜[^｜<>]{1,40}｜>/g;

/** The first mark of the markup in a text; undefined where it holds none. */
export function findMark(text: string): string | undefined {
  return text.match(MARKS)?.[0];
}

/** The text without marks of the markup. */
export function withoutMarks(text: string): string {
  return findMark(text) === undefined ? text : text.replace(MARKS, '').replace(/ {2,}/g, ' ').trim();
}

/**
 * The paper's markup for RoCIT (papers.md 1.9): the role in the instruction, the question as input; the response, with the
 * mark that ends it, is what counts in the loss. The paper has one question; of several turns, each is marked in the same way, and
 * the last one is the completion.
 */
export function renderMarkup({ system, turns }: Dialogue, eos: string = LLAMA_EOS): Rendered {
  const [instruction, input, response] = HEADINGS;
  const before = turns.slice(0, -1).map(({ by, text }) => `\n\n${by === 'user' ? input : response}\n${text}${eos}`);
  return {
    prompt: `${instruction}\n${system}${eos}${before.join('')}\n\n${response}\n`,
    completion: `${turns.at(-1)?.text ?? ''}${eos}`,
  };
}

/** Which text of a dialogue holds a mark of the markup, so that a reader could not tell where it ends. */
export function markupViolation(dialogue: Dialogue): string | undefined {
  for (const [name, text] of namedTexts(dialogue)) {
    const mark = findMark(text);
    if (mark !== undefined) return `its ${name} holds "${mark}", which is a mark of the markup`;
  }
  return undefined;
}
