import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partColumns } from '../../src/report/charts/alike.js';
import { DataTable } from '../../src/report/charts/figure.js';
import type { Facts } from '../../src/report/facts/index.js';
import type { VerbNouns } from '../../src/report/facts/verb-nouns.js';
import { QuestionSection } from '../../src/report/sections/questions.js';

describe('a table', () => {
  const columns = ['role', 'support', 'answers', 'failed', 'cost'].map((name) => ({ name }));

  test('names what all its rows have in common below it, and leaves out what none has', () => {
    const rows = [
      ['Hamlet', '100 %', '8', '0', '–'],
      ['Macbeth', '100 %', '7', '–', '–'],
    ];
    const html = String(DataTable({ caption: 'Grounding', columns, rows }));
    expect([...html.matchAll(/<th scope="col">(.*?)<\/th>/g)].map(([, name]) => name)).toEqual(['role', 'answers']);
    expect(html).toMatch(/<p class="note common">The same in every row: support 100 %, failed 0\.<\/p>/);
  });

  test('of one row keeps every column', () => {
    const html = String(DataTable({ caption: 'Grounding', columns, rows: [['Hamlet', '100 %', '8', '0', '–']] }));
    expect(html.match(/<th scope="col">/g)).toHaveLength(5);
    expect(html).not.toContain('The same in every row');
  });

  test('draws no column that is alike, and each column is either drawn, named or empty', () => {
    const cell = fc.constantFrom('–', '0', '1', '2');
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { minLength: 2, maxLength: 6 }), (rows) => {
        const names = ['role', 'a', 'b', 'c'].map((name) => ({ name }));
        const { shown, common } = partColumns({ columns: names, rows });
        for (const k of shown.slice(1)) expect(new Set(rows.map((row) => row[k])).size).toBeGreaterThan(1);
        for (const [k, { name }] of names.entries()) {
          const isEmpty = rows.every((row) => row[k] === '–');
          expect(shown.includes(k) || common.some((one) => one.name === name) || isEmpty).toBe(true);
        }
      }),
    );
  });
});

describe('what the questions ask for', () => {
  const sectionOf = (with_pair: number) => {
    const verbs: VerbNouns = {
      language: 'en',
      questions: 200,
      looked_at: 200,
      with_pair,
      verbs: [{ verb: 'write', questions: with_pair, nouns: [{ noun: 'poem', questions: with_pair }] }],
    };
    return String(QuestionSection({ facts: { verbs: [verbs], has: { filtered: true } } as unknown as Facts }));
  };

  test('is a list of verbs where most questions have no verb with an object', () => {
    const section = sectionOf(40);
    expect(section).not.toContain('sunburst');
    expect(section).toContain('write: poem');
    expect(section).toContain('40 (20 %)');
  });

  test('is a ring, as in the paper, where most of them have one', () => {
    expect(sectionOf(140)).toContain('sunburst');
  });
});
