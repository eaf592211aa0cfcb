import { type ChaosConfig, LLMock } from '@copilotkit/aimock';
import { onTestFinished } from 'vitest';
import { contentFor, type SeenRequest } from './replies.js';

/**
 * A peer of the protocol that this project did not write (CopilotKit's aimock): chat completions, faults, files and batches.
 * Replies follow from the request alone, as the other test server's do.
 */
export async function startAimock(chaos?: ChaosConfig): Promise<{ mock: LLMock; url: string }> {
  const mock = new LLMock({ port: 0, ...(chaos ? { chaos } : {}) });
  mock.on({ predicate: () => true }, (request) => ({ content: contentFor(request as unknown as SeenRequest) }));
  await mock.start();
  onTestFinished(() => mock.stop());
  return { mock, url: `${mock.url}/v1` };
}

/** How many chat completions it answered, and with which status. */
export function statusesOf(mock: LLMock): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { path, response } of mock.getRequests()) {
    if (path.endsWith('/chat/completions')) counts[response.status] = (counts[response.status] ?? 0) + 1;
  }
  return counts;
}
