// A session's memory on disk: `queue.jsonl`, one record a line, the last whole one valid. Writes are
// done when they return; what a crash or a full disk leaves of a line is passed over.
import { join } from 'node:path';
import { machineDisk, type QueueDisk } from './queue-disk.ts';
import { hasOldLines, type Known, memoryOf, queueLine } from './queue-record.ts';
import type { ControlMemory, Kept, QueueStore } from './queue-store.ts';
import { type ReadText, readText, textIfThere } from './text-if-there.ts';

const QUEUE_FILE = 'queue.jsonl';

/** A file longer than this, in bytes, is begun anew: a prompt leaves about five lines of 1 KB, late in a session of 10. */
export const COMPACT_BYTES = 1_048_576;

/** The queue file in a session's folder, which exists. It is made with the first thing to keep. */
export class QueueFile implements QueueStore {
  readonly #path: string;
  readonly #disk: QueueDisk;
  #fd: number | undefined;
  #bytes = 0;
  readonly #ids = new Set<string>();
  #settings: ControlMemory['settings'];
  /** The last write failed in the middle of a line. */
  #torn = false;
  /** Lines of an older release stand in it: a host of that release would go on from them. */
  #old = false;

  /** `disk`: for tests, another one. */
  constructor(sessionDirectory: string, disk: QueueDisk = machineDisk) {
    this.#path = join(sessionDirectory, QUEUE_FILE);
    this.#disk = disk;
  }

  load(): ControlMemory | undefined {
    const text = textIfThere(this.#path, this.#disk.read);
    if (text === undefined) return undefined;
    // What a process left of a line when it died is not to be joined to the next.
    this.#torn = text !== '' && !text.endsWith('\n');
    const memory = memoryOf(text);
    if (memory === undefined) return undefined;
    // Where there is no room to write it anew, the file goes on as it is.
    if (this.#compact(memory).kind === 'failed') {
      this.#torn = true;
      this.#old = hasOldLines(text);
    }
    return memory;
  }

  save(memory: ControlMemory): Kept {
    let anew: Kept = { kind: 'kept' };
    if (this.#bytes > COMPACT_BYTES || this.#old) {
      anew = this.#compact(memory);
      if (anew.kind === 'kept') return anew;
    }
    try {
      this.#fd ??= this.#disk.open(this.#path, 'append');
      const line = (this.#torn ? '\n' : '') + queueLine(memory, this.#known);
      this.#torn = true;
      this.#writeWhole(this.#fd, line);
      this.#torn = false;
      this.#bytes += line.length;
      this.#remember(memory);
      return this.#old ? anew : { kind: 'kept' };
    } catch (error) {
      return { kind: 'failed', message: messageOf(error) };
    }
  }

  close(): void {
    if (this.#fd !== undefined) this.#disk.close(this.#fd);
    this.#fd = undefined;
  }

  get #known(): Known {
    return { ids: this.#ids, settings: this.#settings };
  }

  #remember({ delivery, settings }: ControlMemory): void {
    for (const id of delivery.ids) this.#ids.add(id);
    this.#settings = settings;
  }

  /** Puts a file of one line in the old one's place. */
  #compact(memory: ControlMemory): Kept {
    const fresh = `${this.#path}.new`;
    try {
      const line = queueLine(memory, { ids: new Set(), settings: undefined });
      const fd = this.#disk.open(fresh, 'anew');
      try {
        this.#writeWhole(fd, line);
      } finally {
        this.#disk.close(fd);
      }
      this.#disk.rename(fresh, this.#path);
      this.#old = false;
      this.#torn = false;
      this.close();
      this.#bytes = line.length;
      this.#ids.clear();
      this.#remember(memory);
      return { kind: 'kept' };
    } catch (error) {
      this.#disk.remove(fresh);
      return { kind: 'failed', message: messageOf(error) };
    }
  }

  /** A write may take only a part of it. */
  #writeWhole(fd: number, text: string): void {
    const bytes = Buffer.from(text);
    for (let offset = 0; offset < bytes.length; )
      offset += this.#disk.write(fd, bytes.subarray(offset));
  }
}

/** What a session's queue file holds; `unknown`: it may hold something, and can't be read just now. */
export type QueueFound =
  | { readonly kind: 'memory'; readonly memory: ControlMemory }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown'; readonly message: string };

/** Reads it without changing it. Never throws. */
export function readQueue(sessionDirectory: string, read: ReadText = readText): QueueFound {
  try {
    const text = textIfThere(join(sessionDirectory, QUEUE_FILE), read);
    const memory = text === undefined ? undefined : memoryOf(text);
    return memory === undefined ? { kind: 'nothing' } : { kind: 'memory', memory };
  } catch (error) {
    return { kind: 'unknown', message: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
