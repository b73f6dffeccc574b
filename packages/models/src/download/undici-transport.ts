// The transport over undici, which brings proxies from the environment: HTTPS_PROXY, HTTP_PROXY and
// NO_PROXY, in capitals or not. The library is loaded with the first download.
import type { Dispatcher } from 'undici';
import type { Transport, TransportAnswer, TransportRequest } from './transport.ts';

export interface TransportOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** So long without a byte of the body, in ms, and a connection counts as stalled. */
  readonly stallMs: number;
}

/** Longer than any name server and TLS handshake needs that works, in ms. */
const CONNECT_MS = 20_000;

export async function createTransport(options: TransportOptions): Promise<Transport> {
  const { EnvHttpProxyAgent, request } = await import('undici');
  const { environment, stallMs } = options;
  const from = (name: string): string | undefined =>
    environment[name.toLowerCase()] ?? environment[name];
  const httpProxy = from('HTTP_PROXY');
  const httpsProxy = from('HTTPS_PROXY');
  const agent = new EnvHttpProxyAgent({
    ...(httpProxy === undefined ? {} : { httpProxy }),
    ...(httpsProxy === undefined ? {} : { httpsProxy }),
    noProxy: from('NO_PROXY') ?? '',
    headersTimeout: stallMs,
    bodyTimeout: stallMs,
    connect: { timeout: CONNECT_MS },
  });
  return {
    get: async ({ address, headers, signal }: TransportRequest): Promise<TransportAnswer> =>
      answerOf(await request(address, { dispatcher: agent, headers: { ...headers }, signal })),
    close: async () => await agent.destroy(),
  };
}

function answerOf({ statusCode, headers, body }: Dispatcher.ResponseData): TransportAnswer {
  const plain: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(headers)) {
    plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    status: statusCode,
    headers: plain,
    body,
    discard: async () => {
      // What is left of it is of no interest, nor is how the connection ends.
      body.on('error', () => undefined);
      body.destroy();
    },
  };
}
