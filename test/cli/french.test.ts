import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Fault, startChatServer } from '../harness/chat-server.js';
import { makeFolder, PROJECT, rolellm, rowsOf } from '../harness/cli.js';
import { kindOf } from '../harness/replies.js';
import { refusedIn } from '../harness/samples.js';

const ROLES = join(PROJECT, 'test/fixtures/roles-fr');
const WORDS =
  'lampe rivière cloche coffre rame tempête lettre drapeau corde mouette loupe escalier manteau filet ancre marée mât falaise chandelle tonneau'.split(
    ' ',
  );

function wordsFor(text: string, salt: number): string[] {
  const digest = createHash('sha256').update(`${text}\n${salt}`).digest();
  return Array.from({ length: 5 }, (_, k) => WORDS[(digest[k] as number) % WORDS.length] as string);
}

/** Whole replies in French that follow from the request alone, now and then one that a check must refuse. */
const inFrench: Fault = (seen) => {
  const text = JSON.stringify([seen.messages, seen.seed]);
  const [a, b, c] = wordsFor(text, 0) as [string, string, string];
  switch (kindOf(seen)) {
    case 'triplets':
      return JSON.stringify({
        triplets: Array.from({ length: 6 }, (_, k) => {
          const [d, e, f, g] = wordsFor(text, k + 1) as [string, string, string, string];
          const question = `Vous souvenez-vous du jour où Elvire trouva la ${d} près de la ${e}, sous la ${f} ?`;
          const answer = `Ma foi ! je me souviens fort bien de la ${d}, et de la ${e} aussi. Je n'en dirai pas plus sur la ${g}.`;
          return { question, confidence: 'High', rationale: 'Tout est nommé.', answer };
        }),
      });
    case 'catchphrases':
      return JSON.stringify({ catchphrases: [{ text: 'ma foi', invented: false }] });
    case 'categories':
      return JSON.stringify({ categories: ['libertin', 'mondain'] });
    default: {
      const prompt = seen.messages.map(({ content }) => content).join('\n');
      if (prompt.includes('La description du personnage est')) {
        return `La description du personnage est\u00a0: Le personnage court de ${a} en ${b} et se moque du Ciel. Dom Juan n'aime que sa liberté.`;
      }
      if (prompt.includes('Ta description est'))
        return `Ta description est : Tu cours de ${a} en ${b} et tu n'aimes que ta liberté.`;
      if (a < 'c') return `En tant que modèle de langage, je ne peux pas parler de la ${b}.`;
      return `La ${a} est tout ce que je puis vous dire de la ${b}, Monsieur, et la ${c} le sait.`;
    }
  }
};

test('a French role goes from its play to every format but RoleBench’s own, which says so', async () => {
  const server = await startChatServer(inFrench);
  const folder = makeFolder({});
  const asked = ['--base-url', server.url, '--model', 'mock', '--limit', '6', '--quiet'];
  const { status, stdout, stderr } = await rolellm(['generate', '--roles', ROLES, ...asked], folder);
  expect(stderr).not.toMatch(/rror:/);
  expect([0, 1]).toContain(status);
  expect(stdout).not.toContain('abstained');

  // The name is taken out of the description, and its opening, behind a no-break space too.
  const [donJuan] = rowsOf(join(folder, 'data/profiles.jsonl')) as { description: string }[];
  expect(donJuan?.description).toMatch(/^Le personnage court .* Le personnage n'aime que sa liberté\.$/);

  const disclosed = refusedIn(folder).filter(({ answer }) => answer.includes('modèle de langage'));
  expect(disclosed.length).toBeGreaterThan(0);
  expect(new Set(disclosed.map(({ check }) => check))).toEqual(new Set(['ai-identity']));

  await rolellm(['export', '--format', 'all', '--quiet'], folder);
  const at = (path: string) => join(folder, 'data/export', path);
  for (const format of ['messages', 'sharegpt', 'alpaca', 'rocit']) {
    expect(rowsOf(at(`${format}/train.jsonl`)).length, format).toBeGreaterThan(0);
  }
  expect(existsSync(at('parquet/train.parquet'))).toBe(true);
  const [row] = rowsOf(at('messages/train.jsonl')) as { messages: { role: string; content: string }[] }[];
  expect(row?.messages[0]?.content).toMatch(/^Tu es .* ne sors jamais de ton rôle\.$/);
  for (const name of ['rolebench-eng', 'rolebench-fr', 'profiles-eng', 'instructions-eng'])
    expect(existsSync(at(name)), name).toBe(false);
  const card = readFileSync(at('README.md'), 'utf8');
  expect(card).toContain('- fr\n');
  expect(card).toMatch(
    /rolebench leaves out \d+ rows, the first: .* because RoleBench has English and Chinese only; the other formats hold French too/,
  );
  expect(card).toContain('Lengths are counted in words (English, French) and characters (Chinese)');
});

test('the offline model speaks French, and the report has a column of it', async () => {
  const folder = makeFolder({});
  await rolellm(['generate', '--roles', ROLES, '--provider', 'offline', '--limit', '4', '--quiet'], folder);
  const rows = rowsOf(join(folder, 'data/context-instruct.jsonl')) as { question: string; answer: string }[];
  expect(rows.map(({ question }) => question).join('\n')).toMatch(
    /Comment vous décririez-vous à quelqu'un qui ne vous connaît pas\s\?/,
  );
  await rolellm(['report', '--quiet'], folder);
  const page = readFileSync(join(folder, 'data/report/index.html'), 'utf8');
  expect(page).toMatch(/<th[^>]*>French<\/th>/);
  expect(page).toContain('words (English, French)');
  expect(page).toContain('Nothing is known of the verbs');
  const { instructions } = JSON.parse((await rolellm(['report', '--json'], folder)).stdout) as { instructions: number };
  expect(instructions).toBeGreaterThan(0);
});

test('eval and a hold-out name the languages that RoleBench has', async () => {
  const folder = makeFolder({ 'rolellm.config.yaml': 'eval: { language: fr }\n', 'a.jsonl': '', 'b.jsonl': '' });
  const scored = await rolellm(['eval', '--predictions', 'a.jsonl', '--references', 'b.jsonl'], folder);
  expect(scored.status).toBe(2);
  expect(scored.stderr).toContain('RoleBench has English and Chinese only: nothing in French can be scored');
  const held = await rolellm(['generate', '--roles', ROLES, '--provider', 'offline', '--held-out', 'Dom Juan'], folder);
  expect(held.status).toBe(2);
  expect(held.stderr).toContain('there is no English role "Dom Juan" to hold out');
});
