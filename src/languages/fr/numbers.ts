/** Numbers from 0, as words. */
export const SMALL_NUMBERS =
  'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt'.split(
    ' ',
  );

const PART =
  '(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|cents?|mille)';

/** `vingt-deux` is one number. `Un`, `neuf` (new), `cent fois` and `mille grâces` count nothing. */
export const NUMBER_WORDS = new RegExp(
  `(?<![-\\p{L}'’])(?:(?!(?:un|une|neuf|cents?|mille)(?![-\\p{L}]))${PART}(?:-(?:et-)?${PART})*)(?![-\\p{L}])`,
  'giu',
);
