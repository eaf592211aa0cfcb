// Precision and recall of the checks on RoleBench's answers, labelled by reading, and on rows that were written for a language
// (test/fixtures/checks/README.md): node scripts/measure-checks.mjs [--errors]. Run `npm run build` before.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Settings } from '../dist/config.js';
import { rowChecks } from '../dist/quality/index.js';

const ROLEBENCH = new URL('../../shared/rolebench/', import.meta.url);
const FIXTURES = new URL('../test/fixtures/checks/', import.meta.url);
const LABELS = new URL('labels.jsonl', FIXTURES);

const rowsOf = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean).map(JSON.parse);

/** Finds the answer that a label is about. */
function openAnswers() {
  const files = new Map();
  return ({ source, characters }) => {
    const [, path, line, place] = /^(.+):(\d+)#(\d+)$/.exec(source);
    if (!files.has(path)) files.set(path, readFileSync(new URL(path, ROLEBENCH), 'utf8').split('\n'));
    const { role, question, generated } = JSON.parse(files.get(path)[line - 1]);
    const isRoleSpecific = !path.includes('/general/');
    const language = path.startsWith('rolebench-zh') ? 'zh' : 'en';
    return { isRoleSpecific, role, language, question, answer: [generated].flat()[place].slice(0, characters) };
  };
}

function isRefused(check, row) {
  const profile = { role: row.role, language: row.language, aliases: [], is_machine: false, catchphrases: [] };
  const context = { profile, settings: Settings.parse({}).filter, promptExamples: [] };
  return (
    rowChecks
      .find(({ name }) => name === check)
      .run({ isRoleSpecific: row.set === 'role_specific', ...row, earlier: [], raw_answer: null }, context) !==
    undefined
  );
}

/** Figures of each check; undefined where RoleBench is not there. Shares are null where they are of nothing. */
export function measureChecks() {
  if (!existsSync(fileURLToPath(ROLEBENCH))) return undefined;
  const answerOf = openAnswers();
  const labels = rowsOf(LABELS).map((label) => {
    const row = answerOf(label);
    return { ...label, row, isRefused: isRefused(label.check, row) };
  });
  return figuresOf(labels);
}

/** What each check makes of labelled rows. */
function figuresOf(labels) {
  return [...new Set(labels.map(({ check }) => check))].map((check) => {
    const own = labels.filter((label) => label.check === check);
    const should = own.filter(({ expected }) => expected === 'refuse');
    const refused = own.filter((label) => label.isRefused);
    const right = (rows) => rows.filter((label) => label.isRefused).length;
    const unseen = should.filter(({ read }) => read === 'after');
    const share = (part, whole) => (whole === 0 ? null : part / whole);
    return {
      check,
      refuse: should.length,
      pass: own.length - should.length,
      precision: share(right(should), refused.length),
      recall: share(right(should), should.length),
      recallAfter: share(right(unseen), unseen.length),
      errors: own.filter((label) => label.isRefused !== (label.expected === 'refuse')),
    };
  });
}

/** Figures of each check on the rows that were written for a language, all of them and those of one half. */
export function measureWritten(half) {
  const files = readdirSync(FIXTURES).filter((name) => name.endsWith('.jsonl') && name !== 'labels.jsonl');
  return files.sort().map((name) => {
    const language = name.replace(/\.jsonl$/, '');
    const rows = rowsOf(new URL(name, FIXTURES)).filter((row) => half === undefined || row.half === half);
    const labels = rows.map((row, k) => ({
      ...row,
      source: `${name}:${k + 1}`,
      row: { ...row, language },
      isRefused: isRefused(row.check, { ...row, language }),
    }));
    return { language, figures: figuresOf(labels) };
  });
}

function print(figures) {
  const shown = (share) => (share === null ? '–' : share.toFixed(3));
  for (const { check, refuse, pass, precision, recall, recallAfter, errors } of figures) {
    const after = recallAfter === null ? '' : ` (of those read later ${shown(recallAfter)})`;
    console.log(
      `${check}: ${refuse} to refuse, ${pass} to pass: precision ${shown(precision)}, recall ${shown(recall)}${after}`,
    );
    if (!process.argv.includes('--errors')) continue;
    for (const { source, row, isRefused } of errors) {
      const text = row.answer.replace(/\s+/g, ' ').slice(0, 150);
      console.log(`  ${isRefused ? 'refused' : 'passed'} ${source} ${row.role}: ${text}`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const figures = measureChecks();
  if (figures) print(figures);
  else console.log(`${fileURLToPath(ROLEBENCH)} is not there: nothing of it is measured.`);
  for (const half of ['tuned', 'held out']) {
    for (const { language, figures: written } of measureWritten(half)) {
      console.log(`\n${language}, written rows, ${half}`);
      print(written);
    }
  }
}
