import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FACETS } from '../../src/view/api.js';
import { type Choice, chooseRows } from '../../src/view/choose.js';
import { buildRowIndex } from '../../src/view/row-index.js';
import type { FoundRow, Source } from '../../src/view/sources.js';
import { createTextIndex, termsOf } from '../../src/view/text-index.js';

/** A source whose rows are in memory. */
function sourceOf(rows: readonly FoundRow[]): Source {
  return {
    file: {
      *rows() {
        for (const [offset, row] of rows.entries()) yield { row, place: { offset, length: 0 } };
      },
      read: ({ offset }) => rows[offset],
      close: () => {},
    },
    rowsOf: (row) => [row as FoundRow],
  };
}

const WORD = fc.constantFrom('lamp', 'reef', 'Bell', '孙悟空', 'a', '');
const ROW: fc.Arbitrary<Omit<FoundRow, 'id'>> = fc.record({
  role: fc.constantFrom('Nora', 'Keeper', '曹操'),
  stage: fc.constantFrom('rolegpt', 'context-instruct'),
  type: fc.constantFrom('general', 'script_based'),
  fate: fc.constantFrom('kept', 'refused'),
  check: fc.constantFrom('', 'length'),
  question: WORD,
  answer: fc.array(WORD, { maxLength: 4 }).map((words) => words.join(' ')),
  evidence: WORD,
  whole: fc.constant({}),
});
const CHOICE: fc.Arbitrary<Choice> = fc.record(
  {
    role: fc.constantFrom('Nora', 'nobody'),
    type: fc.constantFrom('general'),
    check: fc.constantFrom('', 'length'),
    mark: fc.constantFrom('', 'good', 'bad'),
    q: fc.constantFrom('LAMP', 'reef bell', '"a lamp"', '孙'),
  },
  { requiredKeys: [] },
);

test('rows are chosen as by looking at each, and each facet counts what another value of it would give', () => {
  fc.assert(
    fc.property(fc.array(ROW, { maxLength: 30 }), CHOICE, (drawn, choice) => {
      const rows = drawn.map((row, k) => ({ ...row, id: String(k) }));
      const marks = new Map(
        rows.slice(0, 3).map(({ id }, k) => [id, { mark: k === 0 ? ('bad' as const) : ('good' as const) }]),
      );
      const valueIn = (row: FoundRow, facet: (typeof FACETS)[number]) =>
        facet === 'mark' ? (marks.get(row.id)?.mark ?? '') : row[facet];
      const fits = (row: FoundRow, wanted: Choice) =>
        FACETS.every((facet) => wanted[facet] === undefined || wanted[facet] === valueIn(row, facet)) &&
        termsOf(wanted.q ?? '').every((term) =>
          [row.role, row.question, row.answer, row.evidence].join('\t').toLowerCase().includes(term),
        );
      const chosen = chooseRows(buildRowIndex([sourceOf(rows)]), marks, choice);
      expect([...chosen.rows].map(String)).toEqual(rows.filter((row) => fits(row, choice)).map(({ id }) => id));
      for (const facet of FACETS) {
        for (const [value, count] of chosen.facets[facet]) {
          expect(count).toBe(rows.filter((row) => fits(row, { ...choice, [facet]: value })).length);
        }
      }
    }),
  );
});

test('of rows with the same id the first one stays', () => {
  const row = {
    role: 'r',
    stage: 's',
    type: 't',
    fate: 'kept',
    check: '',
    question: 'q',
    answer: 'a',
    evidence: '',
    whole: {},
  };
  const index = buildRowIndex([
    sourceOf([{ ...row, id: '1' }]),
    sourceOf([
      { ...row, id: '1', fate: 'waiting' },
      { ...row, id: '2' },
    ]),
  ]);
  expect(index.size).toBe(2);
  expect([...chooseRows(index, new Map(), { fate: 'waiting' }).rows]).toEqual([]);
});

test('words are found in any row, in any case and any script, and a phrase in quotes as it stands', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 40 })),
      fc.string({ minLength: 1, maxLength: 3 }),
      (texts, query) => {
        const index = createTextIndex();
        for (const text of texts) index.add(text);
        const terms = termsOf(query);
        const expected = texts.map((text) =>
          Number(terms.every((term) => text.toLowerCase().normalize('NFC').replaceAll('\n', ' ').includes(term))),
        );
        expect([...index.find(terms)]).toEqual(expected);
      },
    ),
  );
  expect(termsOf('the "grey ship" REEF')).toEqual(['the', 'grey ship', 'reef']);
});
