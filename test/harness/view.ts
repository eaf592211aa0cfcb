import { startRolellm } from './cli.js';

/** Starts `rolellm view` on a folder and resolves to its address and token when it listens. */
export async function startView(cwd: string, args: readonly string[] = []) {
  const { child, ended } = startRolellm(['view', '--port', '0', '--json', ...args], cwd);
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (chunk) => resolve(String(chunk)));
    void ended.then(({ stderr }) => reject(new Error(stderr)));
  });
  const { url } = JSON.parse(said) as { url: string };
  const ask = async <Value>(path: string): Promise<Value> => (await fetch(new URL(path, url))).json() as Promise<Value>;
  const token = async () => /name="rolellm-token" content="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? '';
  return { url, child, ended, ask, token };
}
