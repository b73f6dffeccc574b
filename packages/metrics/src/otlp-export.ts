// Sends what was recorded to where the person pointed it, once a minute, and nowhere without that. What
// can't be sent waits a while within bounds; it holds up nobody and is told once.
import { otlpRequest } from './otlp.ts';
import type { MetricRecord } from './record.ts';

/** Between two messages, in ms. */
const EVERY_MS = 60_000;
/** Records that wait for a collector; the oldest are let go beyond them. */
const WAITING_RECORDS = 10_000;
/** A collector that is silent for this long, in ms, is not there. */
const PATIENCE_MS = 5_000;
/** The last message, at the end of the process, is given this long, in ms. */
const LAST_PATIENCE_MS = 500;
const METRICS_PATH = '/v1/metrics';

export interface OtlpExportParts {
  readonly version: string;
  /** One line for a log. */
  readonly note: (text: string) => void;
  readonly everyMs?: number;
}

export class OtlpExport {
  readonly #parts: OtlpExportParts;
  #url: string | undefined;
  #waiting: MetricRecord[] = [];
  #sinceMs = Date.now();
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();
  /** What was told of the collector: the same is not told again. */
  #told = '';

  constructor(parts: OtlpExportParts) {
    this.#parts = parts;
  }

  /** The collector's address, as its own exporters are given it; undefined: nothing is sent any more. */
  to(url: string | undefined): void {
    if (url === this.#url) return;
    this.#url = url;
    this.#waiting = [];
    this.#sinceMs = Date.now();
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (url === undefined) return;
    this.#timer = setInterval(() => this.send(), this.#parts.everyMs ?? EVERY_MS).unref();
  }

  record(record: MetricRecord): void {
    if (this.#url === undefined) return;
    this.#waiting.push(record);
    if (this.#waiting.length > WAITING_RECORDS) this.#waiting.shift();
  }

  /** What waits goes out; it waits on where that fails. */
  send(patienceMs = PATIENCE_MS): Promise<void> {
    this.#sending = this.#sending.then(() => this.#send(patienceMs));
    return this.#sending;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.send(LAST_PATIENCE_MS);
    this.#url = undefined;
  }

  async #send(patienceMs: number): Promise<void> {
    const url = this.#url;
    const records = this.#waiting;
    if (url === undefined || records.length === 0) return;
    const toMs = Date.now();
    const { version, note } = this.#parts;
    const request = otlpRequest(records, { fromMs: this.#sinceMs, toMs, version });
    this.#waiting = [];
    const { post } = await import('./otlp-post.ts');
    const answer = await post(metricsUrl(url), { body: JSON.stringify(request), patienceMs });
    if (this.#url !== url) return;
    if (answer === 'taken' || answer.again === 'no') this.#sinceMs = toMs;
    else this.#waiting = [...records, ...this.#waiting].slice(-WAITING_RECORDS);
    const told = answer === 'taken' ? '' : answer.why;
    if (told === this.#told) return;
    this.#told = told;
    note(
      told === ''
        ? `measurements reach ${url} again`
        : `measurements can't be sent to ${url} (${told}): they are kept here, and it is tried again`,
    );
  }
}

/** As the specification has it: the path of the signal behind that of the address. */
function metricsUrl(url: string): URL {
  const whole = new URL(url);
  whole.pathname = whole.pathname.replace(/\/+$/u, '') + METRICS_PATH;
  return whole;
}
