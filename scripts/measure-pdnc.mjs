#!/usr/bin/env node
/**
 * How many quotes of labelled novels get the right speaker: `npm run build`, then `node scripts/measure-pdnc.mjs FOLDER...`.
 * A folder is one novel of the Project Dialogism Novel Corpus (novel_text.txt, quotation_info.csv, character_info.csv).
 * `--errors` prints each wrong speaker, `--missed` each labelled quote without one, `--json` one line a novel for other programs.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { readScript } from '../dist/readers/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { errors: { type: 'boolean' }, missed: { type: 'boolean' }, json: { type: 'boolean' } },
});

const letters = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
const spelt = (text) => text.toLowerCase().replaceAll('’', "'").replaceAll('.', '').replace(/\s+/g, ' ');
const rowsOf = (folder, name) => parse(readFileSync(join(folder, name)), { columns: true, relax_quotes: true });
/** A Python list or set of strings. */
const strings = (text) =>
  [...text.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)].map((found) => found[1] ?? found[2]);

/** How many lines away a description means the same character. */
const NEAR = 60;

const TITLE =
  /^(?:mr|mrs|ms|miss|dr|doctor|sir|lord|lady|captain|colonel|major|inspector|professor|the|a|an|old|young|little)\.?\s+/;
const plain = (name) => {
  let short = name.toLowerCase().replaceAll('’', "'");
  while (TITLE.test(short)) short = short.replace(TITLE, '');
  return short.replace(/[^\p{L}\p{N} ]+/gu, '').trim();
};

/** The words of a name without title and article, so that `Mr. Brown` is also found in `Arthur Brown`. */
const wordsOf = (name) => plain(name).split(' ');
const has = (name, words) => words.every((word) => wordsOf(name).includes(word));

/**
 * Whether a speaker's name means the labelled character: it is an alias, with or without title and article; or words of an
 * alias that no other speaker of the novel bears; or it stands in the words beside a quote of that character near by, which is
 * how `the old man` is right.
 */
function judgeOf(folder, quotes) {
  const aliases = new Map();
  const narrators = new Set(['_narr']);
  for (const row of rowsOf(folder, 'character_info.csv')) {
    const all = [row['Main Name'], ...strings(row.Aliases ?? '')];
    for (const name of all) aliases.set(name, [...(aliases.get(name) ?? []), ...all]);
    if (all.some((name) => /^_?narr$/i.test(name))) for (const name of all) narrators.add(name);
  }
  const isCalled = (name, speaker, line) =>
    quotes.some(
      (quote) => quote.speaker === speaker && Math.abs(quote.line - line) < NEAR && quote.beside.includes(spelt(name)),
    );
  const speaking = [...new Set(quotes.map(({ speaker }) => speaker))].map((speaker) => [
    speaker,
    aliases.get(speaker) ?? [speaker],
  ]);
  const bearers = (test) => speaking.filter(([, names]) => names.some(test)).map(([speaker]) => speaker);
  return (name, { speaker, line }) => {
    if (name === 'I') return narrators.has(speaker) || narrators.size === 1;
    if (isCalled(name, speaker, line)) return true;
    const exact = bearers((alias) => alias.toLowerCase() === name.toLowerCase());
    if (exact.length > 0) return exact.includes(speaker);
    const loose = bearers((alias) => plain(alias) === plain(name));
    if (loose.length > 0) return loose.includes(speaker);
    const part = bearers((alias) => has(alias, wordsOf(name)));
    return part.length === 1 && part[0] === speaker;
  };
}

/** The labelled quotes, cut at paragraphs, each with the line of the file on which it begins. */
function labelled(folder, text) {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lineOf = (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
  return rowsOf(folder, 'quotation_info.csv').flatMap(({ quoteByteSpans, speaker, quoteType, referringExpression }) =>
    JSON.parse(quoteByteSpans).flatMap(([start, end]) => {
      let offset = start;
      return text
        .slice(start, end)
        .split(/(\n\s*\n)/)
        .flatMap((part) => {
          const line = lineOf(offset + part.search(/\S|$/));
          offset += part.length;
          return letters(part) === ''
            ? []
            : [{ speaker, quoteType, beside: spelt(referringExpression), line, words: letters(part) }];
        });
    }),
  );
}

function measure(folder) {
  const bytes = readFileSync(join(folder, 'novel_text.txt'));
  const quotes = labelled(folder, [...bytes.toString()].join(''));
  const isSame = judgeOf(folder, quotes);
  const { lines } = readScript(bytes, { file: 'novel_text.txt' });
  const rows = lines
    .filter(({ speaker, unattributed }) => speaker !== null || unattributed)
    .map((row) => ({ ...row, words: letters(row.content), gold: [] }));
  for (const quote of quotes) {
    // Rows are in the order of the file: a quote stands in the last rows that begin before it.
    let [low, high] = [0, rows.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (rows[middle].line <= quote.line) low = middle;
      else high = middle;
    }
    for (let at = low; at >= 0 && rows[low].line - rows[at].line <= 1; at -= 1) {
      if (!rows[at].words.includes(quote.words)) continue;
      rows[at].gold.push(quote);
      break;
    }
  }
  const found = rows.filter(({ gold }) => gold.length > 0);
  const spoken = found.filter(({ speaker }) => speaker !== null);
  const isRight = ({ speaker, gold }) => gold.every((quote) => isSame(speaker, quote));
  const wrong = spoken.filter((row) => !isRight(row));
  return { folder, rows, found, spoken, wrong };
}

const total = { rows: 0, found: 0, spoken: 0, wrong: 0 };
const share = (part, whole) => (part / whole).toFixed(3);
for (const folder of positionals) {
  const { rows, found, spoken, wrong } = measure(folder);
  for (const [name, list] of Object.entries({ rows, found, spoken, wrong })) total[name] += list.length;
  if (values.json) process.stdout.write(`${JSON.stringify({ folder, found })}\n`);
  else
    process.stdout.write(
      `${basename(folder)}: ${spoken.length} of ${found.length} labelled quotes have a speaker (${share(spoken.length, found.length)}), ${spoken.length - wrong.length} the right one (${share(spoken.length - wrong.length, spoken.length)}); ${rows.length - found.length} quotes are not labelled\n`,
    );
  if (values.errors)
    for (const { line, speaker, gold, content } of wrong)
      process.stdout.write(
        `  ${line} [${speaker}] is ${[...new Set(gold.map((quote) => quote.speaker))].join('|')}: ${content.slice(0, 100)}\n`,
      );
  if (values.missed)
    for (const { line, gold, content } of found.filter(({ speaker }) => speaker === null))
      process.stdout.write(`  ${line} ${gold[0].quoteType} ${gold[0].speaker}: ${content.slice(0, 100)}\n`);
}
process.stdout.write(
  `all: coverage ${share(total.spoken, total.found)} (${total.spoken} of ${total.found}), precision ${share(total.spoken - total.wrong, total.spoken)} (${total.wrong} wrong)\n`,
);
