const SYLLABLES = 'lam ree bel che oar sto let fla rop gul len sta coa nee anc tid mas cli can bar'.split(' ');

/** The next words of a sequence that is the same in every run, out of 8,000: no word is in many texts. */
export function seededWords() {
  let drawn = 1;
  const syllable = () => {
    drawn = (drawn * 48_271) % 2_147_483_647;
    return SYLLABLES[drawn % SYLLABLES.length];
  };
  return (count) => Array.from({ length: count }, () => syllable() + syllable() + syllable()).join(' ');
}
