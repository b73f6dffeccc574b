// What happens to the machine under a home: its disk is slow, takes a part of a write, refuses the rest or tears it
// as the process dies, and its wall clock is set. Our own processes are told by a folder (`bad-machine.ts`).
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type MachineState, STATE_FILE } from './bad-machine.ts';
import type { Chance } from './chance.ts';
import type { SoakRecord } from './soak-record.ts';

/** Of one write, in ms: what a disk under load takes, and what one that wakes up does. */
const SLOW_WRITE_MS = { least: 5, most: 90 };
const SLOW_FOR_MS = { least: 200, most: 2_000 };
/** An order that finds no write within this, in ms, is withdrawn. */
const ORDER_PATIENCE_MS = 1_200;
const LOOK_EVERY_MS = 20;
const PRELOAD = 'bad-machine.mjs';
const MINUTE_MS = 60_000;

/** `near`: what was said stays fresh enough to be typed by the next host; `far`: more than a day. */
type ClockReach = 'near' | 'far';
const REACH_MS: Readonly<Record<ClockReach, number>> = {
  near: 4 * MINUTE_MS,
  far: 26 * 60 * MINUTE_MS,
};

/** For one write of a file: its first half, and then `torn` the process dies, `refused` it fails, `short` it is told so. */
type WriteFault = 'torn' | 'refused' | 'short';

interface MachineParts {
  readonly chance: Chance;
  readonly record: SoakRecord;
}

/** Folders of soaks that are ended by hand. */
const open = new Set<MachineFaults>();
process.on('exit', () => {
  for (const machine of open) machine[Symbol.dispose]();
});

export class MachineFaults implements Disposable {
  readonly #parts: MachineParts;
  readonly #folder = mkdtempSync(join(tmpdir(), 'codex-voice-machine-'));
  #state: MachineState = { clock: [], slowMs: 0, orders: [] };
  #orders = 0;

  constructor(parts: MachineParts) {
    this.#parts = parts;
    open.add(this);
    this.#tell({});
    // Each process that starts would take the types out anew, which costs more than half of its start.
    const source = readFileSync(new URL('bad-machine.ts', import.meta.url), 'utf8');
    writeFileSync(join(this.#folder, PRELOAD), stripTypeScriptTypes(source));
  }

  /** For everything that is started on this machine; what is not ours is left alone. */
  get env(): Readonly<Record<string, string>> {
    const preload = pathToFileURL(join(this.#folder, PRELOAD)).href;
    return { SOAK_MACHINE: this.#folder, NODE_OPTIONS: `--import ${preload}` };
  }

  setClock(reach: ClockReach): boolean {
    const { chance, record } = this.#parts;
    const most = REACH_MS[reach];
    const offMs = chance.below(2 * most) - most;
    const before = this.#state.clock.at(-1)?.[1] ?? 0;
    this.#tell({ clock: [...this.#state.clock, [Date.now(), offMs]] });
    record.fault(`clock: set ${offMs < before ? 'back' : 'forward'}`);
    return true;
  }

  /** Resolves when the disk is as fast as before. */
  async slow(): Promise<boolean> {
    const { chance, record } = this.#parts;
    this.#tell({ slowMs: chance.between(SLOW_WRITE_MS.least, SLOW_WRITE_MS.most) });
    record.fault('disk: slow');
    await sleep(chance.between(SLOW_FOR_MS.least, SLOW_FOR_MS.most));
    this.#tell({ slowMs: 0 });
    return true;
  }

  /** The next write of a process of that role; false: there was none in time. */
  async write(kind: WriteFault, role: 'host' | 'voice' | 'keeper'): Promise<boolean> {
    this.#orders += 1;
    const name = `${kind}-${role}-${this.#orders}`;
    const path = join(this.#folder, name);
    writeFileSync(path, '');
    this.#tell({ orders: [name] });
    const untilMs = performance.now() + ORDER_PATIENCE_MS;
    const isTaken = (): boolean => !existsSync(path);
    while (!isTaken() && performance.now() < untilMs) await sleep(LOOK_EVERY_MS);
    this.#tell({ orders: [] });
    // Whoever removes it has it.
    const isMet = isTaken() || !removed(path);
    if (isMet) this.#parts.record.fault(`disk: write ${kind} (${role})`);
    return isMet;
  }

  /** As a machine is on which nothing happens; its clock stays as it was set. */
  calm(): void {
    this.#tell({ slowMs: 0, orders: [] });
  }

  [Symbol.dispose](): void {
    open.delete(this);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Whole or not at all: a process reads it at any moment. */
  #tell(news: Partial<MachineState>): void {
    this.#state = { ...this.#state, ...news };
    const path = join(this.#folder, STATE_FILE);
    writeFileSync(`${path}.new`, JSON.stringify(this.#state));
    renameSync(`${path}.new`, path);
  }
}

function removed(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch {
    return false;
  }
}
