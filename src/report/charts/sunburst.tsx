import { type HierarchyRectangularNode, hierarchy, partition } from 'd3-hierarchy';
import { arc } from 'd3-shape';
import type { VerbNouns } from '../facts/verb-nouns.js';
import { clip, counted, whole } from '../words.js';

interface Slice {
  name: string;
  value: number;
  children?: Slice[];
}

const RADII = { hole: 62, verbs: 180, nouns: 300 };
const SIZE = RADII.nouns * 2 + 8;
/** A label needs this much of its ring's outer edge to be read, and this much on a narrow page, where letters are larger. */
const LEAST_ARC = { wide: 14, narrow: 27 };
/** Labels end so far from the outer edge of their ring. */
const MARGIN = 9;
/** Hues follow each other by the golden angle, so that neighbours differ. */
const HUE_STEP = 137.508;
const TURN = 2 * Math.PI;

function toTree({ verbs }: VerbNouns): Slice {
  const children = verbs.map(({ verb, questions, nouns }): Slice => {
    const named = nouns.map(({ noun, questions: value }): Slice => ({ name: noun, value }));
    const rest = questions - nouns.reduce((sum, noun) => sum + noun.questions, 0);
    return { name: verb, value: 0, children: rest > 0 ? [...named, { name: '', value: rest }] : named };
  });
  return { name: '', value: 0, children };
}

type Node = HierarchyRectangularNode<Slice>;

const radiiOf = ({ depth }: Node): [number, number] =>
  depth === 1 ? [RADII.hole, RADII.verbs] : [RADII.verbs + 1, RADII.nouns];

/** Turns a label along the radius, ending at the ring's outer edge; on the left half it reads inwards. */
function labelAt(node: Node): { transform: string; side: string } {
  const angle = ((node.x0 + node.x1) / 2) * (360 / TURN);
  const isRight = angle < 180;
  const radius = radiiOf(node)[1] - MARGIN;
  const transform = `rotate(${(angle - 90).toFixed(2)}) translate(${radius} 0) rotate(${isRight ? 0 : 180})`;
  return { transform, side: isRight ? 'right' : 'left' };
}

const arcOf = (node: Node) => (node.x1 - node.x0) * radiiOf(node)[1];

function Label({ node }: { node: Node }) {
  const room = arcOf(node);
  if (room < LEAST_ARC.wide) return null;
  const { transform, side } = labelAt(node);
  return (
    <text transform={transform} dy="0.35em" class={room < LEAST_ARC.narrow ? `${side} thin` : side}>
      {clip(node.data.name, 13)}
    </text>
  );
}

/** Verbs of the questions in the inner ring, their objects in the outer one (the paper's Figure 4). */
export function Sunburst({ verbs, title }: { verbs: VerbNouns; title: string }) {
  const root = hierarchy(toTree(verbs)).sum(({ value }) => value);
  const laid = partition<Slice>().size([TURN, 2])(root);
  const shape = arc<Node>()
    .startAngle(({ x0 }) => x0)
    .endAngle(({ x1 }) => x1)
    .padAngle(({ x0, x1 }) => Math.min(0.004, (x1 - x0) / 4))
    .innerRadius((node) => radiiOf(node)[0])
    .outerRadius((node) => radiiOf(node)[1]);
  const verbOf = (node: Node): Node => (node.depth === 1 ? node : (node.parent as Node));
  const all = laid.children ?? [];
  const slices = laid.descendants().filter(({ depth, data }) => depth === 1 || (depth === 2 && data.name !== ''));
  return (
    <svg role="img" aria-label={title} class="sunburst" viewBox={`${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}`}>
      <title>{title}</title>
      <desc>{verbs.verbs.map(({ verb, questions }) => `${verb} ${questions}`).join('; ')}</desc>
      {slices.map((node) => {
        const kind = node.depth === 1 ? 'verb' : 'noun';
        const hue = Math.round(230 + all.indexOf(verbOf(node)) * HUE_STEP) % 360;
        const name = node.depth === 1 ? node.data.name : `${verbOf(node).data.name} ${node.data.name}`;
        return (
          <g class={kind}>
            <path d={shape(node) ?? ''} style={`--hue:${hue}`}>
              <title>{`${name}: ${whole(node.value ?? 0)}`}</title>
            </path>
            <Label node={node} />
          </g>
        );
      })}
      <text class="hole" dy="-0.1em">
        {whole(verbs.with_pair)}
      </text>
      <text class="hole small" dy="1.4em">
        {counted(verbs.with_pair, 'question').replace(/^\S+ /, '')}
      </text>
    </svg>
  );
}
