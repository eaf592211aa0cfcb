/** Whom the words around a quote name as its speaker. */
export type Attribution =
  | { kind: 'name'; name: string }
  | { kind: 'narrator' }
  /** he, she: a person of that gender who was named before. */
  | { kind: 'pronoun'; pronoun: string }
  /** Somebody who is not named: my companion, the other. */
  | { kind: 'somebody' };

const VERBS =
  'said|says|replied|answered|asked|cried|remarked|observed|exclaimed|returned|continued|whispered|murmured|muttered|shouted|added|began|inquired|enquired|demanded|repeated|retorted|responded|rejoined|interposed|interrupted|suggested|explained|ejaculated|declared|gasped|growled|chuckled|laughed|sighed|roared|screamed|shrieked|called|assented|agreed|admitted|commented|protested|persisted|pursued|resumed|snapped|stammered|sneered|sobbed|thundered|yelled|urged|pleaded|objected|mused|groaned|grumbled|croaked|echoed|hissed|proceeded|quoth|announced|affirmed|reiterated|drawled|jeered|cut in|remonstrated|argued|boasted|hinted|joined in|warned|wailed|moaned|bawled|barked|bellowed|grinned|smiled|reflected aloud|acknowledged|asserted|apologised|apologized|challenged|coughed|counselled|faltered|hazarded|implored|invited|jested|maintained|piped|promised|recited|rejoiced|reminded|reported|scoffed|sniffed|snarled|spluttered|squeaked|supplied|whined|wondered|confessed|concluded|corrected|insisted|stated|conceded|ventured|went on|broke in|put in|called out|cried out';
const TITLES =
  'Mr|Mrs|Ms|Miss|Master|Dr|Doctor|Sir|Lord|Lady|Father|Brother|Sister|Mother|Uncle|Aunt|Captain|Colonel|Major|General|Inspector|Sergeant|Professor|Count|Countess|Prince|Princess|King|Queen|Madame|Mademoiselle|Monsieur|Herr|Judge|Reverend|Bishop|Baron|Duke|Duchess';
const NOT_NAMES =
  'I|He|She|They|We|It|You|The|A|An|And|But|Then|So|Yes|No|Oh|Ah|Well|At|In|On|As|There|This|That|These|Those|What|When|Where|Who|How|Why|His|Her|My|Our|Your|Their|If|For|With|After|Before|Here|Now|Not|Even|Once|Something|Nothing|Someone|Somebody|Everyone|Nobody|Both|All|One|Only|Such|Still|Again|Presently|Suddenly|Perhaps|Each|Another|Having|To|By|From|Of';
const CAPITAL = `(?!(?:${NOT_NAMES})\\b)\\p{Lu}\\p{L}+(?:[’'-]\\p{L}+)*`;
const PROPER = `(?:(?:${TITLES})\\.?\\s+)?${CAPITAL}(?:\\s+(?:(?:de|von|van|of|du|la|le)\\s+)?(?:\\p{Lu}\\.\\s*)?${CAPITAL}){0,3}`;
/** the priest, the old man: at most three words after the article, up to a word that no noun phrase holds. */
const STOP =
  '(?:with|in|to|as|at|from|who|and|on|of|for|by|after|when|while|rather|very|quite|again|turning|looking|\\p{L}+ly)';
const DESCRIBED = `(?:the|The)(?:\\s+(?!${STOP}\\b)[\\p{L}’'-]+){1,3}?(?=\\s*(?:[,.;:—-]|$|\\s${STOP}\\b))`;
/** The same where the verb follows. */
const DESCRIBED_FIRST = `(?:the|The)(?:\\s+(?!${STOP}\\b)[\\p{L}’'-]+){1,3}?`;
const RELATIVE = `(?:my|our|his|her|their|a|an|one of|My|Our|His|Her|A|An)\\s+[\\p{L}’'-]+`;
const PRONOUN = '(?:he|she|He|She|they|They)(?![\\p{L}’])';
const subject = (described: string) => `(?<who>I(?![\\p{L}’'])|${PRONOUN}|${PROPER}|${described}|${RELATIVE})`;
const SUBJECT = subject(DESCRIBED);
const ADVERB = '(?:\\s+\\p{L}+ly|\\s+then|\\s+at last|\\s+again|\\s+once more|\\s+only|\\s+merely)?';

