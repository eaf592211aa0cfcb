import { join } from 'node:path';
import { z } from 'zod';
import { Judgement, LanguageCode, RejectedSample } from '../../../records.js';
import type { DataFolder } from '../../../store/data-folder.js';
import { openRowWriter, readRows } from '../../../store/jsonl.js';
import { keysOf, openRowGroups } from '../../../store/row-groups.js';
import { answerOf } from '../../../turns.js';
import type { FreeContext } from '../../context.js';
import {
  askedOf,
  mayBePaired,
  PAIRS,
  type PreferencePair,
  pairAnswers,
  type RefusedAnswer,
} from '../preference-pairs.js';
import type { ExportParts, Group } from '../samples.js';
import { type Format, isBroken } from './format.js';

const LLAMA_FACTORY = `${PAIRS}/llama-factory`;

const Content = z.string().min(1);
const Message = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: Content });

/** TRL's conversational preference row with a prompt of its own; DPOTrainer passes over the other columns. */
export const PairRow = z.strictObject({
  prompt: z.array(Message).min(2),
  chosen: z.array(Message).length(1),
  rejected: z.array(Message).length(1),
  id: z.string(),
  role: z.string(),
  language: LanguageCode,
  recipe: z.string(),
  preferred_by: z.enum(['check', 'judge', 'recipe']),
  reason: z.string(),
  evidence: z.string(),
});
export type PairRow = z.infer<typeof PairRow>;

/** The pairs of an export, those to train on first; none where it has no such format. */
export function* readPairs({ export: folder }: Pick<DataFolder, 'export'>): Generator<PairRow> {
  for (const split of ['train', 'test']) yield* readRows(join(folder, PAIRS, `${split}.jsonl`), PairRow);
}

const Said = z.strictObject({ from: z.enum(['human', 'gpt']), value: Content });

/** LLaMA-Factory's ranking row in sharegpt's form: the two answers are no lists, and the system text has a column of its own. */
const RankingRow = z.strictObject({
  conversations: z.array(Said).min(1),
  chosen: Said,
  rejected: Said,
  system: Content,
  reason: z.string(),
});
type RankingRow = z.infer<typeof RankingRow>;

function toPairRow({ chosen, rejected, preferred_by, reason, evidence }: PreferencePair): PairRow {
  const { id, role, language, recipe, system, turns, answer } = chosen;
  const before = turns.slice(0, -1).map(({ by, text }) => {
    return { role: by === 'user' ? ('user' as const) : ('assistant' as const), content: text };
  });
  return {
    prompt: [{ role: 'system', content: system }, ...before],
    chosen: [{ role: 'assistant', content: answer }],
    rejected: [{ role: 'assistant', content: rejected }],
    id,
    role,
    language,
    recipe,
    preferred_by,
    reason,
    evidence,
  };
}

function toRankingRow({ chosen: { system, turns, answer }, rejected, reason }: PreferencePair): RankingRow {
  return {
    conversations: turns.slice(0, -1).map(({ by, text }) => ({ from: by === 'user' ? 'human' : 'gpt', value: text })),
    chosen: { from: 'gpt', value: answer },
    rejected: { from: 'gpt', value: rejected },
    system,
    reason,
  };
}

/** What LLaMA-Factory drops without a word: turns that do not alternate, the user's first. */
function violation({ chosen: { turns }, rejected }: PreferencePair): string | undefined {
  if (rejected.trim() === '') return 'its rejected answer is blank';
  if (isBroken(rejected)) return 'its rejected answer holds half a character (a lone surrogate)';
  const alternates = turns.every(({ by }, k) => (by === 'user') === (k % 2 === 0));
  return alternates ? undefined : 'its turns do not alternate, the user first';
}

/** What answers of a group may be paired by: refused ones and verdicts, of one role and recipe at a time. */
function openGrounds({ data, settings }: FreeContext, { systemOf }: ExportParts) {
  const key = keysOf('recipe', 'role');
  const rejected = openRowGroups(data.rejected, RejectedSample, key);
  const judged = openRowGroups(data.judged, Judgement, key);
  const checks = new Set(settings.export.dpo.checks);

  function read(recipe: string, { profile }: Group) {
    const name = `${recipe}\n${profile.role}`;
    const own = systemOf(profile);
    const refused: RefusedAnswer[] = [];
    for (const sample of rejected.read(name)) {
      const { check, evidence, turns, system } = sample;
      if (!checks.has(check) || !mayBePaired(sample, settings.export)) continue;
      refused.push({ asked: askedOf(system ?? own, turns), text: answerOf(sample), check, evidence });
    }
    const verdicts = [...judged.read(name)].filter(({ control }) => !control);
    return { refused, judgements: new Map(verdicts.map((judgement) => [judgement.id, judgement])) };
  }

  let last: { of: string; grounds: ReturnType<typeof read> } | undefined;
  return (group: Group) => {
    const recipe = group.samples[0]?.recipe ?? '';
    const of = `${recipe}\n${group.profile.role}`;
    if (last?.of !== of) last = { of, grounds: read(recipe, group) };
    return last.grounds;
  };
}

/** The pairs of a split in both forms. No file is begun before there is a pair: readers stumble over empty ones. */
function openPairFiles(folder: string, split: string) {
  const [path, ranking] = [`${PAIRS}/${split}.jsonl`, `${LLAMA_FACTORY}/${split}.jsonl`];
  const begin = () => ({
    pairs: openRowWriter(join(folder, path), PairRow),
    rankings: openRowWriter(join(folder, ranking), RankingRow),
  });
  let files: ReturnType<typeof begin> | undefined;
  return {
    write(pair: PreferencePair) {
      files ??= begin();
      files.pairs.write(toPairRow(pair));
      files.rankings.write(toRankingRow(pair));
    },
    commit: (): [string, number][] =>
      files
        ? [
            [path, files.pairs.commit().rows],
            [ranking, files.rankings.commit().rows],
          ]
        : [],
  };
}

/** Preference pairs: dpo/SPLIT.jsonl for TRL, dpo/llama-factory/SPLIT.jsonl for LLaMA-Factory, with the same pairs. */
export const dpo: Format = {
  llamaFactory: {
    formatting: 'sharegpt',
    ranking: true,
    columns: { messages: 'conversations', chosen: 'chosen', rejected: 'rejected', system: 'system' },
  },
  llamaFactoryFolder: LLAMA_FACTORY,
  open(folder, context, parts) {
    const files = { train: openPairFiles(folder, 'train'), test: openPairFiles(folder, 'test') };
    const groundsOf = openGrounds(context, parts);
    const { export: settings } = context.settings;
    return {
      writeGroup(group, leftOut) {
        const leaveOut = (sample: PreferencePair['chosen'], why: string) => leftOut.add(PAIRS, sample, why);
        const held: PreferencePair['chosen'][] = [];
        for (const pair of pairAnswers(group.samples, { ...groundsOf(group), settings, leaveOut })) {
          const { split } = pair.chosen;
          const why = violation(pair);
          if (why !== undefined) leaveOut(pair.chosen, why);
          else if (split !== null) {
            files[split].write(pair);
            held.push(pair.chosen);
            parts.copies.add(pair.chosen, group.profile);
          }
        }
        return held;
      },
      commit: () => new Map([...files.train.commit(), ...files.test.commit()]),
    };
  },
};
