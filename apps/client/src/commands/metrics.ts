// `codex-voice metrics`: what was measured of our own work on this machine, as a table, JSON, or text for
// Prometheus on a loopback socket.
import { createServer, type ServerResponse } from 'node:http';
import {
  type MetricsSummary,
  PROMETHEUS_TYPE,
  prometheusText,
  readMetrics,
  summarise,
} from '@codex-voice/metrics';
import { ourPlaces } from '../places.ts';
import { UserError } from '../user-error.ts';
import { sinceMs } from './length-arguments.ts';
import { metricsTable } from './metrics-table.ts';
import { type CommandGiven, note, printJson } from './session-access.ts';

/** Columns of the history. */
const PARTS = 24;
/** Where exporters for Prometheus usually are, by its list of default ports. */
const SERVED_PORT = 9464;
const LOOPBACK = '127.0.0.1';
const MS_PER_SECOND = 1_000;

/** Throws `UserError`. */
export async function metrics({ request }: CommandGiven): Promise<number> {
  const { since, json, serve } = request.options;
  const lengthMs = sinceMs(typeof since === 'string' ? since : undefined);
  if (serve !== undefined) return await served(portOf(serve), lengthMs);
  const { summary, unreadable } = summed(lengthMs);
  if (json === true) {
    printJson(summaryJson(summary));
    return 0;
  }
  const isEmpty = summary.spans.length + summary.gauges.length + summary.counts.length === 0;
  if (isEmpty)
    note('nothing was measured in that time: talk to an agent first, or name a longer --since');
  else {
    const columns = process.stdout.isTTY === true ? process.stdout.columns : undefined;
    process.stdout.write(metricsTable(summary, { columns }));
  }
  if (unreadable > 0) note(`${unreadable} lines of the records can't be read: they are left out`);
  return 0;
}

function summed(lengthMs: number): {
  readonly summary: MetricsSummary;
  readonly unreadable: number;
} {
  const toMs = Date.now();
  const fromMs = toMs - lengthMs;
  try {
    const { records, unreadable } = readMetrics(ourPlaces().metricsDirectory, fromMs);
    return { summary: summarise(records, { fromMs, toMs, parts: PARTS }), unreadable };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`the records can't be read (${reason}): check their folder`);
  }
}

/** Times as people and programs read them: ISO 8601, and seconds where a field says so. */
export function summaryJson({ fromMs, toMs, spans, gauges, counts }: MetricsSummary): unknown {
  const iso = (ms: number): string => new Date(ms).toISOString();
  return {
    from: iso(fromMs),
    to: iso(toMs),
    spans: spans.map(({ phase, event, count, history, ...ms }) => ({
      ...{ phase, event, count },
      ms: { ...ms, history },
    })),
    gauges,
    counts: counts.map(({ lastMs, ...count }) => ({ ...count, last: iso(lastMs) })),
  };
}

/** Until Ctrl-C. */
async function served(port: number, lengthMs: number): Promise<number> {
  const server = createServer((request, response) => {
    response.setHeader('Connection', 'close');
    // A page in a browser may not read it by a name that leads here.
    if (!isLoopbackName(request.headers.host ?? '')) answer(response, 403, 'not for you\n');
    else if (request.method !== 'GET' || request.url !== '/metrics')
      answer(response, 404, 'GET /metrics\n');
    else {
      try {
        response.setHeader('Content-Type', PROMETHEUS_TYPE);
        response.end(prometheusText(summed(lengthMs).summary));
      } catch (error) {
        answer(response, 500, `${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  });
  return await new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program has it' : error.message;
      reject(new UserError(`port ${port} can't be opened (${why}): name another, --serve=PORT`));
    });
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      const opened = typeof address === 'object' && address !== null ? address.port : port;
      note(
        `http://${LOOPBACK}:${opened}/metrics has the last ${Math.round(lengthMs / MS_PER_SECOND)} s; Ctrl-C ends it`,
      );
    });
    const end = (): void => {
      server.close(() => resolve(0));
      server.closeAllConnections();
    };
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
  });
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.end(text);
}

function isLoopbackName(host: string): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/u.test(host);
}

function portOf(given: unknown): number {
  return typeof given === 'string' && given !== '' ? Number(given) : SERVED_PORT;
}
