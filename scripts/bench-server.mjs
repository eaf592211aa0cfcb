// A server of chat completions in a process of its own, for measuring what a client can do: always the same reply,
// after as many milliseconds as its argument says.
import { createServer } from 'node:http';

const content = 'The lamp is all I can tell you of the reef, and that is enough for tonight. '.repeat(4);
const reply = Buffer.from(
  JSON.stringify({
    id: 'x',
    object: 'chat.completion',
    created: 0,
    model: 'bench',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 700, completion_tokens: 80, total_tokens: 780 },
  }),
);

const delay = Number(process.argv[2] ?? 0);

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const answer = () => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': reply.length });
      response.end(reply);
    };
    if (delay > 0) setTimeout(answer, delay);
    else answer();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
