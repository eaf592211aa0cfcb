// What reading costs: every layout and every kind of document, its time and memory when the input is doubled.
// node scripts/bench-readers.mjs [--size MB] [--odd MB] [NAME …]. Run `npm run build` before.
// --size: usual text of each kind (4). --odd: what no writer writes, such as one bracket a million times, read by every layout (0.2).
// At these sizes it takes three minutes of processor time.
// Each is read at half that size and at all of it, each time in a process of its own; what is printed of time is the processor's,
// and the wall's for the whole. NAME: only readers whose name begins so. It makes its own inputs and always ends with exit status 0.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';

const MB = 1e6;
const SLOWEST_SECONDS = 120;
/** No layout is named: all of them are tried. */
const ANY = 'any';

const NAMES =
  'Ada Tom Nora Otto Ines Bert Clara Hugo Vera Paul Edith Karl Ruth Emil Greta Oscar Lena Felix Anna Max'.split(' ');
const PERSONS = '李明 王芳 张伟 刘洋 陈静 杨磊 赵敏 黄强 周杰 吴霞'.split(' ');
const WORDS =
  'the lamp is lit and it burns as bright as a harbour full of candles while nobody on this quay asks who keeps watch over boats that never come home before morning'.split(
    ' ',
  );
const SIGNS = '船回来了没有人知道灯还亮着海上风大今夜谁也不敢出门只好坐在屋里等天明再说罢';

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
const random = seeded(1);
const draw = (list) => list[Math.floor(random() * list.length)];
const words = (count) => Array.from({ length: count }, () => draw(WORDS)).join(' ');
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const sentence = () => `${capital(words(6 + Math.floor(random() * 12)))}.`;
const chinese = () => `${Array.from({ length: 8 + Math.floor(random() * 12) }, () => draw(SIGNS)).join('')}。`;
const clock = (at) => new Date(at * 4000).toISOString().slice(11, 19);
const spoken = (at) => [NAMES[(at * 7 + (at >> 3)) % NAMES.length], `${sentence()} ${sentence()}`];

