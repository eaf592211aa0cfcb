import { Bars } from '../charts/bars.js';
import { DataTable, Figure } from '../charts/figure.js';
import type { Facts } from '../facts/index.js';
import { dollars, orDash, whole } from '../words.js';
import { Section } from './section.js';

/** What became of the replies, by prompt and model. */
function Replies({ replies }: Pick<Facts, 'replies'>) {
  if (replies.length === 0) return null;
  const counts = ['replies', 'unusable', 'cut_off', 'looped', 'thought', 'asked_again'] as const;
  return (
    <>
      <p>
        Of the replies to each prompt: how many could not be used, were cut off at their longest length, went round in
        circles until they ended, had thoughts that were taken off, and came to a request that was asked again.
      </p>
      <DataTable
        caption="Replies by prompt and model"
        columns={[
          { name: 'prompt' },
          { name: 'model' },
          ...counts.map((name) => ({ name: name.replace('_', ' '), isNumber: true })),
        ]}
        rows={replies.map((one) => [one.prompt, one.model, ...counts.map((name) => whole(one[name]))])}
      />
    </>
  );
}

/** What each stage asked for and what it cost, by the manifest. */
export function CostSection({ facts: { stages, replies } }: { facts: Facts }) {
  const all = Object.entries(stages);
  const asking = all.filter(([, { model }]) => model !== null);
  const isPriced = asking.some(([, { cost }]) => cost !== null);
  return (
    <Section id="cost" title="Calls, tokens and cost">
      <Figure
        caption={`Tokens of each stage that asks a model.${isPriced ? '' : ' No price is set for the model, so there is no cost.'}`}
        legend={[
          { name: 'prompt tokens', tone: 'specific' },
          { name: 'completion tokens', tone: 'general' },
        ]}
        table={{
          caption: 'What each stage asked, made and cost',
          columns: [
            { name: 'stage' },
            { name: 'state' },
            { name: 'model' },
            ...[
              'planned',
              'answered',
              'failed',
              'waiting',
              'rows',
              'prompt tokens',
              'of them cached',
              'completion tokens',
              'cost',
            ].map((name) => ({ name, isNumber: true })),
          ],
          rows: all.map(([name, record]) => [
            name,
            record.state === 'running' ? 'unfinished' : record.state,
            record.model ?? '–',
            ...[record.planned, record.done, record.failed, record.waiting].map((count) =>
              record.model === null ? '–' : whole(count),
            ),
            whole(record.rows),
            ...[record.prompt_tokens, record.cached_tokens, record.completion_tokens].map((count) =>
              record.model === null ? '–' : whole(count),
            ),
            orDash(record.cost, dollars),
          ]),
        }}
      >
        <Bars
          title="Tokens of each stage"
          bars={asking.map(([name, { prompt_tokens, completion_tokens, cost }]) => ({
            label: name,
            value: `${whole(prompt_tokens + completion_tokens)}${cost === null ? '' : `, ${dollars(cost)}`}`,
            segments: [
              { name: 'prompt tokens', value: prompt_tokens, tone: 'specific' },
              { name: 'completion tokens', value: completion_tokens, tone: 'general' },
            ],
          }))}
        />
      </Figure>
      <Replies replies={replies} />
    </Section>
  );
}
