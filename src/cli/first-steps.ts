/** The steps after a working folder is there, each with what it does: in `--help` and after `init`. */
export const FIRST_STEPS: readonly (readonly [line: string, what: string])[] = [
  ['rolellm doctor', 'check your machine, settings and model'],
  ['rolellm generate --limit 2', 'make a first small dataset; needs no key'],
  ['rolellm status', 'see what each stage made, refused and cost'],
  ['rolellm report', 'the same as a page with samples and charts'],
  ['rolellm view', 'read and mark every row in a browser'],
];
