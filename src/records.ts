/**
 * The vocabulary of the house: one zod schema for each kind of row that stands in a file. Every row is checked when it is
 * read and when it is written, and keys are written in the order that they have here.
 */
import { z } from 'zod';
import { languageCodes } from './languages/index.js';

export const LanguageCode = z.enum(languageCodes);
export type LanguageCode = z.infer<typeof LanguageCode>;

/** Speaker of every line that nobody speaks: stage directions, scene headings, a novel's narrative (papers.md 1.3). */
export const NARRATION = 'narration';

/** Text that holds something: not empty, not blank. */
export const Text = z.string().refine((text) => text.trim() !== '', 'must not be empty');

/**
 * Most bytes of a role's name in UTF-8. A file's name has at most 255, and the longest that is named after a role is
 * `profiles-eng-NAME.jsonl`; the rest is for the name under which it is written first.
 */
export const LONGEST_ROLE_NAME = 200;

/** Control characters, half characters, U+FFFD, and marks that turn the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\p{Surrogate}\uFFFD\u202A-\u202E\u2066-\u2069]/u;

/** A role's name becomes part of file names (rolebench layout), so it cannot hold a path. */
export const RoleName = Text.refine((name) => new TextEncoder().encode(name).length <= LONGEST_ROLE_NAME, {
  error: ({ input }) =>
    `must be at most ${LONGEST_ROLE_NAME} bytes long in UTF-8 and has ${new TextEncoder().encode(String(input)).length}, because files are named after it`,
})
  .refine((name) => !/[/\\]/.test(name) && !name.includes('..') && !name.startsWith('.'), {
    message: 'must not contain "/", "\\" or ".." or begin with a dot, because files are named after it',
  })
  .refine(
    (name) => !UNPRINTABLE.test(name),
    'must not contain control characters, half characters or marks of direction',
  )
  .refine((name) => name === name.trim(), 'must not begin or end with a space')
  // No object of JSON can have it as a key, and desc.json is one of roles.
  .refine((name) => name !== '__proto__', 'must not be __proto__');

const OneOrMore = z.union([Text, z.array(Text).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]));

/** A file in profiles/: what the user wrote about a role. What stands here is kept as it is and costs no call. */
export const RoleFile = z.strictObject({
  name: RoleName,
  language: LanguageCode,
  /** Other names under which the role speaks in the script. */
  aliases: z.array(Text).default([]),
  /** Path or glob of the script, or several, relative to this file. A role with a description needs none (papers.md 1.10). */
  script: OneOrMore.optional(),
  /** The work's title as prompts and scripts.json name it; the script's file name where it is not given. */
  script_name: Text.optional(),
  /** Layout of the script, where it should not be recognised from the text: see `rolellm profile-build --help`. */
  format: Text.optional(),
  /** Encoding of a script that is a text file, where it should not be found out from its bytes. */
  encoding: Text.optional(),
  /** Columns of a CSV or TSV script, where the header does not tell. */
  speaker_column: Text.optional(),
  text_column: Text.optional(),
  /** Prose: the character who tells the story, who speaks where it says `I said`. */
  narrator: Text.optional(),
  /** The character is a machine and may say that it is one. */
  is_machine: z.boolean().default(false),
  description: Text.optional(),
  description_second_person: Text.optional(),
  catchphrases: z.array(Text).optional(),
  categories: z.array(Text).optional(),
  /** Where the script comes from and under which licence: carried into the dataset card. */
  source: Text.optional(),
  licence: Text.optional(),
  /** A JSON file of what is known of the role, relative to this file: see knowledge/read-file.ts. */
  knowledge: Text.optional(),
});
export type RoleFile = z.infer<typeof RoleFile>;

/** A line of a script (papers.md 1.3): dialogues.jsonl. */
export const DialogueLine = z.strictObject({
  /** The script's file, as profiles.jsonl names it. */
  script: Text,
  role: Text,
  content: Text,
  /** Running number of the act or scene in the script, from 0. */
  act_id: z.int().min(0),
  /** Running number of the line in the script, from 0. */
  diag_id: z.int().min(0),
  /** Line of the script's file where it begins, from 1. */
  line: z.int().min(1),
  /** Where in `content` new lines of verse begin, from the second on, in UTF-16 units; not there where the speech is prose. */
  verse: z.array(z.int().min(1)).min(1).optional(),
  /** It belongs to a scene that is held out: no profile, question, demonstration or training row is made from it. */
  held_out: z.literal(true).optional(),
});
export type DialogueLine = z.infer<typeof DialogueLine>;

