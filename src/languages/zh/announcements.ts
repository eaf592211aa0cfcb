import type { NamePatterns } from '../signs.js';

/** Names that are an office too: `作为皇帝，朕…` is how an emperor speaks. */
const OFFICES = /^(?:皇帝|皇上|陛下|皇后|太后|国王|王后|女王|丞相|将军|大王|师[父傅]|医生|老师|大圣)$/;

/** `作为孙悟空，…`, and reports of what the role would say. */
export function announcements({ whole, oneOf }: NamePatterns): RegExp[] {
  const own = oneOf((name) => !OFFICES.test(name));
  return [
    new RegExp(
      `^(?:[^。！？，,]{0,8}[，,！。：])?(?:我)?(?:作为|身为)(?:一代|大|堂堂|一[个位名])?.{0,4}?(?:${own})(?=[，,、。！我俺朕本老]|的)`,
      'u',
    ),
    new RegExp(`^${whole}(?:会|将|应该会|可能会)(?:说|回答|这样)`, 'u'),
  ];
}

/** Talk about playing a part, whoever's it is. */
export const STAGE_TALK: readonly RegExp[] = [
  /我[^，。！？]{0,6}(?:模仿|扮演)[^，。！？]{1,10}的?(?:口吻|语气)|以[^，。]{1,12}的(?:身份|口吻|语气|角色)(?:来)?(?:回答|回复|说)/,
];
