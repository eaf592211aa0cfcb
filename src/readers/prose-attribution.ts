import { GESTURES, VERBS } from './english-speech.js';

/** Whom the words around a quote name as its speaker. */
export type Attribution =
  | { kind: 'name'; name: string }
  | { kind: 'narrator' }
  /** he, she: a person of that gender who was named before. */
  | { kind: 'pronoun'; pronoun: string }
  /** Somebody who is not named: my companion, the other. */
  | { kind: 'somebody' };

/** Titles and ranks before a name. */
export const TITLES =
  'Mr|Mrs|Ms|Miss|Mme|Mlle|Master|Dr|Doctor|Sir|Lord|Lady|Father|Brother|Sister|Mother|Uncle|Aunt|Cousin|Captain|Colonel|Major|General|Lieutenant|Inspector|Sergeant|Constable|Professor|Count|Countess|Prince|Princess|King|Queen|Madame|Mademoiselle|Monsieur|Herr|Frau|Señor|Señora|Judge|Reverend|Bishop|Baron|Duke|Duchess|President|Governor|Detective|Detective-Inspector|Superintendent|Commissioner|Marquis|Marchioness|Baroness|Viscount|Squire|Dame|Don|Signor|Signora|Canon|Dean|Nurse|Corporal|St';
/** Words with a capital that are no names. */
export const NOT_NAMES =
  'I|He|She|They|We|It|You|The|A|An|And|But|Then|So|Yes|No|Oh|Ah|Well|At|In|On|As|There|This|That|These|Those|What|When|Where|Who|How|Why|His|Her|My|Our|Your|Their|If|For|With|After|Before|Here|Now|Not|Even|Once|Something|Nothing|Someone|Somebody|Everyone|Nobody|Both|All|One|Only|Such|Still|Again|Presently|Suddenly|Perhaps|Each|Another|Having|To|By|From|Of|Is|Was|Do|Did|Will|Or|Nor|While|Until|Since|Though|Although|Because|Just|Never|Always|Finally|Later|Soon|Two|Three|Four|Some|Many|Several|Several|People|Everybody|Neither|Either|Meanwhile|Instead|Outside|Inside|Upon|Without|Within|Under|Over|Between|Behind|Beside|Let|Its|Whatever|Whoever|Whose|Which|God|Heaven|Very|More|Most|Much|Too|Quite|Rather|Already|Almost|Anxious|Another|Any|Every|Few|First|Last|Next|Then|Thus|Therefore|However|Indeed';
/** No name, and what follows it makes no other person of it: `Martha’s husband`, `Martha and Peter`. */
const NAME_ENDS = "(?![\\p{L}\\p{N}]|[’']\\p{L}|[’'](?=\\s+\\p{Ll}))";
const CAPITAL = `(?!(?:${NOT_NAMES})\\b)(?:[\\p{Lu}dl][’'](?=\\p{Lu}))?\\p{Lu}\\p{L}+(?:[’'-](?!s\\b)\\p{L}+)*`;
const ADJECTIVES = '(?:(?:old|little|poor|young|dear|good|honest|big|fat|worthy|brave|gentle|sweet)\\s+){0,2}';
const PROPER = `${ADJECTIVES}(?:(?:(?:${TITLES})\\.?\\s+){1,2}(?:(?:de|von|van|der|den|du|la|le)\\s+){0,2}${CAPITAL}|(?!(?:Mr|Mrs|Ms|Dr|St|Mme|Mlle)\\b)${CAPITAL})(?:\\s+(?:(?:(?:de|von|van|of|du|la|le|der|den)\\s+){1,2})?(?:\\p{Lu}\\.\\s*)?${CAPITAL}){0,3}${NAME_ENDS}`;
/** the priest, the old man: at most three words after the article, up to a word that no noun phrase holds. */
const STOP =
  '(?:with|without|in|to|as|at|from|who|and|on|of|for|by|after|when|while|rather|very|quite|somewhat|again|aloud|still|back|now|so|aside|turning|looking|I|he|she|they|we|it|a|an|his|her|my|[\\p{L}-]+ly)';
