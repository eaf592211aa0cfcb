import { leakExample, SHARED_NAMES } from '../../rolebench/leak-lines.js';
import { DataTable } from '../charts/figure.js';
import type { Facts } from '../facts/index.js';
import { whole } from '../words.js';
import { NotYet, Section } from './section.js';

const COLUMNS = [
  { name: 'set' },
  { name: 'shared with training' },
  { name: 'test questions', isNumber: true },
  { name: 'word for word', isNumber: true },
  { name: 'nearly', isNumber: true },
  { name: 'for example' },
];

/** What the test questions of the export share with its training files. */
export function LeakSection({ facts: { stages } }: { facts: Facts }) {
  const { leaks, export_id: id } = stages.export ?? {};
  return (
    <Section id="leaks" title="Tests and training">
      {leaks ? (
        <>
          <DataTable
            caption="Test questions of the export that share something with its training files"
            columns={COLUMNS}
            rows={leaks.map((leak) => [
              leak.set.replace('_', '-'),
              SHARED_NAMES[leak.shared],
              ...[leak.tested, leak.exact, leak.near].map(whole),
              leakExample(leak) || '–',
            ])}
          />
          {id ? (
            <p class="note">
              This is export <code>{id}</code>, as its dataset card names it.
            </p>
          ) : null}
          <p class="note">
            <code>rolellm export --split-by passage</code> makes splits that share none of these.
          </p>
        </>
      ) : (
        <NotYet what="There is no export yet." command="export" />
      )}
    </Section>
  );
}
