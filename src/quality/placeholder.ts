import type { Check } from './check.js';
import { refuseMatch } from './patterns.js';
import { allSigns } from './signs.js';

/** Text that somebody was to fill in. */
const PLACEHOLDERS: readonly RegExp[] = [
  /[[<{](?:your|my|the|a|an|insert|enter|add|fill in|put)? ?(?:full |first |last |company |sender's |recipient's |recipient |character(?:'s)? |role )?(?:name|names|date|company|recipient|address|location|city|character|title|topic|something|answer|response|text|email|phone number)(?: here)?[\]>}]/i,
  /[[(](?:insert|enter|fill in|todo)\b[^\])]*[\])]|<(?:insert|enter|fill in)\b[^>]*>/i,
  /\blorem ipsum\b/i,
  /\b(?:TODO|TBD|FIXME)\b/,
  /\bX{3,}\b/,
  /_{4,}/,
  /[[【<（(](?:你的|您的|某)?(?:姓名|名字|角色名?|日期|地点|公司名?称?|答案|内容|此处[^】\]）)>]*)[\]】>）)]/,
  ...allSigns.flatMap(({ placeholders }) => placeholders ?? []),
];

/** No answer to a question about the role, though perhaps to another. */
const NO_ANSWER = /^\s*(?:N\/A|null|none|undefined|无答案|待补充|略)\s*[.。]?\s*$/i;

/** Refuses answers with text that was to be filled in. What the question itself contains its answer may contain too. */
export const placeholder: Check = {
  name: 'placeholder',
  run({ isRoleSpecific, question, answer }) {
    if (isRoleSpecific && NO_ANSWER.test(answer)) return { evidence: answer.trim() };
    const found = PLACEHOLDERS.find((pattern) => pattern.test(answer) && !pattern.test(question));
    return found && refuseMatch(answer, [found]);
  },
};
