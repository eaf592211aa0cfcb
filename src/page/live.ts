import type { FolderStatus } from '../view/api.js';
import { element, thousands } from './element.js';
import { createQueueLine } from './queue-line.js';
import { askReplies, askStatus } from './server.js';

/** Pauses between two looks at the folder, while a run works in it and otherwise. */
const RUNNING_MS = 2000;
const RESTING_MS = 5000;
/** Replies that are shown as they come. */
const REPLIES = 20;

/** What the folder is doing, and the replies of a stage that runs. */
export interface Live {
  status: HTMLElement;
  replies: HTMLElement;
  /** Shows what went wrong with something that a user did; undefined takes it away. */
  tell(error: string | undefined): void;
  /** Looks at once, after something was written. */
  look(): Promise<void>;
}

function statusText({ stages, isRunning, marks }: FolderStatus): string {
  const running = stages.find(({ state }) => state === 'running');
  const parts = running
    ? [
        `${running.name}: ${thousands(running.done)} of the ${thousands(running.planned)} requests planned so far are answered`,
      ]
    : [isRunning ? 'a run is working here' : 'no run is working here'];
  if (running && running.failed > 0) parts.push(`${thousands(running.failed)} failed`);
  if (marks.good + marks.bad > 0) parts.push(`${marks.good} marked good, ${marks.bad} bad (applied by rolellm filter)`);
  return parts.join(' · ');
}

/** Looks at the folder again and again; `onVersion` is told when its rows or marks have changed. */
export function createLive(onVersion: () => void): Live {
  const error = element('p', { class: 'error', role: 'alert', hidden: true });
  const text = element('p', { class: 'state', role: 'status' });
  const list = element('div');
  const replies = element(
    'details',
    { class: 'replies', hidden: true },
    element('summary', {}, 'Replies as they come'),
    list,
  );
  let version: number | undefined;
  let timer: number | undefined;

  let lookFailed: string | undefined;
  /** Stays until something else that the user does goes well. */
  let actionFailed: string | undefined;
  function showErrors(): void {
    error.textContent = [actionFailed, lookFailed].filter((text) => text !== undefined).join(' ');
    error.hidden = error.textContent === '';
  }

  function tell(message: string | undefined): void {
    actionFailed = message;
    showErrors();
  }

  async function showReplies(status: FolderStatus): Promise<void> {
    const running = status.stages.find(({ state }) => state === 'running');
    replies.hidden = !running;
    if (!running || !replies.open) return;
    const latest = await askReplies(running.name, REPLIES);
    const shown = latest.map(({ prompt, content }) =>
      element('div', { class: 'message' }, element('span', { class: 'speaker' }, prompt), element('pre', {}, content)),
    );
    list.replaceChildren(...shown);
  }

  async function look(): Promise<void> {
    clearTimeout(timer);
    let pause = RESTING_MS;
    try {
      const status = await askStatus();
      text.textContent = statusText(status);
      if (status.isRunning) pause = RUNNING_MS;
      if (version !== undefined && version !== status.version) onVersion();
      version = status.version;
      await showReplies(status);
      lookFailed = undefined;
    } catch (thrown) {
      lookFailed = (thrown as Error).message;
    }
    showErrors();
    timer = setTimeout(look, pause);
  }

  replies.addEventListener('toggle', () => void look());
  return { status: element('div', {}, text, createQueueLine(), error), replies, tell, look };
}
