/** Verbs by which English prose says that somebody speaks, in past and present. */

const REGULAR =
  'reply answer ask cry remark observe exclaim return continue whisper murmur mutter shout add inquire enquire demand repeat retort respond rejoin interpose interrupt suggest explain ejaculate declare gasp growl chuckle laugh sigh roar scream shriek call assent agree admit comment protest persist pursue resume snap stammer sneer sob thunder yell urge plead object muse groan grumble croak echo hiss proceed announce affirm reiterate drawl jeer remonstrate argue boast hint warn wail moan bawl bark bellow grin smile acknowledge assert apologise apologize challenge cough counsel falter hazard implore invite jest maintain pipe promise recite rejoice remind report scoff sniff snarl splutter squeak supply whine wonder confess concede conclude correct insist state venture breathe joke tease giggle snort rasp grunt mumble purr coo croon beg command order instruct inform assure advise note point greet offer complain concur confirm deny reason blurt finish start lie swear chide scold rebuke intone lament prompt quip wheeze whimper whisper yelp chant chirp chatter babble stutter bluster rap volunteer query counter decide guess vow threaten taunt hoot holler quaver stipulate reflect';
const IRREGULAR =
  'said says say quoth told tells tell began begins begin spoke speaks swore swears pled snapped snaps begged begs admitted admits quipped quips chatted rapped fell_to put_in puts_in broke_in breaks_in cut_in cuts_in joined_in joins_in chimed_in chimes_in went_on goes_on called_out calls_out cried_out cries_out burst_out bursts_out burst_forth spoke_up speaks_up pointed_out points_out shot_back shoots_back threw_in broke_out struck_in reflected_aloud let_out kept_on';

function forms(verb: string): string[] {
  if (/[^aeiou]y$/.test(verb)) return [`${verb.slice(0, -1)}ied`, `${verb.slice(0, -1)}ies`];
  const present = /(?:s|sh|ch|x|z)$/.test(verb) ? `${verb}es` : `${verb}s`;
  return [verb.endsWith('e') ? `${verb}d` : `${verb}ed`, present];
}

const single = IRREGULAR.split(' ').filter((verb) => !verb.includes('_'));
const several = IRREGULAR.split(' ').filter((verb) => verb.includes('_'));

/** Every form of a verb of speaking, as a part of a pattern. Those of several words stand together, for speed. */
export const VERBS = [
  ...several.map((verb) => verb.replaceAll('_', '\\s+')),
  ...[...new Set([...single, ...REGULAR.split(' ').flatMap(forms)])].sort(),
].join('|');

const VERB = new RegExp(`^(?:${VERBS})$`, 'u');

/** Whether a word is one of the verbs that lead in speech. */
export function isVerbOfSpeech(word: string): boolean {
  return VERB.test(word);
}

/** Acts and faces with which somebody begins or ends a speech: `Lena nodded.` */
export const GESTURES =
  'laughed|laughs|smiled|smiles|grinned|grins|nodded|nods|shrugged|shrugs|sighed|sighs|frowned|frowns|paused|pauses|hesitated|hesitates|shook|shakes|chuckled|chuckles|winced|winces|blushed|blushes|flushed|coloured|colored|gasped|gasps|groaned|groans|sniffed|sniffs|swallowed|swallows|snorted|snorts|coughed|coughs|blinked|blinks|winked|winks|scowled|scowls|grimaced|giggled|giggles|leaned|leans|leant|pointed|points|waved|waves|rubbed|rubs|cleared|clears|lowered|lowers|raised|raises|lifted|lifts|tilted|folded|folds|crossed|bit|bites|licked|scratched|scratches|gestured|gestures|stared|stares|glared|glares|spread|threw|drew|took|takes|put|puts|held|holds|bowed|bows|rose|rises|turned|turns|stopped|stops|looked|looks|glanced|glances|gazed|stood|stands|sat|sits|bent|bends|moved|moves|stepped|steps|reached|reaches|set|wiped|wipes|hugged|kissed|patted|tapped|taps|picked|opened|closed|broke|breaks';
