import { join } from 'node:path';
import { total } from '../languages/index.js';
import type { Recipe } from '../recipes/recipe.js';
import { writeFileAtomically } from '../store/atomic.js';
import type { DataFolder } from '../store/data-folder.js';
import { claimPage, sign } from '../store/signed.js';
import { gatherFacts } from './facts/index.js';
import { sumOf } from './facts/lengths.js';
import { renderPage } from './page.js';
import { totalsOf } from './sections/totals.js';

/** Where the page is, and what it says in a few numbers. */
interface ReportSummary {
  report: string;
  /** The export that it tells of. */
  export_id: string | null;
  roles: number;
  kept: number;
  refused: number;
  instructions: number;
  evaluations: number;
}

/** A page of a version that did not sign it. */
const UNSIGNED_PAGE = /<title>What is in [^<]*\/<\/title>/;

/**
 * Writes report/index.html of a data folder: one file that needs nothing beside itself. Reads the folder and changes nothing
 * else in it; a page that is not ours is moved aside, and `warn` says where. Throws UserError where a file cannot be read.
 */
export async function writeReport(
  data: DataFolder,
  recipes: readonly Recipe[],
  seed: number,
  warn: (message: string) => void,
): Promise<ReportSummary> {
  const facts = await gatherFacts(data, recipes, seed);
  const file = join(data.report, 'index.html');
  const page = sign(renderPage(facts));
  const moved = claimPage(file, (earlier) => UNSIGNED_PAGE.test(earlier));
  if (moved) warn(moved);
  writeFileAtomically(file, [page]);
  const { kept, refused } = totalsOf(facts.roles);
  const { general, role_specific } = facts.statistics.instructions;
  return {
    report: file,
    export_id: facts.stages.export?.export_id ?? null,
    roles: facts.roles.length,
    kept: sumOf(kept),
    refused,
    instructions: total(general) + total(role_specific),
    evaluations: facts.evaluations.length,
  };
}
