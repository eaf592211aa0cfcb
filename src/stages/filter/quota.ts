import { z } from 'zod';
import { readManifest } from '../../store/manifest.js';
import type { Quota } from '../context-instruct/accept.js';
import { quotaFor } from '../context-instruct/index.js';
import type { DecidingContext } from './decide-all.js';

const RecordedQuota = z.object({ perRole: z.number(), scriptShare: z.number() });

/** How many answers were asked of context-instruct: what it recorded, so that `filter` alone needs no flag of it again. */
export function askedQuota({ data, settings }: Pick<DecidingContext, 'data' | 'settings'>): Quota {
  const recorded = RecordedQuota.safeParse(readManifest(data.manifest).stages['context-instruct']?.settings);
  return recorded.success ? recorded.data : quotaFor(settings);
}
