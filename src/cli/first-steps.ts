/** The steps after a working folder is there, each with what it does: in `--help` and after `init`. */
export const FIRST_STEPS: readonly (readonly [line: string, what: string])[] = [
  ['rolellm doctor', 'checks this machine, the settings and the model'],
  ['rolellm generate --limit 2', 'a first small dataset; needs no key'],
  ['rolellm status', 'what each stage made, refused and cost'],
  ['rolellm report', 'the same as a page, with samples and charts'],
  ['rolellm view', 'every row in a browser, to read and mark'],
];
