import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { z } from 'zod';
import { UserError } from '../errors.js';
import { FACETS, type QueueLook, type ReviewOrder } from './api.js';
import { readScripts } from './assets.js';
import { describeRow, toReply } from './detail.js';
import type { ViewedFolder } from './folder.js';
import { onlyLoopback, onlyWithToken } from './guards.js';
import { Shell } from './shell.js';
import { STYLE } from './style.js';

/** Rows that may be asked for at once. */
const MOST_ROWS = 500;

/** Longest order that is read. */
const MOST_BYTES = 65_536;

const readsNoMore = bodyLimit({
  maxSize: MOST_BYTES,
  onError: (context) => context.json({ error: 'the note is too long' }, 413),
});

const Wanted = z.string().max(1000).optional();
const RowsQuery = z.object({
  ...(Object.fromEntries(FACETS.map((facet) => [facet, Wanted])) as Record<(typeof FACETS)[number], typeof Wanted>),
  q: Wanted,
  from: z.coerce.number().int().min(0).default(0),
  count: z.coerce.number().int().min(1).max(MOST_ROWS).default(100),
});
const RowQuery = z.object({ id: z.string().min(1).max(1000) });
const RepliesQuery = z.object({ stage: z.string().regex(/^[a-z-]+$/), count: z.coerce.number().int().min(1).max(100) });
const Order: z.ZodType<ReviewOrder> = z.strictObject({
  id: z.string().min(1).max(1000),
  mark: z.enum(['good', 'bad']).nullable(),
  note: z.string().max(10_000),
});

/** What the browser may do with the page: run its own scripts, talk to its own server, nothing else. */
const POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  connectSrc: ["'self'"],
  imgSrc: ['data:'],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** A user's error as the page shows it; anything else is a bug, and its details stay here. */
function tellError(thrown: Error, context: Context): Response {
  if (thrown instanceof z.ZodError) return context.json({ error: 'the question does not fit' }, 400);
  return context.json({ error: thrown instanceof UserError ? thrown.toLine() : `a bug: ${thrown.message}` }, 500);
}

/** The server's routes over one data folder. `portOf` is the port on which it came to listen. */
export function createApp(
  folder: ViewedFolder,
  lookAtQueue: () => Promise<QueueLook | null>,
  portOf: () => number,
): Hono {
  const token = randomBytes(24).toString('base64url');
  const scripts = readScripts();
  const app = new Hono();
  app.onError(tellError);
  app.use(onlyLoopback(portOf));
  app.use(secureHeaders({ contentSecurityPolicy: POLICY, crossOriginResourcePolicy: 'same-origin' }));
  app.use(async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
  });

  app.get('/', (context) => context.html(`<!doctype html>${<Shell token={token} folder={folder.data.root} />}`));
  app.get('/style.css', (context) => context.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }));
  for (const [path, script] of scripts) {
    app.get(path, (context) =>
      context.body(new Uint8Array(script), 200, { 'content-type': 'text/javascript; charset=utf-8' }),
    );
  }

  app.get('/api/status', (context) => context.json(folder.status()));
  app.get('/api/queue', async (context) => context.json(await lookAtQueue()));
  app.get('/api/rows', (context) => {
    const { from, count, ...choice } = RowsQuery.parse(context.req.query());
    return context.json(folder.page(choice, from, count));
  });
  app.get('/api/row', (context) => {
    const { id } = RowQuery.parse(context.req.query());
    const detail = describeRow(id, folder);
    return detail ? context.json(detail) : context.json({ error: 'this row is no longer there' }, 404);
  });
  app.get('/api/replies', (context) => {
    const { stage, count } = RepliesQuery.parse(context.req.query());
    const entries = folder.journal(stage).latest(count).reverse();
    return context.json(entries.map((entry) => ({ prompt: entry.prompt, ...toReply(entry, entry.ids[0] as string) })));
  });
  app.post('/api/review', onlyWithToken(token), readsNoMore, async (context) => {
    const order = Order.parse(await context.req.json().catch(() => undefined));
    if (!folder.review(order)) return context.json({ error: 'there is no such answer' }, 404);
    return context.json({ ok: true });
  });
  return app;
}
