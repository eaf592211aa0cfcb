import { showFacts } from './fact.js';
import { type ActScene, SELF, type Verb } from './scene.js';

const states = (is: readonly string[]): string => (is.length === 0 ? '' : ` [${is.join(', ')}]`);

/** What there is and where, as prompts show it: `- lamp @ lamp room [dark]`, places without a place. */
export function showWorld({ self, places, people, objects }: ActScene): string {
  const things = [{ name: SELF, at: self, is: [] }, ...people, ...objects];
  return [
    ...places.map(({ name, is }) => `- ${name}${states(is)}`),
    ...things.map(({ name, at, is }) => `- ${name} @ ${at}${states(is)}`),
  ].join('\n');
}

function showVerb({ name, says, arguments: args, needs, effects }: Verb): string {
  const takes = args.map((one) => `${one.name}: ${one.type}`).join(', ');
  const before = needs.length > 0 ? ` | ${showFacts(needs)}` : '';
  const after = effects.length > 0 ? ` => ${showFacts(effects)}` : '';
  return `- ${name}(${takes}): ${says}${before}${after}`;
}

/** The verbs, as prompts show them: `- light(what: object): sets it alight | what near => what = lit`. */
export const showVerbs = ({ verbs }: ActScene): string => verbs.map(showVerb).join('\n');
