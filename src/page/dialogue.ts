import type { ListedRow, ShownDialogue, ShownTurn } from '../view/api.js';
import { element } from './element.js';

/** What the mark of a role's turn stands for, of samples that are trained on and of those that are held out. */
const LEGENDS = {
  trained: {
    marked: '● trained: a model learns this turn',
    unmarked: '○ not trained: it only leads to the next turns',
  },
  heldOut: {
    marked: '● tested: nothing is trained on a scene that is held out',
    unmarked: '○ not tested: it only leads to the next turns',
  },
};

function markOf({ by, trained }: ShownTurn, isHeldOut: boolean): HTMLElement | undefined {
  if (by === 'user') return undefined;
  const what = isHeldOut ? 'tested' : 'trained';
  return element('span', { class: trained ? 'learnt' : 'unlearnt' }, trained ? `● ${what}` : `○ not ${what}`);
}

function placeOf({ lines }: ShownTurn): HTMLElement | undefined {
  if (!lines) return undefined;
  const [from, to] = lines;
  return element('span', { class: 'lines' }, from === to ? `line ${from}` : `lines ${from} to ${to}`);
}

function turnOf(turn: ShownTurn, isHeldOut: boolean, refusedBy: string | undefined): HTMLElement {
  const isOwn = turn.by === 'role';
  const kinds = ['turn', isOwn ? 'own' : 'others', ...(isOwn && turn.trained ? ['trained'] : [])];
  const [first, ...rest] = turn.speeches.map(({ speaker, text }) => ({
    name: element('b', {}, speaker ?? 'user'),
    said: element('p', { class: 'text' }, text === '' ? '(empty)' : text),
  }));
  return element(
    'li',
    { class: kinds.join(' ') },
    element('div', { class: 'who' }, first?.name, markOf(turn, isHeldOut), placeOf(turn)),
    first?.said,
    ...rest.flatMap(({ name, said }) => [element('div', { class: 'who' }, name), said]),
    refusedBy === undefined ? undefined : element('p', { class: 'fate refused' }, `✕ refused here by ${refusedBy}`),
  );
}

function legendOf({ turns, isHeldOut }: ShownDialogue): HTMLElement {
  const { marked, unmarked } = isHeldOut ? LEGENDS.heldOut : LEGENDS.trained;
  const hasUnmarked = turns.some(({ by, trained }) => by === 'role' && !trained);
  return element(
    'p',
    { class: 'place legend' },
    element('span', {}, marked),
    hasUnmarked ? element('span', {}, unmarked) : undefined,
  );
}

function cutOf({ cut }: ShownDialogue): HTMLElement | undefined {
  if (!cut) return undefined;
  const turns = cut.turns === 1 ? '1 turn' : `${cut.turns} turns`;
  const why = cut.evidence === '' ? '' : `: ${cut.evidence}`;
  return element('li', { class: 'cut' }, element('b', {}, `✂ cut here: ${turns}`), `, refused by ${cut.check}${why}`);
}

/** A sample of many turns: its system text folded, the role's turns at the right, what others say at the left, where it was cut. */
export function renderDialogue(dialogue: ShownDialogue, row: Pick<ListedRow, 'answer' | 'check'>): HTMLElement {
  const { system, turns, isHeldOut, refused } = dialogue;
  return element(
    'section',
    { 'aria-label': 'Dialogue' },
    element('h3', {}, 'Dialogue'),
    element('p', { class: 'place' }, row.answer),
    legendOf(dialogue),
    system === null
      ? undefined
      : element('details', {}, element('summary', {}, 'System text'), element('pre', {}, system)),
    element(
      'ol',
      { class: 'dialogue' },
      ...turns.map((turn, k) => turnOf(turn, isHeldOut, k === refused ? row.check : undefined)),
      cutOf(dialogue),
    ),
  );
}
