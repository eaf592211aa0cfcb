import type { Check } from './check.js';

/** Refuses what the model itself is not sure of: papers.md 1.4c keeps High alone. */
export const confidence: Check = {
  name: 'confidence',
  run: (answer) => (answer.isRoleSpecific && answer.confidence === 'Low' ? { evidence: 'confidence: Low' } : undefined),
};
