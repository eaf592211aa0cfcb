import { tag } from './tagger.js';

/** jieba's tags of places and organisations; of persons, where also common words are tagged so. */
const PLACES = new Set(['ns', 'nt']);
const PERSONS = new Set(['nr', 'nrt', 'nrfg']);
/** … of places too (宁静, 美丽): what looks like the name of one. */
const PLACE = /[山国州城宫江河海京府县洞寺庙关岭郡湖岛门殿阁苑园阳安吴蜀魏汉]$/;
/** A person's name begins with one of the commonest family names, those of the classics among them. */
const SURNAMES = new Set(
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹窦章苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍史唐费薛雷贺倪汤罗郝毕安常傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄米贝戴宋庞熊纪舒屈项祝董梁杜阮蓝贾路江颜郭梅林钟徐邱高夏蔡田胡凌霍虞万柯管卢莫丁邓崔龚程邢裴陆荣翁荀甄曲封储段侯全班仰秋仲宁仇甘厉祖武符刘景龙叶黎乔关廖耿欧阳诸司马夏侯皇甫',
);
const isName = ({ word, tag: kind }: { word: string; tag: string }) =>
  word.length > 1 &&
  ((PLACES.has(kind) && PLACE.test(word)) ||
    (PERSONS.has(kind) && word.length <= 4 && SURNAMES.has(word[0] as string)));

/** Names of persons and places, as a tagger finds them. */
export function namesIn(answer: string): string[] {
  return tag(answer)
    .filter(isName)
    .map((token) => token.word);
}
