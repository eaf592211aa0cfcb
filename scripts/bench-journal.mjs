// How long a large journal takes to open, and how much memory: node scripts/bench-journal.mjs [replies] [megabytes].
// Run `npm run build` before. Each open is a process of its own; the plain read of the same bytes stands beside it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [replies = 150_000, megabytes = 400] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'rolellm-bench-'));
const file = join(folder, 'context-instruct.jsonl');
const journal = new URL('../dist/store/journal.js', import.meta.url).href;

const SENTENCES = [
  'The lamp is all I can tell you of the reef. ',
  '“Ask the harbour master,” I said. ',
  '海上的灯还亮着。',
];

function writeJournal() {
  const descriptor = openSync(file, 'w');
  const bytesEach = (megabytes * 1e6) / replies;
  for (let k = 0; k < replies; k += 1) {
    const id = createHash('sha256').update(String(k)).digest('hex').slice(0, 24);
    let content = `{"question": "What of ${k}?", "answer": "`;
    while (Buffer.byteLength(content) < bytesEach - 330) content += SENTENCES[(k + content.length) % 3];
    const usage = { prompt_tokens: 700, cached_tokens: 0, completion_tokens: 80 };
    const more = { usage, cost: 0.0012, model: 'bench', prompt: 'context-instruct@1 0123456789abcdef' };
    const entry = { ids: [id], contents: [`${content}"}`], finish_reasons: ['stop'], ...more };
    writeSync(descriptor, `${JSON.stringify(entry)}\n`);
  }
  closeSync(descriptor);
}

const PLAIN = `import { createReadStream } from 'node:fs';
let lines = 0;
for await (const chunk of createReadStream(${JSON.stringify(file)}, { highWaterMark: 1 << 20 }))
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;`;
const OPEN = `import { openJournal } from ${JSON.stringify(journal)};
const journal = openJournal(${JSON.stringify(file)});
if (journal.totals().replies !== ${replies}) throw new Error('lost replies');`;

function measure(code) {
  const report = 'process.stdout.write([performance.now(), process.resourceUsage().maxRSS / 1024].join(" "));';
  const { stdout, status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', `${code}\n${report}`]);
  if (status !== 0) throw new Error(String(stderr));
  const [milliseconds, peak] = String(stdout).split(' ').map(Number);
  return { seconds: milliseconds / 1000, peak };
}

try {
  writeJournal();
  for (const [name, code] of [
    ['counting its lines', PLAIN],
    ['opening it', OPEN],
  ]) {
    const { seconds, peak } = measure(code);
    console.log(`${name}: ${seconds.toFixed(2)} s, peak ${Math.round(peak)} MB`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
