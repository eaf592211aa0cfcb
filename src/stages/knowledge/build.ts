import { factsOfCard } from '../../knowledge/card-facts.js';
import { mergeFacts } from '../../knowledge/merge.js';
import { type FactFault, judgeFacts } from '../../knowledge/quoted-facts.js';
import { readKnowledgeFile } from '../../knowledge/read-file.js';
import { askAll, type Work } from '../../llm/work.js';
import type { DialogueLine, Knowledge, Profile } from '../../records.js';
import { askFacts, FACTS_PROMPT, type FactQuestions } from './ask.js';

/** What came of reading one role's scripts. */
export interface Read {
  accepted: number;
  refused: Record<FactFault, number>;
}

/**
 * What is known of a role: the user's file and the card's lorebook as they are, and what the model reads from the scripts with its
 * quote (papers.md 2). `lines` are without those of held-out scenes.
 */
export function* buildKnowledge(
  profile: Profile,
  lines: readonly DialogueLine[],
  questions: FactQuestions,
  onRead: (read: Read) => void,
): Work<Knowledge> {
  const { role, language, aliases, description } = profile;
  const { settings, model, prompts } = questions;
  const file = profile.knowledge === undefined ? undefined : readKnowledgeFile(profile.knowledge);
  const asks = prompts.has(FACTS_PROMPT, language) ? askFacts(profile, lines, questions) : [];
  const readings = asks.length === 0 ? [] : yield* askAll(asks);
  const judged = readings.map((reading, k) => {
    const proposed = reading.ok ? reading.value : [];
    return judgeFacts(proposed, asks[k]?.passage ?? [], { language, minFound: settings.minFound });
  });
  const sum = (fault: FactFault) => judged.reduce((count, { refused }) => count + refused[fault], 0);
  const ofScripts = judged.flatMap(({ facts }) => facts);
  onRead({ accepted: ofScripts.length, refused: { quote: sum('quote'), value: sum('value') } });
  return [
    {
      role,
      language,
      label: file?.label ?? role,
      description: file?.description ?? description,
      aliases: [...new Set([...(file?.aliases ?? []), ...aliases])],
      facts: mergeFacts(file?.facts ?? [], factsOfCard(profile), ofScripts),
      ...(file?.wiki === undefined ? {} : { wiki: file.wiki }),
      requests: asks.filter((_, k) => readings[k]?.ok).map(({ request }) => request.id),
      model: asks.length === 0 ? null : model.name,
    },
  ];
}
