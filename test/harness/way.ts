import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { TestRedis } from './redis.js';

/** How slow a way is, in each direction. */
export interface Slowness {
  delayMs: number;
  bytesPerSecond: number;
}

/** A way to Redis that can be slow, and cut: nothing passes then, and nobody is told. */
export async function startWay({ port }: Pick<TestRedis, 'port'>, slowness?: Slowness) {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('data', slowness ? slowly(other, slowness) : (bytes) => other.write(bytes));
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      if (isCut) one.pause();
    }
  });
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    url: `redis://127.0.0.1:${(server.address() as { port: number }).port}/0`,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.pause();
    },
    mend() {
      isCut = false;
      for (const socket of sockets) socket.resume();
    },
  };
}

/** Writes bytes on late, one piece behind the other, as a thin line would. */
function slowly(to: Socket, { delayMs, bytesPerSecond }: Slowness): (bytes: Buffer) => void {
  let isFreeAt = 0;
  let before: Promise<unknown> = Promise.resolve();
  return (bytes) => {
    isFreeAt = Math.max(isFreeAt, performance.now()) + (1000 * bytes.length) / bytesPerSecond;
    const arrivesAt = isFreeAt + delayMs;
    before = before
      .then(() => new Promise((resume) => setTimeout(resume, arrivesAt - performance.now())))
      .then(() => to.writable && to.write(bytes));
  };
}
