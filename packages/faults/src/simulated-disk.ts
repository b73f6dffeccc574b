// A disk in memory that outlives every process, and can be full, slow, torn in the middle of a write or
// unreadable. What is written is there for the next process; nothing is ever synced.
import type { QueueDisk } from '@codex-voice/control';
import type { Happened } from './happening.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { VirtualClock } from './virtual-clock.ts';

interface OpenFile {
  readonly path: string;
  readonly process: SimulatedProcess;
}

interface Tear {
  readonly share: number;
  readonly dies: boolean;
  readonly happened: Happened;
}

export class SimulatedDisk {
  readonly #clock: VirtualClock;
  /** Path → what was written, piece by piece. */
  readonly #files = new Map<string, Uint8Array[]>();
  readonly #open = new Map<number, OpenFile>();
  #next = 3;
  #fullUntilMs = Number.NEGATIVE_INFINITY;
  #unreadableUntilMs = Number.NEGATIVE_INFINITY;
  #slowMs = 0;
  #onFull: Happened | undefined;
  #onUnreadable: Happened | undefined;
  #onSlow: Happened | undefined;
  /** The share of the next write that is made; `dies`: its process does, there. */
  #tear: Tear | undefined;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  /** Files that living processes have open. */
  get openFiles(): number {
    return [...this.#open.values()].filter(({ process }) => process.isAlive).length;
  }

  get isReadable(): boolean {
    const isReadable = this.#clock.nowMs() >= this.#unreadableUntilMs;
    if (!isReadable) this.#onUnreadable?.();
    return isReadable;
  }

  bytesOf(path: string): number {
    return (this.#files.get(path) ?? []).reduce((sum, { length }) => sum + length, 0);
  }

  fill(durationMs: number, happened: Happened): void {
    this.#onFull = happened;
    this.#fullUntilMs = this.#clock.nowMs() + durationMs;
  }

  hide(durationMs: number, happened: Happened): void {
    this.#onUnreadable = happened;
    this.#unreadableUntilMs = this.#clock.nowMs() + durationMs;
  }

  slow(durationMs: number, happened: Happened): void {
    this.#onSlow = happened;
    this.#slowMs = durationMs;
  }

  tear(how: Tear): void {
    this.#tear = how;
  }

  /** Everything works from now on. */
  heal(): void {
    this.#fullUntilMs = this.#unreadableUntilMs = Number.NEGATIVE_INFINITY;
    this.#slowMs = 0;
    this.#tear = undefined;
  }

  /** Throws where a full or failing disk refuses. */
  mustTake(): void {
    if (this.#clock.nowMs() >= this.#fullUntilMs) return;
    this.#onFull?.();
    throw fault('ENOSPC', 'no space left on device');
  }

  /** As the files of one process. */
  of(process: SimulatedProcess): QueueDisk {
    return {
      read: (path) => this.read(path),
      open: (path, how) => {
        mustLive(process);
        this.mustTake();
        if (how === 'anew' || !this.#files.has(path)) this.#files.set(path, []);
        this.#next += 1;
        this.#open.set(this.#next, { path, process });
        return this.#next;
      },
      write: (fd, bytes) => this.#write(fd, bytes),
      close: (fd) => {
        this.#open.delete(fd);
      },
      rename: (from, to) => {
        mustLive(process);
        const file = this.#files.get(from);
        if (file === undefined) throw fault('ENOENT', from);
        this.#files.delete(from);
        this.#files.set(to, file);
      },
      remove: (path) => {
        if (process.isAlive) this.#files.delete(path);
      },
    };
  }

  read(path: string): string {
    if (!this.isReadable) throw fault('EIO', 'the disk does not answer');
    const file = this.#files.get(path);
    if (file === undefined) throw fault('ENOENT', path);
    return Buffer.concat(file).toString('utf8');
  }

  #write(fd: number, bytes: Uint8Array): number {
    const file = this.#open.get(fd);
    if (file === undefined) throw fault('EBADF', String(fd));
    mustLive(file.process);
    if (this.#slowMs > 0) {
      this.#clock.sleep(this.#slowMs);
      this.#onSlow?.();
    }
    this.#slowMs = 0;
    this.mustTake();
    const tear = this.#tear;
    this.#tear = undefined;
    const taken = tear === undefined ? bytes.length : Math.floor(bytes.length * tear.share);
    this.#files.get(file.path)?.push(new Uint8Array(bytes.subarray(0, taken)));
    if (tear === undefined) return taken;
    tear.happened();
    if (tear.dies) file.process.kill();
    throw fault('EIO', 'a write was torn');
  }
}

function mustLive(process: SimulatedProcess): void {
  if (!process.isAlive) throw fault('EIO', `${process.name} is dead`);
}

function fault(code: string, what: string): Error {
  return Object.assign(new Error(`${code}: ${what}`), { code });
}