/** `the boy falling back`: what somebody does is no part of what he is called. */
const DOING = '(?!(?:king|darling|foundling|stripling|hireling|weakling)\\b)\\p{L}{2,}ing\\b';
const NOUN = (others: string) => `\\s+(?!(?:${STOP}|${others})\\b)[\\p{L}’'-]+`;
const DESCRIBED = `(?:the|The)${NOUN('way|Mrs|Mr|Dr|Miss|St')}(?:(?!\\s+${DOING})${NOUN('way|Mrs|Mr|Dr|Miss|St')}){0,2}?(?=\\s*(?:[,.;:!?—-]|$|\\s${STOP}\\b|\\s${DOING}))`;
/** The same where the verb follows. */
const DESCRIBED_FIRST = `(?:the|The)(?:${NOUN('way|time|Mrs|Mr|Dr|Miss|St')}){1,3}?`;
const RELATIVE = `(?:my|our|his|her|their|a|an|one of|My|Our|His|Her|A|An|one|One|another|Another|someone|Someone|somebody|Somebody|everybody|everyone|nobody)(?:\\s+[\\p{L}’'-]+)?`;
/** Kin and servants of somebody with a name: they are not that person. */
const KIN =
  'mother|father|wife|husband|son|daughter|sister|brother|aunt|uncle|cousin|nephew|niece|grandmother|grandfather|grandma|grandpa|mom|mum|dad|maid|servant|housekeeper|butler|nurse|governess|man|woman|boy|girl|friend|companion|partner|neighbou?r|secretary|assistant|driver|lawyer|widow|fiancée?|boyfriend|girlfriend|teacher|master|mistress|boss|landlady|landlord';
const OWNED = `(?:(?:${TITLES})\\.?\\s+)?\\p{Lu}[\\p{L}-]+(?:\\s+\\p{Lu}[\\p{L}-]+)?[’'](?:s\\s+|\\s+(?=\\p{Ll}))(?:\\p{Ll}+\\s+){0,2}?(?:${KIN})(?!\\p{L})`;
const PRONOUN = '(?:he|she|He|She|they|They)(?![\\p{L}’])';
const subject = (described: string) => `(?<who>I(?![\\p{L}’'])|${PRONOUN}|${OWNED}|${PROPER}|${described}|${RELATIVE})`;
const SUBJECT = subject(DESCRIBED);
const ADVERB =
  '(?:,?\\s+\\p{L}+ly,?|\\s+then|\\s+at (?:last|length|once)|\\s+again|\\s+once more|\\s+only|\\s+just|\\s+merely|\\s+now|\\s+had|\\s+has|\\s+also){0,2}';
/** `Peter, who had come in,` */
const INSERTED = '(?:,\\s[^,.;:!?“”"]{1,80},)?';

const START = '^[\\s,—–-]*';
const VERB_FIRST = new RegExp(`${START}(?:${VERBS})\\b${ADVERB}\\s+(?:(?:out|up|back)\\s+)?${SUBJECT}`, 'u');
const SUBJECT_FIRST = new RegExp(`${START}${subject(DESCRIBED_FIRST)}${INSERTED}${ADVERB}\\s+(?:${VERBS})\\b`, 'u');
/** After a comma inside the quote any verb goes on with it: `“Yes,” Tom volunteered.` */
const ANY_VERB_FIRST = new RegExp(`${START}\\p{Ll}{2,}ed\\s+(?<who>${PROPER})`, 'u');
const SUBJECT_ANY_VERB = new RegExp(
  `${START}(?<who>${OWNED}|${PROPER}|${PRONOUN})${ADVERB}\\s+\\p{Ll}+(?:ed|s)\\b`,
  'u',
);
/** Several speak at once. */
const AND_OTHERS = /^\s*(?:,\s*)?(?:and|&)\s+(?:\p{Lu}|the\s|his\s|her\s|I\b|both|all)/u;
/** What is only thought, or said to nobody, is not said. */
const THOUGHT =
  /^[\s,—–-]*(?:(?:thought|thinks|reflected|mused|read|wrote)\b|(?:\S+\s+){1,3}?(?:thought|thinks)\b)|\b(?:said|says)(?:\s+\p{L}+)?\s+to\s+(?:myself|himself|herself|itself)\b|\bI said to myself\b/u;
