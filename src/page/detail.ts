import type { Asked, ListedRow, RawReply, RowDetail } from '../view/api.js';
import { renderDialogue } from './dialogue.js';
import { type Child, element, thousands } from './element.js';

const FATES: Record<string, string> = {
  kept: 'Kept: it is in filtered.jsonl and goes into the export.',
  waiting: 'Not filtered yet: run rolellm filter.',
};
const HELD_OUT = ' It is held out: it tests, and nothing is trained on it.';

function section(title: string, ...children: Child[]): HTMLElement {
  return element('section', {}, element('h3', {}, title), ...children);
}

function fateOf(row: ListedRow, evidence: string): HTMLElement {
  if (row.type === 'profile') return element('p', { class: 'place' }, 'A profile: the filter leaves it as it is.');
  if (row.fate !== 'refused') {
    const heldOut = row.dialogue?.isHeldOut ? HELD_OUT : '';
    return element('p', { class: `fate ${row.fate}` }, `${FATES[row.fate] ?? row.fate}${heldOut}`);
  }
  return element(
    'p',
    { class: 'fate refused' },
    element('b', {}, `Refused by ${row.check}`),
    evidence === '' ? '' : `: ${evidence}`,
  );
}

function passageOf({ passage, row }: RowDetail): HTMLElement | undefined {
  if (!passage) return undefined;
  const turns = passage.turns.flatMap((turn) => [
    element('dt', { class: turn.isOwn ? 'own' : '' }, `${turn.role}`),
    element('dd', { class: turn.isOwn ? 'own' : '' }, turn.content),
  ]);
  const place = `${passage.script}, lines ${passage.from} to ${passage.to}`;
  const lines = element('dl', { class: 'passage' }, ...turns);
  // A dialogue says the same above.
  if (row.dialogue) return section('Passage', element('details', {}, element('summary', {}, place), lines));
  return section('Passage', element('p', { class: 'place' }, place), lines);
}

function verdictsOf({ verdicts }: RowDetail): HTMLElement | undefined {
  if (verdicts.length === 0) return undefined;
  const yes = (value: boolean) => (value ? 'yes' : 'no');
  const lines = verdicts.map(({ order, answers, in_style, correct, reason }) =>
    element(
      'p',
      {},
      `${order}: answers ${yes(answers)}, in style ${yes(in_style)}, correct ${yes(correct)}. ${reason}`,
    ),
  );
  return section('What a model said of it', ...lines);
}

/** A reply that is JSON, set out on several lines; undefined where it is not, or stands so already. */
function setOut(content: string): string | undefined {
  try {
    const text = JSON.stringify(JSON.parse(content), null, 2);
    return text === content ? undefined : text;
  } catch {
    return undefined;
  }
}

function replyOf(reply: RawReply): HTMLElement {
  const tokens = `${thousands(reply.prompt_tokens)} + ${thousands(reply.completion_tokens)} tokens`;
  const cost = reply.cost === null ? '' : `, $${reply.cost.toFixed(6)}`;
  const readable = setOut(reply.content);
  return element(
    'div',
    { class: 'message reply' },
    element('span', { class: 'speaker' }, `${reply.model}, ${reply.finish_reason}, ${tokens}${cost}`),
    element('pre', {}, reply.content),
    readable === undefined
      ? undefined
      : element('details', {}, element('summary', {}, 'Set out as JSON'), element('pre', {}, readable)),
  );
}

function askedOf({ prompt, messages, sampling, replies }: Asked, isOnly: boolean): HTMLElement {
  const said = messages.map(({ role, content }) =>
    element('div', { class: 'message' }, element('span', { class: 'speaker' }, role), element('pre', {}, content)),
  );
  const settings = Object.entries(sampling).map(([name, value]) => `${name} ${value}`);
  return element(
    'div',
    { class: 'asked' },
    ...(prompt === null
      ? []
      : [
          element(
            'details',
            {},
            element('summary', {}, `Prompt ${prompt}, ${messages.length} messages`),
            element('p', { class: 'place' }, settings.join(', ')),
            ...said,
          ),
        ]),
    element(
      'details',
      { open: isOnly },
      element('summary', {}, replies.length === 1 ? 'Reply as it came' : `${replies.length} replies as they came`),
      ...replies.map(replyOf),
    ),
  );
}

/** Whose row it is. */
export function renderHead({ stage, type, id, role }: ListedRow): HTMLElement[] {
  return [element('p', { class: 'place' }, `${stage}, ${type.replaceAll('_', '-')}, ${id}`), element('h2', {}, role)];
}

/** What the list knows of a row: its text, and what the filter made of it. */
export function renderText(row: ListedRow, evidence = ''): HTMLElement[] {
  if (row.dialogue) return [fateOf(row, evidence), renderDialogue(row.dialogue, row)];
  const isProfile = row.type === 'profile';
  return [
    fateOf(row, evidence),
    section(isProfile ? 'Script' : 'Question', element('p', { class: 'text question' }, row.question)),
    section(isProfile ? 'Description' : 'Answer', element('p', { class: 'text' }, row.answer)),
  ];
}

/** All that is under the head: the text, and what it was made from. */
export function renderBody(detail: RowDetail): HTMLElement[] {
  const { row, evidence, asked, whyNotAsked, whole } = detail;
  const parts = [
    ...renderText(row, evidence),
    row.type === 'profile' ? section('Catchphrases', element('p', { class: 'text' }, evidence || 'none')) : undefined,
    passageOf(detail),
    verdictsOf(detail),
    section(
      'How it was asked for',
      ...(whyNotAsked === '' ? [] : [element('p', {}, whyNotAsked)]),
      ...asked.map((one) => askedOf(one, asked.length === 1)),
    ),
    element('details', {}, element('summary', {}, 'The whole row'), element('pre', {}, JSON.stringify(whole, null, 2))),
  ];
  return parts.filter((part) => part !== undefined);
}
