import { execFileSync } from 'node:child_process';

/** Tests that enter by the command line run what users run: the built program. */
export default function buildOnce(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', shell: process.platform === 'win32' });
}
