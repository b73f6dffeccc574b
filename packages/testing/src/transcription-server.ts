// A loopback HTTP server that plays a speech recogniser: whisper.cpp's `/inference` and OpenAI's
// `/v1/audio/transcriptions`. It answers by a script, well or badly, and records what it was sent.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const WAVE_HEADER_BYTES = 44;
const FULL_SCALE = 32_768;

/** More than any reader of a transcript should take. */
const ENDLESS_BYTES = 64 * 2 ** 20;

/** One request for a transcript. */
export interface TranscriptionRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  /** The form's fields but the file. */
  readonly fields: Readonly<Record<string, string>>;
  /** The file's samples in [-1, 1]. */
  readonly samples: Float32Array;
}

/** What a request meets. All but the first are a service that misbehaves. */
export type TranscriptionReply =
  /** A JSON body, `afterMs` after the request. */
  | { readonly kind: 'json'; readonly body: unknown; readonly afterMs?: number }
  | { readonly kind: 'status'; readonly status: number; readonly body?: unknown }
  /** No answer at all, as long as the client stays. */
  | { readonly kind: 'nothing' }
  /** The connection is cut in the middle of the answer. */
  | { readonly kind: 'cut' }
  /** The connection is cut before the answer. */
  | { readonly kind: 'reset' }
  /** Status 200 and this text. */
  | { readonly kind: 'text'; readonly text: string }
  /** A body without end. */
  | { readonly kind: 'endless' }
  | { readonly kind: 'redirect'; readonly to: string };

export type TranscriptionScript =
  | readonly TranscriptionReply[]
  | ((request: TranscriptionRequest) => TranscriptionReply);

export interface TranscriptionServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Requests for transcripts, oldest first; a growing list. */
  readonly requests: readonly TranscriptionRequest[];
  /** How many of them the client has left before they were answered. */
  readonly abandoned: () => number;
  close(): Promise<void>;
}

/** Starts a server on a free loopback port. After the end of a list its last reply stays. */
export async function startTranscriptionServer(
  script: TranscriptionScript,
): Promise<TranscriptionServer> {
  const requests: TranscriptionRequest[] = [];
  let abandoned = 0;
  const reply = (request: TranscriptionRequest): TranscriptionReply => {
    if (typeof script === 'function') return script(request);
    return script[Math.min(requests.length, script.length) - 1] ?? { kind: 'status', status: 500 };
  };
  const server = createServer((incoming, response) => {
    response.on('close', () => {
      if (!response.writableFinished) abandoned += 1;
    });
    if (incoming.url === '/health') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
      return;
    }
    readRequest(incoming)
      .then((request) => {
        requests.push(request);
        return answer(response, reply(request));
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no loopback port');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return {
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    abandoned: () => abandoned,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function readRequest(incoming: IncomingMessage): Promise<TranscriptionRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = { 'content-type': incoming.headers['content-type'] ?? '' };
  const form = await new Response(Buffer.concat(chunks), { headers }).formData();
  const fields: Record<string, string> = {};
  let samples = new Float32Array(0);
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value;
    else samples = samplesOf(Buffer.from(await value.arrayBuffer()));
  }
  const { authorization } = incoming.headers;
  return { path: incoming.url ?? '', authorization, fields, samples };
}

function samplesOf(wave: Buffer): Float32Array<ArrayBuffer> {
  const count = Math.floor((wave.length - WAVE_HEADER_BYTES) / 2);
  return Float32Array.from(
    { length: Math.max(0, count) },
    (_, index) => wave.readInt16LE(WAVE_HEADER_BYTES + 2 * index) / FULL_SCALE,
  );
}

async function answer(response: ServerResponse, reply: TranscriptionReply): Promise<void> {
  const json = { 'content-type': 'application/json' };
  switch (reply.kind) {
    case 'json':
      if (reply.afterMs !== undefined) await sleep(reply.afterMs);
      response.writeHead(200, json).end(JSON.stringify(reply.body));
      return;
    case 'status':
      response.writeHead(reply.status, json).end(JSON.stringify(reply.body ?? {}));
      return;
    case 'text':
      response.writeHead(200, json).end(reply.text);
      return;
    case 'redirect':
      response.writeHead(307, { location: reply.to }).end();
      return;
    case 'nothing':
      return;
    case 'reset':
      response.destroy();
      return;
    case 'cut':
      response.writeHead(200, { ...json, 'content-length': '1000' });
      // Only once the first part has left is the answer one that was cut.
      response.write('{"text":"half', () => setImmediate(() => response.destroy()));
      return;
    case 'endless':
      response.writeHead(200, json);
      // The client leaves before the end.
      await pipeline(Readable.from(blanks()), response).catch(() => undefined);
  }
}

function* blanks(): Generator<string> {
  const piece = ' '.repeat(2 ** 16);
  for (let sent = 0; sent < ENDLESS_BYTES; sent += piece.length) yield piece;
}
