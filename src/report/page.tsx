import { raw } from 'hono/html';
import type { Facts } from './facts/index.js';
import { CostSection } from './sections/costs.js';
import { DialogueSection } from './sections/dialogues.js';
import { EvaluationSection } from './sections/evaluation.js';
import { LeakSection } from './sections/leaks.js';
import { LengthSection } from './sections/lengths.js';
import { Overview } from './sections/overview.js';
import { PairSection } from './sections/pairs.js';
import { CategorySection, QuestionSection } from './sections/questions.js';
import { RoleSection } from './sections/roles.js';
import { SampleSection } from './sections/samples.js';
import { StyleSection } from './sections/style.js';
import { TableOne } from './sections/table-one.js';
import { STYLE } from './style.js';
import { counted } from './words.js';

/** Nothing is fetched and nothing runs: only the style sheet inside the page counts. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const ANCHORS: readonly [id: string, name: string][] = [
  ['overview', 'Overview'],
  ['table-1', 'Numbers'],
  ['lengths', 'Lengths'],
  ['questions', 'Questions'],
  ['categories', 'Categories'],
  ['roles', 'Roles'],
  ['style', 'Style and grounding'],
  ['dialogues', 'Dialogues'],
  ['leaks', 'Tests and training'],
  ['pairs', 'Preference pairs'],
  ['cost', 'Cost'],
  ['evaluation', 'Evaluation'],
  ['samples', 'Samples'],
];

/** The sections of a page: a set without dialogues has none about them. */
const anchorsOf = ({ dialogues }: Facts) => ANCHORS.filter(([id]) => id !== 'dialogues' || dialogues);

const titleOf = ({ folder }: Facts) => `What is in ${folder}/`;

function lead({ profiles, models }: Facts): string {
  const scripts = new Set(profiles.flatMap((profile) => profile.scripts)).size;
  const by = models.length === 0 ? '' : `, written by ${models.join(' and ')}`;
  return `Character role-playing data for ${counted(profiles.length, 'role')} from ${counted(scripts, 'script')}${by}.`;
}

function Page({ facts }: { facts: Facts }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>{titleOf(facts)}</title>
        <style>{raw(STYLE)}</style>
      </head>
      <body>
        <header>
          <h1>{titleOf(facts)}</h1>
          <p class="lead">{lead(facts)}</p>
          {facts.models.includes('offline') ? (
            <p class="notice">
              <code>offline</code> is not a language model: its answers are lines of the scripts, put together by rules,
              to try the pipeline with, not to train on.
            </p>
          ) : null}
        </header>
        <nav aria-label="Sections">
          <ul>
            {anchorsOf(facts).map(([id, name]) => (
              <li>
                <a href={`#${id}`}>{name}</a>
              </li>
            ))}
          </ul>
        </nav>
        <main>
          <Overview facts={facts} />
          <TableOne facts={facts} />
          <LengthSection facts={facts} />
          <QuestionSection facts={facts} />
          <CategorySection facts={facts} />
          <RoleSection facts={facts} />
          <StyleSection facts={facts} />
          <DialogueSection facts={facts} />
          <LeakSection facts={facts} />
          <PairSection facts={facts} />
          <CostSection facts={facts} />
          <EvaluationSection facts={facts} />
          <SampleSection facts={facts} />
        </main>
        <footer>
          Made with rolellm from the files of this data folder alone: the same files give the same page, byte for byte.
        </footer>
      </body>
    </html>
  );
}

/** The whole page as HTML that needs nothing beside itself. */
export function renderPage(facts: Facts): string {
  return `<!doctype html>\n${String(<Page facts={facts} />)}\n`;
}
