import fc from 'fast-check';

const names = ['Bertram', 'Lady Olivia', 'Hugo', 'Quentin', 'Old Wilfred'];

/** A line of speech as actors say it: words and full sentences, no marks of layout. */
export const plainSpeech = fc
  .array(fc.constantFrom('never', 'the', 'river', 'sleeps', 'we', 'told', 'them', 'so,', 'once', 'more!', 'why?'), {
    minLength: 2,
    maxLength: 12,
  })
  .map((words) => `${words.join(' ').replace(/^./, (letter) => letter.toUpperCase())} indeed.`);

/** Speakers and speeches: at least two speakers who speak more than once. */
export const pairs = fc
  .array(fc.tuple(fc.constantFrom(...names), plainSpeech), { minLength: 4, maxLength: 30 })
  .map((speeches) => [
    ...['Bertram', 'Hugo', 'Bertram', 'Hugo'].map((name, at): [string, string] => [name, speeches[at]![1]]),
    ...speeches,
  ]);
