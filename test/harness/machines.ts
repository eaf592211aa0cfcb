import { spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';

/** Words of a command line under which a program runs as if on another machine. */
export type Within = readonly string[];

const isAllowed = (...words: [string, ...string[]]) => spawnSync(words[0], words.slice(1)).status === 0;

/** Why tests of a second machine are skipped; undefined where this user may give a process another host's name. */
export const WITHOUT_HOSTS = isAllowed('unshare', '--uts', 'true')
  ? undefined
  : 'host names cannot be changed here (unshare --uts): tests of a second machine are skipped';

/** Why tests of a cut network are skipped; undefined where this user may make networks. */
export const WITHOUT_NETWORKS = isAllowed('unshare', '--net', 'ip', 'link', 'set', 'lo', 'up')
  ? undefined
  : 'networks cannot be made here (unshare --net, ip): tests of a cut network are skipped';

for (const missing of [WITHOUT_HOSTS, WITHOUT_NETWORKS]) if (missing) console.warn(missing);

/** A machine of another name. */
export const machineNamed = (name: string): Within => [
  ...['unshare', '--uts', 'sh', '-c', 'hostname "$0" && exec "$@"'],
  name,
];

/** A machine of its own network, with a cable to Redis, which can be pulled, and one to its model server. */
export interface FarMachine {
  within: Within;
  /** Addresses of this machine, as the far one sees it. */
  redisHost: string;
  serverHost: string;
  pullCable(): void;
  plugInCable(): void;
}

function ip(words: string): void {
  const { status, stderr } = spawnSync('ip', words.split(' '), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${words}: ${stderr}`);
}

/** Makes a machine of its own network; it goes when the test is over. */
export function startFarMachine(): FarMachine {
  const number = process.pid % 2 ** 14;
  const name = `rolellm-test-${number}`;
  // Eight addresses for each process of tests, of those that are kept for measuring (RFC 2544).
  const address = (k: number) => `198.${18 + (number >> 13)}.${(number >> 5) & 255}.${(8 * number + k) & 255}`;
  ip(`netns add ${name}`);
  onTestFinished(() => {
    ip(`netns del ${name}`);
  });
  const cables = [
    { cable: `rl${number}r`, here: address(1), there: address(2) },
    { cable: `rl${number}s`, here: address(5), there: address(6) },
  ] as const;
  for (const { cable, here, there } of cables) {
    ip(`link add ${cable} type veth peer name ${cable}f netns ${name}`);
    ip(`addr add ${here}/30 dev ${cable}`);
    ip(`-n ${name} addr add ${there}/30 dev ${cable}f`);
    ip(`link set ${cable} up`);
    ip(`-n ${name} link set ${cable}f up`);
  }
  const [toRedis, toServer] = cables;
  return {
    within: ['ip', 'netns', 'exec', name],
    redisHost: toRedis.here,
    serverHost: toServer.here,
    pullCable: () => ip(`link set ${toRedis.cable} down`),
    plugInCable: () => ip(`link set ${toRedis.cable} up`),
  };
}
