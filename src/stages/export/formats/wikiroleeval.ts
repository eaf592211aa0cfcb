import { join } from 'node:path';
import { z } from 'zod';
import { openKnowledge } from '../../../knowledge/open.js';
import { type Reviews, readReviews } from '../../../quality/reviews.js';
import { LanguageCode, type Profile, Text } from '../../../records.js';
import { openRowWriter } from '../../../store/jsonl.js';
import { firstSentences } from '../../../text/first-sentences.js';
import { hashNumber } from '../../../text/random.js';
import { toMessages } from '../../../training/messages.js';
import type { SplitSample } from '../samples.js';
import { dialogueViolation, type Format } from './format.js';

/** papers.md 2: a judge picks the role among four. */
const CANDIDATES = 4;

/** Words of a candidate's description. papers.md 2: short; our choice. */
const CANDIDATE_WORDS = 30;

const Message = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: Text });
const Labels = z.array(z.union([z.literal(0), z.literal(1)]));
const Claims = z.array(z.tuple([Text, Text]));

/** A role with its questions, as WikiRoleEval has them (papers.md 2). Its evaluation reads labels, candidates and evidence in `meta`. */
const WikiRoleEvalRow = z.strictObject({
  system: Text,
  prompts: z.array(Text).min(1),
  ref_messages: z.array(Message),
  role_consist_cands: z.array(Text),
  rejection_labels: Labels,
  evidence: z.array(Text),
  source: Text,
  meta: z.strictObject({
    label: Text,
    description: Text,
    aliases: z.array(Text),
    wiki_title: Text,
    claims: Claims,
    trans_claims: Claims,
    category: z.string(),
    lang: LanguageCode,
    summary: Text,
    wiki: z.strictObject({ idx: Text, title: Text, content: z.string() }),
    role_consist_cands: z.array(Text),
    rejection_labels: Labels,
    evidence: z.array(Text),
  }),
});
type WikiRoleEvalRow = z.infer<typeof WikiRoleEvalRow>;

/** A person's word about a label, at the beginning of the note beside a mark. */
const LABEL_NOTE = /^\s*label\s*:?\s*([01])\b/i;

function labelOf({ id, rejection }: SplitSample, reviews: Reviews): 0 | 1 {
  const [, noted] = LABEL_NOTE.exec(reviews.get(id)?.note ?? '') ?? [];
  return noted === undefined ? (rejection?.label ?? 0) : noted === '1' ? 1 : 0;
}

/** The roles of each language in an order of the seed: those that follow a role are the other candidates. */
function orderRoles(profiles: readonly Profile[], seed: number) {
  const ranked = profiles.map((profile) => ({ profile, at: hashNumber(seed, 'candidate', profile.role) }));
  const byLanguage = new Map<string, Profile[]>();
  const places = new Map<string, number>();
  for (const { profile } of ranked.sort((a, b) => a.at - b.at)) {
    const roles = byLanguage.get(profile.language) ?? [];
    byLanguage.set(profile.language, roles);
    places.set(profile.role, roles.length);
    roles.push(profile);
  }
  /** A role and those that follow it, in an order that does not show which is meant. */
  return ({ role, language }: Profile): Profile[] => {
    const roles = byLanguage.get(language) ?? [];
    const at = places.get(role) ?? 0;
    const count = Math.min(CANDIDATES, roles.length);
    const chosen = Array.from({ length: count }, (_, k) => roles[(at + k) % roles.length] as Profile);
    const rank = (one: Profile) => hashNumber(seed, 'candidates', role, one.role);
    return chosen.sort((a, b) => rank(a) - rank(b));
  };
}

/** wikiroleeval/train.jsonl and wikiroleeval/test.jsonl; neither where no sample says whether its role can know the answer. */
export const wikiroleeval: Format = {
  isFor: ({ rejection }) => rejection !== undefined,
  violation: dialogueViolation,
  open(folder, { data, settings }, { profiles }) {
    const knowledge = openKnowledge(data);
    const reviews = readReviews(data);
    const profileOf = new Map(profiles.map((profile) => [profile.role, profile]));
    const candidatesOf = orderRoles(profiles, settings.seed);
    const writers = new Map<string, ReturnType<typeof openRowWriter<WikiRoleEvalRow>>>();
    let group: SplitSample[] = [];

    const introduce = ({ role, language, description }: Profile): string => {
      const known = knowledge.of(role);
      return `${known?.label ?? role}: ${firstSentences(known?.description ?? description, CANDIDATE_WORDS, language)}`;
    };

    function rowOf(samples: readonly SplitSample[], first: SplitSample, profile: Profile): WikiRoleEvalRow {
      const known = knowledge.of(profile.role);
      const label = known?.label ?? profile.role;
      const claims = (known?.facts ?? []).map(({ property, value }): [string, string] => [property, value]);
      const asked = {
        role_consist_cands: candidatesOf(profile).map(introduce),
        rejection_labels: samples.map((sample) => labelOf(sample, reviews)),
        evidence: samples.map(({ rejection }) => (rejection?.evidence ?? []).map((fact) => `- ${fact}`).join('\n')),
      };
      return {
        system: first.system,
        prompts: samples.map(({ question }) => question),
        ref_messages: toMessages({ system: first.system, turns: samples.flatMap(({ turns }) => turns) }),
        ...asked,
        source: 'rolellm',
        meta: {
          label,
          description: known?.description ?? profile.description,
          aliases: known?.aliases ?? profile.aliases,
          wiki_title: label,
          claims,
          trans_claims: claims,
          category: profile.categories[0] ?? '',
          lang: profile.language,
          summary: profile.description,
          wiki: { idx: label, title: label, content: known?.wiki ?? '' },
          ...asked,
        },
      };
    }

    /** Writes the samples of one role that came together, a row for each side. */
    function flush(): void {
      for (const side of ['train', 'test'] as const) {
        const samples = group.filter(({ split }) => split === side);
        const [first] = samples;
        const profile = first && profileOf.get(first.role);
        if (!first || !profile) continue;
        const path = `wikiroleeval/${side}.jsonl`;
        const writer = writers.get(path) ?? openRowWriter(join(folder, path), WikiRoleEvalRow);
        writers.set(path, writer);
        writer.write(rowOf(samples, first, profile));
      }
      group = [];
    }

    return {
      write(sample) {
        const [last] = group;
        if (last && (last.recipe !== sample.recipe || last.role !== sample.role)) flush();
        group.push(sample);
      },
      commit() {
        flush();
        return new Map([...writers].map(([path, writer]) => [path, writer.commit().rows]));
      },
    };
  },
};
