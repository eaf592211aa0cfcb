import { UserError } from '../../errors.js';
import type { Draft } from '../chat-request.js';
import type { PromptRoom } from './index.js';

/**
 * A prompt that shows as much as the model's window has room for: `make` is given sizes from the largest on. Throws UserError
 * where not even the last one fits.
 */
export function fitPrompt(
  room: PromptRoom,
  sizes: Iterable<number>,
  make: (size: number) => Draft,
): { draft: Draft; size: number } {
  let shortest: Draft | undefined;
  for (const size of sizes) {
    const draft = make(size);
    if (room.fits(draft)) return { draft, size };
    shortest = draft;
  }
  if (!shortest) throw new Error('a prompt without a size');
  throw cannotFit(shortest, room);
}

const tokens = (count: number) => count.toLocaleString('en-US');

/** A prompt that is too long for the window however little it shows. */
export function cannotFit(draft: Draft, room: PromptRoom): UserError {
  const { origin, prompt, sampling } = draft;
  const subject = origin?.subject ?? `the prompt ${prompt}`;
  const [needed, window] = [room.tokensOf(draft), room.window ?? 0];
  return new UserError(
    `${subject} does not fit the context window of ${tokens(window)} tokens: at its shortest it has about ${tokens(needed)}, beside a reply of up to ${tokens(sampling.max_tokens)}`,
    {
      advice:
        'Give the server a larger window, or choose a model that has one; if it has one, set contextWindow. A smaller max_tokens in the sampling of this stage makes room too. What was made is kept.',
    },
  );
}

/** Sizes from the largest on, each a fifth smaller than the one before, down to the least. */
export function* sizesDown(largest: number, least: number): Generator<number> {
  let size = largest;
  for (; size > least; size = Math.floor(size * 0.8)) yield size;
  yield Math.min(largest, least);
}
