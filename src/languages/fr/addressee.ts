import type { Addressee, RoleNames } from '../signs.js';

/** Tu and vous with their forms, and verbs that only go with vous. */
const SECOND_PERSON =
  /(?<!\p{L})(?:tu|te|toi|ton|ta|tes|tien|tiens|tienne|tiennes|vous|votre|vos|vôtres?)(?!\p{L})|(?<![\p{L}-])t['’](?=\p{L})/iu;
const OF_VOUS = /(?<![\p{L}'’])(?!(?:chez|assez|nez|rez|riz)(?!\p{L}))\p{L}{2,}ez(?![\p{L}])/iu;
const REQUEST =
  /(?:^|[,;:] )(?:dis|raconte|parle|explique|décris|donne|montre|chante|récite|apprends|avoue|enseigne|livre|confie|présente|cite|décline|rappelle|fais)(?:-(?:moi|nous|le|la|les))*(?![\p{L}'’])/iu;

/** Words before a first comma that are no names, before a question's own words. */
const NO_NAMES = new Set(
  `et mais donc or ni car ou alors ainsi enfin oui non si ah oh eh hé ô bon bien quand lorsque après avant depuis pendant puisque
  comme tandis malgré selon entre parmi sans avec pour par dans sur sous chez vers face lors dès à au aux en de du des que qui quoi
  où quel quelle quels quelles pourquoi comment combien est-ce monsieur madame mademoiselle messieurs mesdames seigneur maître
  docteur capitaine majesté sire altesse excellence monseigneur père mère sœur frère mon ma mes cher chère chers votre notre le la
  les un une ce cet cette ces bonjour bonsoir salut pardon dites dis aujourd'hui hier demain jadis autrefois parfois souvent
  toujours jamais peut-être certes voyons allons tenez tiens dom don franchement sincèrement somme bref`.split(/\s+/),
);
const QUESTION_WORD =
  "(?:pourquoi|comment|que|qu'|qui|quel|quelle|quels|quelles|quoi|où|quand|combien|est-ce|à|de|d'|en|dans|après|si|vous|tu|te|t'|avez|as|êtes|es|dites|dis|parlez|parle|racontez|raconte|\\p{L}+-(?:vous|tu|t|moi|nous))";
const OPENING_NAME = new RegExp(
  `^(\\p{Lu}[\\p{L}.'’-]*(?: (?:de |du |d['’]|la |le )*\\p{Lu}[\\p{L}.'’-]*){0,3}), ${QUESTION_WORD}(?!\\p{L}{2})`,
  'iu',
);
/** A title alone calls the role too. */
const TITLE_CALL =
  /^(?:ah |eh |ô )?(?:mon(?:sieur|seigneur)?|madame|mademoiselle|seigneur|maître|docteur|capitaine|sire|majesté|altesse|monseigneur)(?: [^,?!]{1,30})?, /iu;

/** `Seigneur Harpagon, pourquoi …`: words before the comma of a question that calls the role. Our choice. */
const LONGEST_CALL = 5;

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[\s'’]+/)
    .map((word) => word.replace(/[.]$/, ''));

/** The name that opens a question, where it is somebody else's than the role's. */
function otherAddressee(question: string, { parts }: RoleNames): Addressee {
  const opening = OPENING_NAME.exec(question)?.[1];
  if (opening === undefined || !/^\p{Lu}/u.test(opening)) return 'role';
  if (opening.split(' ').some((word) => !/^(?:\p{Lu}|de$|du$|d['’]|la$|le$)/u.test(word))) return 'role';
  if (wordsOf(opening).some((word) => parts.has(word) || NO_NAMES.has(word) || word.endsWith('ment'))) return 'role';
  return { other: opening };
}

/** Whom a question is put to: tu, vous, an imperative, the role's name or a title calls it. */
export function addresseeOf(question: string, role: RoleNames): Addressee {
  const opening = wordsOf(question.slice(0, Math.max(0, question.indexOf(','))));
  const isCalled = opening.length <= LONGEST_CALL && opening.some((word) => role.parts.has(word));
  const isAsked =
    SECOND_PERSON.test(question) || OF_VOUS.test(question) || REQUEST.test(question) || TITLE_CALL.test(question);
  return isAsked || isCalled ? otherAddressee(question, role) : 'nobody';
}
