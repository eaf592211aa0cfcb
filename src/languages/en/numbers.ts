/** Numbers from 0, as words. */
export const SMALL_NUMBERS =
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
  seventeen eighteen nineteen twenty`.split(/\s+/);

/** `thirty-one` is one number, and `four-poster` is none. */
export const NUMBER_WORDS =
  /(?<![-\w])(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?(?![-\w])/gi;

/** Of each group one may stand for another, in `twenty-seven` too. One is left out: it is a pronoun as well. */
export const NUMERALS: readonly (readonly string[])[] = [
  SMALL_NUMBERS.slice(2, 10),
  SMALL_NUMBERS.slice(10, 20),
  ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'],
];
