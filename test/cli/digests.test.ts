import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPngTexts } from '../../src/cards/png.js';
import { startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, runToEnd } from '../harness/cli.js';
import { TINY_CHINESE_FILES } from '../harness/tiny-chinese-role.js';
import { GENERATE, TINY_FILES } from '../harness/tiny-role.js';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** A picture by the texts in it: how its pixels are packed is up to the zlib of each version of Node. */
const hashOfPicture = (file: string) => hashOf(JSON.stringify([...(readPngTexts(readFileSync(file)) ?? [])]));

/** A digest of each file or folder at the top of an export: the paths below it and what is in them. */
function digestsOf(folder: string): Record<string, string> {
  const tops: Record<string, string[]> = {};
  for (const [path, print] of Object.entries(fingerprint(folder))) {
    const slashed = path.replaceAll('\\', '/');
    const top = slashed.split('/')[0] as string;
    const hash = path.endsWith('.png') ? hashOfPicture(join(folder, path)) : print;
    tops[top] = [...(tops[top] ?? []), `${slashed} ${hash}`];
  }
  return Object.fromEntries(Object.entries(tops).map(([top, lines]) => [top, hashOf(lines.sort().join('\n'))]));
}

const exported = async (folder: string, flags: readonly string[]) => {
  await runToEnd(['export', '--format', 'all', '--quiet', ...flags], folder);
  return digestsOf(join(folder, 'data/export'));
};

// Where a change is meant: npx vitest run test/cli/digests.test.ts -u, and the commit says what changed for users and why.
test('exports of an offline run are byte for byte the same in every format and split until a change is meant', async () => {
  const folder = makeFolder({ ...TINY_FILES, ...TINY_CHINESE_FILES });
  await runToEnd(GENERATE, folder);
  expect(await exported(folder, [])).toMatchInlineSnapshot(`
    {
      "README.md": "1cf005d0e7bddfdbef2648a8f6da1ad8089f5e0fd8eb65bb58fe12ca3c4017e7",
      "alpaca": "c2e442e7a12d059e4cb8b30eec5525ec300d00909f8027de88d593bc596932dd",
      "cards": "d7070d49ab477f97bae88dfd1886ee6bc3d9ba4e35c9ffd85c8fa13765fceb29",
      "dataset_info.json": "d468cdfc87c4a191f2d25b3d7e7bab9e94cfdf1adfb5f94d2ec07c4985aeda67",
      "instructions-eng": "abbfca924922c6abe3ae77d6e5f5329737b976ffc436dee92d475a1ad1d3cdfc",
      "instructions-zh": "362492836420bd168f1747ae4406c79ac05d36873b3999c183e2c60a1760f9d9",
      "messages": "0eed3d0338b572097c5328936834b82489af9ad0bc595b86b6000fdabe23ad74",
      "parquet": "da87a05d7d73ae9d0df089afc4923224bd311756d8b00c50f2b874c19b8e3d5c",
      "profiles-eng": "838e7e19deff49ad144abc8bb37cf5e836a7278cca0b8d1ebab526e81dc26dbf",
      "profiles-zh": "0a7ffc79e5877352f486447332853ad59970a147f0b36ab4db1c20f7c7b66480",
      "rocit": "b2eb2fe9cb3b0ad1f72df5c9ebec53a2c21c86c508baf6ba325a1bb7e75411de",
      "rolebench-eng": "2a570cb4c06819c3e4daede435f77b5bb870349285c7b08e12ccea5b7f1db88d",
      "rolebench-zh": "de72bc07676e051592f20b247d02b84f35f33f7b31949482ef919867d7aec35c",
      "sharegpt": "6c9cf3904b28030ae16e51cde780586bb039013f3e7150a84e52cbd85674d062",
    }
  `);
  expect(await exported(folder, ['--split-by', 'instruction', '--held-out', 'Nora'])).toMatchInlineSnapshot(`
    {
      "README.md": "12cbaa676f0040371fad40696462b9ec0015eafc557cfd2e03a3825ca6957e3a",
      "alpaca": "b8f9b025dbaaa2a86f358a49806bb529e201a37a8ab5f085b46b5fb47814fe5a",
      "cards": "d7070d49ab477f97bae88dfd1886ee6bc3d9ba4e35c9ffd85c8fa13765fceb29",
      "dataset_info.json": "d468cdfc87c4a191f2d25b3d7e7bab9e94cfdf1adfb5f94d2ec07c4985aeda67",
      "instructions-eng": "abbfca924922c6abe3ae77d6e5f5329737b976ffc436dee92d475a1ad1d3cdfc",
      "instructions-zh": "362492836420bd168f1747ae4406c79ac05d36873b3999c183e2c60a1760f9d9",
      "messages": "0661b4abe71f9b1674d4e8caf6b9cf9f078c584df618a6d701d745c8d9b45cdd",
      "parquet": "447cdded67c1367c1c43a8611ebbc0e3eb56b82a7484fd31afb74ada2e4c737e",
      "profiles-eng": "838e7e19deff49ad144abc8bb37cf5e836a7278cca0b8d1ebab526e81dc26dbf",
      "profiles-zh": "0a7ffc79e5877352f486447332853ad59970a147f0b36ab4db1c20f7c7b66480",
      "rocit": "7ac41216133fcdd092cb2654d3a5c574216dc981f327750380d8278dedb2fc7e",
      "rolebench-eng": "59944cfa0d4a7b400aa752119b0a087a800aed35b78208dc92a6c9bc9feeff5c",
      "rolebench-zh": "a7aba92515d3ff5c42b23fc3ed8f060d6f9d85c06bf1b6730c008ffd40851464",
      "sharegpt": "48ff0018fac2957198395c9fcc58e55501162e676092a2fbfc9036bd5cc8c8ec",
    }
  `);
  expect(await exported(folder, ['--split-by', 'passage', '--held-out', 'Nora'])).toMatchInlineSnapshot(`
    {
      "README.md": "f9a8c41823b94f8d5232b7d07e13337c2b46d7b6d7472d7414d84a48cfee05f0",
      "alpaca": "9213a649df71362537ecef55e56bae327f3991abb1dc317ab7501203f8e6c8b4",
      "cards": "d7070d49ab477f97bae88dfd1886ee6bc3d9ba4e35c9ffd85c8fa13765fceb29",
      "dataset_info.json": "d468cdfc87c4a191f2d25b3d7e7bab9e94cfdf1adfb5f94d2ec07c4985aeda67",
      "instructions-eng": "abbfca924922c6abe3ae77d6e5f5329737b976ffc436dee92d475a1ad1d3cdfc",
      "instructions-zh": "362492836420bd168f1747ae4406c79ac05d36873b3999c183e2c60a1760f9d9",
      "messages": "e01469bcd52da39dc5612a2f701157c9a463cc587ca7dcb9a276edcee6b32a15",
      "parquet": "9d8e1612f3628af27fb152f35aece7175079d799f8ac3bf853370534ca1f7355",
      "profiles-eng": "838e7e19deff49ad144abc8bb37cf5e836a7278cca0b8d1ebab526e81dc26dbf",
      "profiles-zh": "0a7ffc79e5877352f486447332853ad59970a147f0b36ab4db1c20f7c7b66480",
      "rocit": "8d1dc6e4dbda9ebcd9bce7410bb94e447f38c064b159afdbc3ea08a0abded2b6",
      "rolebench-eng": "2163daabbd15016f4f5a0b5619ba3c8db9effc7595870000f7421d2690ace457",
      "rolebench-zh": "2398c76c4ac62141694f60d8546f33009fdeb07c2de7efbb7204ba250eacabb0",
      "sharegpt": "efcfb1fcc9fd23a179f1cffb9ba58a97751044c0e078f8c5ce579edacd228225",
    }
  `);
});

