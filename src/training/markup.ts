/** A prompt and what the model is trained to write after it. */
export interface Rendered {
  prompt: string;
  completion: string;
}

/** What one sample is rendered from. */
export interface Turn {
  system: string;
  question: string;
  answer: string;
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
 * mark that ends it, is what counts in the loss.
 */
export function renderMarkup({ system, question, answer }: Turn, eos: string = LLAMA_EOS): Rendered {
  const [instruction, input, response] = HEADINGS;
  return {
    prompt: `${instruction}\n${system}${eos}\n\n${input}\n${question}${eos}\n\n${response}\n`,
    completion: `${answer}${eos}`,
  };
}

/** Which text of a sample holds a mark of the markup, so that a reader could not tell where it ends. */
export function markupViolation({ system, question, answer }: Turn): string | undefined {
  for (const [name, text] of Object.entries({ 'system instruction': system, question, answer })) {
    const mark = findMark(text);
    if (mark !== undefined) return `its ${name} holds "${mark}", which is a mark of the markup`;
  }
  return undefined;
}
