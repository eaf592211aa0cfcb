import { hashNumber } from '../../text/random.js';

interface Drawn<Row> {
  row: Row;
  rank: number;
  role: string;
}

/**
 * Draws rows by the hash of their ids, so that the same rows are drawn wherever they stand: of each group at most `most`,
 * no two of one role. Holds no more than it draws.
 */
export function createSampler<Row extends { id: string; role: string }>(
  seed: number,
  most: number,
): { add(group: string, row: Row): void; result(): Map<string, Row[]> } {
  const groups = new Map<string, Drawn<Row>[]>();

  return {
    add(group, row) {
      const drawn = groups.get(group) ?? [];
      const rank = hashNumber(seed, 'sample', row.id);
      const ofRole = drawn.findIndex(({ role }) => role === row.role);
      const worst = ofRole === -1 ? (drawn.length < most ? undefined : drawn.at(-1)) : drawn[ofRole];
      if (worst && worst.rank <= rank) return;
      const rest = drawn.filter((one) => one !== worst);
      groups.set(
        group,
        [...rest, { row, rank, role: row.role }].sort((a, b) => a.rank - b.rank),
      );
    },
    result: () => new Map([...groups].map(([group, drawn]) => [group, drawn.map(({ row }) => row)])),
  };
}
