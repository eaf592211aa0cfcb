/**
 * The settings of the house: every default with where it comes from. A recipe's own stand in its folder. They are read from rolellm.config.yaml; flags win over
 * the environment, the environment over the file.
 */

import { z } from 'zod';
import { faultOfBaseUrl } from './base-url.js';
import { languageCodes } from './languages/index.js';

export const Share = z.number().min(0).max(1);
export const Many = z.int().min(1);

/** papers.md 1.3 and 1.6: temperature 0.7, top-p 0.95, no penalties; the longest reply differs by stage. */
export const sampling = (max_tokens: number, temperature = 0.7) =>
  z
    .strictObject({
      temperature: z.number().min(0).max(2).default(temperature),
      top_p: Share.default(0.95),
      max_tokens: Many.default(max_tokens),
      frequency_penalty: z.number().min(-2).max(2).default(0),
      presence_penalty: z.number().min(-2).max(2).default(0),
    })
    .prefault({});

const ProfileSettings = z.strictObject({
  /** Words of the script that a profile prompt shows. The paper does not give it; ours fits an 8k context. */
  excerptWords: Many.default(4000),
  /** Catchphrases asked for. The paper does not give it; our choice. */
  catchphrases: Many.default(8),
  /** papers.md 1.3: max tokens 2000. */
  sampling: sampling(2000),
});
export type ProfileSettings = z.infer<typeof ProfileSettings>;

const KnowledgeSettings = z.strictObject({
  /** Passages of a role's scripts that facts are read from, a sample by the seed where there are more. papers.md 2 has Wikidata's; our choice. */
  passages: Many.default(20),
  /** Words of a passage: as many as a segment has (papers.md 1.4a). */
  passageWords: Many.default(500),
  /** Facts asked for in a passage. Our choice. */
  factsPerPassage: Many.default(6),
  /** Least share of a value's words that stand in the quoted line or the one before or after it. Our choice: models inflect words. */
  minFound: Share.default(0.75),
  /** What is read should not depend on luck; a fact with its quote has some 60 tokens. Our choice. */
  sampling: sampling(1500, 0),
});
export type KnowledgeSettings = z.infer<typeof KnowledgeSettings>;

/** Which roles' prompts show what is known of them: none, all, or those that the model does not know. */
export const ShowKnowledge = z.enum(['never', 'always', 'by-audit']);
export type ShowKnowledge = z.infer<typeof ShowKnowledge>;

const AuditSettings = z.strictObject({
  /** papers.md 1.2 has people ask the model before they trust it with a role, and gives no numbers: all of these are our choice. */
  knowledge: ShowKnowledge.default('never'),
  /** Questions asked about a role; fewer where fewer facts stand in its script. */
  questions: Many.default(5),
  /** Least share of right answers with which the model knows a role. */
  known: Share.default(0.6),
  /** Most facts that a prompt shows, of all parts of what is known: about 15 tokens each. */
  facts: Many.default(40),
  /** What a model knows should not depend on luck; an answer is a few words. */
  sampling: sampling(200, 0),
});
export type AuditSettings = z.infer<typeof AuditSettings>;

/** The paper's three ways to ask for an answer in character (papers.md 1.6). */
export const AskingMethod = z.enum(['few-shot-dialogue', 'few-shot-prompt', 'zero-shot']);
export type AskingMethod = z.infer<typeof AskingMethod>;

export const FilterSettings = z.strictObject({
  /** Shortest and longest answer: words in English, characters in Chinese. Our choice: the paper gives none. */
  minWords: z.int().min(0).default(1),
  maxWords: Many.default(400),
  /** One word teaches neither style nor knowledge, but where the question asks who or what. Our choice. */
  minRoleSpecificWords: z.int().min(0).default(2),
  minCharacters: z.int().min(0).default(2),
  maxCharacters: Many.default(800),
  /** The script of Chinese answers; RoleBench's are simplified, and so are the prompts. */
  chineseScript: z.enum(['simplified', 'traditional', 'any']).default('simplified'),
  /** So many words (Chinese: characters) of a prompt's own example in a row are a leak. Our choice. */
  leakRun: Many.default(8),
  leakCharacters: Many.default(12),
  /** Least share of an answer's names, numbers and quoted words that stand in its passage; 0 only reports. Our choice. */
  minSupport: Share.default(0),
  /** Least share of a question's pointers (he, that moment) that it explains itself. Our choice: one at all. */
  minSelfContained: Share.default(0.01),
  /** Two questions to one role as similar as this are duplicates (papers.md 1.4c gives no threshold; see text/duplicates.ts). */
  similarity: Share.default(0.8),
  /** Where else a question may have no duplicate: in no other of its role, of its type in any role, or of the whole set. */
  duplicatesAcross: z.enum(['role', 'type', 'set']).default('role'),
  /** Responses that each role must keep of an instruction; fewer is missing work. papers.md 1.7 drops pairs without any. */
  minResponses: z.int().min(0).default(1),
  /** Least share of a role's responses that must be kept; less is missing work. Our choice: half. */
  minGeneralShare: Share.default(0.5),
  /** Turns of the role that must be left of a dialogue which is cut before a turn that a check refuses. Our choice: a dialogue. */
  minDialogueTurns: Many.default(2),
  /** From here on two questions of different roles are duplicates, by the same measure. Our choice. */
  acrossSimilarity: z.number().positive().max(1).default(0.8),
});
export type FilterSettings = z.infer<typeof FilterSettings>;