/** A layout: what stands before all speeches, one speech after the other, what stands behind. */
const LAYOUTS = {
  'play, NAME.': { each: (n, t) => `${n.toUpperCase()}. ${t}\n\n`, format: 'play' },
  'play, Name:': { each: (n, t) => `${n}: ${t}\n`, format: 'play' },
  'play, own line': { each: (n, t) => `${n.toUpperCase()}\n${t}\n\n`, format: 'play', named: true },
  'markdown-play': { each: (n, t) => `**${n.toUpperCase()}.** ${t}\n\n` },
  fountain: {
    head: 'INT. KITCHEN - NIGHT\n\n',
    each: (n, t) => `${n.toUpperCase()}\n(quietly)\n${t}\n\n${sentence()}\n\n`,
  },
  'screenplay, indented': {
    head: `${' '.repeat(15)}INT. KITCHEN - NIGHT\n\n`,
    each: (n, t) => `${' '.repeat(37)}${n.toUpperCase()}\n${' '.repeat(25)}${t}\n\n${' '.repeat(15)}${sentence()}\n\n`,
    format: 'fountain',
  },
  'final-draft': {
    head: '<?xml version="1.0"?><FinalDraft DocumentType="Script"><Content>\n',
    each: (n, t) =>
      `<Paragraph Type="Character"><Text>${n.toUpperCase()}</Text></Paragraph><Paragraph Type="Dialogue"><Text>${t}</Text></Paragraph>\n`,
    foot: '</Content></FinalDraft>',
  },
  bosak: {
    head: '<?xml version="1.0"?><PLAY><ACT><SCENE>\n',
    each: (n, t) => `<SPEECH><SPEAKER>${n}</SPEAKER><LINE>${t}</LINE></SPEECH>\n`,
    foot: '</SCENE></ACT></PLAY>',
  },
  tei: {
    head: '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div>\n',
    each: (n, t) => `<sp><speaker>${n}</speaker><p>${t}</p></sp>\n`,
    foot: '</div></body></text></TEI>',
  },
  prose: {
    each: (n, t, k) => `“${t}” said ${n}.\n\n${k % 3 ? `“${sentence()}”\n\n` : `${sentence()} ${sentence()}\n\n`}`,
  },
  'chinese-prose': {
    each: (_, __, k) =>
      `${PERSONS[k % 10]}说：“${chinese()}”\n${k % 2 ? `“${chinese()}”${draw(PERSONS)}问道。\n` : `${chinese()}${chinese()}\n`}`,
  },
  'chinese-play': { each: (_, __, k) => `${PERSONS[(k * 7) % 10]}：${chinese()}${chinese()}\n` },
  'subtitles (srt)': {
    each: (n, t, k) => `${k + 1}\n${clock(k)},000 --> ${clock(k)},900\n${n.toUpperCase()}: ${t}\n\n`,
    format: 'subtitles',
  },
  'subtitles (vtt)': {
    head: 'WEBVTT\n\n',
    each: (n, t, k) => `${clock(k)}.000 --> ${clock(k)}.900\n<v ${n}>${t}\n\n`,
    format: 'subtitles',
  },
  ass: {
    head: '[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n',
    each: (n, t, k) => `Dialogue: 0,${clock(k)}.00,${clock(k)}.90,Default,${n},0,0,0,,${t}\n`,
  },
  renpy: {
    head: `${NAMES.map((n) => `define ${n.toLowerCase()}_ = Character("${n}")\n`).join('')}\nlabel start:\n`,
    each: (n, t) => `    ${n.toLowerCase()}_ "${t}"\n`,
  },
  yarn: { head: 'title: Quay\ntags:\n---\n', each: (n, t) => `${n}: ${t}\n`, foot: '===\n' },
  jsonl: { each: (n, t) => `${JSON.stringify({ role: n, content: t })}\n` },
  json: { head: '[\n', each: (n, t, k) => `${k ? ',' : ''}${JSON.stringify({ speaker: n, text: t })}\n`, foot: ']' },
  'json (Discord)': {
    head: '{"guild":{"id":"1","name":"Quay"},"channel":{"id":"2","name":"lamp"},"messages":[\n',
    each: (n, t, k) =>
      `${k ? ',' : ''}${JSON.stringify({ id: `${k}`, type: 'Default', content: t, author: { id: n, name: n, nickname: null } })}\n`,
    foot: ']}',
    format: 'json',
  },
  csv: { head: 'speaker,text\n', each: (n, t) => `${n},"${t}"\n` },
  whatsapp: { each: (n, t, k) => `[12/03/2024, ${clock(k)}] ${n}: ${t}\n` },
  'discord-text': { each: (n, t) => `[12-Mar-24 09:14 AM] ${n}\n${t}\n\n` },
  irc: { each: (n, t, k) => `[${clock(k)}] <${n.toLowerCase()}> ${t}\n` },
  labelled: { each: (n, t) => `[${n.toUpperCase()}] ${t}\n` },
  cornell: { each: (n, t, k) => `L${k} +++$+++ u0 +++$+++ m0 +++$+++ ${n.toUpperCase()} +++$+++ ${t}\n` },
  'timed-transcript': { each: (n, t, k) => `${n}  ${clock(k)}\n${t}\n\n` },
};

/** Text of a layout of about so many bytes. */
function textOf({ head = '', each, foot = '' }, bytes) {
  const parts = [Buffer.from(head)];
  let size = parts[0].length;
  for (let at = 0; size < bytes; ) {
    let piece = '';
    for (const end = at + 500; at < end; at += 1) piece += each(...spoken(at), at);
    parts.push(Buffer.from(piece));
    size += parts.at(-1).length;
  }
  return Buffer.concat([...parts, Buffer.from(foot)]);
}

const play = (bytes) => textOf(LAYOUTS['play, NAME.'], bytes).toString();
const paragraphs = (bytes, before, behind) =>
  play(bytes)
    .split('\n\n')
    .map((text) => `${before}${text}${behind}`)
    .join('\n');
const xhtml = (bytes) =>
  `<html><head><title>Quay</title></head><body>\n${paragraphs(bytes, '<p>', '</p>')}\n</body></html>`;

