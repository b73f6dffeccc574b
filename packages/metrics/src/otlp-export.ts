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
/** At the end of the process all that is sent is given this long, in ms. */
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
  readonly #collectors = new Map<string, Collector>();
  readonly #ending = new AbortController();

  constructor(parts: OtlpExportParts) {
    this.#parts = parts;
  }

  /** All collectors' addresses, as their own exporters are given them: nothing is sent to another any more. */
  to(urls: readonly string[]): void {
    for (const [url, collector] of this.#collectors) {
      if (urls.includes(url)) continue;
      collector.leave();
      this.#collectors.delete(url);
    }
    for (const url of urls) {
      if (this.#collectors.has(url)) continue;
      this.#collectors.set(url, new Collector(url, this.#parts, this.#ending.signal));
    }
  }

  /** For these of the collectors. */
  record(record: MetricRecord, urls: readonly string[]): void {
    for (const url of urls) this.#collectors.get(url)?.record(record);
  }

  /** What waits goes out; it waits on where that fails. */
  async send(patienceMs = PATIENCE_MS): Promise<void> {
    await Promise.all([...this.#collectors.values()].map((each) => each.send(patienceMs)));
  }

  /** What is under way, and the last message behind it, have half a second together. */
  async close(): Promise<void> {
    const limit = setTimeout(() => this.#ending.abort(), LAST_PATIENCE_MS);
    await this.send(LAST_PATIENCE_MS);
    clearTimeout(limit);
    this.to([]);
  }
}

/** What one collector is sent. */
class Collector {
  readonly #url: string;
  readonly #parts: OtlpExportParts;
  readonly #ending: AbortSignal;
  readonly #timer: NodeJS.Timeout;
  #waiting: MetricRecord[] = [];
  #sinceMs = Date.now();
  #sending: Promise<void> = Promise.resolve();
  #isLeft = false;
  /** What was told of it: the same is not told again. */
  #told = '';

  constructor(url: string, parts: OtlpExportParts, ending: AbortSignal) {
    this.#url = url;
    this.#parts = parts;
    this.#ending = ending;
    const every = (): void => void this.send(PATIENCE_MS);
    this.#timer = setInterval(every, parts.everyMs ?? EVERY_MS).unref();
  }

  /** What waits is let go. */
  leave(): void {
    clearInterval(this.#timer);
    this.#isLeft = true;
    this.#waiting = [];
  }

  record(record: MetricRecord): void {
    this.#waiting.push(record);
    if (this.#waiting.length > WAITING_RECORDS) this.#waiting.shift();
  }

  /** Never rejects. */
  send(patienceMs: number): Promise<void> {
    this.#sending = this.#sending
      .then(() => this.#send(patienceMs))
      .catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        this.#tell(why, `measurements can't be sent to ${this.#name} (${why}): they are let go`);
      });
    return this.#sending;
  }

  async #send(patienceMs: number): Promise<void> {
    const records = this.#waiting;
    if (records.length === 0) return;
    const toMs = Date.now();
    const request = otlpRequest(records, {
      ...{ fromMs: this.#sinceMs, toMs },
      version: this.#parts.version,
    });
    this.#waiting = [];
    const { post } = await import('./otlp-post.ts');
    const answer = await post(metricsUrl(this.#url), {
      ...{ body: JSON.stringify(request), patienceMs },
      ending: this.#ending,
    });
    if (this.#isLeft) return;
    if (answer === 'taken' || answer.again === 'no') this.#sinceMs = toMs;
    else this.#waiting = [...records, ...this.#waiting].slice(-WAITING_RECORDS);
    const name = this.#name;
    if (answer === 'taken') this.#tell('', `measurements reach ${name} again`);
    else {
      const kept = 'they are kept here, and it is tried again';
      this.#tell(answer.why, `measurements can't be sent to ${name} (${answer.why}): ${kept}`);
    }
  }

  #tell(what: string, text: string): void {
    if (what === this.#told) return;
    this.#told = what;
    this.#parts.note(text);
  }

  /** For a log: the address may have a password in it. */
  get #name(): string {
    return URL.canParse(this.#url) ? new URL(this.#url).origin : 'what is no address';
  }
}

/** As the specification has it: the path of the signal behind that of the address. */
function metricsUrl(url: string): URL {
  const whole = new URL(url);
  whole.pathname = whole.pathname.replace(/\/+$/u, '') + METRICS_PATH;
  return whole;
}
