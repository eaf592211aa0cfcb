import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { RoleFile } from '../../src/records.js';
import { isSameSpeaker, readScript } from '../../src/scripts/index.js';

const folder = new URL('../../profiles/', import.meta.url).pathname;
const roleFiles = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

describe('the shipped roles', () => {
  test('are at least five and speak both languages', () => {
    const languages = roleFiles.map((name) => RoleFile.parse(parse(readFileSync(join(folder, name), 'utf8'))).language);
    expect(languages.length).toBeGreaterThanOrEqual(5);
    expect(new Set(languages)).toEqual(new Set(['en', 'zh']));
  });

  test('carry no mention of a distributor whose trade mark has terms', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of files) {
      expect(readFileSync(join(parentPath, name), 'utf8'), name).not.toMatch(/gutenberg/i);
    }
  });

  test.each(roleFiles)('%s names scripts in which the role speaks at least 100 lines', (name) => {
    const role = RoleFile.parse(parse(readFileSync(join(folder, name), 'utf8')));
    const names = [role.name, ...role.aliases];
    const own = role.script.flatMap((script) => {
      const options = { file: script, language: role.language, narrator: role.narrator };
      const { format, lines } = readScript(readFileSync(join(folder, script)), options);
      if (process.env.SHOW_ROLES) {
        const counts = new Map<string, number>();
        for (const { speaker } of lines) if (speaker) counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
        const top = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 25);
        console.log(name, script, format, lines.length, top.map((pair) => pair.join(':')).join(' | '));
      }
      return lines.filter(({ speaker }) => speaker !== null && names.some((own) => isSameSpeaker(speaker, own)));
    });
    if (process.env.SHOW_ROLES) {
      const step = Math.max(1, Math.floor(own.length / 30));
      const shown = own.filter((_, index) => index % step === 0);
      console.log(
        own.length,
        shown.map(({ line, speaker, content }) => `${line} ${speaker} > ${content.slice(0, 100)}`).join('\n'),
      );
    }
    expect(own.length).toBeGreaterThanOrEqual(100);
  });
});
