import { languageOf } from '../../languages/index.js';
import { describeRole } from '../../prompts/role-description.js';
import type { Fact, Knowledge, Profile } from '../../records.js';
import { firstSentences } from '../../text/first-sentences.js';
import { hashNumber } from '../../text/random.js';
import type { ContrastSettings } from './settings.js';

/** A role with what is known of it. */
export interface KnownRole {
  profile: Profile;
  knowledge: Knowledge;
}

/** Items of a list in an order that the seed decides; the same items keep their order to each other when others come. */
const inSeededOrder = <Item>(items: readonly Item[], rank: (item: Item) => number): Item[] =>
  items
    .map((item) => ({ item, at: rank(item) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

const rankIn = (seed: number, use: string, role: string) => {
  return ({ property, value }: Fact) => hashNumber(seed, use, role, property, value);
};

/** As many facts as are asked for, those in `must` among them, in the role's own order. */
export function chooseFacts(
  { role, facts }: Knowledge,
  count: number,
  seed: number,
  must: readonly Fact[] = [],
): readonly Fact[] {
  if (facts.length <= count) return facts;
  const others = facts.filter((fact) => !must.includes(fact));
  const kept = new Set([
    ...must,
    ...inSeededOrder(others, rankIn(seed, 'shown', role)).slice(0, Math.max(0, count - must.length)),
  ]);
  return facts.filter((fact) => kept.has(fact));
}

/** The facts that questions to a pair are made from, in an order of that pair: models ask about the first. */
export const shuffleFor = (facts: readonly Fact[], { role }: Knowledge, other: string, seed: number): Fact[] =>
  inSeededOrder(facts, rankIn(seed, `asked of ${other}`, role));

/** A fact as prompts, exports and refusals show it. */
export const tellFact = ({ property, value }: Pick<Fact, 'property' | 'value'>): string => `${property}: ${value}`;

/** What the prompts show of a role beside its facts. */
export function describeKnown({ profile, knowledge }: KnownRole, { articleWords }: ContrastSettings) {
  const { language, wiki = '' } = knowledge;
  const { listJoiner, phrases } = languageOf(language);
  const names = [knowledge.label, ...knowledge.aliases].filter((name) => name !== profile.role);
  return {
    role_name: profile.role,
    role_description_and_catchphrases: describeRole(profile),
    description: knowledge.description,
    aliases: [...new Set(names)].join(listJoiner) || phrases.none,
    article: (articleWords > 0 && firstSentences(wiki, articleWords, language)) || phrases.none,
  };
}
