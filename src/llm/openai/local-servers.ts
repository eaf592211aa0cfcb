import { z } from 'zod';
import { capBody } from './reply-bytes.js';

/** A program that serves models, and the port at which it listens where nobody chose another. */
export interface UsualServer {
  name: string;
  port: number;
}

export const USUAL_SERVERS: readonly UsualServer[] = [
  { name: 'Ollama', port: 11434 },
  { name: 'llama.cpp', port: 8080 },
  { name: 'vLLM', port: 8000 },
  { name: 'LM Studio', port: 1234 },
];

/** A server that listens on this machine. */
export interface LocalServer extends UsualServer {
  baseUrl: string;
  models: string[];
}

const ModelList = z.object({ data: z.array(z.object({ id: z.string() })) });

/** Longest wait for a server on this machine. */
const PATIENCE_MS = 500;

/** Longest list of models that is read: whoever listens there may send without end. */
const LONGEST_LIST_BYTES = 2 ** 20;

/** Servers that answer as OpenAI's does at their usual ports on this machine. No key is sent. */
export async function findLocalServers(
  patienceMs = PATIENCE_MS,
  usual: readonly UsualServer[] = USUAL_SERVERS,
): Promise<LocalServer[]> {
  return (await Promise.all(usual.map((server) => look(server, patienceMs)))).flat();
}

async function look({ name, port }: UsualServer, patienceMs: number): Promise<LocalServer[]> {
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const response = await fetch(`http://127.0.0.1:${port}/v1/models`, { signal, redirect: 'error' });
    const { data } = ModelList.parse(await capBody(response, LONGEST_LIST_BYTES).json());
    return [{ name, port, baseUrl: `http://localhost:${port}/v1`, models: data.map(({ id }) => id) }];
  } catch {
    // Nobody listens there, or somebody else.
    return [];
  }
}
