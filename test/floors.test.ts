import { join } from 'node:path';
import { expect, test } from 'vitest';
// @ts-expect-error a maintenance script without types
import { findCircles, findUpwardImports } from '../scripts/check-floors.mjs';
import { makeFolder, PROJECT } from './harness/cli.js';

test('no file imports from a floor above its own or from a neighbour', () => {
  expect(findUpwardImports(join(PROJECT, 'src'))).toEqual([]);
});

test('an import that goes up, one of a neighbour, one of the file system and a room on no floor are named', () => {
  const source = makeFolder({
    'text/words.ts': "import { openJournal } from '../store/journal.js';\n",
    'quality/length.ts':
      "import { readScript } from '../readers/index.js';\nimport { countWords } from '../text/words.js';\n",
    'attic/box.ts': '',
    'rolebench/disk.ts': "import { readFileSync } from 'node:fs';\n",
    'cli/late.ts': "const late = await import('../stages/filter/index.js');\n",
    'llm/late.ts': "const late = await import('../stages/filter/index.js');\n",
  });
  expect(findUpwardImports(source)).toEqual([
    'attic/box.ts: the room "attic" is on no floor of scripts/check-floors.mjs',
    'llm/late.ts imports stages/filter/index.ts: "stages" is not below "llm"',
    'quality/length.ts imports readers/index.ts: "readers" is not below "quality"',
    'rolebench/disk.ts: only the store touches files',
    'text/words.ts imports store/journal.ts: "store" is not below "text"',
  ]);
});

test('no files import each other in a circle', () => {
  expect(findCircles(join(PROJECT, 'src'))).toEqual([]);
});

test('a circle is named with all its files, also where only a type goes round; files that meet below are none', () => {
  const source = makeFolder({
    'cli/plan.ts': "import { renderTable } from './table.js';\n",
    'cli/table.tsx': "import { cell } from './cell.js';\nimport { thousands } from './numbers.js';\n",
    'cli/cell.ts': "import type { Planned } from './plan.js';\nimport { thousands } from './numbers.js';\n",
    'cli/numbers.ts': '',
    'cli/self.ts': "export const late = () => import('./self.js');\n",
  });
  expect(findCircles(source)).toEqual([
    'cli/cell.ts imports cli/plan.ts imports cli/table.tsx imports cli/cell.ts: a circle',
    'cli/self.ts imports cli/self.ts: a circle',
  ]);
});