/** A passage of a script: lines `from` to `to` (diag_id, both included), which stand at `lines` of the file. */
export const Segment = z.strictObject({
  script: Text,
  from: z.int().min(0),
  to: z.int().min(0),
  lines: z.tuple([z.int().min(1), z.int().min(1)]),
});
export type Segment = z.infer<typeof Segment>;

export const Catchphrase = z.strictObject({
  text: Text,
  /** Lines of the role in which it stands word for word; empty where it is invented or the user's own. */
  evidence: z.array(z.strictObject({ script: Text, diag_id: z.int().min(0), line: z.int().min(1) })),
  origin: z.enum(['script', 'invented', 'user']),
});
export type Catchphrase = z.infer<typeof Catchphrase>;

/** A role as the later stages use it: profiles.jsonl. */
export const Profile = z.strictObject({
  role: RoleName,
  language: LanguageCode,
  aliases: z.array(Text),
  script_name: Text,
  /** Files of the script, as dialogues.jsonl names them; none where the role is only described. */
  scripts: z.array(Text),
  source: Text.nullable(),
  licence: Text.nullable(),
  is_machine: z.boolean(),
  description: Text,
  description_second_person: Text,
  catchphrases: z.array(Catchphrase),
  categories: z.array(Text),
  /** Which of the fields above the user wrote by hand. */
  by_hand: z.array(z.enum(['description', 'description_second_person', 'catchphrases', 'categories'])),
  counts: z.strictObject({
    /** Speeches of the role, and the words (English) or characters (Chinese) in them. */
    lines: z.int().min(0),
    words: z.int().min(0),
    /** Lines of all speakers and narration in its scripts. */
    script_lines: z.int().min(0),
  }),
  /** Model that wrote what the user did not; null where everything is by hand. */
  model: Text.nullable(),
  /** The character card that the role came from, as it was, so that it can be written again; null for other roles. */
  card: z.record(z.string(), z.unknown()).nullable().default(null),
  /** Ids of the requests that it was built from, in the order of asking; none in folders from before 0.2. */
  requests: z.array(Text).default([]),
  /** The user's own file of what is known of the role, as rows name files; not there where none was given. */
  knowledge: Text.optional(),
});
export type Profile = z.infer<typeof Profile>;

/** What sort of thing a fact is about, so that one can stand in the place of another of its sort. */
export const FactKind = z.enum(['relation', 'place', 'date', 'deed', 'possession', 'order', 'other']);
export type FactKind = z.infer<typeof FactKind>;

/** One thing that is known of a role (papers.md 2: a property and its value). */
export const Fact = z.strictObject({
  property: Text,
  value: Text,
  kind: FactKind,
  source: z.enum(['script', 'card', 'file']),
  /** Of a script: which one, and the lines (diag_id, both included) that the quoted words stand in. */
  script: Text.optional(),
  from: z.int().min(0).optional(),
  to: z.int().min(0).optional(),
  /** The words of the script that say it. */
  quote: Text.optional(),
  /** Its place among the role's facts of scripts, in the scripts' order, from 0. */
  order: z.int().min(0).optional(),
});
export type Fact = z.infer<typeof Fact>;

/** What is known of a role (papers.md 2): knowledge.jsonl. */
export const Knowledge = z.strictObject({
  role: RoleName,
  language: LanguageCode,
  /** Its name as it is told to others, what it is in a few words, and its other names. */
  label: Text,
  description: Text,
  aliases: z.array(Text),
  /** No two alike: those of the user's file, then of the card, then of the scripts in their order. */
  facts: z.array(Fact),
  /** An article about the role, from the user's file. */
  wiki: Text.optional(),
  /** Ids of the requests that facts were read with. */
  requests: z.array(Text),
  /** Model that read them; null where none was asked. */
  model: Text.nullable(),
});
export type Knowledge = z.infer<typeof Knowledge>;