function docx(bytes) {
  const body = paragraphs(bytes, '<w:p><w:r><w:t>', '</w:t></w:r></w:p>');
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument';
  return zipSync({
    '[Content_Types].xml': strToU8(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    ),
    '_rels/.rels': strToU8(
      `<Relationships xmlns="${relations}"><Relationship Id="a" Type="${type}" Target="word/document.xml"/></Relationships>`,
    ),
    'word/document.xml': strToU8(
      `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    ),
  });
}

/** A book of chapters of a megabyte. */
function epub(bytes) {
  const chapters = Array.from({ length: Math.max(1, Math.ceil(bytes / MB)) }, () => xhtml(Math.min(bytes, MB)));
  const items = chapters.map((_, k) => `<item id="c${k}" href="c${k}.xhtml" media-type="application/xhtml+xml"/>`);
  return zipSync({
    mimetype: strToU8('application/epub+zip'),
    'META-INF/container.xml': strToU8(
      '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>',
    ),
    'a.opf': strToU8(
      `<package xmlns="http://www.idpf.org/2007/opf"><manifest>${items.join('')}</manifest><spine>${chapters.map((_, k) => `<itemref idref="c${k}"/>`).join('')}</spine></package>`,
    ),
    ...Object.fromEntries(chapters.map((text, k) => [`c${k}.xhtml`, strToU8(text)])),
  });
}

/** A PDF of pages of fifty lines in Courier (PDF 1.7, 7.5). */
function pdf(bytes) {
  const lines = play(bytes).match(/[^\n]{1,70}(?= |$)|\n\n/gm) ?? [];
  const pages = Math.ceil(lines.length / 50);
  const kids = Array.from({ length: pages }, (_, at) => `${4 + at * 2} 0 R`).join(' ');
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', `<</Type/Pages/Kids[${kids}]/Count ${pages}>>`];
  objects.push('<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>');
  for (let page = 0; page < pages; page += 1) {
    const drawn = lines
      .slice(page * 50, page * 50 + 50)
      .map((line, at) => `1 0 0 1 72 ${720 - 12 * at} Tm (${line.trim()}) Tj`);
    const content = `BT /F1 12 Tf\n${drawn.join('\n')}\nET`;
    objects.push(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents ${5 + page * 2} 0 R>>`,
      `<</Length ${content.length}>>stream\n${content}\nendstream`,
    );
  }
  const parts = ['%PDF-1.4\n'];
  let length = parts[0].length;
  const table = objects.map((object, at) => {
    const offset = `${String(length).padStart(10, '0')} 00000 n \n`;
    parts.push(`${at + 1} 0 obj${object}endobj\n`);
    length += parts.at(-1).length;
    return offset;
  });
  parts.push(
    `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table.join('')}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${length}\n%%EOF`,
  );
  return Buffer.from(parts.join(''), 'latin1');
}

/** Documents that hold so many bytes of text. */
const DOCUMENTS = {
  HTML: (bytes) => Buffer.from(xhtml(bytes)),
  EPUB: epub,
  DOCX: docx,
  RTF: (bytes) => Buffer.from(`{\\rtf1\\ansi\n${paragraphs(bytes, '', '\\par')}\n}`),
  PDF: pdf,
  gzip: (bytes) => gzipSync(textOf(LAYOUTS['play, NAME.'], bytes)),
};

/** What no writer writes: a piece again and again. */
const ODD = {
  brackets: () => '[({<',
  'brackets, closed': () => '(a) [b] ',
  quotes: () => '"“「\'',
  'quotes, closed': () => '“a” "b" ',
  dashes: () => '—-– ',
  cues: () => 'ADA.\n',
  'names alone': (at) => `${NAMES[(at * 7) % NAMES.length].toUpperCase()}\n`,
  'cues with colons': () => 'Ada: ',
  'new names': (at) => `N${at.toString(36).replace(/\d/g, (digit) => 'qrstuvwxyz'[digit])}: yes.\n`.toUpperCase(),
  'one line': () => `“${sentence()}” said Ada. `,
  'one line, Chinese': () => `李明说：“${chinese()}”`,
  'no blank line': () => `${sentence()}\n`,
};

/** Reads a file and prints what that took. */
async function readOne(file, format) {
  const { openScript, countSpeakers } = await import('../dist/readers/index.js');
  const began = { wall: performance.now(), cpu: process.cpuUsage() };
  let said;
  try {
    const { lines } = await openScript(readFileSync(file), { file, ...(format ? { format } : {}) });
    said = `${countSpeakers(lines).length} speakers, ${lines.length} lines`;
  } catch (thrown) {
    if (thrown?.constructor?.name !== 'UserError') throw thrown;
    said = `refused: ${thrown.message.slice(0, 70)}`;
  }
  const { user, system } = process.cpuUsage(began.cpu);
  const found = { wall: (performance.now() - began.wall) / 1000, cpu: (user + system) / 1e6 };
  console.log(JSON.stringify({ ...found, peak: process.resourceUsage().maxRSS / 1000, said }));
}

/** Reads files one after the other in a process of their own. */
function readInAnotherProcess(files, format) {
  const args = [fileURLToPath(import.meta.url), 'read', format ?? '', ...files];
  const { stdout, signal } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: SLOWEST_SECONDS * 1000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = stdout.trim().split('\n');
  const said = signal === 'SIGTERM' ? `not done in ${SLOWEST_SECONDS} s` : 'out of memory, or broken';
  return files.map((_, at) => (lines[at]?.startsWith('{') ? JSON.parse(lines[at]) : { said }));
}

/** Below this the ratio is that of what the machine does besides. */
const LEAST_SECONDS = 0.1;

const figure = (value, digits, unit) => (value === undefined ? '–' : `${value.toFixed(digits)} ${unit}`.trim());

function report({ name, input }, [half, whole], size) {
  const ratio = half.cpu && whole.cpu > LEAST_SECONDS ? whole.cpu / half.cpu : undefined;
  const times = [figure(whole.cpu, 2, 's'), figure(whole.wall, 2, 's'), figure(ratio, 1, '')];
  console.log(
    `| ${[name, input, `${(size / MB).toFixed(1)} MB`, ...times, figure(whole.peak, 0, 'MB'), whole.said].join(' | ')} |`,
  );
}

/** Writes files of half of so many bytes and of all of them. */
const writeBoth = ({ make, bytes }, file) =>
  [bytes / 2, bytes].map((wanted, at) => {
    make(`${file}-${at}`, wanted);
    return `${file}-${at}`;
  });

/** Times usual text, each file in a process of its own. */
function measureUsual(one, folder) {
  const files = writeBoth(one, join(folder, 'script'));
  report(
    one,
    files.flatMap((file) => readInAnotherProcess([file], one.format)),
    statSync(files[1]).size,
  );
}

/** Times all that is odd in one process; told are the slowest, and whatever takes more than thrice as long when doubled. */
function measureOdd(name, odd, folder) {
  const all = Object.entries(ODD).map(([input, piece], at) => {
    const make = (file, bytes) => repeat(piece, file, bytes);
    return { name, input, files: writeBoth({ make, bytes: odd }, join(folder, `odd-${at}`)) };
  });
  const taken = readInAnotherProcess(
    all.flatMap(({ files }) => files),
    name === ANY ? undefined : name,
  );
  const rows = all.map((one, at) => ({ one, times: taken.slice(2 * at, 2 * at + 2) }));
  const slowest = Math.max(...rows.map(({ times }) => times[1].cpu ?? Number.POSITIVE_INFINITY));
  for (const { one, times } of rows) {
    const [half, whole] = times;
    const isSlow = !whole.cpu || whole.cpu === slowest || (whole.cpu > 0.3 && whole.cpu > 3 * half.cpu);
    if (isSlow) report(one, times, statSync(one.files[1]).size);
  }
}

function repeat(piece, file, bytes) {
  const opened = openSync(file, 'w');
  let written = 0;
  for (let at = 0; written < bytes; ) {
    let text = '';
    for (const end = at + 100; at < end; at += 1) text += piece(at);
    written += writeSync(opened, text);
  }
  closeSync(opened);
}

function main(args) {
  const taken = (flag, usual) => {
    const at = args.indexOf(flag);
    return (at < 0 ? usual : Number(args.splice(at, 2)[1])) * MB;
  };
  const [size, odd] = [taken('--size', 4), taken('--odd', 0.2)];
  const isWanted = (name) => args.length === 0 || args.some((wanted) => name.startsWith(wanted));
  const folder = mkdtempSync(join(tmpdir(), 'rolellm-bench-'));
  console.log('| reader | input | size | processor | wall | when doubled | peak memory | read as |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  const makers = {
    ...Object.fromEntries(Object.entries(LAYOUTS).map(([name, layout]) => [name, (bytes) => textOf(layout, bytes)])),
    ...DOCUMENTS,
  };
  for (const [name, contents] of Object.entries(size > 0 ? makers : {})) {
    const make = (file, bytes) => writeFileSync(file, contents(bytes));
    const format = LAYOUTS[name]?.named && LAYOUTS[name].format;
    if (isWanted(name)) measureUsual({ name, input: 'usual', format, bytes: size, make }, folder);
  }
  const formats = new Set([ANY, ...Object.entries(LAYOUTS).map(([name, { format }]) => format ?? name)]);
  for (const name of odd > 0 ? formats : []) if (isWanted(name)) measureOdd(name, odd, folder);
  rmSync(folder, { recursive: true, force: true });
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === 'read') {
  // As bin/rolellm.js does.
  setFlagsFromString('--heap-growing-percent=50');
  const [format, ...files] = rest;
  for (const file of files) await readOne(file, format);
} else main(process.argv.slice(2));
