// Requests per second of `fill`, with journal, budget, retries and validation on, beside a bare loop of the openai SDK that only
// counts replies: node scripts/bench-calls.mjs [calls] [concurrency] [rounds]. Run `npm run build` before.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [calls = 20_000, concurrency = 64, rounds = 3] = process.argv.slice(2).map(Number);
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

const server = spawn(process.execPath, [here('bench-server.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
const port = await new Promise((resume) => server.stdout.once('data', (text) => resume(Number(text))));

/** Runs one variant in a process of its own: its memory is its own too. */
function measure(variant, count) {
  const args = [here('bench-variants.mjs'), variant, String(count), String(concurrency), `http://127.0.0.1:${port}/v1`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resume, fail) => {
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
    });
    child.on('close', (status) => (status === 0 ? resume(JSON.parse(said)) : fail(new Error(`${variant} failed`))));
  });
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const rates = { bare: [], fill: [] };
let peak = 0;
try {
  for (let round = 0; round < rounds; round += 1) {
    for (const variant of ['bare', 'fill']) {
      const { seconds, megabytes } = await measure(variant, calls);
      rates[variant].push(calls / seconds);
      if (variant === 'fill') peak = Math.max(peak, megabytes);
      console.log(`round ${round + 1}, ${variant}: ${Math.round(calls / seconds)} requests/s, peak ${megabytes} MB`);
    }
  }
  const few = await measure('fill', calls / 10);
  const ratio = median(rates.fill) / median(rates.bare);
  console.log(
    `medians: bare ${Math.round(median(rates.bare))}, fill ${Math.round(median(rates.fill))} requests/s; ratio ${ratio.toFixed(2)}`,
  );
  console.log(
    `peak memory of fill: ${few.megabytes} MB at ${calls / 10} calls, ${peak} MB at ${calls}; ratio ${(peak / few.megabytes).toFixed(2)}`,
  );
} finally {
  server.kill();
}
