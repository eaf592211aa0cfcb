import { createRequire } from 'node:module';
import type { ScriptVariants } from '../signs.js';

const load = createRequire(import.meta.url);

/** The characters that each script has for itself, by OpenCC's tables. Made when the first Chinese text is looked at. */
let tables: { traditional: Set<string>; simplified: Set<string> } | undefined;

/** Goes through the CJK Unified Ideographs. A character that both scripts use (后, 里) counts as neither's. */
function makeTables(): { traditional: Set<string>; simplified: Set<string> } {
  const { Converter: fromTraditional } = load('opencc-js/t2cn') as typeof import('opencc-js/t2cn');
  const { Converter: fromSimplified } = load('opencc-js/cn2t') as typeof import('opencc-js/cn2t');
  const toSimplified = fromTraditional({ from: 't', to: 'cn' });
  const toTraditional = fromSimplified({ from: 'cn', to: 't' });
  const made = { traditional: new Set<string>(), simplified: new Set<string>() };
  for (let code = 0x4e00; code < 0xa000; code += 1) {
    const character = String.fromCharCode(code);
    if (toSimplified(character) !== character) made.traditional.add(character);
    else if (toTraditional(character) !== character && !SHARED.has(character)) made.simplified.add(character);
  }
  return made;
}

/** Simplified forms that are characters of traditional texts too, with another meaning. */
const SHARED = new Set('后里干台只于几云丑余准制松谷斗面发系征钟卷历冲借佣价克板表才沈姜叶郁仇党参症种复');

/** How many characters of a text are written in one script only; most are the same in both. */
export function countVariants(text: string): ScriptVariants {
  tables ??= makeTables();
  const counts: ScriptVariants = { traditional: 0, simplified: 0 };
  for (const character of text) {
    if (tables.traditional.has(character)) counts.traditional += 1;
    else if (tables.simplified.has(character)) counts.simplified += 1;
  }
  return counts;
}
