import type { LanguageCode } from '../../languages/index.js';
import type { ChatRequest } from '../../llm/chat-model.js';
import { slotOf } from '../../llm/prompt-facts.js';
import { isWhole, withoutDirection } from '../../offline/quoting.js';
import { speechOf, withoutCatchphrases } from '../../offline/speech.js';
import { buildBm25Index, topMatches } from '../../text/bm25.js';
import { splitSentences } from '../../text/sentences.js';
import { countWords, joinText } from '../../text/words.js';

/** The role's lines that a RoleGPT request shows: assistant turns, or the replies of its demonstrations. */
function shownLines(request: ChatRequest): string[] {
  const turns = request.messages.filter(({ role }) => role === 'assistant').map(({ content }) => content);
  if (turns.length > 0) return turns;
  const name = slotOf(request, 'role_name');
  return slotOf(request, 'demonstrations')
    .split('\n')
    .flatMap((line) => (name !== '' && line.startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []));
}

/** What the role is known to say, where no lines are shown: its description as it would put it. */
function knownSentences(request: ChatRequest): string[] {
  const { language } = request;
  const description = slotOf(request, 'role_description_and_catchphrases');
  return splitSentences(withoutCatchphrases(description, language)).map(speechOf(language).toFirstPerson);
}

/** Neighbouring whole sentences of a line that fit, beginning with the one that is most like the instruction. */
function passageOf(line: string, instruction: string, longest: number, language: LanguageCode): string {
  const sentences = splitSentences(withoutDirection(line)).filter(isWhole);
  const [best] = topMatches(buildBm25Index(sentences), instruction, 1);
  const chosen: string[] = [];
  let words = 0;
  for (const sentence of sentences.slice(best?.document ?? 0)) {
    words += countWords(sentence);
    if (chosen.length > 0 && words > longest) break;
    chosen.push(sentence);
  }
  return joinText(chosen, language);
}

/** The passage of each line, that of the line nearest to the instruction first. */
function passagesOf(lines: readonly string[], instruction: string, longest: number, language: LanguageCode): string[] {
  const matches = topMatches(buildBm25Index(lines), instruction, lines.length).map(({ document }) => document);
  const order = [...new Set([...matches, ...lines.keys()])];
  const passages = order.map((document) => passageOf(lines[document] as string, instruction, longest, language));
  return [...new Set(passages)].filter((passage) => passage !== '');
}

/** First sentences of two passages after one another. */
function pairsOf(passages: readonly string[], language: LanguageCode): string[] {
  const first = passages.map((passage) => splitSentences(passage)[0] ?? '');
  return first.flatMap((one, k) => first.slice(k + 1).map((other) => joinText([one, other], language)));
}

/**
 * An answer in the role's own lines: those shown to it that share most with the instruction. It does not know the answer to the
 * instruction and does not try; it shows how the role sounds. Each sample gives another one while there are any. It ends with the
 * last whole sentence that fits into the tokens asked for, the first one always.
 */
export function answerInCharacter(request: ChatRequest): string {
  const { messages, sample, language, sampling } = request;
  const { longestSpeech, wordsPerToken, nothingToSay } = speechOf(language);
  const instruction = slotOf(request, 'instruction') || (messages.at(-1)?.content ?? '');
  const shown = shownLines(request);
  const lines = shown.length > 0 ? shown : knownSentences(request);
  const longest = Math.min(longestSpeech, sampling.max_tokens * wordsPerToken);
  const passages = passagesOf(lines, instruction, longest, language);
  // Pairs are many: they are made only for a sample that no passage is left for.
  const answers = sample < passages.length ? passages : [...new Set([...passages, ...pairsOf(passages, language)])];
  return answers[sample % Math.max(1, answers.length)] ?? nothingToSay;
}
