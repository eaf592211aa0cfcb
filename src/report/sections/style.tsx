import { max } from 'd3-array';
import { languageOf } from '../../languages/index.js';
import { type DotRow, Dots } from '../charts/dots.js';
import { DataTable, Figure, type Key } from '../charts/figure.js';
import type { Facts } from '../facts/index.js';
import type { Contrast, StyleMarkers } from '../facts/style-markers.js';
import { orDash, short } from '../words.js';
import { drawnRows } from './drawn-rows.js';
import { groundingRows } from './roles.js';
import { NotYet, Section } from './section.js';

const KEYS: readonly Key[] = [
  { name: 'in its own answers', tone: 'dot-key' },
  { name: 'in the other roles’ answers of its language', tone: 'hollow-key' },
];

/** How many times as often; nothing where a side is missing. */
function timesOf({ own, others }: Contrast): string {
  if (own === null || others === null) return '–';
  if (others === 0) return own === 0 ? '–' : 'only here';
  return `× ${short(own / others)}`;
}

function rowOf(role: string, contrast: Contrast): DotRow {
  const { own, others } = contrast;
  return {
    label: role,
    value: `${orDash(own, short)} against ${orDash(others, short)}`,
    dots: [
      ...(others === null ? [] : [{ name: 'others', value: others, tone: 'general', isHollow: true }]),
      ...(own === null ? [] : [{ name: 'own', value: own, tone: 'specific' }]),
    ],
  };
}

function ContrastFigure({
  style,
  of,
  caption,
  title,
  list,
}: {
  style: readonly StyleMarkers[];
  of: (markers: StyleMarkers) => Contrast;
  caption: string;
  title: string;
  list: { name: string; of: (markers: StyleMarkers) => readonly string[] };
}) {
  const gap = (markers: StyleMarkers) => (of(markers).own ?? 0) - (of(markers).others ?? 0);
  const { drawn, note } = drawnRows(style, gap, 'whose answers have the least of it');
  const most = max(drawn, (markers) => Math.max(of(markers).own ?? 0, of(markers).others ?? 0)) ?? 0;
  return (
    <Figure
      caption={`${caption}${note}`}
      legend={KEYS}
      table={{
        caption: title,
        columns: [
          { name: 'role' },
          { name: 'own', isNumber: true },
          { name: 'others', isNumber: true },
          { name: 'ratio', isNumber: true },
          { name: list.name },
        ],
        rows: style.map((markers) => [
          markers.role,
          orDash(of(markers).own, short),
          orDash(of(markers).others, short),
          timesOf(of(markers)),
          <span lang={markers.language}>{list.of(markers).join(languageOf(markers.language).listJoiner)}</span>,
        ]),
      }}
    >
      <Dots title={title} most={most} rows={drawn.map((markers) => rowOf(markers.role, of(markers)))} />
    </Figure>
  );
}

/** How far answers sound like their role and stand on its script. */
export function StyleSection({ facts: { style, roles, has } }: { facts: Facts }) {
  if (!has.filtered) {
    return (
      <Section id="style" title="Style and grounding">
        <NotYet what="There are no kept answers to look at yet." command="filter" />
      </Section>
    );
  }
  return (
    <Section id="style" title="Style and grounding">
      <div class="pair">
        <ContrastFigure
          style={style}
          of={({ catchphrase_answers }) => catchphrase_answers}
          title="Answers with a catchphrase, of a hundred"
          caption="Answers of a hundred that have one of the role’s catchphrases in them, word for word."
          list={{ name: 'catchphrases', of: ({ catchphrases }) => catchphrases }}
        />
        <ContrastFigure
          style={style}
          of={({ word_rate }) => word_rate}
          title="Distinctive words, of a thousand"
          caption="Words of a thousand that are distinctive of the role: up to twenty that it says in its script at least three times as often as all other speakers of its language (log-likelihood, p < 0.001). Chinese words are as jieba cuts them."
          list={{ name: 'words', of: ({ words }) => words }}
        />
      </div>
      <h3>Grounding</h3>
      <DataTable
        caption="Grounding of each role’s kept answers"
        columns={[
          { name: 'role' },
          { name: 'support' },
          { name: 'answers with support', isNumber: true },
          { name: 'put to the role' },
          { name: 'self-contained' },
        ]}
        rows={groundingRows(roles)}
      />
      <p class="note">
        Support is the mean share of an answer’s names, numbers and quoted words that stand in the passage that it was
        made from; answers without any are left out. Put to the role is the share of the questions about a role that
        address it, self-contained the mean share of their pointers (he, that moment) that they explain themselves.
      </p>
    </Section>
  );
}
