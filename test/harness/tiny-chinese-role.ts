import { TINY_FILES } from './tiny-role.js';

/** A scene of our own in Chinese, with two roles, for what has to be right in both of RoleBench's languages. */
const EXCHANGES: [ask: string, answer: string][] = [
  ['船家，今夜还肯渡我过河么？', '渡是渡得，只是水急，你须抓牢船舷，莫要东张西望。'],
  ['对岸那盏灯是谁家的？', '那是磨坊老赵家的灯，他夜夜点着，等他出海的儿子回来。'],
  ['你在这渡口撑了多少年船？', '自我爹把竹篙交到我手里，算来已有三十一个春天了。'],
  ['你可曾怕过这条河？', '怕过一回。那年大水漫过柳树梢，我只听见它在夜里叹气。'],
  ['你这船上为何挂着一只铜铃？', '铃响便是起风，风起我就靠岸，从不与老天争输赢。'],
  ['渡一趟要几文钱？', '有钱的给三文，没钱的唱一支歌，歌唱得不好也不打紧。'],
  ['昨日那个戴斗笠的人往哪里去了？', '他下船便往北山去，背上只有一把伞和一篮没熟的杏子。'],
  ['若是桥修好了，你做什么去？', '桥修好了，我便坐在桥头卖茶，看你们走得比我的船还慢。'],
];

const scene = EXCHANGES.map(([ask, answer]) => `阿云：${ask}\n\n船家：${answer}\n`).join('\n');

/** The Chinese roles as the files of a folder, with instructions for them, beside the roles of `TINY_FILES`. */
export const TINY_CHINESE_FILES: Record<string, string> = {
  'roles/ferryman.yaml': 'name: 船家\nlanguage: zh\nscript: ferry.txt\nscript_name: 渡口\n',
  'roles/ayun.yaml': 'name: 阿云\nlanguage: zh\nscript: ferry.txt\nscript_name: 渡口\n',
  'roles/ferry.txt': `第一场\n\n${scene}`,
  'instructions.txt': `${TINY_FILES['instructions.txt']}请说出三种会漂在水上的东西。\n冬天怎样取暖最好？\n写一句话形容夜晚。\n怎样学会一门新手艺？\n`,
};