/** A question that a model was asked about a role with nothing shown to it. */
export const AuditQuestion = z.strictObject({
  question: Text,
  property: Text,
  kind: FactKind,
  /** What is right: every value that the script gives for the property. */
  values: z.array(Text).min(1),
  /** Null where the model said that it does not know, or gave no usable reply. */
  answer: Text.nullable(),
  known: z.boolean(),
  request: Text,
});
export type AuditQuestion = z.infer<typeof AuditQuestion>;

/** Whether a model knows a role (papers.md 1.2): audit.jsonl. */
export const Audit = z.strictObject({
  role: RoleName,
  language: LanguageCode,
  /** Model that was asked; null where nothing could be asked. */
  model: Text.nullable(),
  asked: z.array(AuditQuestion),
  /** Answers that are right, of how many. */
  known: z.int().min(0),
  of: z.int().min(0),
  knows: z.boolean(),
});
export type Audit = z.infer<typeof Audit>;

/** A general instruction: instructions.jsonl (papers.md 1.5). */
export const Instruction = z.strictObject({
  instruction: Text,
  input: z.string(),
  language: LanguageCode,
  source: Text,
  category: Text.nullable(),
  /** The answer of the data set that it comes from, without role-play: the RAW reference (papers.md 1.10). */
  raw_answer: Text.nullable(),
});
export type Instruction = z.infer<typeof Instruction>;

export const Confidence = z.enum(['High', 'Low']);
export type Confidence = z.infer<typeof Confidence>;
export const QuestionType = z.enum(['script_based', 'script_agnostic']);
export type QuestionType = z.infer<typeof QuestionType>;

/** How well a row stands on what it was made from; see quality/grounding. */
export const Grounding = z.strictObject({
  /** Share of the answer's names, numbers and quoted words that stand in its passage; null where there is none of them or no passage. */
  support: z.number().min(0).max(1).nullable(),
  /** Those that do not stand there. */
  unsupported: z.array(Text),
  /** The role's catchphrases that stand in the answer word for word. */
  catchphrases: z.array(Text),
  /** Role-specific questions: whether it is put to the role, … */
  addresses_role: z.boolean().nullable(),
  /** … and the share of its pointers (he, that moment) that it explains itself. */
  self_contained: z.number().min(0).max(1).nullable(),
});
export type Grounding = z.infer<typeof Grounding>;

/** What one side says in a sample. */
export const Turn = z.strictObject({
  by: z.enum(['user', 'role']),
  /** Who speaks on the user's side, where it is somebody of the work. */
  speaker: Text.nullable(),
  text: z.string(),
  /** A turn of the role that a model is to learn. */
  trained: z.boolean(),
  /** Where it was taken from a script: the lines of its file on which its first and its last speech begin. */
  lines: z.tuple([z.int().min(1), z.int().min(1)]).optional(),
  /** What of it is said, where the text holds more, such as a program: row checks look at this alone. */
  spoken: z.string().optional(),
});
export type Turn = z.infer<typeof Turn>;

/** What a recipe gives and everything behind it works on: filtered.jsonl. */
export const Sample = z.strictObject({
  id: Text,
  recipe: Text,
  /** One of the recipe's kinds. */
  kind: Text,
  role: RoleName,
  language: LanguageCode,
  /** Where the sample has a system text of its own; the role's description is used where it has none. */
  system: Text.nullable(),
  /** A user's and a role's turn at least; the last one is the role's. */
  turns: z.array(Turn).min(2),
  /** A worse last turn: with the last one it is a preference pair. */
  rejected: z.string().nullable(),
  /** Ids of the requests that it came from, as they stand in the journal. */
  requests: z.array(Text),
  /** The passage that it was made from; null where it was made from the profile alone. */
  segment: Segment.nullable(),
  /** How sure the model was of the answer, where it was asked. */
  confidence: Confidence.nullable(),
  /** Of a general instruction: its category, its data set and that data set's own answer. */
  category: Text.nullable(),
  source: Text.nullable(),
  raw_answer: Text.nullable(),
  /** null until the filter has scored it. */
  grounding: Grounding.nullable(),
  model: Text,
  /** A scene of the script: whether it is one that nothing is trained on, so that it can test. */
  held_out: z.boolean().optional(),
  /** Of a question about what a role can know: WikiRoleEval's label (papers.md 2), 1 where this role cannot, and the facts that it asks for. */
  rejection: z
    .strictObject({ label: z.union([z.literal(0), z.literal(1)]), evidence: z.array(Text).min(1) })
    .optional(),
  /** What the filter cut from its end: how many turns, and the check that refused the first of the role's among them. */
  cut: z.strictObject({ turns: z.int().min(1), check: Text, evidence: z.string() }).optional(),
});
export type Sample = z.infer<typeof Sample>;