/** The end of the sentence before a quote: who stands right before the verb of speaking. */
const LEADS_IN_NEAR = new RegExp(
  `(?:^|[\\s,;—–-])${subject(DESCRIBED_FIRST)}${INSERTED}${ADVERB}\\s+(?:${VERBS})\\b(?:\\s+[\\p{Ll}’'-]+|\\s+\\p{Lu}[\\p{L}’'.-]+){0,8}\\s*[,:—–-]+\\s*$`,
  'u',
);
/** The same where the subject stands at the sentence's beginning: `Holmes rose and said:`. */
const LEADS_IN = new RegExp(
  `^${subject(PRONOUN)}(?![\\p{L}’'])(?:(?!\\b(?:who|whom|that|which)\\b)[^.!?]){0,200}?(?:,|\\band|\\bthen|\\bbut)\\s+(?:\\p{L}+ly\\s+|then\\s+|at last\\s+)?(?:${VERBS})\\b[^.!?,:]{0,80}(?:,[^.!?,:]{1,60})?[,:]\\s*[—–-]*\\s*$`,
  'u',
);
/** A verb of speaking anywhere: tried first, for speed. */
const SPEAKS = new RegExp(`\\b(?:${VERBS})\\b`, 'u');
const ONLY_WHO = new RegExp(
  `${START}(?:(?:${VERBS})\\b${ADVERB}\\s+${SUBJECT}|${subject(DESCRIBED_FIRST).replace('who', 'first')}${ADVERB}\\s+(?:${VERBS}))${ADVERB}[\\s,.;:—–-]*$`,
  'u',
);

/** Described persons who may be anybody: they are not a name. */
const ANYBODY =
  /^the\s+(?:other|others|latter|former|man|woman|voice|voices|first|second|third|one|stranger|same|elder|younger|whole|two|three|crowd|rest|men|women|boys|girls|children|people|others|company|words|last|next)\b/i;

/** `Young Stamford` is Stamford. */
const EPITHET =
  /^(?:(?:Young|Old|Poor|Little|Dear|Good|young|old|poor|little|dear|good|honest|big|fat|worthy|brave|gentle|sweet)\s+)+(?=\p{Lu})/u;

function attributionTo(who: string): Attribution {
  const squeezed = who.replace(/\s+/g, ' ').replace(EPITHET, '').trim();
  if (squeezed === 'I') return { kind: 'narrator' };
  if (/^(?:he|she|they)$/i.test(squeezed)) {
    return squeezed.toLowerCase() === 'they'
      ? { kind: 'somebody' }
      : { kind: 'pronoun', pronoun: squeezed.toLowerCase() };
  }
  if (/^(?:my|our|his|her|their|a|an|one|another|someone|somebody|everybody|everyone|nobody)(?:\s|$)/i.test(squeezed)) {
    return { kind: 'somebody' };
  }
  return ANYBODY.test(squeezed) ? { kind: 'somebody' } : { kind: 'name', name: squeezed.replace(/^The\s/, 'the ') };
}

/** Longest stretch beside a quote in which its speaker is looked for (our choice). */
const NEAR = 400;

function attributionIn(text: string, match: RegExpMatchArray | null): Attribution | undefined {
  const who = match?.groups?.who;
  if (match === null || who === undefined) return undefined;
  const after = text.slice(text.indexOf(who, match.index) + who.length);
  return AND_OTHERS.test(after) ? { kind: 'somebody' } : attributionTo(who);
}

/** Whom the text after a quote names: `said Holmes`, `Holmes remarked`, `he said`; any verb where the quote ends in a comma. */
export function attributionAfter(narration: string, endsInComma = false): Attribution | undefined {
  const text = narration.slice(0, NEAR);
  if (THOUGHT.test(text)) return { kind: 'somebody' };
  const found = attributionIn(text, text.match(VERB_FIRST)) ?? attributionIn(text, text.match(SUBJECT_FIRST));
  // Words with a small letter go on with the quote, whatever mark ends it: `“Why?” marveled Tom.`
  if (found !== undefined) return found;
  return (
    attributionIn(text, text.match(ANY_VERB_FIRST)) ??
    (endsInComma ? attributionIn(text, text.match(SUBJECT_ANY_VERB)) : undefined)
  );
}

