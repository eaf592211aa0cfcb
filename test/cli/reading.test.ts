import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { makeFolder, rolellm } from '../harness/cli.js';
import { makeDocx } from '../harness/documents.js';

const CHINESE =
  '宝儿：船回来了么？\n小福：还没有呢，太太。\n宝儿：那我们就等着吧。\n小福：我宁可站着。\n宝儿：站着吧。\n小福：是。\n';
const RUSSIAN = 'МАРТА: Лодка вернулась?\nПЁТР: Ещё нет.\nМАРТА: Подождём.\nПЁТР: Подождём.\n';

test('--list-characters tells layout, encoding and speakers, and in one line that the encoding is a guess', async () => {
  const folder = makeFolder({ 'gbk.txt': iconv.encode(CHINESE, 'gbk') });
  const { status, stdout, stderr } = await rolellm(['profile-build', '--list-characters', 'gbk.txt'], folder);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^gbk\.txt \(read as chinese-play, GB18030 \(guessed\)\)\n\nspeaker/);
  expect(stderr).toMatch(/^warning: gbk\.txt: not UTF-8; read as GB18030, which is a guess\..*"encoding"[^\n]*\n$/);
});

test('--list-characters --json tells the document, and of a novel how many quotes have a speaker', async () => {
  const novel =
    '“Is it on?” said Ines.\n“It is,” said Otto.\n“Good,” said Ines.\n“It was on before.”\nIt rained all night.\nThey slept.\nA voice came up from the street. “Fire!”\n';
  const docx = makeDocx(
    novel
      .trim()
      .split('\n')
      .map((text) => ({ text })),
  );
  const folder = makeFolder({ 'novel.docx': docx });
  const { stdout } = await rolellm(['profile-build', '--list-characters', 'novel.docx', '--json'], folder);
  const [listed] = JSON.parse(stdout) as [Record<string, unknown>];
  expect(listed).toMatchObject({ format: 'prose', container: 'DOCX', encoding: 'UTF-8', encoding_guessed: false });
  const { quotes, attributed } = listed.quotes as { quotes: number; attributed: number };
  expect([quotes, attributed < quotes, attributed >= 3]).toEqual([5, true, true]);
});

test('an unsure encoding is asked for, and --encoding answers', async () => {
  const folder = makeFolder({ 'ru.txt': iconv.encode(RUSSIAN, 'windows-1251') });
  const args = ['profile-build', '--list-characters', 'ru.txt'];
  const asked = await rolellm(args, folder);
  expect(asked.status).toBe(2);
  expect(asked.stderr).toMatch(/^error: ru\.txt:1: .*encoding is not clear.*windows-1251/);
  const answered = await rolellm([...args, '--encoding', 'windows-1251'], folder);
  expect([answered.status, answered.stderr]).toEqual([0, '']);
  expect(answered.stdout).toMatch(/Марта +2/);
});

test('the role’s file overrides the guess; doctor tells how each script is read', async () => {
  const role = (more: string) => `name: 宝儿\nlanguage: zh\nscript: gbk.txt\n${more}`;
  const folder = makeFolder({
    'gbk.txt': iconv.encode(CHINESE, 'gbk'),
    'sure/r.yaml': `${role('encoding: gbk\n').replace('gbk.txt', '../gbk.txt')}`,
    'guess/r.yaml': role('').replace('gbk.txt', '../gbk.txt'),
  });
  const examine = async (roles: string) => {
    const { stdout } = await rolellm(['doctor', '--provider', 'offline', '--roles', roles, '--json'], folder);
    const { checks } = JSON.parse(stdout) as { checks: { check: string; state: string; says: string }[] };
    return checks.find(({ check }) => check === 'script');
  };
  expect(await examine('guess')).toMatchObject({
    state: 'warning',
    says: 'gbk.txt: read as chinese-play, GB18030 (guessed); 2 speakers: 宝儿 3, 小福 3',
  });
  expect(await examine('sure')).toMatchObject({ state: 'ok', says: expect.stringContaining('gbk; 2 speakers') });
  const built = await rolellm(['profile-build', '--provider', 'offline', '--roles', 'guess'], folder);
  expect([built.status, built.stderr]).toEqual([0, expect.stringContaining('gbk.txt: not UTF-8; read as GB18030')]);
});

test('doctor tells of a novel how many of its quotes have a speaker', async () => {
  const folder = makeFolder({
    'r.yaml': 'name: Ines\nlanguage: en\nscript: lamp.txt\n',
    'lamp.txt':
      '“Is it on?” said Ines.\n\n“It is,” said Otto.\n\n“Good,” said Ines.\n\nThey slept, and it rained until the morning.\n\nA voice came up from the street. “Fire!”\n',
  });
  const { stdout } = await rolellm(['doctor', '--provider', 'offline', '--roles', 'r.yaml'], folder);
  expect(stdout).toContain(
    'lamp.txt: read as prose, UTF-8, 75% of 4 quotes have a speaker; 2 speakers: Ines 2, Otto 1',
  );
});

test('a role that never speaks is told with a command that can be pasted', async () => {
  const folder = makeFolder({
    'r.yaml': 'name: Nobody\nlanguage: en\nscript: my play.txt\n',
    'my play.txt': 'INES. Is it on?\n\nOTTO. It is.\n\nINES. Good.\n\nOTTO. Yes.\n',
  });
  const { status, stderr } = await rolellm(['profile-build', '--provider', 'offline', '--roles', 'r.yaml'], folder);
  expect(status).toBe(2);
  expect(stderr).toContain('rolellm profile-build --list-characters "my play.txt"\n');
});
