import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { errorCode, UserError } from '../errors.js';
import type { QueueAddress } from '../llm/queue/index.js';
import type { Recipe } from '../recipes/recipe.js';
import type { DataFolder } from '../store/data-folder.js';
import { createApp } from './app.js';
import { openViewedFolder } from './folder.js';
import { createQueueLook } from './queue.js';

/** Only this machine reaches it. */
const LOOPBACK = '127.0.0.1';

/** A server that shows a data folder. */
export interface ViewServer {
  url: string;
  close(): Promise<void>;
}

function listen(fetch: Parameters<typeof serve>[0]['fetch'], port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: LOOPBACK }) as Server;
    server.once('listening', () => resolve(server));
    server.once('error', reject);
  });
}

/**
 * Serves a data folder on 127.0.0.1, and what goes on in the queue of workers where one is named. Where no port is given, the usual one is taken, or any other where that is in use. Throws
 * UserError where the given port cannot be used.
 */
export async function serveFolder(
  data: DataFolder,
  recipes: readonly Recipe[],
  { port, usual, queue }: { port: number | undefined; usual: number; queue?: QueueAddress | undefined },
): Promise<ViewServer> {
  let listening = 0;
  const app = createApp(openViewedFolder(data, recipes), createQueueLook(queue), () => listening);
  const isTaken = (thrown: unknown) => port === undefined && errorCode(thrown) === 'EADDRINUSE';
  const server = await listen(app.fetch, port ?? usual)
    .catch((thrown: unknown) => {
      if (isTaken(thrown)) return listen(app.fetch, 0);
      throw thrown;
    })
    .catch((thrown: unknown) => {
      const why = errorCode(thrown) === 'EADDRINUSE' ? 'another program uses it' : errorCode(thrown);
      throw new UserError(`cannot listen on port ${port ?? usual}: ${why}`, {
        advice: 'Name another with --port.',
        cause: thrown,
      });
    });
  listening = (server.address() as { port: number }).port;
  return {
    url: `http://${LOOPBACK}:${listening}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
