import type { ScriptFormat, ScriptLine } from './script.js';
import { isTold, readSaid } from './tei-said.js';
import { joinNames, LOOK_AT, readXmlPlay } from './xml.js';
import { descendants, type Element, nameOf, parseXml, textOf } from './xml-tree.js';

/** Names of the persons in a TEI cast list by their xml:id. */
function castOf(root: Element): Map<string, string> {
  const cast = new Map<string, string>();
  for (const element of descendants(root)) {
    if (!/^(?:role|person|castItem|personGrp)$/.test(nameOf(element))) continue;
    const id = element.getAttribute('xml:id');
    const name = [...descendants(element)].find((part) => /^(?:persName|name|role)$/.test(nameOf(part))) ?? element;
    if (id && !cast.has(id)) cast.set(id, textOf(name, new Set()).replace(/[.,;:]+$/, ''));
  }
  return cast;
}

/** `mrs_gale`, `MrsGale`: the name that an identifier was made of. */
const nameInId = (id: string) =>
  id
    .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .replace(/[_-]+/g, ' ')
    .replace(/(^|\s)(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
    .trim();

/** Who `who` points at: by the cast list, else as `written` beside the speech, else by the identifiers themselves. */
function speakerOf(who: string, written: readonly string[], cast: ReadonlyMap<string, string>): string | null {
  const ids = who
    .split(/\s+/)
    .map((id) => id.replace(/^.*#/, ''))
    .filter((id) => id !== '');
  const known = ids.map((id) => cast.get(id) ?? '');
  if (ids.length > 0 && known.every((name) => name !== '')) return joinNames(known);
  const named = joinNames(written.map((name) => name.replace(/[.:,]+$/, '')));
  return named ?? joinNames(ids.map((id) => cast.get(id) || nameInId(id)));
}

function readTei(root: Element): ScriptLine[] {
  const cast = castOf(root);
  const unspoken = ['note', 'pb', 'fw'];
  if (isTold(root)) return readSaid(root, (who) => speakerOf(who, [], cast), new Set(unspoken));
  return readXmlPlay(root, {
    speech: 'sp',
    speaker: 'speaker',
    stage: 'stage',
    isAct: (element) => /^div\d?$/.test(nameOf(element)),
    skipped: new Set(['teiHeader', 'castList', 'front', 'back', 'note']),
    speakerOf: (speech, written) => speakerOf(speech.getAttribute('who') ?? '', written, cast),
    unspoken,
  });
}

/**
 * TEI: plays with `sp`, which has `who` or `speaker`, `l` and `p`, `stage`, and a cast list that names who is who; stories
 * whose speech stands in `said who` or `q who`.
 */
export const tei: ScriptFormat = {
  name: 'tei',
  recognise(text) {
    if (!/^\s*</.test(text)) return 0;
    const start = text.slice(0, LOOK_AT);
    if (/<(?:\w+:)?sp[\s>]/.test(start)) return 1;
    return /<(?:\w+:)?TEI(?:\.2)?[\s>]/.test(start) ? 0.9 : 0.3;
  },
  read: (text, { file }) => readTei(parseXml(text, file)),
};
