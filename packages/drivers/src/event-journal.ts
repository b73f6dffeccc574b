// The events of one session: numbered, kept in a bounded append-only file, told to followers. The
// file is read back when the session is adopted again.
import { closeSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import * as v from 'valibot';
import type { AgentEvent, NumberedEvent, PromptState } from './agent-events.ts';
import { boundedEvent } from './bounded-event.ts';
import { KeptEvents, RememberedPrompts } from './kept-events.ts';

/** Only the owner may read what was said to an agent. */
const FILE_MODE = 0o600;
/** A file longer than this, in bytes, becomes the older of two: about 50 turns with their deltas. */
const FILE_BYTES = 8_388_608;

const lineSchema = v.object({
  number: v.pipe(v.number(), v.integer(), v.minValue(1)),
  atMs: v.number(),
  event: v.looseObject({ kind: v.string() }),
});

export interface ToldSession {
  readonly atMs: number;
  readonly event: Extract<AgentEvent, { kind: 'session' }>;
}

export interface EventJournalOptions {
  /** Made if it is not there; without one, events live in memory only. */
  readonly path?: string;
  readonly nowMs?: () => number;
  readonly fileBytes?: number;
  readonly keptBytes?: number;
  /** For tests, another disk. */
  readonly read?: (path: string) => string;
}

/** Dispose it when the driver has ended. */
export class EventJournal implements Disposable {
  readonly #nowMs: () => number;
  readonly #path: string | undefined;
  readonly #fileBytes: number;
  readonly #listeners = new Set<(event: NumberedEvent) => void>();
  readonly #prompts = new RememberedPrompts();
  readonly #kept: KeptEvents;
  #fd: number | undefined;
  #bytes = 0;
  #last = 0;
  #session: ToldSession | undefined;
  /** The disk refused a line; said once, and events go on without it. */
  #diskFailed = false;

  constructor(options: EventJournalOptions = {}) {
    this.#nowMs = options.nowMs ?? Date.now;
    this.#path = options.path;
    this.#kept = new KeptEvents(options.keptBytes);
    this.#fileBytes = options.fileBytes ?? FILE_BYTES;
    if (this.#path === undefined) return;
    const { read = (path: string) => readFileSync(path, 'utf8') } = options;
    try {
      for (const path of [`${this.#path}.1`, this.#path]) this.#take(textIfThere(path, read));
    } catch (error) {
      // Which prompts were offered is not known, nor which numbers were given: nothing is added to it.
      this.#failed(error);
      return;
    }
    this.#open(this.#path);
  }

  /** The number of the newest event; 0 when there is none. */
  get last(): number {
    return this.#last;
  }

  /** Every event so far is in the file, as far as this process knows. */
  get keepsOnDisk(): boolean {
    return this.#path !== undefined && !this.#diskFailed;
  }

  /** The conversation that was told last. */
  get session(): ToldSession | undefined {
    return this.#session;
  }

  promptState(promptId: string): PromptState | undefined {
    return this.#prompts.get(promptId);
  }

  /** Numbers, keeps and tells an event; it is on disk, if that works, when this returns. */
  record(event: AgentEvent): NumberedEvent {
    const isNewFile = this.#rotate();
    // Which conversation is open is read from these files also when it has been open for long.
    if (isNewFile && this.#session !== undefined && event.kind !== 'session')
      this.#append(this.#session.event);
    return this.#append(event);
  }

  follow(after: number, listener: (event: NumberedEvent) => void): () => void {
    for (const numbered of this.#kept.after(after)) listener(numbered);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  [Symbol.dispose](): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
    this.#listeners.clear();
  }

  #append(told: AgentEvent): NumberedEvent {
    this.#last += 1;
    const numbered = { number: this.#last, atMs: this.#nowMs(), event: boundedEvent(told) };
    const line = Buffer.from(`${JSON.stringify(numbered)}\n`);
    this.#remember(numbered, line.length);
    this.#write(line);
    for (const listener of [...this.#listeners]) listener(numbered);
    return numbered;
  }

  #remember(numbered: NumberedEvent, bytes: number): void {
    this.#kept.add(numbered, bytes);
    const { atMs, event } = numbered;
    if (event.kind === 'session') this.#session = { atMs, event };
    if (event.kind === 'prompt') this.#prompts.set(event.promptId, event.state);
  }

  #take(text: string): void {
    for (const line of text.split('\n')) {
      const numbered = parseLine(line);
      if (numbered === undefined || numbered.number <= this.#last) continue;
      this.#last = numbered.number;
      this.#remember({ ...numbered, fromBefore: true }, Buffer.byteLength(line));
    }
  }

  #open(path: string): void {
    try {
      this.#fd = openSync(path, 'a', FILE_MODE);
      this.#bytes = statSync(path).size;
      // A torn last line is closed, so that the next one stands alone.
      if (this.#bytes > 0) this.#bytes += writeSync(this.#fd, '\n');
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Whether a new file was begun. */
  #rotate(): boolean {
    if (this.#fd === undefined || this.#path === undefined) return false;
    if (this.#bytes <= this.#fileBytes) return false;
    try {
      closeSync(this.#fd);
      this.#fd = undefined;
      renameSync(this.#path, `${this.#path}.1`);
      this.#fd = openSync(this.#path, 'a', FILE_MODE);
      this.#bytes = 0;
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  #write(bytes: Buffer): void {
    if (this.#fd === undefined) return;
    try {
      for (let offset = 0; offset < bytes.length; )
        offset += writeSync(this.#fd, bytes, offset, bytes.length - offset);
      this.#bytes += bytes.length;
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    if (this.#diskFailed) return;
    this.#diskFailed = true;
    const why = error instanceof Error ? error.message : String(error);
    this.record({ kind: 'error', message: `events are not kept on disk: ${why}`, isOurs: true });
  }
}

/** Empty where there is no file. Throws the system's error where it can't be read: that is not empty. */
function textIfThere(path: string, read: (path: string) => string): string {
  try {
    return read(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return '';
    throw error;
  }
}

function parseLine(line: string): NumberedEvent | undefined {
  if (line === '') return undefined;
  try {
    const parsed = v.safeParse(lineSchema, JSON.parse(line));
    // The journal alone writes this file, mode 0600: a whole line holds an event of ours.
    return parsed.success ? (parsed.output as NumberedEvent) : undefined;
  } catch {
    return undefined;
  }
}
