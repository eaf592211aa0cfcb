import { z } from 'zod';
import { readReviews } from '../../quality/reviews.js';
import { readRows } from '../../store/jsonl.js';
import { readManifest } from '../../store/manifest.js';
import type { RecipeContext } from '../recipe.js';
import { pairOf } from './row.js';

/** A pair as any version wrote it. */
const AnyPair = z.object({ id: z.string(), generated: z.array(z.unknown()) });

/**
 * Version 0.1.0 numbered the responses of a pair by their place among those that succeeded. A pair with a failed one is numbered
 * anew when it is made again: marks on its responses may then be on others, and the user is told which.
 */
export function tellRenumbered({ data, log }: Pick<RecipeContext, 'data' | 'log'>): void {
  const marked = new Map<string, string[]>();
  for (const id of readReviews(data).keys()) marked.set(pairOf(id), [...(marked.get(pairOf(id)) ?? []), id]);
  const responses = Number(readManifest(data.manifest).stages.rolegpt?.settings.responses);
  if (marked.size === 0 || Number.isNaN(responses)) return;
  const ids: string[] = [];
  for (const { id, generated } of readRows(data.rows('rolegpt'), AnyPair)) {
    if (generated.length < responses) ids.push(...(marked.get(id) ?? []));
  }
  if (ids.length === 0) return;
  log.warn(
    `rolegpt: ${ids.length} marks in review.jsonl may now be on another answer, because some responses failed and the others were renumbered. Check these again: ${ids.join(', ')}`,
  );
}