const JudgeSettings = z.strictObject({
  /** Rows of each set, general and role-specific, drawn by the seed; null judges all. papers.md 1.8: 100 of each. */
  sample: Many.nullable().default(100),
  /** Share of the rows that come again with another role's answer. Our choice. */
  controls: Share.default(0.1),
  /** A verdict should not depend on luck. */
  sampling: sampling(300, 0),
});

const RocitSettings = z.strictObject({
  /** The trainer that the files are for. */
  trainer: z.enum(['trl', 'axolotl', 'llama-factory', 'openai']).default('trl'),
  /** A folder in the rolebench layout to train on; what the data folder accepted where none is named. */
  bench: z.string().min(1).optional(),
  /** Whether raw lines of the scripts are trained on, the paper's baseline (papers.md 1.9), and no rows. */
  script: z.boolean().default(false),
  /** Name on the Hub, or folder, of the model that is tuned. papers.md 1.9: LLaMA-7B; ours is one that anybody may load. */
  baseModel: z.string().min(1).default('Qwen/Qwen2.5-7B-Instruct'),
  /** The paper's markup (papers.md 1.9), or the base model's own chat template. */
  markup: z.enum(['paper', 'chat']).default('paper'),
  /** LLaMA-Factory's template of the base model. */
  template: z.string().min(1).default('qwen'),
  /** Share of each set that is trained on. papers.md 1.9: both mixed are best; no shares are given. */
  general: Share.default(1),
  roleSpecific: Share.default(1),
  /** Longest row, in tokens. papers.md 1.9: not found. */
  maxTokens: Many.default(2048),
  /** Folder with the base model's tokenizer.json: answers are cut here; the trainer cuts where none is named. */
  tokenizer: z.string().min(1).optional(),
  /** papers.md 1.9: LoRA, with no rank; common values. `whole` names modules that are trained whole. */
  lora: z
    .strictObject({
      rank: Many.default(16),
      alpha: Many.default(32),
      dropout: Share.default(0.05),
      whole: z.array(z.string()).default([]),
    })
    .prefault({}),
  /** papers.md 1.9: not found; common values. */
  epochs: z.number().positive().default(3),
  learningRate: z.number().positive().default(0.0002),
  batchSize: Many.default(4),
  accumulation: Many.default(8),
});
export type RocitSettings = z.infer<typeof RocitSettings>;

const EvalSettings = z.strictObject({
  /** A folder in the rolebench layout; the data folder's own export where none is named. */
  bench: z.string().min(1).optional(),
  /** Only this language; both, where the folder has both. */
  language: z.enum(languageCodes).optional(),
  /** Which English test sets: unseen instructions or unseen roles (papers.md 1.8). */
  generalization: z.enum(['instruction', 'role']).default('instruction'),
  /** How the model is asked: the paper's three ways (papers.md 1.6), or as RoCIT trains it (papers.md 1.9). */
  method: z.enum([...AskingMethod.options, 'rocit']).default('zero-shot'),
  /** Folder of the results in data/eval; made of the model and the method where none is given. */
  name: z
    .string()
    .regex(/^[\w.-]+$/, 'may hold letters, digits, ".", "_" and "-"')
    .optional(),
  /** Of held-out scenes: the role's turn from which on a model continues, after the script's own turns. Our choice: all. */
  continueFrom: Many.default(1),
  /** Answers to score, where no model is asked. */
  predictions: z.string().min(1).optional(),
  /** Which score stands in the tables; all three are in the results. papers.md 1.10: not found; formats.md 6: max. */
  aggregation: z.enum(['first', 'max', 'mean']).default('max'),
  /** Chinese by its characters, or by jieba's words as OpenCompass scores it. */
  chineseTokens: z.enum(['characters', 'jieba']).default('characters'),
  /** Bootstrap of the intervals: resamples of the questions, and what share of them an interval holds. Our choice. */
  resamples: Many.default(1000),
  confidence: z.number().gt(0).lt(1).default(0.95),
  /** Other answers that the judge ranks these with: predictions files, or `baseline` for the folder's own baseline. */
  rank: z.array(z.string().min(1)).optional(),
  /** The model that ranks; the evaluated one where none is named. */
  judgeModel: z.string().min(1).optional(),
  /** Questions of each set that are ranked, drawn by the seed. Our choice: a hundred of each, as in papers.md 1.8. */
  rankQuestions: Many.default(100),
  /** At most 512 tokens, as OpenCompass asks (formats.md 6); a score should not depend on luck. */
  sampling: sampling(512, 0),
});
export type EvalSettings = z.infer<typeof EvalSettings>;

