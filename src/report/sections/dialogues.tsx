import { Bars } from '../charts/bars.js';
import { type DotRow, Dots } from '../charts/dots.js';
import { DataTable, Figure } from '../charts/figure.js';
import type { Cuts, DialogueFacts, IndexStyle } from '../facts/dialogues.js';
import type { Facts } from '../facts/index.js';
import { type Distribution, rangeOf, sumOf } from '../facts/lengths.js';
import { counted, languageName, lengthUnit, orDash, percent, shareOf, short, whole } from '../words.js';
import { Section } from './section.js';
import { type ToneOfRecipe, tonesOf } from './tones.js';

/** How many samples have how many of something: a bar for each number or range that has any. */
function SpreadFigure(props: { caption: string; one: string; spread: Distribution; tones: readonly ToneOfRecipe[] }) {
  const { caption, one, spread, tones } = props;
  const unit = `${one}s`;
  const { samples, mean, median, longest } = spread;
  const bins = spread.bins.filter((bin) => sumOf(bin.samples) > 0);
  const title = `${unit} of a dialogue`;
  return (
    <Figure
      caption={`${caption}: mean ${short(mean)}, median ${whole(median)}, most ${whole(longest)}. ${counted(samples, 'dialogue')}.`}
      {...(tones.length > 1 ? { legend: tones } : {})}
      table={{
        caption: title,
        columns: [{ name: unit }, ...tones.map(({ name }) => ({ name, isNumber: true }))],
        rows: bins.map((bin) => [rangeOf(bin), ...tones.map(({ recipe }) => whole(bin.samples.get(recipe) ?? 0))]),
      }}
    >
      <Bars
        title={title}
        bars={bins.map((bin) => ({
          label: `${rangeOf(bin)} ${rangeOf(bin) === '1' ? one : unit}`,
          value: `${whole(sumOf(bin.samples))} (${percent(shareOf(sumOf(bin.samples), samples))})`,
          segments: tones.map(({ recipe, name, tone }) => ({ name, value: bin.samples.get(recipe) ?? 0, tone })),
        }))}
      />
    </Figure>
  );
}

const cutSamples = (cuts: readonly Cuts[]) => cuts.reduce((sum, { samples }) => sum + samples, 0);
const cutTurns = (cuts: readonly Cuts[]) => cuts.reduce((sum, { turns }) => sum + turns, 0);

function RecipeTable({ dialogues, tones }: { dialogues: DialogueFacts; tones: readonly ToneOfRecipe[] }) {
  const nameOf = (recipe: string) => tones.find((tone) => tone.recipe === recipe)?.name ?? recipe;
  return (
    <DataTable
      caption="Dialogues: what is trained and what was cut"
      columns={[
        { name: 'samples of' },
        { name: 'dialogues', isNumber: true },
        { name: 'held out', isNumber: true },
        { name: 'role’s turns', isNumber: true },
        { name: 'trained', isNumber: true },
        { name: 'cut', isNumber: true },
        { name: 'turns cut', isNumber: true },
        { name: 'cut by' },
      ]}
      rows={dialogues.recipes.map(({ recipe, samples, held_out, role_turns, trained, cuts }) => [
        nameOf(recipe),
        whole(samples),
        whole(held_out),
        whole(role_turns),
        role_turns === 0 ? '–' : percent(shareOf(trained, role_turns)),
        whole(cutSamples(cuts)),
        whole(cutTurns(cuts)),
        cuts.length === 0 ? '–' : cuts.map(({ check, samples: some }) => `${check} ${whole(some)}`).join(', '),
      ])}
    />
  );
}

const indexName = ({ index, isLast }: IndexStyle) => (isLast ? `turn ${index} and later` : `turn ${index}`);

function dotsOf(style: IndexStyle, unit: string): DotRow {
  const { turns, median, distinct, with_catchphrase } = style;
  return {
    label: indexName(style),
    value: `${counted(turns, 'turn')}, ${whole(median)} ${unit}`,
    dots: [
      { name: 'with a catchphrase', value: 100 * with_catchphrase, tone: 'general', isHollow: true },
      { name: 'distinct', value: 100 * distinct, tone: 'specific' },
    ],
  };
}

function IndexFigure({ style, name }: { style: DialogueFacts['style'][number]; name: string }) {
  const { language, indices } = style;
  const unit = lengthUnit(language);
  const title = `Style by turn index: ${name}, ${languageName(language)}`;
  return (
    <Figure
      caption={`${languageName(language)} ${name}: of a hundred trained turns of each index, those that are distinct and those with one of the role’s catchphrases. Beside them how many turns there are, and their median length in ${unit}.`}
      legend={[
        { name: 'distinct turns', tone: 'dot-key' },
        { name: 'turns with a catchphrase', tone: 'hollow-key' },
      ]}
      table={{
        caption: title,
        columns: [
          { name: 'turn of the role' },
          { name: 'turns', isNumber: true },
          { name: `median ${unit}`, isNumber: true },
          { name: 'distinct', isNumber: true },
          { name: 'with a catchphrase', isNumber: true },
          { name: 'distinctive words, of a thousand', isNumber: true },
        ],
        rows: indices.map((one) => [
          indexName(one),
          whole(one.turns),
          whole(one.median),
          percent(one.distinct),
          percent(one.with_catchphrase),
          orDash(one.word_rate, short),
        ]),
      }}
    >
      <Dots title={title} most={100} rows={indices.map((one) => dotsOf(one, unit))} />
    </Figure>
  );
}

/** Samples of more than one exchange: how long, with whom, what is trained, what was cut, and how style holds from turn to turn. */
export function DialogueSection({ facts: { dialogues, recipes } }: { facts: Facts }) {
  if (!dialogues) return null;
  const tones = tonesOf(recipes).filter(({ recipe }) => dialogues.recipes.some((one) => one.recipe === recipe));
  const nameOf = (recipe: string) => tones.find((tone) => tone.recipe === recipe)?.name ?? recipe;
  return (
    <Section id="dialogues" title="Dialogues">
      <div class="pair">
        <SpreadFigure caption="Turns of a dialogue" one="turn" spread={dialogues.turns} tones={tones} />
        <SpreadFigure
          caption="Named speakers of a dialogue beside the role"
          one="speaker"
          spread={dialogues.partners}
          tones={tones}
        />
      </div>
      <RecipeTable dialogues={dialogues} tones={tones} />
      <p class="note">
        Trained is the share of the role’s turns that a model is to learn, in dialogues that are not held out. A
        dialogue is cut where a check refuses one of the role’s turns: what stands before it is kept.
      </p>
      <h3>Style by turn index</h3>
      <p class="note">
        Role-play tends to get worse with every turn. Turn 1 is the first that the role speaks in its dialogue;
        dialogues of one exchange are left out.
      </p>
      <div class="pair">
        {dialogues.style.map((style) => (
          <IndexFigure style={style} name={nameOf(style.recipe)} />
        ))}
      </div>
    </Section>
  );
}
