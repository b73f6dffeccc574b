// A server on loopback that serves files as publishers do, with the faults a test asks for.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface SeenRequest {
  readonly path: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  /** How many requests for this path came before. */
  readonly count: number;
  /** Answers as a good server does. */
  readonly serve: () => void;
  /** The same, but the connection breaks after so many bytes of the body. */
  readonly cutAfter: (bytes: number) => void;
  readonly status: (code: number, headers?: Record<string, string>) => void;
}

export type Script = (exchange: Exchange) => void;

export class FileServer {
  readonly seen: SeenRequest[] = [];
  readonly files = new Map<string, Buffer>();
  /** Sent with every answer for the path. */
  readonly headers = new Map<string, Record<string, string>>();
  script: Script = ({ serve }) => serve();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => this.#answer(request, response));
  }

  /** Ends with its test. */
  static async start(): Promise<FileServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return new FileServer(server);
  }

  /** `http://127.0.0.1:PORT`. */
  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get port(): number {
    const address = this.#server.address() as AddressInfo; // It listens on TCP.
    return address.port;
  }

  requestsFor(path: string): readonly SeenRequest[] {
    return this.seen.filter((each) => each.path === path);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    const count = this.requestsFor(path).length;
    const { range, 'if-range': ifRange } = request.headers;
    this.seen.push({ path, range, ifRange: typeof ifRange === 'string' ? ifRange : undefined });
    this.script({
      ...{ request, response, path, count },
      serve: () => this.#serve(request, response, Infinity),
      cutAfter: (bytes) => this.#serve(request, response, bytes),
      status: (code, headers = {}) => response.writeHead(code, headers).end(),
    });
  }

  #serve(request: IncomingMessage, response: ServerResponse, cutAfter: number): void {
    const path = request.url ?? '';
    const bytes = this.files.get(path);
    if (bytes === undefined) {
      response.writeHead(404).end();
      return;
    }
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    const standing = { etag, ...this.headers.get(path) };
    const from = startOf(request, standing.etag);
    if (from !== undefined && from >= bytes.length) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
      return;
    }
    const body = bytes.subarray(from ?? 0);
    const partial = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
    response.writeHead(from === undefined ? 200 : 206, {
      ...standing,
      'content-length': body.length,
      ...(from === undefined ? {} : { 'content-range': partial }),
    });
    if (cutAfter >= body.length) response.end(body);
    else {
      // Headers and bytes leave first, then the connection breaks.
      response.flushHeaders();
      response.write(body.subarray(0, cutAfter), () => response.destroy());
      if (cutAfter === 0) setImmediate(() => response.destroy());
    }
  }
}

function startOf({ headers }: IncomingMessage, etag: string): number | undefined {
  const ifRange = headers['if-range'];
  if (ifRange !== undefined && ifRange !== etag) return undefined;
  const found = /^bytes=(\d+)-$/.exec(headers.range ?? '');
  return found === null ? undefined : Number(found[1]);
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The same bytes at every run, without a pattern that a shift would keep. */
export function someBytes(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}
