import { Settings } from '../../config.js';
import type { ChatRequest } from '../../llm/chat-model.js';
import { type Answers, askedBy, readAnswer } from '../../llm/work.js';
import type { Prompts } from '../../prompts/load.js';
import { describeRole } from '../../prompts/role-description.js';
import { rowChecks } from '../../quality/index.js';
import type { Answer, DialogueLine, Instruction, Profile } from '../../records.js';
import type { StageRecord } from '../../store/manifest.js';
import { createAsker } from '../context-instruct/asker.js';
import { buildProfile } from '../profile-build/index.js';
import { readResponse, requestSamples } from '../rolegpt/ask-rolegpt.js';
import { createExchangeFinder, findExchanges } from '../rolegpt/exchanges.js';
import { questionOf } from '../rolegpt/index.js';
import { namedModel } from './model.js';

/** What the requests of a role are made from. */
export interface TraceContext {
  profile: Profile;
  lines: readonly DialogueLine[];
  prompts: Prompts;
  /** The stage as it was run: its settings and its model decide its requests. */
  record: Pick<StageRecord, 'settings' | 'model'>;
}

/** The settings that a stage was run with; undefined where they are those of another version. */
function settingsOf(
  key: 'profile' | 'contextInstruct' | 'rolegpt',
  { settings }: TraceContext['record'],
): Settings | undefined {
  // What decides the rows and not the requests: when rounds end, and how many instructions there are.
  const { seed, perRole, scriptShare, filter: _, limit: __, ...rest } = settings;
  const own = key === 'contextInstruct' ? { ...rest, perRole, scriptShare } : rest;
  const parsed = Settings.safeParse({ seed, [key]: own });
  return parsed.success ? parsed.data : undefined;
}

/** Requests of one type beyond the cap are not looked at: later rounds stop before. */
const SPARE_REQUESTS = 50;

/**
 * The request that a role-specific answer came from: planned again from the profile, the script and the settings of the run.
 * Undefined where one of them has changed since, so that the answer came from another prompt.
 */
export function traceCandidate(answer: Answer, context: TraceContext): ChatRequest | undefined {
  const { profile, lines, prompts, record } = context;
  const settings = settingsOf('contextInstruct', record);
  if (!settings || answer.type === null) return undefined;
  const asker = createAsker({ profile, lines, settings, prompts, model: namedModel(answer.model), checks: rowChecks });
  const { perRole, candidateCap } = settings.contextInstruct;
  const most = perRole * candidateCap + SPARE_REQUESTS;
  for (let k = 0; k < most; k += 1) {
    const ask = asker[answer.type](k);
    if (!ask) return undefined;
    if (answer.id.startsWith(`${ask.request.id.slice(0, 16)}-`)) return ask.request;
  }
  return undefined;
}

/**
 * The request that a general answer came from: the sample of its pair whose reply it is. As traceCandidate; undefined also where
 * the journal does not have it.
 */
export function traceResponse(
  { id, question, answer, model }: Pick<Answer, 'id' | 'question' | 'answer' | 'model'>,
  instructions: Iterable<Instruction>,
  { profile, lines, prompts, record }: TraceContext,
  answers: Answers,
): ChatRequest | undefined {
  const settings = settingsOf('rolegpt', record);
  const instruction = [...instructions].find(
    (one) => one.language === profile.language && questionOf(one) === question,
  );
  if (!settings || !instruction) return undefined;
  const { demonstrationWords, bm25, method, demonstrations, responses } = settings.rolegpt;
  const find = createExchangeFinder(findExchanges(lines, profile.role, demonstrationWords), bm25);
  const requests = requestSamples(
    {
      role: { name: profile.role, language: profile.language, description: describeRole(profile) },
      question,
      demonstrations: method === 'zero-shot' ? [] : find(question, demonstrations),
    },
    responses + 1,
    { settings: settings.rolegpt, model: namedModel(model), prompts, seed: settings.seed },
  );
  const at = id.lastIndexOf('-');
  if (!requests[0]?.id.startsWith(id.slice(0, at))) return undefined;
  const isItsOwn = (request: ChatRequest) => {
    const reading = readAnswer({ request, read: readResponse }, answers);
    return reading?.ok && reading.value === answer;
  };
  // Rows of version 0.1.0 may be numbered otherwise.
  const named = requests[Number(id.slice(at + 1))];
  return named && isItsOwn(named) ? named : requests.find(isItsOwn);
}

/** The requests that a profile was built from, in order, as far as their replies are there. As traceCandidate. */
export function traceProfile({ profile, lines, prompts, record }: TraceContext, answers: Answers): ChatRequest[] {
  const settings = settingsOf('profile', record);
  if (!settings) return [];
  const byHand = (field: Profile['by_hand'][number]) => profile.by_hand.includes(field);
  const role = {
    name: profile.role,
    language: profile.language,
    aliases: profile.aliases,
    is_machine: profile.is_machine,
    script_name: profile.script_name,
    scripts: profile.scripts,
    file: '',
    card: null,
    ...(byHand('description') ? { description: profile.description } : {}),
    ...(byHand('description_second_person') ? { description_second_person: profile.description_second_person } : {}),
    ...(byHand('catchphrases') ? { catchphrases: profile.catchphrases.map(({ text }) => text) } : {}),
    ...(byHand('categories') ? { categories: profile.categories } : {}),
  };
  const work = buildProfile(
    role,
    lines,
    {
      language: profile.language,
      prompts,
      settings: settings.profile,
      seed: settings.seed,
      model: namedModel(record.model ?? ''),
    },
    () => {},
  );
  return askedBy(work, answers);
}
