import { languageOf } from '../../languages/index.js';
import type { ChatRequest } from '../chat-model.js';
import { offlineModel } from '../offline/index.js';
import { readTag } from '../offline/tags.js';

/** Words of the excerpts as one sentence. */
function description({ messages, language }: ChatRequest): string {
  const { joiner, phrases, standIn } = languageOf(language);
  const words = readTag(messages, 'excerpts').replace(standIn.marks, joiner).trim();
  return (standIn.longest.exec(`${words} `)?.[0] ?? 'x').trim() + phrases.fullStop;
}

/** As many triplets as are asked for, no two alike: what a plan needs to know of them is how many they are. */
function triplets({ id, messages, language }: ChatRequest): string {
  const count = Number(readTag(messages, 'question_num'));
  const about = (k: number) =>
    Array.from({ length: 6 }, (_, part) => `${id.slice(part * 4, part * 4 + 5)}${k}`).join(' ');
  const one = (k: number) => ({
    question: languageOf(language).standIn.ask(about(k)),
    confidence: 'High',
    rationale: 'planned',
    answer: `planned ${about(k)}`,
  });
  return JSON.stringify({ triplets: Array.from({ length: count }, (_, k) => one(k)) });
}

const REVIEW = JSON.stringify({ reason: 'planned', answers: true, in_style: true, correct: true });

function ranking({ messages }: ChatRequest): string {
  const labels = [...(messages.at(-1)?.content ?? '').matchAll(/<answer label="([A-Z])">/g)].map(([, label]) => label);
  return JSON.stringify({ ranking: labels.map((answer, k) => ({ answer, reason: 'planned', rank: k + 1 })) });
}

/**
 * A reply of the right form and size, so that what is asked after it can be planned. It stands in for a reply in a plan and
 * nowhere else.
 */
export async function standIn(request: ChatRequest): Promise<string> {
  const [prompt = ''] = request.prompt.split('@');
  if (prompt.startsWith('context-instruct.')) return triplets(request);
  if (prompt === 'profile.description') return description(request);
  if (prompt === 'profile.second-person') return readTag(request.messages, 'description');
  if (prompt.startsWith('profile.')) return (await offlineModel.complete(request)).content;
  if (prompt.startsWith('judge.')) return REVIEW;
  if (prompt === 'eval.rank') return ranking(request);
  return 'planned';
}
