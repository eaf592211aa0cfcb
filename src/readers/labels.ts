/** What stands where a speaker could, before a colon or in a speaker's column, and tells of the play instead. */
const ENGLISH =
  /^(?:(?:stage|scene|camera|action|acting)[ _-]?(?:directions?|descriptions?|headings?|notes?|settings?)|directions?|scenes?|settings?|locations?|place|time|date|day|(?:dramatis )?person(?:s|ae|æ)|characters?(?: (?:present|in (?:this )?scene|list))?|cast(?: of characters| in (?:this )?scene)?|(?:characters? |persons? )?(?:present|on[- ]?stage)|in this scene|(?:s|v)fx|fx|sounds?(?: (?:fx|effects?))?|music(?: cue)?|songs?|lights?|lighting|props?|costumes?|set|(?:cut|fade|dissolve|smash cut|match cut|jump cut|wipe|back|flash)(?: (?:to|in|out|back|back to|to black))?|intercut|transitions?|montage|flashback|super(?:impose)?|title(?: cards?)?|subtitles?|captions?|chyron|on[- ]?screen(?: text)?|text on screen|credits?|opening credits|end credits|notes?|note to self|summary|synopsis|logline|author|authors|writer|written by|director|directed by|teleplay|story(?: by)?|transcribed by|translated by|source|url|link|genre|episode|season|chapter|part|act|version|draft|year|copyright|duration|length|warnings?|trigger warnings?|disclaimer|p\.?s|int|ext|stardate|original air ?date|air ?date|recap|previously|continued|shot|angle|close[- ]?up|camera|establishing shot|voice[- ]?over|action|info|warn|debug|fatal|error)$/i;
const CHINESE =
  /^(?:时间|時間|地点|地點|人物|角色|出场人物|出場人物|登场人物|登場人物|出场|出場|在场|在場|演员|演員|剧中人物?|劇中人物?|主要人物|登场|场景|場景|场次|场|布景|舞台|舞台指示|舞台提示|灯光|燈光|音乐|音樂|音效|声效|特效|字幕|字卡|片头|片尾|片名|标题|標題|道具|服装|服裝|化妆|镜头|鏡頭|特写|特寫|近景|中景|远景|遠景|全景|空镜头?|空鏡頭?|俯拍|仰拍|定格|叠化|疊化|插入|渐隐|漸隱|黑屏|片头曲|片尾曲|主题曲|主題曲|插曲|剧终|全剧终|劇終|幕落|幕启|幕啟|幕间|暗转|暗轉|静场|靜場|停顿|停頓|沉默|尾声|尾聲|序幕|序|完|终|画面|畫面|动作|動作|转场|轉場|切至|切入|闪回|閃回|淡入|淡出|黑场|画外音|旁白|解说|提示|备注|備註|注|注释|说明|說明|作者|编剧|編劇|导演|導演|剧名|劇名|原著|改编|出处|來源|来源|简介|簡介|梗概|日期|年代|内景|外景|内|外|日|夜)$/u;

/** Whether a word before a colon is no person's name: `SFX`, `Cut to`, `Setting`, `字幕`, `道具`. */
export function isLabel(name: string): boolean {
  const words = name.trim().replace(/\s+/g, ' ');
  return words.length <= 40 && (ENGLISH.test(words) || CHINESE.test(words.replace(/[\s\d]+/gu, '')));
}

/** The label that a line begins with, before its colon: `SFX` of `SFX: Thunder.`; undefined where it begins with none. */
export function labelOf(line: string): string | undefined {
  const words = line
    .slice(0, 80)
    .trim()
    .replace(/^[*_]+/, '');
  const colon = words.search(/[:：]/);
  const label = words
    .slice(0, Math.max(0, colon))
    .replace(/[*_]+$/, '')
    .trim();
  return label !== '' && isLabel(label) ? label : undefined;
}

const DATE =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)|january|february|march|april|may|june|july|august|september|october|november|december)(?: \d{1,2}(?:st|nd|rd|th)?)?$/i;

/** Whether names are those of days and months: a diary. Friday alone is a person. */
export function areDates(names: Iterable<string>): boolean {
  let [dates, all] = [0, 0];
  for (const name of names) {
    all += 1;
    if (DATE.test(name.replace(/[.,]/g, '').trim())) dates += 1;
  }
  return dates > 1 && dates * 2 > all;
}
