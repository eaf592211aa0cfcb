import type { ChatRequest } from '../llm/chat-model.js';
import type { Journal } from '../store/journal.js';
import { openPromptLog } from '../store/prompt-log.js';

/** Keeps what a stage asks, so that it can be shown beside what came of it, whatever prompts and settings are by then. */
export function keepPrompts(
  file: string,
  journal: Pick<Journal, 'tries'>,
  warn: (message: string) => void,
): { onAsk(requests: readonly ChatRequest[]): void; close(): void } {
  const log = openPromptLog(file, (reason) => warn(`${file}: prompts of this run are not kept: ${reason}`));
  return {
    /** Requests of one prompt. One that was answered before is kept already. */
    onAsk(requests) {
      const asked = requests.filter(({ id }) => journal.tries(id) === 0);
      const [first] = asked;
      if (!first) return;
      const { group, prompt, model, messages, sampling, schema, seed } = first;
      const ids = asked.map(({ id }) => id);
      log.keep({ ids, group, prompt, model, messages, sampling: { ...sampling }, schema: schema ?? null, seed });
    },
    close: () => log.close(),
  };
}