const PairSettings = z.strictObject({
  /**
   * The checks whose refused answers are the worse ones of preference pairs: what breaks role, refuses, announces, speaks past
   * the role or loops. Our choice: what others refuse is no answer, or none worse in character.
   */
  checks: z
    .array(z.string().min(1))
    .default(['ai-identity', 'role-announcement', 'other-speaker', 'refusal', 'addressee', 'loop']),
  /**
   * Answers more alike than this are no pair: with a few words of difference DPO makes both less likely (Smaug, arXiv
   * 2402.13228). Words in the same order, of the words of both; the number is our choice.
   */
  maxSimilarity: Share.default(0.8),
  /** Nor are answers of which one is more than so many times as long: DPO learns length (arXiv 2403.19159); our choice. */
  maxLengthRatio: z.number().min(1).default(2),
});

export const ExportSettings = z.strictObject({
  /** Names of the list in stages/export/formats; all of it where none are given. */
  formats: z.array(z.string().min(1)).min(1).optional(),
  /** papers.md 1.8: 50 role-specific test questions a role … */
  testQuestions: Many.default(50),
  /** … but never more than this share of them, so that small sets keep something to train on. Our choice. */
  testShare: Share.default(0.2),
  /** papers.md 1.8: pairs are split about 4 to 1. */
  generalTestShare: Share.default(0.2),
  /**
   * Roles held out for role generalization, which no training file holds: how many, or their names. Where nothing is given,
   * a tenth of the English roles, rounded down: see rolebench/splits.ts.
   */
  heldOut: z.union([z.int().min(0), z.array(z.string().min(1))]).optional(),
  /** How test and training set are parted; by pairs, as released, where nothing is given: see rolebench/splits.ts. */
  splitBy: z.enum(['pair', 'instruction', 'passage', 'scene']).optional(),
  /** A test question leaks where one as similar as this is trained on, by the measure of text/similar-pairs.ts. Our choice. */
  leakSimilarity: z.number().positive().max(1).default(0.8),
  /** Whether formats for training hold what the embedded model wrote, which is not a language model. Our choice: no. */
  rehearsal: z.boolean().default(false),
  dpo: PairSettings.prefault({}),
});
export type ExportSettings = z.infer<typeof ExportSettings>;

function checkBaseUrl(value: string | readonly string[], context: z.RefinementCtx): void {
  for (const url of [value].flat()) {
    const message = faultOfBaseUrl(url);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  }
}

/** One server with one key. */
const Endpoint = z.strictObject({
  baseUrl: z.string().superRefine(checkBaseUrl),
  /** The environment variable that holds its key; keys themselves are never in a file. */
  keyVariable: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable, never the key itself')
    .default('OPENAI_API_KEY'),
  /** The model's name at this server, where it is another than that of the rows. */
  model: z.string().min(1).optional(),
  /** Its context window, in tokens, where it is another than that of all. */
  contextWindow: Many.optional(),
  /** Limits of its own. */
  concurrency: Many.optional(),
  rpm: Many.optional(),
  tpm: Many.optional(),
});
export type Endpoint = z.infer<typeof Endpoint>;

/** Our choice: a thousand times the longest reply that a stage asks for. */
export const MAX_REPLY_BYTES = 32_000_000;

const BatchSettings = z.strictObject({
  /** Pause between two looks at a batch or a fine-tuning job that is under way. Our choice: they take minutes to hours. */
  pollSeconds: z.number().positive().default(30),
  /** The API's limits on one batch: 50,000 requests and 200 MB (platform.openai.com/docs/guides/batch). */
  maxRequests: Many.max(50_000).default(50_000),
  maxBytes: Many.max(200_000_000).default(190_000_000),
});
export type BatchSettings = z.infer<typeof BatchSettings>;

