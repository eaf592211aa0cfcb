#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

// Left alone, V8 lets a heap grow to several times what is alive in it. A run of hours should not look as if it leaked.
setFlagsFromString('--heap-growing-percent=50');

const program = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(fileURLToPath(program))) {
  await import(program.href);
} else {
  console.error('rolellm is not built yet: run `npm ci` (or `npm run build`) in its folder.');
  process.exitCode = 2;
}
