import { join } from 'node:path';
import { z } from 'zod';
import { type Prompts, renderPrompt } from '../../prompts/load.js';
import type { Profile } from '../../records.js';
import { openRowWriter } from '../../store/jsonl.js';
import { describeRole } from '../role-description.js';

/** A row of `messages`: what TRL and OpenAI's fine-tuning read (formats.md 3 and 4). No other key: OpenAI's checker flags it. */
const MessagesRow = z.strictObject({
  messages: z.tuple([
    z.strictObject({ role: z.literal('system'), content: z.string().min(1) }),
    z.strictObject({ role: z.literal('user'), content: z.string().min(1) }),
    z.strictObject({ role: z.literal('assistant'), content: z.string().min(1) }),
  ]),
});

/** Writes messages/{train,test}.jsonl: every answer with its role's system instruction (papers.md 1.9). */
export interface MessagesWriter {
  write(profile: Profile, question: string, answer: string, isTest: boolean): void;
  /** Puts both files in place. Returns how many rows each has, by its path in the export. */
  commit(): Map<string, number>;
}

/** Begins the export as `messages` into a folder. */
export function openMessages(folder: string, prompts: Prompts): MessagesWriter {
  const paths = { train: 'messages/train.jsonl', test: 'messages/test.jsonl' };
  const train = openRowWriter(join(folder, paths.train), MessagesRow);
  const test = openRowWriter(join(folder, paths.test), MessagesRow);
  const systems = new Map<string, string>();

  function systemOf(profile: Profile): string {
    const known = systems.get(profile.role);
    if (known !== undefined) return known;
    const slots = { role_name: profile.role, role_description_and_catchphrases: describeRole(profile) };
    const system = renderPrompt(prompts('messages.system', profile.language), slots)[0]?.content ?? '';
    systems.set(profile.role, system);
    return system;
  }

  return {
    write(profile, question, answer, isTest) {
      (isTest ? test : train).write({
        messages: [
          { role: 'system', content: systemOf(profile) },
          { role: 'user', content: question },
          { role: 'assistant', content: answer },
        ],
      });
    },
    commit: () =>
      new Map([
        [paths.train, train.commit().rows],
        [paths.test, test.commit().rows],
      ]),
  };
}