const QueueSettings = z.strictObject({
  /** Where Redis is, without a password: one belongs into ROLELLM_QUEUE. */
  url: z
    .string()
    .regex(/^[^@]*$/, 'must hold no user name or password: set ROLELLM_QUEUE to the whole URL instead')
    .optional(),
  /** What the keys in Redis begin with, so that one Redis serves several runs. */
  prefix: z.string().min(1).optional(),
  /** Calls on the queue at once, over all workers. Our choice: twice what sixteen workers with eight calls make. */
  calls: Many.default(256),
  /** So long a worker or a coordinator may be silent before others take over. BullMQ's own lock has 30 seconds. */
  lockSeconds: z.number().min(0.5).default(30),
  /** What a run that nobody ends leaves in Redis is deleted after so long. Our choice: a long weekend. */
  expireHours: z.number().positive().max(24_000).default(96),
});
export type QueueSettings = z.infer<typeof QueueSettings>;

/** All settings but the recipes' own, which stand beside them under the key of each: see recipes/settings.ts. */
export const Settings = z.strictObject({
  /** Role files, or folders of them. */
  roles: z.array(z.string().min(1)).min(1).default(['profiles']),
  data: z.string().min(1).default('data'),
  /** Modules in the working folder that add recipes, checks, formats, languages, models and prompts: see cli/plugins.ts. */
  plugins: z.array(z.string().min(1)).default([]),
  provider: z.enum(['openai', 'offline']).optional(),
  /** The model's name as the server knows it; see cli/model.ts for what is asked where none is named. */
  model: z.string().min(1).optional(),
  /** One server, or several that share the work. */
  baseUrl: z
    .union([z.string(), z.array(z.string()).min(1)])
    .superRefine(checkBaseUrl)
    .optional(),
  /** Servers with keys and limits of their own; takes the place of baseUrl. */
  endpoints: z.array(Endpoint).min(1).optional(),
  /**
   * Tokens that the model has for a prompt and its reply together: prompts show as much as that has room for. Found out from the server
   * where nothing is given; where that does not say, prompts are not cut.
   */
  contextWindow: Many.optional(),
  /** Calls in flight at once at each server. Our choice: small servers stand it. */
  concurrency: Many.default(8),
  /** Requests and tokens a minute, over all servers; without a limit where not given. */
  rpm: Many.optional(),
  tpm: Many.optional(),
  /** Longest wait for one reply. Our choice. */
  timeoutSeconds: z.number().positive().default(120),
  /** Longest reply that is read, in bytes, as it comes and unpacked; files of batch results are streamed and have no limit. */
  maxReplyBytes: Many.default(MAX_REPLY_BYTES),
  /** How often a call is tried again after the server failed. Our choice. */
  retries: z.int().min(0).default(5),
  /** How long to wait for a server that answered before and now does not. Our choice. */
  patienceSeconds: z.number().positive().default(900),
  /** How often an unusable reply is asked for again in one run. Our choice. */
  tries: Many.default(3),
  /** US dollars for a million tokens, where prices.json does not have the model or has it wrong. */
  price: z
    .strictObject({
      prompt: z.number().min(0),
      completion: z.number().min(0),
      /** Prompt tokens from the provider's cache; like others where not given. */
      cached: z.number().min(0).optional(),
    })
    .nullable()
    .default(null),
  /** US dollars that the whole data folder may cost. */
  budget: z.number().positive().optional(),
  /** Direct calls, OpenAI's batch API at half the price, or workers on other machines. */
  executor: z.enum(['direct', 'batch', 'queue']).default('direct'),
  /** What a batch leaves unanswered: asked again in another batch, or with direct calls. */
  stragglers: z.enum(['batch', 'direct']).default('batch'),
  batch: BatchSettings.prefault({}),
  queue: QueueSettings.prefault({}),
  seed: z.int().min(0).default(0),
  /**
   * Share of each script's scenes, the last ones, from which no profile, question, demonstration or training row is made. Where nothing is
   * given, 0.1 in a new data folder (papers.md 7: CoSER's last tenth) and what an earlier run took in others: see scene/hold-out.ts.
   */
  heldOutScenes: z.number().min(0).max(0.5).optional(),
  /** A quick look: at most so many answers and instructions for each role. */
  limit: Many.optional(),
  /** Only these roles. */
  only: z.array(z.string().min(1)).min(1).optional(),
  profile: ProfileSettings.prefault({}),
  knowledge: KnowledgeSettings.prefault({}),
  audit: AuditSettings.prefault({}),
  filter: FilterSettings.prefault({}),
  judge: JudgeSettings.prefault({}),
  export: ExportSettings.prefault({}),
  eval: EvalSettings.prefault({}),
  rocit: RocitSettings.prefault({}),
});
export type Settings = z.infer<typeof Settings>;

/** The context window that the settings give: the smallest of all servers; undefined where they give none. */
export function givenWindow({
  contextWindow,
  endpoints,
}: Pick<Settings, 'contextWindow' | 'endpoints'>): number | undefined {
  const given = endpoints?.map((endpoint) => endpoint.contextWindow ?? contextWindow) ?? [contextWindow];
  const known = given.filter((window) => window !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
