/** Words that tell what is done on the stage, so that brackets or italics around them are a direction and no speech. */

/** Who speaks says `I`, `my` and `you`; who tells what is done does not. */
const SPOKEN = /\b(?:I|I['’]\w+|me|my|mine|we|us|ours?|you|yours?)\b/;
const STATES =
  /^(?:(?:an?|another|one|the|long|longer|short|brief|slight|very|awkward|tense|dead|pregnant|heavy|small|half|then|after|in) )*(?:pauses?|beats?|silences?|asides?|laughter|applause|crosstalk|inaudible|unintelligible|off|off-?stage|on-?stage|aloud|alone|tears|blackout|curtain|exits?|exeunt|music|overlapping|v\.?o|o\.?s|o\.?c|cont['’]?d|continuing|sotto voce)[.,]?$/i;
const VERBS =
  'laughs|smiles|sighs|nods|shrugs|turns|rises|sits|stands|exits|enters|leaves|goes|walks|crosses|looks|points|takes|gives|picks|puts|opens|closes|shuts|kneels|bows|kisses|embraces|hugs|weeps|cries|sobs|sings|reads|drinks|eats|pauses|stops|hesitates|coughs|whispers|shouts|screams|gestures|waves|claps|dances|runs|falls|faints|dies|stabs|draws|throws|drops|lifts|hands|shakes|pulls|pushes|knocks|listens|waits|slaps|hits|strikes|lights|counts|pours|grabs|grins|frowns|snorts|yawns|stares|glances|gazes|blushes|trembles|staggers|steps|moves|leans|lowers|raises|wipes|hides|chuckles|giggles|gasps|groans|clears|sniffs|winks|clutches|hums|mutters|mumbles|paces|reaches|returns|shivers|spits|starts|stamps|stumbles|tears|touches|unfolds|folds|tries';
const DOES = new RegExp(
  String.raw`^(?:(?:he|she|they|both|all|everyone|the \p{L}+|\p{Lu}[\p{L}’'-]+)(?: and (?:the )?\p{L}+)? )?(?:\p{Ll}+ly |then |again )?(?:${VERBS})(?:[\s,.;]|$)`,
  'iu',
);
/** A whole sentence of what he, she or they do; what they are or think is said of them. */
const SOMEBODY_DOES =
  /^(?:He|She|They)(?: \p{Ll}+ly)? (?!is\b|was\b|has\b|does\b|says\b|thinks\b|knows\b|means\b|wants\b|likes\b|loves\b|needs\b|deserves\b)\p{Ll}+(?:s|es)\b.*\.$/u;
/** `According to him`, `speaking of which`: words in -ing and -ly that speech is full of. */
const NO_MANNER =
  /^(?:according|including|excluding|excepting|considering|regarding|concerning|barring|owing|meaning|being|having|seeing|saying|judging|supposing|assuming|allowing|granting|knowing|thinking|hoping|during|nothing|something|anything|everything|only|really|finally|certainly|probably|possibly|apparently|unfortunately|fortunately|luckily|clearly|obviously|naturally|supposedly|allegedly|hopefully|usually|mostly|nearly|early|family|ally|especially|particularly|actually|generally|frankly|honestly|surely|likely|partly|merely|namely|truly|presumably|evidently|recently|formerly|lately|fully|exactly|completely|absolutely|mainly|largely|roughly|literally|personally|rarely|seldomly|previously|originally|eventually|occasionally|sadly for|thankfully)\b/i;
const MANNER =
  /^(?:(?:very|almost|quite|rather|half|still|suddenly|now|more) )*\p{L}+(?:ly|ing)(?:(?:,| and|, but|, then) (?:\p{Ll}+ly|\p{Ll}+ing))*[.,]?$/iu;
const DOING = /^(?:still |suddenly |now |half |\p{L}+ly )?\p{L}{2,}ing (?:\S+ ?){1,9}$/iu;
const IN_SOME_WAY =
  /^(?:in (?:tears|a (?:low|loud|small|soft|hoarse|different|strange) (?:voice|tone)|a whisper|disbelief|horror|surprise|despair|unison)|with (?:an? )?(?:sudden |little |deep |great |bitter |strange )?(?:sigh|smile|laugh|shrug|sob|cry|gesture|bow|grin|start|shudder|nod|emotion|contempt|scorn|dignity|irony|feeling|anger|passion|conviction|emphasis)|under (?:his|her|their) breath|out of breath|on (?:the )?(?:phone|intercom|radio)|into (?:the )?(?:phone|intercom|radio|receiver|microphone)|over (?:the )?(?:phone|intercom|radio|shoulder|noise)|half (?:to (?:him|her)self|aloud)|without (?:looking|turning|moving|a word)\b.{0,30}|after an? (?:short |long |moment'?s )?(?:pause|silence)|as before|as if \S.{0,40}|through (?:his|her|their) teeth|from (?:off|within|outside|above|below|the (?:next|other) room))[.,]?$/i;

/** Longer words are a passage and no direction within a speech (our choice). */
const LONGEST = 200;

/** Whether words read as a direction: `pause`, `laughing`, `She turns.`, `with a sigh`; not `it was my mother's`. */
export function readsAsDirection(direction: string): boolean {
  const words = direction.trim().replace(/\s+/g, ' ');
  if (words === '' || words.length > LONGEST || SPOKEN.test(words) || /[?!]/.test(words)) return false;
  if (STATES.test(words) || DOES.test(words) || SOMEBODY_DOES.test(words) || IN_SOME_WAY.test(words)) return true;
  return !NO_MANNER.test(words) && (MANNER.test(words) || DOING.test(words));
}

/** Words in italics, to the end of the line at most. */
const ITALICS = /(?<![\p{L}\p{N}*_\\])([*_])(?![\s*_])([^*_\n]{2,200}?)\1(?![\p{L}\p{N}*_])/gu;
/** A word alone may be stressed: these hardly are. */
const NEVER_STRESSED =
  /^(?:(?:long |short |brief |another )?(?:pause|beat)|laughs|laughing|sighs|sighing|exits?|exeunt|smiles|smiling|nods|shrugs)\.?$/i;

/** Whether words in italics are a direction: a whole sentence of what is done, `_She turns._`; not stressed ones, `_very_`. */
function isItalicDirection(words: string, before: string): boolean {
  if (NEVER_STRESSED.test(words)) return true;
  const isBetween = /(?:^|[.!?…—–-]["'”’)]?)\s*$/.test(before);
  return isBetween && /^\p{Lu}.*\.$/u.test(words) && readsAsDirection(words);
}

/** A speech without the directions that stand in it in italics. */
export const withoutItalicDirections = (speech: string): string =>
  speech.replace(ITALICS, (whole, _mark: string, words: string, at: number) =>
    isItalicDirection(words.trim(), speech.slice(Math.max(0, at - 6), at)) ? ' ' : whole,
  );
