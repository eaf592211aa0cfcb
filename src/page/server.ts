import {
  type FolderStatus,
  type QueueLook,
  type RawReply,
  type ReviewOrder,
  type RowDetail,
  type RowPage,
  TOKEN_HEADER,
} from '../view/api.js';
import type { Choice } from './choice.js';

/** Whether something was given up because it is no longer wanted. */
function isAborted(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}

/** Runs what asks the server; `onError` is told what went wrong, but not what was given up. */
export async function attempt(action: () => Promise<void>, onError: (error: Error) => void): Promise<void> {
  try {
    await action();
  } catch (thrown) {
    if (!isAborted(thrown)) onError(thrown as Error);
  }
}

/** The server's answer as JSON. Throws an Error with what it says where it has none. */
async function ask<Value>(path: string, options: RequestInit = {}): Promise<Value> {
  const response = await fetch(path, options).catch((thrown: unknown) => {
    if (isAborted(thrown)) throw thrown;
    throw new Error('The server does not answer: run `rolellm view` again.');
  });
  const value = (await response.json()) as Value & { error?: string };
  if (!response.ok) throw new Error(value.error ?? `The server says ${response.status}.`);
  return value;
}

const query = (values: Record<string, string | number>) =>
  new URLSearchParams(Object.entries(values).map(([key, value]) => [key, String(value)])).toString();

/** Rows `from` to `from + count` of those chosen. */
export function askRows(choice: Choice, from: number, count: number, signal: AbortSignal): Promise<RowPage> {
  return ask(`/api/rows?${query({ ...choice, from, count })}`, { signal });
}

export function askRow(id: string, signal?: AbortSignal): Promise<RowDetail> {
  return ask(`/api/row?${query({ id })}`, signal ? { signal } : {});
}

export function askStatus(): Promise<FolderStatus> {
  return ask('/api/status');
}

/** What goes on in the queue of workers; null where none is named. */
export function askQueue(): Promise<QueueLook | null> {
  return ask('/api/queue');
}

/** The latest replies of a stage that runs, the newest first. */
export function askReplies(stage: string, count: number): Promise<(RawReply & { prompt: string })[]> {
  return ask(`/api/replies?${query({ stage, count })}`);
}

/** Writes a mark down. */
export async function sendReview(order: ReviewOrder): Promise<void> {
  const token = document.querySelector<HTMLMetaElement>('meta[name=rolellm-token]')?.content ?? '';
  const headers = { 'content-type': 'application/json', [TOKEN_HEADER]: token };
  await ask('/api/review', { method: 'POST', headers, body: JSON.stringify(order) });
}
