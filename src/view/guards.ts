import { timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { TOKEN_HEADER } from './api.js';

/** The names under which this machine calls itself. */
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Answers only who calls the server by a loopback name: a page of the internet whose name was pointed at 127.0.0.1 carries its
 * own name in the Host header.
 */
export function onlyLoopback(portOf: () => number): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? '';
    const isOwn = LOOPBACK.some((name) => host === `${name}:${portOf()}` || (portOf() === 80 && host === name));
    if (!isOwn) return context.text('not this host', 403);
    await next();
  };
}

/** Lets only the server's own page write: it alone knows the token. */
export function onlyWithToken(token: string): MiddlewareHandler {
  const expected = Buffer.from(token);
  return async (context, next) => {
    const given = Buffer.from(context.req.header(TOKEN_HEADER) ?? '');
    const isRight = given.length === expected.length && timingSafeEqual(given, expected);
    if (!isRight) return context.json({ error: 'the token is missing or wrong: load the page again' }, 403);
    await next();
  };
}
