import { APIError } from 'openai';
import { shownUrl } from '../../base-url.js';
import { UserError } from '../../errors.js';
import { type Connection, connect } from './connect.js';

/** Longest wait for a list of models, in seconds: it only saves a call in vain. */
const PATIENCE_SECONDS = 5;

/**
 * Throws UserError where an address is not that of an API and the same server has one beside it. Servers put it where they like,
 * so that only its list of models tells: one whose path has a version in it is taken as it is, and so is one that says nothing.
 */
export async function checkApi(connection: Connection): Promise<void> {
  const { baseUrl } = connection;
  if (baseUrl === undefined || /\/v\d/.test(new URL(baseUrl).pathname)) return;
  if ((await listsModels(connection)) !== false) return;
  const { origin, pathname, search, username, password } = new URL(baseUrl);
  const user = username || password ? `${username}:${password}@` : '';
  const paths = new Set([`${pathname.replace(/\/+$/, '')}/v1`, '/v1']);
  for (const path of paths) {
    const beside = `${origin.replace('://', `://${user}`)}${path}${search}`;
    if (!(await listsModels({ ...connection, baseUrl: beside }))) continue;
    throw new UserError(`${shownUrl(baseUrl)} is not the address of an API, but ${shownUrl(beside)} is`, {
      advice: 'Set --base-url to that.',
    });
  }
}

/** Whether an API is at an address; undefined where the answer tells nothing. */
async function listsModels(connection: Connection): Promise<boolean | undefined> {
  const timeoutSeconds = Math.min(connection.timeoutSeconds, PATIENCE_SECONDS);
  const { client } = connect({ ...connection, timeoutSeconds });
  try {
    const response = await client.models.list().asResponse();
    const list = JSON.parse(await response.text()) as { data?: unknown } | null;
    return Array.isArray(list?.data);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return false;
    const status = thrown instanceof APIError ? thrown.status : undefined;
    if (status === 404 || status === 405) return false;
    // Whom it lets in it has to know: somebody is there.
    return status === 401 || status === 403 ? true : undefined;
  }
}
