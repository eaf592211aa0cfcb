import type { ScriptFormat, ScriptLine } from './script.js';
import { marksSpeech, readSaid } from './tei-said.js';
import { joinNames, LOOK_AT, readXmlPlay } from './xml.js';
import { descendants, nameOf, textOf, type XmlElement } from './xml-tree.js';
import { isNamed, openXml, type XmlWalker } from './xml-walk.js';

const PERSON = new Set(['role', 'person', 'castItem', 'personGrp']);

/** Adds the names of the persons that a part of a cast list names, by their xml:id. */
function addToCast(part: XmlElement, cast: Map<string, string>): void {
  for (const element of descendants(part)) {
    if (!PERSON.has(nameOf(element))) continue;
    const id = element.getAttribute('xml:id');
    const name = [...descendants(element)].find((one) => /^(?:persName|name|role)$/.test(nameOf(one))) ?? element;
    if (id && !cast.has(id)) cast.set(id, textOf(name, new Set()).replace(/[.,;:]+$/, ''));
  }
}

/** Who is in a file, by their identifiers, and whether it is a story with marked speech and no play. */
function surveyTei(walk: XmlWalker): { cast: Map<string, string>; isTold: boolean } {
  const cast = new Map<string, string>();
  let [isPlay, isMarked] = [false, false];
  walk({
    isSkipped: () => false,
    isUnit: isNamed(PERSON),
    onUnit: (part) => addToCast(part, cast),
    onElement(element) {
      if (nameOf(element) === 'sp') isPlay = true;
      if (marksSpeech(element)) isMarked = true;
    },
  });
  return { cast, isTold: isMarked && !isPlay };
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

function readTei(walk: XmlWalker): ScriptLine[] {
  const { cast, isTold } = surveyTei(walk);
  const unspoken = ['note', 'pb', 'fw'];
  if (isTold) return readSaid(walk, (who) => speakerOf(who, [], cast), new Set(unspoken));
  return readXmlPlay(walk, {
    speech: 'sp',
    speaker: 'speaker',
    stage: 'stage',
    isAct: (element) => /^div\d?$/.test(nameOf(element)),
    skipped: new Set(['teiHeader', 'castList', 'front', 'back', 'note']),
    speakerOf: (speech, written) => speakerOf(speech.getAttribute('who') ?? '', written, cast),
    verseLine: 'l',
    isProseInLines: false,
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
  read: (text, { file }) => readTei(openXml(text, file)),
};
