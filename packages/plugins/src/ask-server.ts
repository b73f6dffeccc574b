// A plugin that is a server: one request, one answer, within bounds.
import type { Handler } from './manifest.ts';
import { plainText } from './plain-text.ts';
import { failed, type PluginOutcome, type PluginRun } from './plugin-outcome.ts';

type HttpHandler = Extract<Handler, { kind: 'http' }>;

/** Never throws. */
export async function askServer(run: PluginRun, handler: HttpHandler): Promise<PluginOutcome> {
  const { name, manifest, signal } = run;
  const timeout = AbortSignal.timeout(manifest.timeout_ms);
  const bounds = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  try {
    const response = await fetch(addressOf(run, handler), {
      method: handler.method,
      headers: headersOf(run, handler),
      // What is said is for this server, not for wherever it sends us.
      redirect: 'error',
      signal: bounds,
      ...(handler.method === 'GET'
        ? {}
        : { body: JSON.stringify({ command: name, words: run.words }) }),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return failed(name, `was answered with status ${response.status}`, 'look at its server');
    }
    const bytes = await bodyOf(response, manifest.output_kb * 1_024);
    if (bytes === undefined) {
      return failed(
        name,
        `was answered with more than ${manifest.output_kb} KiB`,
        'raise output_kb',
      );
    }
    const plain = plainText(bytes);
    return plain.kind === 'text' ? plain : failed(name, plain.why, 'look at its server');
  } catch (error) {
    if (signal?.aborted === true) return failed(name, 'was given up', 'run it again');
    if (timeout.aborted) {
      return failed(name, `had no answer within ${manifest.timeout_ms} ms`, 'raise timeout_ms');
    }
    return failed(name, `can't reach its server (${reasonOf(error)})`, 'is it running?');
  }
}

function addressOf({ words }: PluginRun, { url, method }: HttpHandler): URL {
  const address = new URL(url);
  if (method === 'GET') address.searchParams.set('words', words);
  return address;
}

function headersOf({ environment }: PluginRun, { headers, method, env }: HttpHandler): Headers {
  const filled = new Headers(method === 'GET' ? {} : { 'content-type': 'application/json' });
  for (const [name, value] of Object.entries(headers)) {
    const text = value.replaceAll(/\{env\.(\w+)\}/gu, (_, variable: string) =>
      env.includes(variable) ? (environment[variable] ?? '') : '',
    );
    filled.set(name, text);
  }
  return filled;
}

/** Undefined: it is longer than that. */
async function bodyOf(response: Response, mostBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What fetch keeps behind its own "fetch failed". */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
