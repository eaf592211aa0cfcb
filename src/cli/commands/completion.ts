import { fileURLToPath } from 'node:url';
import { readNamedFile } from '../../store/read-file.js';
import { inColumns } from '../columns.js';
import type { Suggestions } from '../completion/suggest.js';
import { printOut } from '../print.js';

/** Shells that are known, and the ending of their scripts. */
const ENDINGS: Record<string, string> = { bash: 'bash', zsh: 'zsh', fish: 'fish', powershell: 'ps1' };

const HOW_TO: readonly (readonly [shell: string, line: string])[] = [
  ['bash', `echo 'eval "$(rolellm completion bash)"' >> ~/.bashrc`],
  ['zsh', `echo 'eval "$(rolellm completion zsh)"' >> ~/.zshrc`],
  ['fish', 'rolellm completion fish > ~/.config/fish/completions/rolellm.fish'],
  ['powershell', `Add-Content $PROFILE 'rolellm completion powershell | Out-String | iex'`],
];

/** Prints the script that has a shell complete rolellm's commands; without a shell, how to have it loaded in each. */
export function printCompletion(shell: string | undefined): void {
  if (shell === undefined) {
    printOut(`Run this once for your shell, then open a new one:\n${inColumns(HOW_TO)}\n`);
    return;
  }
  const file = new URL(`../../../completion/rolellm.${ENDINGS[shell]}`, import.meta.url);
  process.stdout.write(readNamedFile(fileURLToPath(file)).toString('utf8'));
}

/** Prints suggestions as the scripts in completion/ read them: which paths, then a line a word, with what it means. */
export function printSuggestions({ words, paths }: Suggestions): void {
  const lines = words.map(({ word, what }) => `${word}\t${what}`);
  printOut(`${[paths, ...lines].join('\n')}\n`);
}
