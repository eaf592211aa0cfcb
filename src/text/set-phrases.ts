import type { Language } from '../records.js';

/** Fixed expressions that a speaker is known by: oaths, assurances, turns of speech. Each is a whole clause, in small letters. */
const SET_PHRASES: Record<Language, readonly RegExp[]> = {
  en: [
    /^(?:(?:oh?|ay|why|but|and) )?(?:by|upon|on|'pon|before|for) (?:my (?:word|soul|honou?r|life|faith|troth|sword|beard|conscience|oath|body)|jove|george|gad|gum|golly|jingo|thunder|god|heavens?|the (?:gods|lord|mass|rood|saints)|all the \w+|this (?:hand|light|sword)|saint \w+|st \w+|our lady|hercules|allah)$/,
    /^(?:(?:oh?|ah) )?(?:(?:good|great|holy|merciful|gracious|ye|dear|thank) (?:good |great |dear )?(?:heavens?|gods?|lord|gracious|scott|grief|gad|mercy|powers|goodness|me)|my (?:god|goodness|gracious))$/,
    /^(?:oh? )?(?:my )?(?:god|heaven|lord|goodness|the lord|the gods|the devil)s? (?:bless|forgive|help|knows?|save|forbid|defend|grant|keep|pity|be (?:praised|thanked))(?: (?:you|me|us|him|her|them|it|thee|my soul))?$/,
    /^(?:for|in) (?:(?:god|heaven|goodness|pity|mercy|christ|love|the devil)'?s?'? (?:sake|name)|the name of \w+|the love of \w+)$/,
    /^(?:what|who|how|where|why) (?:the|in the|in) (?:devil|deuce|dickens|hell|blazes|thunder|world|plague)(?: (?:is|are|do|does|did|have|has) (?:it|that|this|you))?$/,
    /^(?:the )?(?:devil|deuce|plague|pox|hang|confound|curse|damn|dash|drat|bother|blast)(?: take| upon| on| o')? (?:it|it all|him|her|you|me|us|them|thee|'em|your \w+)$/,
    /^(?:the devil|to the devil|go to the devil|oh bother|oh fie|dear dear|dear me|oh dear|oh dear me|alack the day|woe is me|woe's me|well well well|ay me|ah me|o me|go hang|tut tut|bless my soul|bless my heart|fiddlesticks|stuff and nonsense)$/,
    /^(?:mark (?:my words?|me|you)|believe (?:me|you me)|depend (?:up)?on it|rest assured|trust me|make no mistake|never fear|not bloody likely)$/,
    /^(?:(?:and|but|for|now|well|no|yes|so) )?(?:i (?:can |do |must )?(?:tell|assure|promise|warrant|swear to) (?:you|thee|ye)|let me tell you|i give you my word|you (?:may|can) (?:be sure|depend (?:up)?on it|take my word(?: for it)?)|take my word(?: for it)?|i(?:'ll| will) (?:be (?:bound|hanged|damned|sworn)|warrant (?:you|thee|him)?)|i'll warrant|as i (?:live|breathe)|as sure as \w+.{0,20})$/,
    /^(?:i dare say|i daresay|to be sure|i put it to you|truth to tell|to tell the truth|to tell you the truth|as you might say|so to speak|as they say|as the saying goes|in a manner of speaking|if i may say so|if you ask me|as a matter of fact|in point of fact|the long and the short of it|when all is said and done|come what may|such is life|that is the question|that is just it|that's just it|that's the point|time will tell|first things first|lord love you|not for the world|i trow|i wis)$/,
    /^(?:(?:oh|ah|why|well|no|yes|and|but|now|come) )?my (?:dear|good|own|poor|little|sweet|young|old|pretty|brave|noble)(?: (?:dear|good|own|poor|little|sweet|young|old|pretty))? (?:fellow|boy|boys|chap|lad|lads|girl|child|love|darling|lady|sir|madam|thing|one|heart|creature)$/,
    /^(?:dear old|poor old|old) (?:fellow|boy|chap|lad|girl|sport|thing|bean|fruit|devil)$/,
  ],
  zh: [
    /^(?:南无)?阿弥陀佛$|^(?:善哉|罪过|罢了|可惜|可怜|妙哉|惭愧|造化|快哉|痛哉|哀哉|苦也|好也|冤枉|奇怪|作孽|阿哟|啊呀|哎呀|不敢|岂敢|失敬|恭喜|恭喜恭喜){2}[啊呀哉]?$/,
    /^(?:罢罢罢|岂有此理|真?真?(?:岂有此理)|天助我也|天丧予|谢天谢地|皇天后土|天可怜见|老天爷(?:啊|呀)?|我的(?:天|妈|娘|老天|天老爷|老天爷|上帝)(?:[哪啊呀哟])?|苍天(?:啊|在上)|他?妈的|(?:活|真)?见(?:了)?鬼(?:了)?|好家伙|乖乖|了不得|直娘贼|撮鸟|鸟汉|直恁地|休得胡言|胡说八道|放你?(?:的|娘的)?狗?屁|废话少说|少废话|混账东西|真是的|怪哉怪哉|苦哉苦哉)$/,
    /^(?:我的|我那)(?:儿|儿啊|儿呀|乖乖|心肝|好人|兄弟|哥哥|徒弟|孩子|宝贝|老爷|祖宗|亲亲)[啊呀哪哟]?$/,
    /^(?:你这|这|那|好|小|臭|死|老|贼|泼|孽|呆|夯|蠢|大胆|无知)(?:个|条)?(?:呆|泼|孽|贼|夯|蠢|死|臭|狗|老|小)?(?:子|货|猴|猴子|猢狲|畜|畜生|物|丫头|小子|东西|家伙|奴才|贼|鬼|厮|怪|泼怪|秃|和尚|蛋|才|狂徒|匹夫|妖精|马|弼马温|村夫|贱人)$/,
    /^(?:俺?老孙|洒家|贫僧|老[猪朱]|俺|老夫|老身|某家?|咱家?|本[王帅官]|寡人|孤|在下|小[可生]|奴家|我|爷爷|吾|朕)(?:来也|去也|到也|来了|去了|在此|在这里|不才|无能|何惧|自有道理|自有主意|自有主张|自有妙计)$/,
    /^(?:不瞒你说|实不相瞒|不瞒(?:你|您|师父|哥哥|各位)说|说句?(?:老)?实话|老实说|老实告诉你|说实在的|实话对你说|(?:我)?(?:告诉|告诉给)你|我(?:跟|和|对)你(?:们)?(?:说|讲)|你(?:们)?听我说|依(?:我|吾|着我|某|愚)(?:看|说|之见|愚见)|以(?:我|吾)观之|据我看|(?:你|师父|哥哥|您|你们)?(?:只管|尽管)?放心|(?:只管|尽管|但请)放心|(?:记住|记着|听)我(?:的|这|一)?(?:句)?话|一言为定|说来话长|话又说回来|话不是这么说|你(?:那里|哪里)?(?:晓得|知道)(?:甚么|什么)?|你(?:那里|哪里)(?:晓得|知道)|常言道|古人云|俗语说|自古道|俗话说|我早(?:就)?说过|我说什么来着|不在话下|何足(?:挂齿|道哉|惧哉|为虑)|吾计成矣|吾有一计|某有一计|小可有一计|正合(?:我|吾)意|此天意也|非也非也|莫慌|莫怕|休慌|休怕|莫要慌|不打紧|不妨事|不妨不妨|无妨无妨|有何难哉|容易容易|利害利害|多谢多谢|快些快些|慢来慢来|且慢且慢|有理有理|是极是极|言之有理|不消说了?|不是耍处|原来恁地)$/,
  ],
};

/** Whether a clause, in small letters and with straight apostrophes, is a fixed expression such as `by Jove` or `不瞒你说`. */
export function isSetPhrase(clause: string, language: Language): boolean {
  return SET_PHRASES[language].some((pattern) => pattern.test(clause));
}

/** The commonest English words: a clause of nothing else (come here, what is it) shows no one's manner. */
const EVERYDAY = new Set(
  "a about after again ago ain't all alone along always am an and another any anything are aren't as ask at away ay aye back be because bed been before behind believe beseech better both bring but by call came can can't cannot come comes coming could dear did didn't do does doesn't doing don't done door down each else ever every everything father find first for forth from gentlemen gentleman get give go goes going gone good got great had has hasn't hath have haven't he he'll he's hear hence her here here's herself hers him himself his hither hold home house how how's however i i'd i'll i'm i've if in indeed into is isn't it it's itself just keep knew know known lady ladies last lay leave let let's letter like listen little long look lord love made madam make man many master matter may me mean men might mind mine miss mistress more morning most mother mr mrs much must my myself name nay never new news next night no nor not nothing now o of off oh old on once one only open or other our out over own pardon people please pray prithee quiet quite ready right said same say says see seem set shall she she's should sir sirs sister sit so some something son soon speak stand stay still stop such suppose sure take tell than thank thanks that that's the thee their them then there there's therefore these they they're thing things think this those thou though thought thy till time tis 'tis to together to-morrow tomorrow tonight to-night too true turn two under understand until up upon us very wait want was wasn't way we we'll we're welcome well went were what what's when where where's which while who who's whole whom why wife will wish with without won't word words would wouldn't year years yes yet you you'd you'll you're you've young your yours yourself certainly possible impossible perhaps really course idea something anybody nobody somebody everybody excuse beg sorry forgive brother daughter uncle aunt king queen prince duke captain doctor answer wrong bad child friend friends boy love heart hope fare hand day night hour humbly".split(
    ' ',
  ),
);

/** Whether every word of an English clause is an everyday one. */
export function isEveryday(words: readonly string[]): boolean {
  return words.every((word) => EVERYDAY.has(word));
}
