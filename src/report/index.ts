import { join } from 'node:path';
import { writeFileAtomically } from '../store/atomic.js';
import type { DataFolder } from '../store/data-folder.js';
import { gatherFacts } from './facts/index.js';
import { renderPage } from './page.js';
import { totalsOf } from './sections/totals.js';

/** Where the page is, and what it says in a few numbers. */
export interface ReportSummary {
  report: string;
  roles: number;
  kept: number;
  refused: number;
  instructions: number;
  evaluations: number;
}

/**
 * Writes report/index.html of a data folder: one file that needs nothing beside itself. Reads the folder and changes nothing
 * else in it. Throws UserError where a file cannot be read.
 */
export async function writeReport(data: DataFolder, seed: number): Promise<ReportSummary> {
  const facts = await gatherFacts(data, seed);
  const file = join(data.report, 'index.html');
  writeFileAtomically(file, [renderPage(facts)]);
  const { kept, refused } = totalsOf(facts.roles);
  const { general, role_specific } = facts.statistics.instructions;
  return {
    report: file,
    roles: facts.roles.length,
    kept: kept.general + kept.role_specific,
    refused,
    instructions: general.en + general.zh + role_specific.en + role_specific.zh,
    evaluations: facts.evaluations.length,
  };
}
