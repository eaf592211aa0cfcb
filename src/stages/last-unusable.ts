import type { ChatRequest } from '../llm/chat-model.js';
import type { Journal } from '../store/journal.js';
import type { StageRecord } from '../store/manifest.js';

/** Requests whose latest reply cannot be used, as they are met. */
export interface LastUnusable {
  /** Requests have no usable reply. One that was never answered does not count, and none counts twice. */
  note(requests: readonly Pick<ChatRequest, 'id' | 'prompt'>[]): void;
  /** Begins anew: from here on all of them are met. */
  restart(): void;
}

/**
 * Counts into a stage's record how many requests of each prompt have a latest reply that cannot be used: only who reads replies knows,
 * and the journal tells the rest. What another model left unusable stays as it was.
 */
export function countUnusable(
  record: StageRecord,
  earlier: StageRecord | undefined,
  { tries }: Pick<Journal, 'tries'>,
): LastUnusable {
  const { model } = record;
  const others = (earlier?.unusable ?? []).filter((one) => one.model !== model);
  const own = new Map<string, number>();
  const seen = new Set<string>();

  function write(): void {
    const counted = [...own].sort(([a], [b]) => (a < b ? -1 : 1));
    const all = [...others, ...counted.map(([prompt, requests]) => ({ prompt, model: model ?? '', requests }))];
    record.unusable = all.length > 0 ? all : undefined;
  }

  write();
  return {
    note(requests) {
      for (const { id, prompt } of requests) {
        if (seen.has(id) || tries(id) === 0) continue;
        seen.add(id);
        own.set(prompt, (own.get(prompt) ?? 0) + 1);
      }
      write();
    },
    restart() {
      own.clear();
      seen.clear();
      write();
    },
  };
}
