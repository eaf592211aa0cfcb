import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPngTexts } from '../../src/cards/png.js';
import { startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, runToEnd } from '../harness/cli.js';
import { TINY_CHINESE_FILES } from '../harness/tiny-chinese-role.js';
import { GENERATE, TINY_FILES, WITH_REHEARSAL } from '../harness/tiny-role.js';

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
  const folder = makeFolder({ ...TINY_FILES, ...TINY_CHINESE_FILES, ...WITH_REHEARSAL });
  await runToEnd(GENERATE, folder);
  expect(await exported(folder, [])).toMatchInlineSnapshot(`
    {
      "README.md": "5ff83df05c4901b0b29560d72e8d5aed552b93ea6be5d7d7e08c31703f22f082",
      "alpaca": "07fb2898f496840132d3dbd467a056013d71f4d50a23d1b30bafbdeaba6b870f",
      "axolotl": "3cc3bccbbec201a0e5f9c7380b43fdaec9b0193f5671d43119bf67552a932dfb",
      "cards": "d7070d49ab477f97bae88dfd1886ee6bc3d9ba4e35c9ffd85c8fa13765fceb29",
      "coser": "ac56040cf48426edb5a97ffdeadcf2c572c806cf8363861fe17412b23ddeece7",
      "dataset_info.json": "02456539a13ce6296c4326d27fe80ae8e36d6df502d99d271b0b2be88c34e2df",
      "instructions-eng": "abbfca924922c6abe3ae77d6e5f5329737b976ffc436dee92d475a1ad1d3cdfc",
      "instructions-zh": "362492836420bd168f1747ae4406c79ac05d36873b3999c183e2c60a1760f9d9",
      "messages": "0eed3d0338b572097c5328936834b82489af9ad0bc595b86b6000fdabe23ad74",
      "openai": "97e5e3320ed8533e299626f60381147565f51c11d1fa951741b07e1de2679793",
      "parquet": "a55bcf321e810fa8c914409f88b21e9e575dc9cb847fb299d8fa10823de77431",
      "profiles-eng": "838e7e19deff49ad144abc8bb37cf5e836a7278cca0b8d1ebab526e81dc26dbf",
      "profiles-zh": "0a7ffc79e5877352f486447332853ad59970a147f0b36ab4db1c20f7c7b66480",
      "rocit": "b2eb2fe9cb3b0ad1f72df5c9ebec53a2c21c86c508baf6ba325a1bb7e75411de",
      "rolebench-eng": "2a570cb4c06819c3e4daede435f77b5bb870349285c7b08e12ccea5b7f1db88d",
      "rolebench-zh": "de72bc07676e051592f20b247d02b84f35f33f7b31949482ef919867d7aec35c",
      "sharegpt": "6c9cf3904b28030ae16e51cde780586bb039013f3e7150a84e52cbd85674d062",
      "sharegpt-turns": "eba55ea61da1f00fb2a603086ab766468256dfba97d1ff2a4a82c8b6eba4bf8c",
      "turns": "07e75a51fbe3ef9b3ab9a96762824ec7024f4fd64edf45ac4257be71c6180b56",
    }
  `);
  expect(await exported(folder, ['--split-by', 'instruction', '--held-out', 'Nora'])).toMatchInlineSnapshot(`
    {
      "README.md": "e3c1a869158f35c4fbe3cd1a3131e45d22e4b0d199942c6edfd308df3fe784f4",
      "alpaca": "705440717847f88ac8e892743a1240e0df27c6492906a88bd6a7fd35569c3bfe",
      "axolotl": "5db4ab92576c3b502c2c59b1743e4a5cbf3220290dc02ff1e829d580e31d85f8",
      "cards": "d7070d49ab477f97bae88dfd1886ee6bc3d9ba4e35c9ffd85c8fa13765fceb29",
      "coser": "ac56040cf48426edb5a97ffdeadcf2c572c806cf8363861fe17412b23ddeece7",
      "dataset_info.json": "02456539a13ce6296c4326d27fe80ae8e36d6df502d99d271b0b2be88c34e2df",
      "instructions-eng": "abbfca924922c6abe3ae77d6e5f5329737b976ffc436dee92d475a1ad1d3cdfc",
      "instructions-zh": "362492836420bd168f1747ae4406c79ac05d36873b3999c183e2c60a1760f9d9",
      "messages": "0661b4abe71f9b1674d4e8caf6b9cf9f078c584df618a6d701d745c8d9b45cdd",
      "openai": "e4a11714988ac7ca96a5310ccf0e0e789cc0db0d53d3459491460d81613e24a9",
      "parquet": "46b4d5301e98cfbc69476b70a78b4d5cb60113439b1e23c73206eddd1caa8925",
      "profiles-eng": "838e7e19deff49ad144abc8bb37cf5e836a7278cca0b8d1ebab526e81dc26dbf",
      "profiles-zh": "0a7ffc79e5877352f486447332853ad59970a147f0b36ab4db1c20f7c7b66480",
      "rocit": "7ac41216133fcdd092cb2654d3a5c574216dc981f327750380d8278dedb2fc7e",
      "rolebench-eng": "59944cfa0d4a7b400aa752119b0a087a800aed35b78208dc92a6c9bc9feeff5c",
      "rolebench-zh": "a7aba92515d3ff5c42b23fc3ed8f060d6f9d85c06bf1b6730c008ffd40851464",
      "sharegpt": "48ff0018fac2957198395c9fcc58e55501162e676092a2fbfc9036bd5cc8c8ec",
      "sharegpt-turns": "269042d1da4bf2e9a9c3f9e994e62d4c110913576b93b4cb2d3ca93b8d587734",
      "turns": "5f92892487c7b8260cdf482673d52e18bd9b79a1f2be2cb160a39352babee452",
    }
  `);
  expect(await exported(folder, ['--split-by', 'passage', '--held-out', 'Nora'])).toMatchInlineSnapshot(`
    {
      "README.md": "3f366605a0d00bc0d02a5480dbc618ec3193e452d2b152511d206a60ff41e8ae",
      "alpaca": "5bc26e129342b56c198ab28ddf187335cee494065a3138077b36498d05e12273",
      "axolotl": "d9728626880db6d458a20e30dfd7c2529b9dbcc3f47b3c5c650f6432409b5599",
      "cards": "d7070d49ab477f97bae88dfd1886ee6bc3d9ba4e35c9ffd85c8fa13765fceb29",
      "coser": "ac56040cf48426edb5a97ffdeadcf2c572c806cf8363861fe17412b23ddeece7",
      "dataset_info.json": "02456539a13ce6296c4326d27fe80ae8e36d6df502d99d271b0b2be88c34e2df",
      "instructions-eng": "abbfca924922c6abe3ae77d6e5f5329737b976ffc436dee92d475a1ad1d3cdfc",
      "instructions-zh": "362492836420bd168f1747ae4406c79ac05d36873b3999c183e2c60a1760f9d9",
      "messages": "e01469bcd52da39dc5612a2f701157c9a463cc587ca7dcb9a276edcee6b32a15",
      "openai": "f9a82eab0270ea47532a1bcac4f25fcb2e7e03ebe8ee0784c5cda00c6be1347f",
      "parquet": "0c25227d0dddeafd9925bc6f621553cbd835936da28308fe4eea4a0c86918a09",
      "profiles-eng": "838e7e19deff49ad144abc8bb37cf5e836a7278cca0b8d1ebab526e81dc26dbf",
      "profiles-zh": "0a7ffc79e5877352f486447332853ad59970a147f0b36ab4db1c20f7c7b66480",
      "rocit": "8d1dc6e4dbda9ebcd9bce7410bb94e447f38c064b159afdbc3ea08a0abded2b6",
      "rolebench-eng": "2163daabbd15016f4f5a0b5619ba3c8db9effc7595870000f7421d2690ace457",
      "rolebench-zh": "2398c76c4ac62141694f60d8546f33009fdeb07c2de7efbb7204ba250eacabb0",
      "sharegpt": "efcfb1fcc9fd23a179f1cffb9ba58a97751044c0e078f8c5ce579edacd228225",
      "sharegpt-turns": "d5ad739737bd9021c6807e10e85782ad894221a1edd4b613f4bb0b05a717cb70",
      "turns": "8f1b013cd7000794274da7ffac403cf25ade8eb941911d0886d04527e688c572",
    }
  `);
});

