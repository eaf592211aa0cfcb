import { errorCode, UserError } from '../../errors.js';

/** What jobs are queued with: two packages that not everybody needs. */
export interface Engine {
  Queue: typeof import('bullmq').Queue;
  Worker: typeof import('bullmq').Worker;
  /** Thrown by a job that was put back. */
  WaitingError: typeof import('bullmq').WaitingError;
  Redis: typeof import('ioredis').Redis;
}

/** Loads BullMQ and ioredis. Throws UserError where they are not installed. */
export async function loadEngine(): Promise<Engine> {
  try {
    const [{ Queue, Worker, WaitingError }, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { Queue, Worker, WaitingError, Redis };
  } catch (thrown) {
    if (errorCode(thrown) !== 'ERR_MODULE_NOT_FOUND') throw thrown;
    throw new UserError('a queue of workers needs the packages bullmq and ioredis, which are not installed', {
      advice: 'Install them beside rolellm: npm install bullmq@6 ioredis@6',
    });
  }
}
