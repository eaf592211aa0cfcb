import { z } from 'zod';
import { languageOf } from '../../languages/index.js';
import { readJsonReply, replySchema } from '../../llm/json-reply.js';
import { normalisedWords } from '../../text/normalise.js';
import { countWords, squeeze } from '../../text/words.js';
import { showFact } from './fact.js';
import type { ActScene, SceneInstruction } from './scene.js';
import { holds, runProgram, type Step, worldOf } from './simulator.js';

const Reply = z.object({
  line: z.string().transform(squeeze),
  program: z.array(z.object({ verb: z.string().trim(), arguments: z.array(z.string().trim()) })),
});

/** What a character says and does. */
export type Acted = z.infer<typeof Reply>;

/** The reply's shape, as it is asked for. */
export const actSchema = replySchema(
  'line_and_program',
  z.object({ line: z.string(), program: z.array(z.object({ verb: z.string(), arguments: z.array(z.string()) })) }),
);

/** Longest line, and name or text of a step: with room to spare. Our choice. */
export const actBounds = (maxSteps: number) => ({
  line: 600,
  program: maxSteps,
  verb: 60,
  arguments: 4,
  'arguments[]': 120,
});

/** A line and a program. Throws InvalidReply where the reply has another shape. */
export const readActed = (content: string): Acted => readJsonReply(content, Reply);

/** The assistant's message: one JSON object with the line and the program, as it is asked for. */
export const messageOf = ({ line, program }: Acted): string => JSON.stringify({ line, program });

/** Whether a line stands in the sentence by which its form is told: a small model fills the form with it. */
const isOf = (form: string, line: string): boolean =>
  ` ${normalisedWords(form).join(' ')} `.includes(` ${normalisedWords(line).join(' ')} `);

/**
 * Why an answer is not what the instruction asks for, as far as a simulator can tell; undefined where it is. `form` is the
 * sentence of the prompt that tells the form of an answer.
 */
export function faultOfActed(
  { line, program }: { line: string; program: readonly Step[] },
  scene: ActScene,
  { goal = [], refusal }: Pick<SceneInstruction, 'goal' | 'refusal'>,
  { maxSteps, form }: { maxSteps: number; form: string },
): string | undefined {
  if (line === '') return 'says nothing';
  if (isOf(form, line)) return `says only what the prompt says of its form: ${line}`;
  if (program.length > maxSteps) return `has ${program.length} steps, more than ${maxSteps}`;
  const ran = runProgram(scene, worldOf(scene), program);
  if (!ran.ok) return ran.reason;
  const isShort = countWords(line) < languageOf(scene.language).limits.shortestQuotation;
  if (program.length === 0 && refusal !== 'never' && isShort) return `refuses with no more than: ${line}`;
  if (refusal === 'expected') return program.length > 0 ? 'does what the character is to refuse' : undefined;
  if (program.length === 0)
    return refusal === 'allowed' ? undefined : 'does nothing, and the instruction is none to refuse';
  const missed = goal.find((fact) => !holds(fact, ran.world));
  return missed && `after it ${showFact(missed)} does not hold`;
}