test('exports of a run with a model are byte for byte the same in every format until a change is meant', async () => {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  await runToEnd([...GENERATE, '--base-url', server.url, '--model', 'mock'], folder);
  expect(await exported(folder, ['--held-out', 'Nora'])).toMatchInlineSnapshot(`
    {
      "README.md": "09e579a8abfb3da97cdacc939f6c9bd4672dbe1ff5a1c84d1437451e31861190",
      "alpaca": "be941176efb27494b79a0a4be5570a62f1db20545d2cafc3b84b6e0bb97808c7",
      "cards": "0801a882073ce544e235073d4eb4d7bead13c7a4f1e4932b7561254ca3c19c5c",
      "dataset_info.json": "d468cdfc87c4a191f2d25b3d7e7bab9e94cfdf1adfb5f94d2ec07c4985aeda67",
      "instructions-eng": "989a4d3caabab2265afc535656d5ea29b3a95d938be9a7f4490f63337dac67c2",
      "messages": "9e64fce5487f2028d5527c7c0a634040ae7831f08d45ec0d86b9f8c2104bea76",
      "parquet": "8b0aefe42aa7c0f2014cc173d3f6d53644a1a0ab4f05cf9968382be090bfe160",
      "profiles-eng": "6eca4fa1ff8c0ea05aab678617557ea19e0153d3d5c30347c42a543ea7e564f1",
      "rocit": "2072c6d5b1fab5e8bf69a5e52335b10e240a451f63f3bde3eb5535ba797ceeec",
      "rolebench-eng": "09a8b9e48d900555444edcdecbf687c530e53f584bb2f21a2d80a82a0ba09e34",
      "sharegpt": "25029cb7997c6c85cd1dd635df619733735c2301facfc955e447d449040d641e",
    }
  `);
});
