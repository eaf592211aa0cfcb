// Requests per second of `fill`, with journal, budget, retries and validation on, beside a bare loop of the openai SDK that only
// counts replies: node scripts/bench-calls.mjs [calls] [concurrency] [rounds]. Run `npm run build` before.
import { measure, startServer } from './bench-processes.mjs';

const [calls = 20_000, concurrency = 64, rounds = 3] = process.argv.slice(2).map(Number);
const server = await startServer('bench-server.mjs');

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const rates = { bare: [], fill: [] };
let peak = 0;
try {
  for (let round = 0; round < rounds; round += 1) {
    for (const variant of ['bare', 'fill']) {
      const { seconds, megabytes } = await measure(variant, calls, concurrency, server.url);
      rates[variant].push(calls / seconds);
      if (variant === 'fill') peak = Math.max(peak, megabytes);
      console.log(`round ${round + 1}, ${variant}: ${Math.round(calls / seconds)} requests/s, peak ${megabytes} MB`);
    }
  }
  const few = await measure('fill', calls / 10, concurrency, server.url);
  const ratio = median(rates.fill) / median(rates.bare);
  console.log(
    `medians: bare ${Math.round(median(rates.bare))}, fill ${Math.round(median(rates.fill))} requests/s; ratio ${ratio.toFixed(2)}`,
  );
  console.log(
    `peak memory of fill: ${few.megabytes} MB at ${calls / 10} calls, ${peak} MB at ${calls}; ratio ${(peak / few.megabytes).toFixed(2)}`,
  );
} finally {
  server.child.kill();
}