/** What a sample has none of unless it says so. */
export const BARE_SAMPLE = {
  rejected: null,
  segment: null,
  confidence: null,
  category: null,
  source: null,
  raw_answer: null,
  grounding: null,
} as const satisfies Partial<Sample>;

/** Whether the embedded model wrote it, which is not a language model: such rows show the pipeline and are nothing to train on. */
export const isRehearsal = ({ model }: Pick<Sample, 'model'>): boolean => model === 'offline';

/** A sample that a check refused: rejected.jsonl. */
export const RejectedSample = z.strictObject({
  ...Sample.shape,
  /** Name of the check, as in src/quality. */
  check: Text,
  /** What in the sample made it refuse. */
  evidence: z.string(),
});
export type RejectedSample = z.infer<typeof RejectedSample>;

/** What a model said of one answer, shown in one order: the three questions of papers.md 1.8. */
export const Verdict = z.strictObject({
  order: z.enum(['forward', 'reversed']),
  reason: z.string(),
  answers: z.boolean(),
  in_style: z.boolean(),
  correct: z.boolean(),
});
export type Verdict = z.infer<typeof Verdict>;

/** A row of the review: judged.jsonl. */
export const Judgement = z.strictObject({
  id: Text,
  recipe: Text,
  kind: Text,
  role: RoleName,
  language: LanguageCode,
  question: z.string(),
  answer: z.string(),
  /** The answer is another role's, to see whether the judge looks. */
  control: z.boolean(),
  verdicts: z.array(Verdict),
  model: Text,
  /** The model that judged. */
  judge: Text,
});
export type Judgement = z.infer<typeof Judgement>;

/** What a test question may share with a training row: rolebench/leaks.ts. */
export const Shared = z.enum(['question', 'answer', 'cue', 'lines']);
export type Shared = z.infer<typeof Shared>;

/** How many test questions of a set, or turns of scenes, share something with training, and the first that does. */
export const Leak = z.strictObject({
  set: z.enum(['role_specific', 'general', 'script']),
  shared: Shared,
  tested: z.int().min(0),
  /** Word for word but for case, punctuation and width, and nearly: a question counts once. */
  exact: z.int().min(0),
  near: z.int().min(0),
  example: z.strictObject({ role: RoleName, tested: z.string(), trained: z.string() }).nullable(),
});
export type Leak = z.infer<typeof Leak>;

/** How much of a role's scripts stands word for word in an export: lines that its samples copy, of all lines. */
export const CopiedScript = z.strictObject({
  role: RoleName,
  script_name: Text,
  lines: z.int().min(1),
  of: z.int().min(1),
  licence: Text.nullable(),
});
export type CopiedScript = z.infer<typeof CopiedScript>;

/** A role or model whose answers are few that come again and again: how many, how many different ones, and the commonest. */
export const Collapse = z.strictObject({
  of: z.enum(['role', 'model']),
  name: Text,
  answers: z.int().min(1),
  distinct: z.int().min(1),
  commonest: z.strictObject({ times: z.int().min(1), text: z.string() }),
});
export type Collapse = z.infer<typeof Collapse>;

/** What a person said of one answer: a line of review.jsonl. The latest line about an answer counts. */
export const Review = z.strictObject({
  /** The answer's id. */
  id: Text,
  role: RoleName,
  /** `good` keeps it whatever the checks say, `bad` refuses it, null takes back what was said before. */
  mark: z.enum(['good', 'bad']).nullable(),
  note: z.string(),
});
export type Review = z.infer<typeof Review>;
