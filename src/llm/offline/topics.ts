import type { Language } from '../../records.js';

/** A subject that one may ask anybody about: how a question names it, and the words that show that a line is about it. */
type Topic = [subject: string, words: RegExp];

/** Subjects of script-agnostic questions. A line is only taken for one where it says one of its words. */
export const TOPICS: Record<Language, Topic[]> = {
  en: [
    ['love', /\b(?:love|loved|loves|lovers?)\b/i],
    ['marriage', /\b(?:marry|marriage|married|wedding|engaged)\b/i],
    ['death', /\b(?:death|die|dies|dead|dying)\b/i],
    ['war', /\b(?:war|wars|battle)\b/i],
    ['money', /\b(?:money|gold|debts?|bills?|income)\b/i],
    ['friends', /\bfriends?\b/i],
    ['enemies', /\b(?:enemy|enemies|foes?)\b/i],
    ['fear', /\b(?:fear|fears|afraid)\b/i],
    ['pride', /\b(?:proud|pride)\b/i],
    ['honour', /\b(?:honou?r|honou?rs)\b/i],
    ['mothers', /\bmothers?\b/i],
    ['fathers', /\bfathers?\b/i],
    ['husbands and wives', /\b(?:wife|wives|husbands?)\b/i],
    ['truth and lies', /\b(?:truth|lies|liar)\b/i],
    ['music', /\b(?:music|musical|piano|songs?|sing|violin|pipe)\b/i],
    ['food', /\b(?:dinner|dine|food|muffins?|sandwich(?:es)?|cake|supper)\b/i],
    ['drinking', /\b(?:drinks?|brandy|champagne)\b/i],
    ['sleep and dreams', /\b(?:sleep|dreams?)\b/i],
    ['heaven', /\b(?:heaven|heavens)\b/i],
    ['the common people', /\b(?:people|citizens|commoners|multitude|plebeians)\b/i],
    ['women', /\b(?:woman|women|ladies)\b/i],
    ['duty', /\b(?:duty|duties)\b/i],
    ['business', /\bbusiness\b/i],
    ['the world', /\bworld\b/i],
    ['the country and the town', /\b(?:town|country)\b/i],
    ['facts and theories', /\b(?:facts?|evidence|theory|theories|theorize)\b/i],
    ['madness', /\b(?:mad|madness|madman)\b/i],
    ['weapons', /\b(?:swords?|knife|daggers?|pistol|revolver)\b/i],
    ['letters and diaries', /\b(?:letters?|diary|note)\b/i],
    ['kings', /\bkings?\b/i],
    ['the sea', /\b(?:sea|ship|ships|tide|storm)\b/i],
    ['virtue', /\b(?:virtue|virtues|virtuous)\b/i],
    ['actors and plays', /\b(?:players?|play'd|stage|comedy|tragedy)\b/i],
    ['revenge', /\b(?:revenge|vengeance)\b/i],
    ['wounds', /\b(?:wounds?|scars)\b/i],
    ['tobacco', /\b(?:tobacco|cigarettes?|cigars?)\b/i],
  ],
  zh: [
    ['酒', /酒/],
    ['生死', /死/],
    ['天下', /天下/],
    ['兄弟', /兄弟|哥哥|兄长|贤弟/],
    ['师父', /师父/],
    ['妖怪', /妖|怪物|魔/],
    ['用兵', /兵|军马|伏/],
    ['贼人', /贼/],
    ['兵器', /棒|枪|剑|兵器|宝刀/],
    ['本事', /本事|手段|神通|变化/],
    ['长生', /长生|不老/],
    ['害怕', /怕|惧/],
    ['吃食', /饭|斋|茶|蟠桃/],
    ['马', /(?<![人军兵司])马(?!陵|超|腾)/],
    ['天子', /玉帝|天子|皇帝|陛下/],
    ['英雄', /英雄|豪杰/],
    ['计策', /计(?!较)|谋/],
    ['姓名来历', /姓甚|名唤|叫做|名号/],
    ['宝贝', /宝贝|袈裟|宝/],
    ['菩萨', /菩萨|如来|佛/],
    ['父母', /父母|父亲|母亲|吾父|吾母|老母|爹|娘亲/],
    ['丞相与将军', /丞相|将军/],
    ['恩义', /恩|义/],
    ['官职', /官职|官衔|官爵|做官|为官|封官|封我|拜官|官儿/],
    ['朋友', /友|故人/],
  ],
};

/** Wordings of the question what the role says about a subject. */
export const ABOUT_SUBJECT: Record<Language, ((subject: string) => string)[]> = {
  en: [
    (x) => `What have you said about ${x}?`,
    (x) => `What should we hear from you on the subject of ${x}?`,
    (x) => `If the talk turned to ${x}, what might you say?`,
    (x) => `How do you speak of ${x}?`,
    (x) => `Would you tell us something about ${x}, in your own words?`,
    (x) => `When ${x} came up, what did you have to say?`,
  ],
  zh: [
    (x) => `说到${x}，你有什么话讲？`,
    (x) => `你怎么说起${x}？`,
    (x) => `若有人同你谈${x}，你会讲什么？`,
    (x) => `关于${x}，你说过哪些话？`,
  ],
};

/** Wordings of the question what the role says about two things of one line. */
export const ABOUT_WORDS: Record<Language, ((a: string, b: string) => string)[]> = {
  en: [
    (a, b) => `What comes to your lips at the words "${a}" and "${b}"?`,
    (a, b) => `If somebody brought up "${a}" and "${b}", what might you say?`,
    (a, b) => `Have you ever spoken of "${a}" together with "${b}"?`,
    (a, b) => `In what way would you talk about "${a}" or "${b}"?`,
    (a, b) => `Could you say something with "${a}" and "${b}" in it, as only you would?`,
  ],
  zh: [
    (a, b) => `说起“${a}”和“${b}”，你会讲什么？`,
    (a, b) => `你可曾说过带着“${a}”与“${b}”的话？`,
    (a, b) => `有人提到“${a}”“${b}”，你怎么接话？`,
  ],
};

/** Words of four letters and more that say nothing of a line's subject. */
export const COMMON_WORDS = new Set(
  (
    'about after again against also always another away back because been before being between both came come could does done down each even ever every from gave ' +
    'give given goes gone good great have having here hers himself into itself just know known least less like little made make many might more most much must myself never ' +
    'nothing often once only other ours over part perhaps quite rather really said same says seem seems seen shall should since some something soon still such take taken tell ' +
    'than that thee their them then there these they thine thing things think this those thou though thought through thus till together told toward towards under until unto upon very want well were ' +
    'what when where which while whom whose will with within without would your yours yourself better best anything everything nobody somebody anybody whether already almost enough hath doth hadst hast wilt shalt kind half'
  ).split(' '),
);