const VERB_FIRST = new RegExp(`^[\\s,—–-]*(?:${VERBS})\\b${ADVERB}\\s+${SUBJECT}`, 'u');
const SUBJECT_FIRST = new RegExp(`^[\\s,—–-]*${subject(DESCRIBED_FIRST)}${ADVERB}\\s+(?:${VERBS})\\b`, 'u');
/** What is only thought, or said to nobody, is not said. */
const THOUGHT =
  /^[\s,—–-]*(?:(?:thought|reflected|mused)\b|(?:\S+\s+){1,3}?thought\b)|\bsaid(?:\s+\p{L}+)?\s+to\s+(?:myself|himself|herself)\b|\bI said to myself\b/u;
/** The sentence before a quote, which ends in a comma or a colon and has a verb of speaking. */
const LEADS_IN = new RegExp(
  `^${subject(PRONOUN)}(?![\\p{L}’'])[^.!?]{0,200}?\\b(?:${VERBS})\\b[^.!?]{0,120}[,:]\\s*[—–-]*\\s*$`,
  'u',
);
const ONLY_WHO = new RegExp(
  `^[\\s,—–-]*(?:(?:${VERBS})\\b${ADVERB}\\s+${SUBJECT}|${subject(DESCRIBED_FIRST).replace('who', 'first')}${ADVERB}\\s+(?:${VERBS}))${ADVERB}[\\s,.;:—–-]*$`,
  'u',
);

const VERB = new RegExp(`^(?:${VERBS})$`, 'u');

/** Whether a word is one of the verbs that lead in speech. */
export function isVerbOfSpeech(word: string): boolean {
  return VERB.test(word);
}

/** Described persons who may be anybody: they are not a name. */
const ANYBODY =
  /^the\s+(?:other|others|latter|former|man|woman|voice|first|second|third|one|stranger|same|elder|younger|whole|two|three)\b/i;

/** `Young Stamford` is Stamford. */
const EPITHET = /^(?:Young|Old|Poor|Little|Dear|Good)\s+(?=\p{Lu})/u;

function attributionTo(who: string): Attribution {
  const squeezed = who.replace(/\s+/g, ' ').replace(EPITHET, '').trim();
  if (squeezed === 'I') return { kind: 'narrator' };
  if (/^(?:he|she|they)$/i.test(squeezed)) return { kind: 'pronoun', pronoun: squeezed.toLowerCase() };
  if (/^(?:my|our|his|her|their|a|an|one)\s/i.test(squeezed) || ANYBODY.test(squeezed)) return { kind: 'somebody' };
  return { kind: 'name', name: squeezed.replace(/^The\s/, 'the ').replace(/['’]s$/, '') };
}

/** Whom the text after a quote names: `said Holmes`, `Holmes remarked`, `he said`. */
export function attributionAfter(narration: string): Attribution | undefined {
  if (THOUGHT.test(narration)) return { kind: 'somebody' };
  const who = (narration.match(VERB_FIRST) ?? narration.match(SUBJECT_FIRST))?.groups?.who;
  return who === undefined ? undefined : attributionTo(who);
}

/** Whom the sentence before a quote names: `Holmes rose and said:`. */
export function attributionBefore(narration: string): Attribution | undefined {
  const sentence =
    narration
      .slice(-400)
      .split(/(?<=[.!?;]["”’']?)\s+(?=\p{Lu}|and\b)/u)
      .at(-1) ?? '';
  const who = sentence.trimStart().match(LEADS_IN)?.groups?.who;
  return who === undefined ? undefined : attributionTo(who);
}

/** Whether a stretch says only who speaks: then it is not worth a line of narration. */
export function saysOnlyWho(narration: string): boolean {
  return ONLY_WHO.test(narration);
}

const NAME_AT_HEAD = new RegExp(`^\\s*(${PROPER})\\s+\\p{Ll}`, 'u');

/** The proper name that a stretch of narration begins with, as its subject. */
export function nameAtHead(narration: string): string | undefined {
  return narration.match(NAME_AT_HEAD)?.[1];
}
