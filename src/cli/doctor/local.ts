import type { Settings } from '../../config.js';
import { findLocalServers, type LocalServer, USUAL_SERVERS } from '../../llm/openai/local-servers.js';
import { type Finding, ok } from './finding.js';

const CHECK = 'local servers';

/** Ports that a run asks already. */
function portsInUse({ baseUrl, endpoints }: Settings): string[] {
  const urls = endpoints ? endpoints.map((endpoint) => endpoint.baseUrl) : [baseUrl ?? []].flat();
  return urls
    .filter((url) => /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/]/.test(url))
    .map((url) => new URL(url).port);
}

/** Servers on this machine, with the flags that would use them. */
export async function checkLocalServers(settings: Settings): Promise<Finding[]> {
  const servers = await findLocalServers();
  const inUse = portsInUse(settings);
  if (servers.length > 0) return servers.map((server) => describe(server, inUse.includes(String(server.port))));
  const names = USUAL_SERVERS.map(({ name, port }) => `${name} (${port})`);
  return [ok(CHECK, `none at the usual ports of ${names.join(', ')}`)];
}

function describe({ name, baseUrl, models }: LocalServer, isUsed: boolean): Finding {
  const place = `${baseUrl} (the port of ${name})`;
  const [model] = models;
  if (model === undefined) return ok(CHECK, `${place} has no model yet`);
  const says = `${place} has ${models.slice(0, 5).join(', ')}${models.length > 5 ? ' …' : ''}`;
  return {
    ...ok(CHECK, says, isUsed ? undefined : `Use it with \`--base-url ${baseUrl} --model ${model}\``),
    details: { models },
  };
}
