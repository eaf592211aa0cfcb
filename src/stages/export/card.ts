import { stringify } from 'yaml';
import { eachLanguage, type LanguageCode, languageCodes, languageOf, total } from '../../languages/index.js';
import type { Prompts } from '../../prompts/load.js';
import type { CopiedScript, Leak, Profile } from '../../records.js';
import { leakExample, SHARED_NAMES } from '../../rolebench/leak-lines.js';
import { type Statistics, tellUnits } from '../../rolebench/statistics.js';
import type { StageRecord } from '../../store/manifest.js';
import { squeeze } from '../../text/words.js';
import { copiedShare } from './copied-scripts.js';

/** By it a folder is known to hold an export. */
export const CARD_TITLE = 'Character role-playing data made with rolellm';

/** Samples that a format holds, and those of them that the embedded model wrote. */
export interface Held {
  samples: number;
  rehearsal: number;
}

/** What the dataset card tells beside the numbers. */
export interface CardFacts {
  /** Which rows and splits these are. */
  id: string;
  statistics: Statistics;
  profiles: readonly Profile[];
  /** Rows of each file, by its path in the export. */
  files: ReadonlyMap<string, number>;
  /** Columns of the formats whose rows do not show them to every reader. */
  features: ReadonlyMap<string, readonly object[]>;
  /** What each format holds of each side; `both` of a format that parts the set in ways of its own. */
  held: readonly (Held & { format: string; side: 'train' | 'test' | 'both' })[];
  /** Models that wrote rows, and the prompts that they were asked with. */
  models: readonly string[];
  /** Recipes whose samples no model wrote. */
  asTheyStand: readonly string[];
  /** Kinds of samples of which a reader has to know something: how many there are, and what. */
  noted: readonly { recipe: string; kind: string; samples: number; note: string }[];
  /** Accepted answers, and refused ones by check. */
  accepted: number;
  /** Of the accepted answers, those that a person marked good. */
  markedGood: number;
  refusals: ReadonlyMap<string, number>;
  /** What was asked for and is not there. */
  missing: readonly string[];
  /** Rows that a format cannot hold. */
  leftOut: readonly string[];
  /** What test questions share with what is trained on. */
  leaks: readonly Leak[];
  /** Whose scripts stand in it word for word. */
  copied: readonly CopiedScript[];
  /** Held-out roles that speak in training scenes of others, with how many. */
  partners: ReadonlyMap<string, number>;
  splitBy: 'pair' | 'instruction' | 'passage' | 'scene';
  heldOut: ReadonlySet<string>;
  /** Which roles the model knows, and which prompts showed what is known of them; none where nobody asked. */
  audit: readonly string[];
  prompts: Prompts;
  /** The stages whose rows the set is made of, with the ids of the prompts that they ask with, or render. */
  asked: ReadonlyMap<string, readonly string[]>;
  /** What the stages before were set to, by their names. */
  stages: Readonly<Record<string, Pick<StageRecord, 'settings'>>>;
}

const SIZES: [number, string][] = [
  [1_000, 'n<1K'],
  [10_000, '1K<n<10K'],
  [100_000, '10K<n<100K'],
  [1_000_000, '100K<n<1M'],
  [Number.POSITIVE_INFINITY, '1M<n<10M'],
];

/** The configuration and split of a file, where it holds rows of the set. */
function readPath(path: string): { config: string; split: string } | undefined {
  const released = /^(?:rolebench-)?(.+)\/(train|test|rolegpt_baseline)\.(?:jsonl|parquet)$/.exec(path);
  if (!released) return undefined;
  const [, folder, split] = released as unknown as [string, string, string];
  const name = folder.replaceAll('/', '-');
  // `type` is a string in train and a list in test, as released: one configuration cannot hold both (formats.md 5).
  return { config: folder.endsWith('role_specific') ? `${name}-${split}` : name, split };
}

/** A configuration for each kind of row; the one that trainers read is shown first. */
function configsOf(files: ReadonlyMap<string, number>) {
  const configs = new Map<string, { split: string; path: string }[]>();
  for (const [path, rows] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const place = readPath(path);
    if (!place || rows === 0) continue;
    configs.set(place.config, [...(configs.get(place.config) ?? []), { split: place.split, path }]);
  }
  // Hugging Face reads all files of a repository with one builder: Parquet beside JSON Lines is loaded by its folder.
  if (configs.size > 1) configs.delete('parquet');
  const shown = configs.has('messages') ? 'messages' : configs.keys().next().value;
  return [...configs].map(([config_name, data_files]) => ({
    config_name,
    ...(config_name === shown ? { default: true } : {}),
    data_files,
  }));
}

