import { readsAsDirection } from './direction-words.js';
import { isLabel } from './labels.js';
import { canBeName } from './spoken-label.js';

/** What is heard and done, in the words of those who write subtitles for the deaf; a name among them would be lost. */
const SOUND =
  /^(?:.*\b(?:music|song|theme|applause|laughter|chatter|murmurs?|cheers?|cheering|gunshots?|gunfire|explosions?|thunder|sirens?|horns?|whistles?|footsteps|static|beeps?|buzz(?:es|er)?|rings?|chimes?|tones?|alarm|noises?|sounds?|sfx|engine|phone|telephone|doorbell|door|bells?|wind|rain|creaks?|squeaks?|clicks?|thuds?|crash(?:es)?|rustl(?:es|ing)|language|subtitles?|captions?|indistinct|inaudible|unintelligible|foreign|silence|scream|groan|sigh|gasp|cough|sob|laugh)\b.*|(?:in|speaks?|speaking) \p{L}+|(?:english|french|spanish|german|italian|russian|japanese|chinese|korean|arabic|latin)|(?:scoffs|grunts|pants|whimpers|exhales|inhales|sniffles|moans|growls|barks|meows|howls|roars|snores|hiccups|burps|retches|vomits|belches|shrieks|wails|squeals|chirps|hisses|stammers|stutters|slurps|chews|munches|applauds|babbles|echoes|ululates|vocalizes|squawks|neighs|clucks|moos|shushes|tuts|gulps|swallows|blows|clatters|rattles|thumps|bangs|clinks|jingles|sizzles|continues|resumes|overlapping|muffled|distant|faint(?:ly)?|softly|quietly|loudly|clears throat|on (?:tv|radio|phone)|over (?:p\.?a\.?|radio|phone|tv)|v\.?o\.?|o\.?s\.?))$/iu;

const BRACKETED = /^(?:\[([^[\]]{1,40})\]|\(([^()]{1,40})\)|（([^（）]{1,40})）|【([^【】]{1,40})】)\s*[:：]?\s*/u;

const CHINESE_SOUND =
  /^\p{Script=Han}$|^(?:.*(?:声|聲|音|音乐|音樂|铃|鈴|雷|枪响)|大?笑|冷笑|苦笑|哭泣?|叹气|嘆氣|叹息|沉默|停顿|停頓|咳嗽|鼓掌|欢呼|歡呼|尖叫|.语|.語|.{0,4}地)$/u;

const isSound = (words: string) =>
  readsAsDirection(words) || SOUND.test(words) || CHINESE_SOUND.test(words) || isLabel(words);

/** A name in brackets before words, and the words: `(ROSA) Is it you?`, `[MUSIC] [Rosa] Yes.`; sounds before it are passed over. */
export function cutBracketed(text: string): { name: string; words: string } | undefined {
  let rest = text;
  for (let found = BRACKETED.exec(rest); found; found = BRACKETED.exec(rest)) {
    const inner = found
      .slice(1)
      .find((words) => words !== undefined)!
      .trim();
    rest = rest.slice(found[0].length);
    // `[ROSA, whispering]`, `(ROSA ON PHONE)`.
    const name = inner.replace(/,\s+\S.*$|\s+(?:on|over) (?:the )?(?:phone|radio|tv|intercom|p\.?a\.?)$/iu, '').trim();
    if (isSound(inner) && isSound(name)) continue;
    return canBeName(name) && !isSound(name) ? { name, words: rest } : undefined;
  }
  return undefined;
}
