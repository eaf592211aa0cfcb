import type { Check } from './check.js';
import { refuseMatch } from './patterns.js';

/** What a reply's container leaves behind in any text. */
const CONTAINER: readonly RegExp[] = [
  /^\s*\{\s*"(?:answer|response|reply|content|text|output)"\s*:/i,
  /\[object Object\]/,
  /[.!?,;。！？，][”"']?\\n|\\n\\n|\\"/,
  /&(?:amp|quot|nbsp|lt|gt|apos|#\d{2,5});/,
  /<br ?\/?>|<\/(?:p|div|span|b|i|em|strong)>/i,
];

/** Written layout, which nobody speaks. A single asterisk marks a gesture and may stay. */
const LAYOUT: readonly RegExp[] = [
  /(?:^|\n)#{1,6} \S/,
  /\*\*[^*\n]+\*\*/,
  /```/,
  /(?:^|\n)[^\S\n]*[-*•] \S[^\n]*\n+[^\S\n]*[-*•] \S/,
  /(?:^|\n)[^\S\n]*\|[^\n]+\|/,
  /^\s*[[{]\s*["{[]/,
  /\]\(https?:/,
];

/**
 * Refuses answers that keep a trace of the reply's container (JSON, escapes, HTML), and spoken answers, which the
 * role-specific ones are, that are laid out as Markdown. A general instruction may ask for any of it.
 */
export const residue: Check = {
  name: 'residue',
  run({ isRoleSpecific, question, answer }) {
    if (isRoleSpecific) return refuseMatch(answer, [...CONTAINER, ...LAYOUT]);
    if (ASKS_FOR_CODE.test(question)) return undefined;
    const left = CONTAINER.find((pattern) => pattern.test(answer) && !pattern.test(question));
    return left && refuseMatch(answer, [left]);
  },
};

const ASKS_FOR_CODE =
  /\b(?:html|xml|json|yaml|code|program\w*|script|function|sql|quer(?:y|ies)|python|java\w*|c\+\+|regex|string|escape\w*|url|markup|tags?|output)\b|代码|编程|程序|函数/i;
