const THE_CHARACTER = 'the character';

/** Titles that go with the name, and titles that make it somebody else's. */
const OWN_TITLE =
  /^(?:Mr|Dr|Prof|Professor|Sir|Captain|Commander|Admiral|General|Colonel|Major|Lieutenant|Sergeant|Officer|Agent|Father|Brother|Master|Saint|Lord|King|Prince|Detective|Inspector|Old|Young)\.? $/;
const OTHERS_TITLE = /^(?:Mrs|Ms|Miss|Madam|Madame|Lady|Queen|Princess|Aunt|Uncle)\.? $/;

/** `the Keeper` must not become `the the character`. */
const ARTICLE = /^(?:the|an?) $/i;

/** A name is looked at with the capitalised word before it: `Mycroft Holmes` and `Mrs. Higgins` are other people. */
export function withoutName(description: string, names: readonly string[]): string {
  const name = new RegExp(
    `(?<![\\p{L}\\p{N}])(\\p{Lu}[\\p{L}'’]*\\.? )?(?:${names.join('|')})(?![\\p{L}\\p{N}])`,
    'giu',
  );
  const replaced = description.replace(name, (found: string, before: string | undefined, at: number) => {
    if (before === undefined || ARTICLE.test(before) || OWN_TITLE.test(before)) return THE_CHARACTER;
    if (!/^\p{Lu}/u.test(before)) return before + THE_CHARACTER;
    const opensSentence = at === 0 || /[.!?]["'”’]? $/.test(description.slice(0, at));
    return OTHERS_TITLE.test(before) || !opensSentence ? found : before + THE_CHARACTER;
  });
  return replaced.replace(/(^|[.!?] )the character/g, '$1The character');
}
