// How long a large journal takes to open, and how much memory: node scripts/bench-journal.mjs [replies] [megabytes].
// Run `npm run build` before. Each open is a process of its own; the plain read of the same bytes stands beside it, and the same
// journal as versions before 0.2 wrote it, without checksums.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toJournalLine } from '../dist/store/journal-line.js';

const [replies = 150_000, megabytes = 400] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'rolellm-bench-'));
const file = join(folder, 'context-instruct.jsonl');
const journal = new URL('../dist/store/journal.js', import.meta.url).href;

const SENTENCES = [
  'The lamp is all I can tell you of the reef. ',
  '“Ask the harbour master,” I said. ',
  '海上的灯还亮着。',
];

function writeJournal(toLine) {
  const descriptor = openSync(file, 'w');
  const bytesEach = (megabytes * 1e6) / replies;
  for (let k = 0; k < replies; k += 1) {
    const id = createHash('sha256').update(String(k)).digest('hex').slice(0, 32);
    let content = `{"question": "What of ${k}?", "answer": "`;
    while (Buffer.byteLength(content) < bytesEach - 330) content += SENTENCES[(k + content.length) % 3];
    const usage = { prompt_tokens: 700, cached_tokens: 0, completion_tokens: 80 };
    const more = { usage, cost: 0.0012, model: 'bench', prompt: 'context-instruct@1 0123456789abcdef' };
    const entry = { ids: [id], contents: [`${content}"}`], finish_reasons: ['stop'], ...more };
    writeSync(descriptor, toLine(entry));
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

const measureAs = (name, code) => {
  const { seconds, peak } = measure(code);
  console.log(`${name}: ${seconds.toFixed(2)} s, peak ${Math.round(peak)} MB`);
};

try {
  writeJournal(toJournalLine);
  measureAs('counting its lines', PLAIN);
  measureAs('opening it', OPEN);
  writeJournal((entry) => `${JSON.stringify(entry)}\n`);
  measureAs('opening it without checksums', OPEN);
} finally {
  rmSync(folder, { recursive: true });
}
