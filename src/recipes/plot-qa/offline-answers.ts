import { languageOf } from '../../languages/index.js';
import type { ChatRequest } from '../../llm/chat-model.js';
import { slotOf } from '../../llm/prompt-facts.js';
import { type ExcerptExchange, findReplies, ownLines, readExcerpt, readList } from '../../offline/excerpt.js';

// The embedded model cannot write: it gives the script's own exchanges back, so that the pipeline can be tried.

const isQuestion = ({ cue }: ExcerptExchange): boolean => /[?？]["'”’」』]?$/u.test(cue.content);

/** The exchanges that a prompt shows, those in which something is asked first. */
function exchangesIn(request: ChatRequest, slot: 'scene' | 'lines'): ExcerptExchange[] {
  const all = findReplies(readExcerpt(slotOf(request, slot)), slotOf(request, 'role_name'));
  return [...all.filter(isQuestion), ...all.filter((one) => !isQuestion(one))];
}

/** A plot: the one who speaks to the role, and what is said between the two. */
export function offlinePlot(request: ChatRequest): string {
  const [exchange] = [...exchangesIn(request, 'scene'), ...exchangesIn(request, 'lines')];
  const [listed = 'nobody'] = readList(slotOf(request, 'people'));
  return JSON.stringify({
    site: '',
    main_character: slotOf(request, 'role_name'),
    supporting_character: exchange?.cue.speaker ?? listed,
    outline: exchange ? `${exchange.cue.speaker}: ${exchange.cue.content}` : slotOf(request, 'script_name'),
  });
}

/** What the role is asked in the lines; where it answers nobody in them, what it says of the plot. */
export function offlineQuestions(request: ChatRequest): string {
  const questions = exchangesIn(request, 'lines').map(({ cue }) => cue.content);
  const asked =
    questions.length > 0 ? questions : [languageOf(request.language).standIn.ask(slotOf(request, 'outline'))];
  return JSON.stringify({ questions: asked.slice(0, Number(slotOf(request, 'question_num'))) });
}

/** What the role answered to that, or the first thing that it says. */
export function offlineAnswer(request: ChatRequest): string {
  const question = slotOf(request, 'question');
  const reply = exchangesIn(request, 'lines').find(({ cue }) => cue.content.trim() === question)?.reply;
  const [own] = ownLines(readExcerpt(slotOf(request, 'lines')), slotOf(request, 'role_name'));
  return (reply ?? own)?.content ?? slotOf(request, 'outline');
}