test('exports of a run with a model are byte for byte the same in every format until a change is meant', async () => {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  await runToEnd([...GENERATE, '--base-url', server.url, '--model', 'mock'], folder);
  expect(await exported(folder, ['--held-out', 'Nora'])).toMatchInlineSnapshot(`
    {
      "README.md": "1b3cf0468201eadbefd7b301831e23db6a3fc232ce764907d212eb809055ac8c",
      "alpaca": "81b4b12468188b322a2455bf41d3624f19e672c6ffa60a1a0ec0aacf8b5066bd",
      "axolotl": "681c55c5b43dcdfb254454fabf6053cb245f5d7c56034da96557554a699ef133",
      "cards": "71ed14abc5df404b8a2e8b257014e42318cae74e267e85724578552b6a2d3f38",
      "coser": "ac56040cf48426edb5a97ffdeadcf2c572c806cf8363861fe17412b23ddeece7",
      "dataset_info.json": "02456539a13ce6296c4326d27fe80ae8e36d6df502d99d271b0b2be88c34e2df",
      "instructions-eng": "e0997ef7dfc53245f0fc23888d6756478fd07292e8319a79d6926fd62f34bb9f",
      "messages": "488555849613859a859f5da3952b21b6343d674f75dbce8fcdefc458be34fad2",
      "openai": "0939755c2f81e22634a24d1ce33cdcc9c357ae7fe1b4f239e0c630115e02cb10",
      "parquet": "830025a0840d3872b922a4ad03a1eac93609d79346854d16c4b37f98ff076f39",
      "profiles-eng": "f9f25ed8ff1ce26be48be97f9ea8f66cc1735231d6c7b7658b185ed0308fbf8f",
      "rocit": "f71335d7c5e68d909a4be2808cf0d8395433ab54c3835de3f5e81915b760266a",
      "rolebench-eng": "377e4d29fe74adbe3ebb66acca4f28f55d1609573a802f5b8040a7500cb5e4e8",
      "sharegpt": "c7f6a50ab8ac1881c6330d80d3e3e83a69e215d96719c55c49411443e6ee151c",
      "sharegpt-turns": "f468fc38c4824322814069ccbed9358d11c831dc808fdc2d3eecdb62000b0fe2",
      "turns": "a03c5f83ebb967c33cff88a5e4fe46b2495a86181d3cc1cf5434826cde41c544",
    }
  `);
});