/** The last sentence of a stretch. */
function lastSentence(narration: string): string {
  const sentences = narration
    .slice(-NEAR)
    .split(/(?<=(?<!\b(?:Mr|Mrs|Ms|Dr|St|Mme|Mlle))[.!?;]["”’']?)\s+(?=\p{Lu}|and\b)/u);
  return (sentences.at(-1) ?? '').trimStart();
}

/** Whom the sentence before a quote names: `Holmes rose and said:`. */
export function attributionBefore(narration: string): Attribution | undefined {
  if (!/[,:—–-]\s*$/.test(narration.slice(-10))) return undefined;
  const sentence = lastSentence(narration);
  if (!SPEAKS.test(sentence)) return undefined;
  if (THOUGHT.test(sentence)) return undefined;
  return attributionIn(sentence, sentence.match(LEADS_IN_NEAR)) ?? attributionIn(sentence, sentence.match(LEADS_IN));
}

const ACTS = new RegExp(`^\\s*(?<who>${PRONOUN}|${PROPER})${ADVERB}\\s+(?:${GESTURES}|${VERBS})\\b`, 'u');

const ACTS_AT_ALL = new RegExp(`^\\s*(?<who>I(?![\\p{L}’'])|${PRONOUN}|${PROPER})${ADVERB}\\s+\\p{Ll}`, 'u');

/** Who acts in the one sentence beside a quote that names nobody: `Lena laughed. “The salt is white.”` */
export function actorIn(narration: string): Attribution | undefined {
  const text = narration.trim();
  if (text.length > NEAR || lastSentence(text) !== text) return undefined;
  return attributionIn(text, text.match(ACTS));
}

/** Who acts in the last of several sentences between two quotes: `said Ann. Bob shook his head.` */
export function laterActorIn(narration: string): Attribution | undefined {
  const last = lastSentence(narration.trimEnd());
  return last === narration.trim() ? undefined : attributionIn(last, last.match(ACTS_AT_ALL));
}

/** Whether a stretch says only who speaks: then it is not worth a line of narration. */
export function saysOnlyWho(narration: string): boolean {
  return narration.length <= NEAR && ONLY_WHO.test(narration);
}

/**
 * Where the words that say who speaks begin and end in speech without closing marks: `Not yet, Peter answered. The wind …`; with
 * `endsInComma` also `Not yet, Peter answered, for the wind …`
 */
export function tagAt(text: string, from: number, endsInComma = false): number | undefined {
  const stretch = text.slice(from, from + NEAR);
  const tag = stretch.match(VERB_FIRST) ?? stretch.match(SUBJECT_FIRST);
  if (!tag || THOUGHT.test(stretch)) return undefined;
  if (endsInComma && stretch[tag[0].length] === ',') return from + tag[0].length + 1;
  const end = stretch.slice(tag[0].length).search(/(?<!\b(?:Mr|Mrs|Dr|St))[.!?:…](?=\s|$|[—–-])|[,]?\s*[—–]|$/u);
  return from + tag[0].length + end + (/[.!?:…]/.test(stretch[tag[0].length + end] ?? '') ? 1 : 0);
}

const SUBJECT_AT_HEAD = new RegExp(
  `^[\\s,;—–-]*(?:(?:And|But|Then|Now|So|At last|At this|Here|Again)\\s+)?(?:(?<who>I(?![\\p{L}’'])|[Hh]e|[Ss]he|${PROPER})${ADVERB}\\s+\\p{Ll}|(?<owner>[Hh]is|[Hh]er|[Mm]y|${CAPITAL}[’']s)\\s+\\p{Ll})`,
  'u',
);

const OWNERS: Record<string, string> = { his: 'he', her: 'she', my: 'I' };
/** `The old man bowed`: a subject that is no name, and the words in which it stands. */
const DESCRIBED_SUBJECT = /^[\s,;—–-]*((?:The|An?|One|Another)\s+(?:\S+\s+){0,2}\S+)/u;

/** Who acts in the first or the last sentence of a stretch of narration: a name, I, he or she, or words that may tell of somebody. */
export function subjectOf(narration: string, sentence: 'first' | 'last'): string | undefined {
  const first = narration.slice(0, NEAR);
  const text = sentence === 'first' ? first : lastSentence(narration.trimEnd());
  const described = text.match(SUBJECT_AT_HEAD) ? undefined : text.match(DESCRIBED_SUBJECT)?.[1];
  if (described !== undefined) return described;
  const groups = (text.match(SUBJECT_AT_HEAD) ?? first.match(SUBJECT_AT_HEAD))?.groups;
  const who = groups?.who ?? groups?.owner;
  if (who === undefined || who === 'I') return who;
  const word = who.toLowerCase();
  return OWNERS[word] ?? (word === 'he' || word === 'she' ? word : who.replace(/[’']s$/, ''));
}
