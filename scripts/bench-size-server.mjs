// A server of chat completions in a process of its own that gives as many samples as are asked for, each with a text of its own, so that
// a set of RoleBench's size can be made with it. Its argument says after how many milliseconds it answers; `/seen` tells of each call when
// it came, in milliseconds since 1970, and whether one of the same words had come before.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { seededWords } from './bench-words.mjs';

const words = seededWords();
const delay = Number(process.argv[2] ?? 0);
const seen = [];
const known = new Set();

/** Remembers a call by its hash. */
function notice(body) {
  const hash = createHash('sha256').update(body).digest('base64');
  seen.push([Date.now(), known.has(hash)]);
  known.add(hash);
}

const triplet = () => ({
  question: `Do you remember how the ${words(3)} met the ${words(2)} beside the ${words(2)}?`,
  confidence: 'High',
  rationale: `The ${words(1)} is named.`,
  answer: `I remember the ${words(4)} well, and the ${words(3)} too. I would not give the ${words(8)} away.`,
});

function contentFor(schema) {
  if (schema === 'triplets') return JSON.stringify({ triplets: Array.from({ length: 10 }, triplet) });
  if (schema === 'catchphrases') return JSON.stringify({ catchphrases: [{ text: words(3), invented: true }] });
  if (schema === 'categories') return JSON.stringify({ categories: ['stubborn', words(1)] });
  return `The ${words(9)} is all I can tell you of the ${words(9)}, and the ${words(6)} is enough for tonight.`;
}

function complete({ model, n = 1, response_format }) {
  const schema = response_format?.json_schema?.name;
  const choices = Array.from({ length: n }, (_, index) => ({
    index,
    message: { role: 'assistant', content: contentFor(schema) },
    finish_reason: 'stop',
  }));
  const usage = { prompt_tokens: 700, completion_tokens: 40 * n, total_tokens: 700 + 40 * n };
  return { id: 'x', object: 'chat.completion', created: 0, model, choices, usage };
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    response.setHeader('content-type', 'application/json');
    if (request.url.endsWith('/models')) response.end(JSON.stringify({ object: 'list', data: [{ id: 'bench' }] }));
    else if (request.url.endsWith('/seen')) response.end(JSON.stringify(seen));
    else if (request.method === 'GET') response.writeHead(404).end('{}');
    else {
      const body = Buffer.concat(chunks).toString();
      notice(body);
      setTimeout(() => response.end(JSON.stringify(complete(JSON.parse(body)))), delay);
    }
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
