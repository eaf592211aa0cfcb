// A server of chat completions in a process of its own that plays pairs of roles: it asks for the first facts that it is shown, and a
// role tells what stands among what it knows.
import { createServer } from 'node:http';

const FACT = /^(\d+)\. what stands beside the (.*?): (.*)$/gm;

function questionsFor(prompt) {
  const count = Number(/<question_num>(\d+)/.exec(prompt)?.[1]);
  const own = /<first_character>([\s\S]*)<\/first_character>/.exec(prompt)?.[1] ?? '';
  const questions = [...own.matchAll(FACT)].slice(0, count).map(([, number, place]) => {
    return {
      facts: [Number(number)],
      why: 'era',
      reason: 'It is of another time.',
      question: `What stands beside the ${place} of yours?`,
    };
  });
  return JSON.stringify({ questions });
}

function answerFor(system, question) {
  const place = /beside the (.*) of yours/.exec(question)?.[1];
  const known = system.split(`what stands beside the ${place}: `)[1]?.split('\n')[0];
  return known
    ? `That I know well enough: ${known}, and it has stood there all my life.`
    : 'I have never heard of such a thing.';
}

function complete({ model, messages, response_format }) {
  const isQuestions = response_format?.json_schema?.name === 'contrast_questions';
  const last = messages.at(-1).content;
  const content = isQuestions ? questionsFor(last) : answerFor(messages[0].content, last);
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }];
  const usage = { prompt_tokens: 700, completion_tokens: 40, total_tokens: 740 };
  return { id: 'x', object: 'chat.completion', created: 0, model, choices, usage };
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    response.setHeader('content-type', 'application/json');
    if (request.url.endsWith('/models')) response.end(JSON.stringify({ object: 'list', data: [{ id: 'bench' }] }));
    else if (request.url.endsWith('/chat/completions'))
      response.end(JSON.stringify(complete(JSON.parse(Buffer.concat(chunks).toString()))));
    else response.writeHead(404).end('{}');
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
