import { ShowKnowledge } from '../../config.js';
import { openKnowledge } from '../../knowledge/open.js';
import type { Recipe } from '../../recipes/recipe.js';
import { Audit, Profile } from '../../records.js';
import type { DataFolder } from '../../store/data-folder.js';
import { readRows } from '../../store/jsonl.js';
import { readManifest } from '../../store/manifest.js';

/** What the audit found of a role, in a few words. */
function tellFound(row: Audit | undefined): string {
  if (!row) return 'never asked';
  if (row.of === 0) return 'not known (nothing could be asked)';
  return `${row.knows ? 'known' : 'not known'} by audit (${row.known} of ${row.of})`;
}

/** What prompts show of a role. */
function tellShown(mode: ShowKnowledge, row: Audit | undefined, facts: number): string {
  if (mode === 'never' || (mode === 'by-audit' && row?.knows)) return '';
  const always = mode === 'always' ? 'always ' : '';
  return facts === 0 ? ', and no fact to show' : `, ${always}shown its knowledge`;
}

/** How the rows of each recipe were made, by the record of its stage: recipes that were made alike stand together. */
function recipesByMode(recipes: readonly Recipe[], { manifest }: DataFolder): Map<ShowKnowledge, string[]> {
  const { stages } = readManifest(manifest);
  const modes = new Map<ShowKnowledge, string[]>();
  for (const { name, showsKnowledge } of recipes) {
    const record = stages[name];
    if (!showsKnowledge || !record) continue;
    // A recipe that showed nothing recorded nothing.
    const { knowledge } = (record.settings.audit ?? {}) as { knowledge?: unknown };
    const mode = ShowKnowledge.catch('never').parse(knowledge);
    modes.set(mode, [...(modes.get(mode) ?? []), name]);
  }
  return modes;
}

/**
 * Whether the model knows the roles, and which of them prompts showed what is known of them: a line for roles of which the same is
 * to be said. Nothing where nobody asked and nothing was shown.
 */
export function tellAudit(recipes: readonly Recipe[], data: DataFolder): string[] {
  const audits = new Map([...readRows(data.audit, Audit)].map((row) => [row.role, row]));
  const byMode = recipesByMode(recipes, data);
  if (byMode.size === 0 && audits.size > 0) byMode.set('never', []);
  if (audits.size === 0 && [...byMode.keys()].every((mode) => mode === 'never')) return [];
  const knowledge = openKnowledge(data);
  const roles = [...readRows(data.profiles, Profile)].map(({ role }) => role);
  return [...byMode].flatMap(([mode, names]) => {
    const lines = new Map<string, string[]>();
    for (const role of roles) {
      const row = audits.get(role);
      const facts = knowledge.of(role)?.facts.length ?? 0;
      const line = `${tellFound(row)}${tellShown(mode, row, facts)}`;
      lines.set(line, [...(lines.get(line) ?? []), role]);
    }
    const of = byMode.size > 1 ? `${names.join(', ')}: ` : '';
    return [...lines].map(([line, told]) => `${of}${line}: ${told.join(', ')}`);
  });
}
