// What ended sessions have left, in the real spool: kept on a disk that may refuse, and handed to the next
// session by a person who asks for what reached nobody. In the order of steps that the host has.
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LeftPrompt } from '@codex-voice/control';
import type { HostAnswer } from '@codex-voice/protocol';
import { Spool } from '@codex-voice/spool';
import type { SimulatedDisk } from './simulated-disk.ts';
import type { SimulatedProcess } from './simulated-process.ts';

const FILE_MODE = 0o600;

export interface Left {
  readonly session: string;
  readonly prompts: readonly LeftPrompt[];
  /** Ids that its queue had taken. */
  readonly taken: readonly string[];
}

/** Who takes a text for the session that runs. */
export interface Receiver {
  readonly process: SimulatedProcess;
  readonly session: { readonly id: string } | undefined;
  say(id: string, text: string, intent: 'compose' | 'send'): HostAnswer | undefined;
}

export class KeptSpool {
  readonly #folder = mkdtempSync(join(tmpdir(), 'codex-voice-faults-'));
  readonly #disk: SimulatedDisk;
  readonly #wallMs: () => number;
  /** One for each process that has used it. */
  readonly #spools = new Map<SimulatedProcess, Spool>();
  readonly #marks = new Set<string>();
  #held: { readonly process: SimulatedProcess; readonly left: Left }[] = [];

  constructor(disk: SimulatedDisk, wallMs: () => number) {
    this.#disk = disk;
    this.#wallMs = wallMs;
  }

  /** Nothing of this session's queue is to be brought any more, as its folder says. */
  isMarked(session: string): boolean {
    return this.#marks.has(session);
  }

  mark(session: string): void {
    const isHeld = this.#held.some((one) => one.left.session === session);
    if (isHeld || this.#marks.has(session)) return;
    try {
      this.#disk.mustTake();
      this.#marks.add(session);
    } catch {
      // Tried again.
    }
  }

  /** Ids of all that is kept, as the disk has it. */
  get ids(): readonly string[] {
    return new Spool(this.#path).prompts.map(({ id }) => id);
  }

  /** Ids that a living host holds, since it could not keep them. */
  get heldIds(): readonly string[] {
    return this.#held.flatMap(({ process, left }) =>
      process.isAlive ? left.prompts.map(({ id }) => id) : [],
    );
  }

  /** What can't be kept is held by its process, and tried again. */
  keep(process: SimulatedProcess, left: Left): 'kept' | 'held' {
    if (this.#keepNow(process, left)) return 'kept';
    const isHeld = this.#held.some(
      (one) => one.process === process && one.left.session === left.session,
    );
    if (!isHeld) this.#held.push({ process, left });
    return 'held';
  }

  retry(process: SimulatedProcess): void {
    this.#held = this.#held.filter(
      (one) =>
        one.process.isAlive && !(one.process === process && this.#keepNow(process, one.left)),
    );
  }

  /** What was under way to a session when a host died: settled by what the session has taken. */
  settle(
    process: SimulatedProcess,
    now: { readonly session: string; readonly taken: readonly string[] },
  ): void {
    const spool = this.#of(process);
    for (const { id, to, unkept } of spool.prompts) {
      if (to !== now.session) continue;
      if (now.taken.includes(id)) spool.handedOver(id);
      else spool.takeBack(id, unkept === true ? 'perhaps' : undefined);
    }
  }

  /** A person hands over what reached nobody. */
  flush(host: Receiver): void {
    const { session, process } = host;
    if (session === undefined || !process.isAlive) return;
    const spool = this.#of(process);
    for (const { id, text, intent, reached, to } of spool.prompts) {
      if (reached !== 'no' || to !== undefined || !process.isAlive) continue;
      if (spool.hand(id, session.id).kind !== 'done') continue;
      const answer = host.say(id, text, intent);
      if (answer?.kind !== 'done') spool.takeBack(id);
      else if (answer.unkept !== undefined) spool.unkept(id);
      else spool.handedOver(id);
    }
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #path(): string {
    return join(this.#folder, 'spool.jsonl');
  }

  #of(process: SimulatedProcess): Spool {
    const known = this.#spools.get(process);
    if (known !== undefined) return known;
    const spool = new Spool(this.#path, {
      nowMs: this.#wallMs,
      read: (path) => {
        if (!this.#disk.isReadable) throw new Error('EIO: the disk does not answer');
        return readFileSync(path, 'utf8');
      },
      open: (path) => {
        if (!process.isAlive) throw new Error('EIO: its process is dead');
        this.#disk.mustTake();
        return openSync(path, 'a', FILE_MODE);
      },
    });
    this.#spools.set(process, spool);
    return spool;
  }

  #keepNow(process: SimulatedProcess, left: Left): boolean {
    const spool = this.#of(process);
    const { session, prompts, taken } = left;
    const leftIds = new Map(prompts.map((prompt) => [prompt.id, prompt.reached]));
    for (const { id, to, unkept } of spool.prompts) {
      if (to !== session) continue;
      const reached = leftIds.get(id) ?? (unkept === true ? 'perhaps' : undefined);
      const change =
        !leftIds.has(id) && taken.includes(id)
          ? spool.handedOver(id)
          : spool.takeBack(id, reached === 'perhaps' ? reached : undefined);
      if (change.kind === 'failed') return false;
    }
    return prompts.every(
      (prompt) => spool.keep({ ...prompt, because: 'agent-ended', session }).kind !== 'failed',
    );
  }
}
