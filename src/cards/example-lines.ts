import { isOnlyAction } from '../text/actions.js';
import type { CardData } from './card.js';
import { type Persons, resolveMacros } from './macros.js';
import { dialogueNames } from './names.js';

/** The user in a card's dialogues, where no name is known. */
const USER = 'User';

/** A line of a card's dialogues. */
export interface ExampleLine {
  /** null for what nobody says: an action alone, words without a name. */
  speaker: string | null;
  text: string;
  /** Number of the dialogue, from 0: the greeting, each example, each other greeting. */
  act: number;
}

/** Whom the placeholders of a card stand for. */
export const personsOf = ({ name, nickname }: CardData): Persons => ({
  character: typeof nickname === 'string' && nickname.trim() !== '' ? nickname.trim() : name,
  user: USER,
});

/** What begins another dialogue: of SillyTavern, of Pygmalion, rules. */
const BEGINS =
  /<START>|\bEND_OF_DIALOG(?:UE)?\b|<\|endoftext\|>|\{Example Dialogue:\}|^[ \t]*(?:-{3,}|\*{3,}|={3,})[ \t]*$/gim;

/** `Name: words`, as dialogues write it: bold, with a mark before it, with a direction behind the name. */
const LABEL =
  /^[\s>#*_]{0,6}([^\s:：*_[\]"“][^:：*\n"“]{0,60}?)[*_]{0,3}\s*(?:\([^()]{1,60}\))?\s*[*_]{0,3}[:：][*_]{0,3}(?!\/\/)\s*(.*)$/u;

/** Words before a colon that are no name. */
const NO_NAME =
  /^(?:note|notes|ps|p\.s|remember|warning|example|status|mood|location|time|date|thoughts?|inner thoughts?|ooc)$/i;

const isNameLike = (text: string) =>
  text.length <= 40 && text.split(' ').length <= 3 && text.split(' ').every((word) => /^[\p{Lu}\p{Lo}]/u.test(word));

/** Who a label names: the character, the user, somebody else; undefined where it is no label. */
function speakerOf(label: string, names: ReadonlySet<string>, name: string): string | null | undefined {
  const plain = label.trim().toLowerCase();
  if (names.has(plain)) return name;
  if (/^(?:you|user|anonymous user|anon|me)$/.test(plain)) return USER;
  if (!isNameLike(label.trim()) || NO_NAME.test(plain)) return undefined;
  return label.trim();
}

/** Lines of one dialogue: `Name: words`; a line without a name goes on with the one before it. */
function readDialogue(dialogue: string, act: number, names: ReadonlySet<string>, name: string): ExampleLine[] {
  const lines: ExampleLine[] = [];
  for (const source of dialogue.split('\n')) {
    if (source.trim() === '') continue;
    const [, label, words] = LABEL.exec(source) ?? [];
    const speaker = label === undefined ? undefined : speakerOf(label, names, name);
    const last = lines.at(-1);
    if (speaker !== undefined) lines.push({ speaker, text: (words ?? '').trim(), act });
    else if (last) last.text = `${last.text}\n${source.trim()}`.trim();
    else lines.push({ speaker: null, text: source.trim(), act });
  }
  return lines.filter(({ text }) => text !== '');
}

/** A greeting: the character's own words, whether or not its name stands before them. */
function readGreeting(greeting: string, act: number, names: ReadonlySet<string>, name: string): ExampleLine[] {
  const [, label, words] = LABEL.exec(greeting.split('\n')[0] ?? '') ?? [];
  const isNamed = label !== undefined && names.has(label.trim().toLowerCase());
  const text = isNamed ? [words, ...greeting.split('\n').slice(1)].join('\n').trim() : greeting;
  return text === '' ? [] : [{ speaker: name, text, act }];
}

/** What the character says first, the example dialogues, and the other greetings, each once. */
export function exampleLines(card: CardData): ExampleLine[] {
  const persons = personsOf(card);
  const { name } = card;
  const names = new Set([...dialogueNames(name), ...dialogueNames(persons.character)].map((one) => one.toLowerCase()));
  const resolve = (text: string) => resolveMacros(text, persons);
  const [first = '', ...others] = [card.first_mes, ...card.alternate_greetings, ...card.group_only_greetings].map(
    resolve,
  );
  const dialogues = resolve(card.mes_example)
    .split(BEGINS)
    .filter((dialogue) => dialogue.trim() !== '');
  const lines = [
    ...readGreeting(first, 0, names, name),
    ...dialogues.flatMap((dialogue, k) => readDialogue(dialogue, k + 1, names, name)),
    ...[...new Set(others)]
      .filter((greeting) => greeting !== first)
      .flatMap((greeting, k) => readGreeting(greeting, dialogues.length + 1 + k, names, name)),
  ];
  return lines.map((line) => (isOnlyAction(line.text) ? { ...line, speaker: null } : line));
}
