import { createHash } from 'node:crypto';

/** A chat request as a server gets it. */
export interface SeenRequest {
  model: string;
  seed?: number;
  n?: number;
  messages: { role: string; content: string }[];
  max_tokens?: number;
  max_completion_tokens?: number;
  response_format?: { type: string; json_schema?: { name: string; strict: boolean } };
  [key: string]: unknown;
}

const WORDS =
  'lamp reef bell chest oar storm letter flag rope gull lens stair coat net anchor tide mast cliff candle barrel'.split(
    ' ',
  );

/** Words that follow from the request alone: the same request always gets the same answer. */
function wordsFor(seen: SeenRequest, salt: number, count: number): string[] {
  const digest = createHash('sha256')
    .update(JSON.stringify([seen.messages, seen.seed, salt]))
    .digest();
  return Array.from({ length: count }, (_, k) => WORDS[(digest[k] as number) % WORDS.length] as string);
}

function triplet(seen: SeenRequest, salt: number) {
  const [a, b, c, d, e] = wordsFor(seen, salt, 5) as [string, string, string, string, string];
  return {
    question: `Do you remember how the ${a} met the ${b} beside the ${c} and the ${d} of the ${e}?`,
    confidence: salt % 5 === 4 ? 'Low' : 'High',
    rationale: `The ${a} is named.`,
    answer: `I remember the ${a} well, and the ${b} too. I would not give the ${c} away for a whole ${d}.`,
  };
}

/** What a request asks for, by the form of its prompt: also where no schema came with it. */
export function kindOf(seen: SeenRequest): 'triplets' | 'catchphrases' | 'categories' | 'review' | 'ranking' | 'text' {
  const prompt = seen.messages.map(({ content }) => content).join('\n');
  if (seen.response_format?.json_schema?.name === 'review' || prompt.includes('"in_style"')) return 'review';
  for (const kind of ['triplets', 'catchphrases', 'categories', 'ranking'] as const) {
    if (seen.response_format?.json_schema?.name === kind || prompt.includes(`"${kind}"`)) return kind;
  }
  return 'text';
}

/** In style is what shares a word of four letters with the description; the rest follows from the request. */
function reviewOf(seen: SeenRequest) {
  const shown = seen.messages.at(-1)?.content ?? '';
  const between = (tag: string) => new RegExp(`<${tag}>([\\s\\S]*)</${tag}>`).exec(shown)?.[1]?.toLowerCase() ?? '';
  const words = between('answer').match(/[a-z]{4,}/g) ?? [];
  const in_style = words.some((word) => between('description').includes(word));
  return { reason: 'As it is.', answers: true, in_style, correct: words.length % 2 === 0 };
}

/** The longer an answer, the better its rank, wherever it stands; equally long ones share it. */
function rankingOf(seen: SeenRequest) {
  const shown = seen.messages.at(-1)?.content ?? '';
  const answers = [...shown.matchAll(/<answer label="([A-Z])">\n([\s\S]*?)\n<\/answer>/g)];
  const lengths = answers.map(([, , text]) => text?.length ?? 0);
  const rank = (length: number) => 1 + lengths.filter((other) => other > length).length;
  return {
    ranking: answers.map(([, label], k) => ({ answer: label, reason: 'its length', rank: rank(lengths[k] as number) })),
  };
}

/** An answer that follows from the request alone; `sample` tells the choices of one request apart. */
export function contentFor(seen: SeenRequest, sample = 0): string {
  const request = { ...seen, seed: (seen.seed ?? 0) + sample };
  const [a, b] = wordsFor(request, 0, 2) as [string, string];
  switch (kindOf(request)) {
    case 'triplets':
      return JSON.stringify({ triplets: Array.from({ length: 6 }, (_, k) => triplet(request, k)) });
    case 'catchphrases':
      return JSON.stringify({
        catchphrases: [
          { text: 'mark my words', invented: false },
          { text: 'not in the play at all', invented: false },
        ],
      });
    case 'ranking':
      return JSON.stringify(rankingOf(request));
    case 'review':
      return JSON.stringify(reviewOf(request));
    case 'categories':
      return JSON.stringify({ categories: ['stubborn', a] });
    default:
      return `The ${a} is all I can tell you of the ${b}, and that is enough for tonight.`;
  }
}
