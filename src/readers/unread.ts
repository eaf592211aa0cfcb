import { UserError } from '../errors.js';

const LOOK_AT = 200_000;

interface Unread {
  name: string;
  isIt(start: string, file: string): boolean;
  advice: string;
}

const WRITE_OUT =
  'Write what is said as "NAME: words", a line a speech, or as a table with the columns speaker and text; or use a game whose lines name their speakers (Ren\'Py, Yarn Spinner).';

/** The head of a node of Yarn Spinner, whose choices look like Ink's diverts. */
const YARN = /^title:[ \t]*\S[^\n]*\n(?:[A-Za-z]\w*:[^\n]*\n)*---[ \t]*$/m;

/** What people have that is dialogue, and that does not say who speaks in a way that a reader can rely on. */
const UNREAD: readonly Unread[] = [
  {
    name: 'a story in Ink',
    isIt: (start, file) =>
      /\.ink$/i.test(file) ||
      /^\s*\{\s*"inkVersion"/.test(start) ||
      (!YARN.test(start) &&
        /^={2,}\s*(?:function\s+)?\w+[^\n=]*(?:={2,})?\s*$/m.test(start) &&
        /(?:^|\s)(?:->|<-)\s*[A-Za-z_][\w.]*\s*$/m.test(start)) ||
      (!YARN.test(start) &&
        /^\s*(?:[*+]\s*)+(?:\(\w+\)\s*)?(?:\[|.*->\s*\w+)/m.test(start) &&
        /->\s*(?:END|DONE|\w+)\s*$/m.test(start)),
    advice: WRITE_OUT,
  },
  {
    name: 'a story in Twee (Twine)',
    isIt: (start, file) =>
      /\.(?:twee|tw|tw2|twee2)$/i.test(file) ||
      /<tw-storydata[\s>]/i.test(start) ||
      /^:: ?(?:StoryTitle|StoryData|StoryInit|Start)\b/m.test(start) ||
      (/^:: ?\S.*$/m.test(start) && /\[\[[^[\]]+\]\]/.test(start)),
    advice: WRITE_OUT,
  },
  {
    name: "the list of conversations of Cornell's corpus",
    isIt: (start) => /^u\d+ \+\+\+\$\+\+\+ u\d+ \+\+\+\$\+\+\+ m\d+ \+\+\+\$\+\+\+ \[/.test(start.trimStart()),
    advice: 'Use movie_lines.txt: it contains what is said.',
  },
  {
    name: "the list of films or characters of Cornell's corpus",
    isIt: (start) => /^[mu]\d+ \+\+\+\$\+\+\+ /.test(start.trimStart()),
    advice: 'Use movie_lines.txt: it contains what is said.',
  },
];

/** Throws UserError with its real name where a text is of a kind that is known and cannot be read. */
export function refuseUnread(text: string, file: string): void {
  const start = text.slice(0, LOOK_AT);
  const kind = UNREAD.find(({ isIt }) => isIt(start, file));
  if (kind) throw new UserError(`this is ${kind.name}, which rolellm cannot read`, { file, advice: kind.advice });
}
