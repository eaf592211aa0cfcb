export interface CheckFigures {
  check: string;
  refuse: number;
  pass: number;
  precision: number | null;
  recall: number | null;
  recallAfter: number | null;
}
export function measureChecks(): CheckFigures[] | undefined;

export function measureWritten(half?: string): { language: string; figures: CheckFigures[] }[];
