// A loopback HTTP server that plays a model service: it records what agents submit and answers by a
// script. The dialect (Codex's or Claude's) is passed in; nothing here ever leaves the machine.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ModelRequest,
  type ModelScript,
  piecesOf,
  replyTo,
  type ScriptedReply,
  type ToolCall,
} from './scripted-reply.ts';

/** A request as a dialect understands it; `title` is the agent's own housekeeping. */
export type UnderstoodRequest =
  | {
      kind: 'conversation';
      cause: 'prompt' | 'tool-result';
      /** All of the person's words, oldest first; the agents' own notes among them, in angle brackets, left out. */
      said: readonly string[];
      prompt: string;
      toolOutput: string;
    }
  | { kind: 'title'; answer: string };

/** One agent's way of talking to its model service. Events are whole server-sent events. */
export interface ModelDialect {
  /** The path that asks for the model's next step, or its form. */
  path: string | RegExp;
  understand: (body: unknown) => UnderstoodRequest;
  /** Events of a thought, before those. */
  thought?: (turn: number, words: string) => string[];
  /** Events before the first text. */
  opening: (turn: number) => string[];
  textPiece: (turn: number, piece: string) => string;
  /** Events that finish a text reply. */
  textEnd: (turn: number, text: string) => string[];
  /** The tool that runs a command, with what it is given. */
  shell: (reply: Extract<ScriptedReply, { kind: 'command' }>) => ToolCall;
  /** Events that call a tool, up to the end of the reply. */
  call: (turn: number, called: ToolCall) => string[];
  /** The body that goes with a refusal. */
  refusal: (status: number) => string;
}

/** A prompt that reached the model, in the order of arrival. */
export interface Submission {
  prompt: string;
  /** Milliseconds on the monotonic clock of this process (`performance.now()`). */
  receivedAtMs: number;
}

/** A running scripted model server. */
export interface ModelServer extends AsyncDisposable {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** The prompts the person submitted, oldest first; a growing list. */
  readonly submissions: readonly Submission[];
  /** All conversation requests, tool results included; a growing list. */
  readonly requests: readonly ModelRequest[];
  /** How many title requests were answered. */
  readonly titleRequests: () => number;
  /** Anything asked of it that it did not know, as `METHOD /path`. */
  readonly unknownRequests: readonly string[];
  /** Resolves when `count` prompts have arrived; rejects after `timeoutMs`. */
  waitForSubmissions: (count: number, timeoutMs: number) => Promise<readonly Submission[]>;
  /** Replaces the script for the requests to come; a list starts at its first reply again. */
  setScript: (script: ModelScript) => void;
  close: () => Promise<void>;
}

/** How often a waiting test looks at the list of submissions. */
const SUBMISSION_POLL_MS = 5;

/** Starts a model server on a free loopback port. */
export async function startModelServer(
  dialect: ModelDialect,
  initialScript: ModelScript | undefined,
): Promise<ModelServer> {
  const submissions: Submission[] = [];
  const requests: ModelRequest[] = [];
  const unknownRequests: string[] = [];
  let script = initialScript;
  let scriptStart = 0;
  let titles = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const other = otherRequest(request, dialect.path);
    if (other !== undefined) {
      unknownRequests.push(...other.unknown);
      response.writeHead(other.status, { 'content-type': 'application/json' }).end();
      return;
    }
    const body: unknown = JSON.parse(await readBody(request));
    const understood = dialect.understand(body);
    if (understood.kind === 'title') {
      titles += 1;
      const reply = { kind: 'text', text: understood.answer } as const;
      await stream(dialect, response, { turn: requests.length + titles, reply });
      return;
    }
    const { kind: _, ...conversation } = understood;
    const modelRequest = { index: requests.length, ...conversation, body };
    requests.push(modelRequest);
    const { cause, prompt } = conversation;
    if (cause === 'prompt') submissions.push({ prompt, receivedAtMs: performance.now() });
    const reply = replyTo(script, { ...modelRequest, index: modelRequest.index - scriptStart });
    await stream(dialect, response, { turn: requests.length + titles, reply });
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      unknownRequests.push(`failed: ${String(error)}`);
      response.destroy();
    });
  });
  const port = await listenOnLoopback(server);
  const close = () => closeServer(server);
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    submissions,
    requests,
    unknownRequests,
    titleRequests: () => titles,
    setScript: (next) => {
      script = next;
      scriptStart = requests.length;
    },
    waitForSubmissions: (count, timeoutMs) => untilLength(submissions, { count, timeoutMs }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What is no question to the model: a look whether the server is there, or an unknown request. */
function otherRequest(
  request: IncomingMessage,
  modelPath: string | RegExp,
): { status: number; unknown: readonly string[] } | undefined {
  const [path = ''] = (request.url ?? '').split('?');
  if (request.method === 'HEAD') return { status: 200, unknown: [] };
  const asksModel = typeof modelPath === 'string' ? path === modelPath : modelPath.test(path);
  if (request.method === 'POST' && asksModel) return undefined;
  return { status: 404, unknown: [`${request.method} ${path}`] };
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

async function listenOnLoopback(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no loopback port');
  return address.port;
}

async function untilLength<Item>(
  list: readonly Item[],
  { count, timeoutMs }: { count: number; timeoutMs: number },
): Promise<readonly Item[]> {
  const deadlineMs = performance.now() + timeoutMs;
  while (list.length < count) {
    if (performance.now() > deadlineMs) {
      throw new Error(`${list.length} of ${count} prompts after ${timeoutMs} ms`);
    }
    await sleep(SUBMISSION_POLL_MS);
  }
  return list;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function stream(
  dialect: ModelDialect,
  response: ServerResponse,
  { turn, reply }: { turn: number; reply: ScriptedReply },
): Promise<void> {
  if (reply.kind === 'status') {
    response.writeHead(reply.status, { 'content-type': 'application/json' });
    response.end(dialect.refusal(reply.status));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  if (reply.kind === 'command') {
    await sleep(reply.afterMs ?? 0);
    response.end(dialect.call(turn, dialect.shell(reply)).join(''));
    return;
  }
  if (reply.kind === 'tool') {
    response.end(dialect.call(turn, reply).join(''));
    return;
  }
  if (reply.kind === 'text' && reply.thinks !== undefined)
    response.write((dialect.thought?.(turn, reply.thinks) ?? []).join(''));
  response.write(dialect.opening(turn).join(''));
  const pieces = piecesOf(reply.text, reply.kind === 'text' ? reply.chunkCharacters : undefined);
  for (const [at, piece] of pieces.entries()) {
    if (at > 0 && reply.kind === 'text') await sleep(reply.chunkDelayMs ?? 0);
    if (response.destroyed) return;
    response.write(dialect.textPiece(turn, piece));
  }
  switch (reply.kind) {
    case 'held':
      await reply.until;
      response.end(dialect.textEnd(turn, reply.text).join(''));
      return;
    case 'text':
      response.end(dialect.textEnd(turn, reply.text).join(''));
      return;
    case 'unfinished':
      response.end();
      return;
    case 'cut':
      // Only once the text has left this process is the cut one in mid-stream.
      response.write('', () => setImmediate(() => response.destroy()));
      return;
    case 'silence':
      return;
  }
}

/** A server-sent event with a name. */
export function serverSentEvent(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`;
}
