// What happens to processes: killed, or stopped for a while as by a debugger, a full machine or a lid that was
// closed.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessRole, ScratchHome } from '@codex-voice/testing';
import type { Chance } from './chance.ts';
import type { SoakRecord } from './soak-record.ts';
import { signalTo } from './soak-terminal.ts';

/** Longer than a person notices, shorter than anybody gives up. */
const SHORTEST_STOP_MS = 60;
const LONGEST_STOP_MS = 1_400;

/** Of a model, by its command line; the others by their role. */
export type Struck = ProcessRole | 'recogniser' | 'agent';

export interface ProcessFaultParts {
  readonly home: ScratchHome;
  readonly chance: Chance;
  readonly record: SoakRecord;
  /** Whether a command line is the agent's. */
  readonly isAgent: (command: string) => boolean;
}

export class ProcessFaults {
  readonly #parts: ProcessFaultParts;

  constructor(parts: ProcessFaultParts) {
    this.#parts = parts;
  }

  pids(struck: Struck): number[] {
    const { home, isAgent } = this.#parts;
    if (struck !== 'agent' && struck !== 'recogniser') return home.pids(struck);
    return home.running().flatMap(({ pid, command }) => {
      const isIt =
        struck === 'agent'
          ? isAgent(command) && !command.includes('codex-voice.js')
          : command.includes('__recognizer');
      return isIt ? [pid] : [];
    });
  }

  kill(struck: Struck): boolean {
    const struckPids = this.pids(struck).filter((pid) => signalTo(pid, 'SIGKILL'));
    if (struckPids.length > 0) this.#parts.record.fault(`killed: ${struck}`);
    return struckPids.length > 0;
  }

  /** Resolves when it goes on. */
  async stop(struck: Struck): Promise<boolean> {
    const { chance, record } = this.#parts;
    const pids = this.pids(struck).filter((pid) => signalTo(pid, 'SIGSTOP'));
    if (pids.length === 0) return false;
    record.fault(`stopped: ${struck}`);
    await sleep(chance.between(SHORTEST_STOP_MS, LONGEST_STOP_MS));
    for (const pid of pids) signalTo(pid, 'SIGCONT');
    return true;
  }

  /** Everything sleeps at once, as when a lid is closed, and wakes at once. */
  async suspend(): Promise<boolean> {
    const { home, chance, record } = this.#parts;
    // A keeper that sees its agent asleep alone takes that for Ctrl-Z: it falls asleep first and wakes last.
    const pids = new Set([...this.pids('keeper'), ...home.running().map(({ pid }) => pid)]);
    for (const pid of pids) signalTo(pid, 'SIGSTOP');
    record.fault('stopped: everything (suspend)');
    await sleep(chance.between(SHORTEST_STOP_MS, LONGEST_STOP_MS));
    for (const pid of [...pids].reverse()) signalTo(pid, 'SIGCONT');
    return true;
  }
}