function frontMatter({ statistics, profiles, files, features }: CardFacts): string {
  const { general, role_specific } = statistics.samples;
  const samples = total(general) + total(role_specific);
  const configs = configsOf(files);
  const described = configs.flatMap(({ config_name }) => {
    const own = features.get(config_name);
    return own ? [{ config_name, features: own }] : [];
  });
  const front = {
    pretty_name: CARD_TITLE,
    language: languageCodes.filter((language) => profiles.some((profile) => profile.language === language)),
    license: 'other',
    license_name: 'see-sources',
    task_categories: ['text-generation'],
    tags: ['role-playing', 'rolebench', 'synthetic'],
    size_categories: [(SIZES.find(([below]) => samples < below) as [number, string])[1]],
    ...(described.length > 0 ? { dataset_info: described } : {}),
    configs,
  };
  return `---\n${stringify(front)}---\n`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => squeeze(String(cell)).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function statisticsTable({ statistics: s }: CardFacts): string {
  const languages = languageCodes.filter((language) => s.roles[language] > 0);
  const row = (name: string, counts: Record<LanguageCode, number>) => [
    name,
    ...languages.map((l) => counts[l]),
    total(counts),
  ];
  const both = (a: Record<LanguageCode, number>, b: Record<LanguageCode, number>) =>
    eachLanguage((language) => a[language] + b[language]);
  const mean = (name: string, means: Record<LanguageCode, number>) => [
    name,
    ...languages.map((l) => means[l].toFixed(2)),
    '',
  ];
  return table(
    ['', ...languages.map((language) => languageOf(language).name), 'all'],
    [
      row('roles', s.roles),
      row('samples', both(s.samples.general, s.samples.role_specific)),
      row('– general', s.samples.general),
      row('– role-specific', s.samples.role_specific),
      row('instructions', both(s.instructions.general, s.instructions.role_specific)),
      row('– general', s.instructions.general),
      row('– role-specific', s.instructions.role_specific),
      mean('mean instruction length', s.averageInstructionLength),
      mean('mean response length', s.averageResponseLength),
    ],
  );
}

function modelSentence({ models, asTheyStand }: CardFacts): string {
  const listed = (all: readonly string[]) => all.map((name) => `\`${name}\``).join(', ');
  const offline = models.includes('offline')
    ? ' `offline` is not a language model: its answers are lines of the scripts, put together by rules, and serve to try the pipeline, not to train on.'
    : '';
  const own =
    asTheyStand.length > 0
      ? ` Samples of ${listed(asTheyStand)} are taken from the scripts as they stand, without a model.`
      : '';
  return `Answers were written by ${listed(models) || 'no model'}.${offline}${own}`;
}

const SPLIT_TEXT: Record<CardFacts['splitBy'], string> = {
  pair: 'The general split is over pairs of a role and an instruction, as in the released Chinese files: a test instruction may also occur in train with another role. What test questions share with the training files:',
  instruction:
    'A test question is like no question of the training set, and all roles answer an instruction on the same side. Role generalization leaves out the rows that would leak. What test questions share with the training files:',
  passage:
    "A role's test questions share no question, answer, cue or line of the script with its training rows, exactly or nearly, and all roles answer an instruction on the same side. Role generalization leaves out the rows that would leak. What test questions share with the training files:",
  scene:
    'A role is tested on questions about its last scenes and trained on those about the scenes before. The general split is over pairs of a role and an instruction. What test questions share with the training files:',
};

/** Which roles nobody trains on. */
function heldOutSentence({ heldOut, partners }: CardFacts): string[] {
  if (heldOut.size === 0) return [];
  const names = [...heldOut].join(', ');
  return [
    `Held out: ${names}. No training file has a row of ${heldOut.size === 1 ? 'this role' : 'these roles'}, except \`rolebench-eng/instruction-generalization\`, whose train files hold all roles as the released ones do. Do not train on those if you test on \`role-generalization\`.`,
    ...[...partners].map(
      ([role, scenes]) =>
        `${role} speaks in ${scenes} training scenes of other roles: as their partner, in turns that are not trained on.`,
    ),
  ];
}

/** Whose scripts the samples hold word for word, and under which licence; nothing where none do. */
function copiedSection({ copied }: CardFacts): string[] {
  if (copied.length === 0) return [];
  return [
    'Samples of these roles hold their scripts word for word. Whoever holds the rights in a script holds them in these samples too:',
    table(
      ['role', 'script', 'copied lines', 'of', 'share', 'licence'],
      copied.map((one) => [
        one.role,
        one.script_name,
        one.lines,
        one.of,
        copiedShare(one),
        one.licence ?? 'not stated',
      ]),
    ),
  ];
}

/** Whether the model knows the roles, and which of them prompts showed what is known of them. */
function auditSection({ audit }: CardFacts): string[] {
  if (audit.length === 0) return ['No model was asked what it knows of the roles before it wrote for them.'];
  return ['Whether the model knows the roles by itself:', audit.map((line) => `- ${squeeze(line)}`).join('\n')];
}

/** What the rows were made with: settings of each stage, and the prompts with their texts' hashes. */
function provenance({ stages, asked: promptsOf, prompts, profiles }: CardFacts): string[] {
  const languages = languageCodes.filter((language) => profiles.some((one) => one.language === language));
  const asked = [...promptsOf.keys()].filter((name) => stages[name]);
  const rows = asked.flatMap((name) =>
    (promptsOf.get(name) ?? []).flatMap((id) =>
      languages.flatMap((language) => {
        if (!prompts.has(id, language)) return [];
        const { reference, sha256 } = prompts(id, language);
        return [[name, `${language}/${reference}`, sha256.slice(0, 16)]];
      }),
    ),
  );
  const settings = Object.fromEntries(asked.map((name) => [name, stages[name]?.settings]));
  return [
    'Prompts, with the beginning of each one’s SHA-256:',
    table(['stage', 'prompt', 'SHA-256'], rows),
    'Settings of each stage:',
    `\`\`\`yaml\n${stringify(settings)}\`\`\``,
  ];
}

/** What a person read and marked; nothing where nobody did. */
function reviewSentence({ markedGood, refusals }: CardFacts): string[] {
  const markedBad = refusals.get('review') ?? 0;
  if (markedGood + markedBad === 0) return [];
  return [
    `Marked by a person: ${markedGood} good, which stay whatever the checks say, and ${markedBad} bad, which were refused (\`review\`).`,
  ];
}

/** The dataset card, README.md of the export: front matter, Table 1 for this set, where it comes from, how it was filtered. */
export function renderCard(facts: CardFacts): string {
  const { statistics, profiles, accepted, refusals, missing, leftOut, files, held, leaks, splitBy } = facts;
  const refused = [...refusals].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const refusedAll = [...refusals.values()].reduce((sum, count) => sum + count, 0);
  const sections = [
    `# ${CARD_TITLE}`,
    'Questions and in-character answers for the roles below, in the layout of RoleBench (RoleLLM, arXiv 2310.00746): `general` holds answers to general instructions (RoleGPT), `role_specific` holds questions about what the role has lived through and knows (Context-Instruct). Formats of chats also hold scenes of the scripts, as dialogues of many turns, where there are any.',
    modelSentence(facts),
    `This is export \`${facts.id}\`. What was trained or tested on these rows and splits has the same id in data/manifest.json.`,
    '## Statistics',
    `Lengths are counted in ${tellUnits(statistics)}; a sample is one answer. Scenes are not counted here.`,
    statisticsTable(facts),
    `Role-specific samples by type: ${statistics.samples.by_type.script_based} script-based, ${statistics.samples.by_type.script_agnostic} script-agnostic.`,
    ...facts.noted.map(
      ({ recipe, kind, samples, note }) =>
        `${samples} ${samples === 1 ? 'sample' : 'samples'} of \`${recipe}\` (\`${kind}\`) ${note}`,
    ),
    '## Roles and sources',
    table(
      ['role', 'language', 'script', 'source', 'licence'],
      profiles.map(({ role, language, script_name, source, licence }) => [
        role,
        languageOf(language).name,
        script_name,
        source ?? 'not stated',
        licence ?? 'not stated',
      ]),
    ),
    ...copiedSection(facts),
    '## How it was made',
    ...auditSection(facts),
    ...provenance(facts),
    '## Filtering',
    `${accepted + refusedAll} answers entered the filter; ${accepted} were kept and ${refusedAll} refused.`,
    ...(refused.length > 0 ? [table(['refused by', 'answers'], refused)] : []),
    ...reviewSentence(facts),
    '## Splits',
    ...heldOutSentence(facts),
    SPLIT_TEXT[splitBy],
    table(
      ['set', 'shared with training', 'test questions', 'word for word', 'nearly', 'for example'],
      leaks.map((leak) => [
        leak.set,
        SHARED_NAMES[leak.shared],
        leak.tested,
        leak.exact,
        leak.near,
        leakExample(leak) || '–',
      ]),
    ),
    '## Formats',
    'A rehearsal sample was written by `offline`. A sample of several turns is one row, or in some formats a row for each turn.',
    table(
      ['format', 'split', 'samples', 'rehearsal samples'],
      held.map(({ format, side, samples, rehearsal }) => [
        format,
        side === 'both' ? 'train and test' : side,
        samples,
        rehearsal,
      ]),
    ),
    '## Files',
    table(
      ['file', 'rows'],
      [...files].sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    '## Limits',
    [
      '- `role_specific/rolegpt_baseline.jsonl` is not made: RoleGPT is asked general instructions only.',
      '- `nums.jsonl` has keys of our own: those of the released file are not known to us.',
      ...missing.map((line) => `- Missing: ${line}`),
      ...leftOut.map((line) => `- ${squeeze(line)}.`),
    ].join('\n'),
  ];
  return `${frontMatter(facts)}\n${sections.join('\n\n')}\n`;
}
