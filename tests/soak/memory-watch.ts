// The memory and the open files of every process of a soak: none may need more than its bound, and one that lives for
// minutes may not grow. A process at work holds more than it keeps, so it is judged by its calmest moment in a stretch.
import { readdirSync } from 'node:fs';
import { type ProcessMemory, type ProcessRole, processMemory } from '@codex-voice/testing';

const KIB_PER_MIB = 1024;
/** Resident at most, in MiB: about twice what soaks of these sessions have shown. */
export const MOST_MIB: Readonly<Record<ProcessRole, number>> = {
  client: 300,
  keeper: 300,
  host: 300,
  voice: 500,
};
/** A process younger than this is still filling what it keeps, in ms. */
const GROWN_UP_MS = 90_000;
/** What the calmest moment of the last third may lie above that of the middle third, in MiB. */
const GROWTH_MIB = 24;

/** Open files and sockets at most: several times what any of them has shown. */
const MOST_FILES = 400;
/** The same of open files: a few terminals more are no leak. */
const GROWTH_FILES = 24;

interface Look {
  readonly ageMs: number;
  readonly mib: number;
  readonly files: number;
}

export interface MemoryWatchParts {
  readonly read?: (pid: number) => ProcessMemory | undefined;
  readonly openFiles?: (pid: number) => number | undefined;
  readonly nowMs?: () => number;
  readonly mostMib?: Readonly<Record<ProcessRole, number>>;
  readonly onBreach: (what: string) => void;
  readonly onLook: () => void;
}

export class MemoryWatch {
  readonly #parts: MemoryWatchParts;
  readonly #lives = new Map<
    number,
    { readonly role: ProcessRole; readonly sinceMs: number; readonly looks: Look[]; told: boolean }
  >();
  readonly #most = new Map<ProcessRole, number>();

  constructor(parts: MemoryWatchParts) {
    this.#parts = parts;
  }

  look(role: ProcessRole, pid: number): void {
    const {
      read = processMemory,
      openFiles = openFilesOf,
      nowMs = () => performance.now(),
      mostMib = MOST_MIB,
    } = this.#parts;
    const memory = read(pid);
    const files = openFiles(pid);
    if (memory === undefined || files === undefined) return;
    const mib = memory.residentKiB / KIB_PER_MIB;
    const life = this.#lives.get(pid) ?? { role, sinceMs: nowMs(), looks: [], told: false };
    this.#lives.set(pid, life);
    life.looks.push({ ageMs: nowMs() - life.sinceMs, mib, files });
    this.#most.set(role, Math.max(mib, this.#most.get(role) ?? 0));
    this.#parts.onLook();
    if ((mib <= mostMib[role] && files <= MOST_FILES) || life.told) return;
    life.told = true;
    this.#parts.onBreach(
      mib > mostMib[role]
        ? `a ${role} needs ${mib.toFixed(0)} MiB, more than ${mostMib[role]}`
        : `a ${role} has ${files} files open, more than ${MOST_FILES}`,
    );
  }

  /** The growth of those that have lived long enough is judged. */
  judge(): void {
    for (const { role, looks } of this.#lives.values()) {
      const lastMs = looks.at(-1)?.ageMs ?? 0;
      if (lastMs < GROWN_UP_MS) continue;
      this.#parts.onLook();
      const within = (from: number, to: number): readonly Look[] =>
        looks.filter(({ ageMs }) => ageMs >= from * lastMs && ageMs <= to * lastMs);
      const [middle, last] = [within(1 / 3, 2 / 3), within(2 / 3, 1)];
      const grows = (of: 'mib' | 'files', unit: string, most: number): void => {
        const [before, after] = [middle, last].map((some) =>
          Math.min(...some.map((look) => look[of])),
        );
        if (before === undefined || after === undefined || after - before <= most) return;
        const grown = `${before.toFixed(0)} to ${after.toFixed(0)} ${unit}`;
        const minutes = (lastMs / 60_000).toFixed(1);
        this.#parts.onBreach(`a ${role} grows: ${grown} at its calmest in ${minutes} minutes`);
      };
      grows('mib', 'MiB', GROWTH_MIB);
      grows('files', 'open files', GROWTH_FILES);
    }
  }

  /** `keeper 80, host 90`: the most that a process of each role has needed, in MiB. */
  most(): string {
    return [...this.#most].map(([role, mib]) => `${role} ${mib.toFixed(0)}`).join(', ');
  }
}

/** Undefined: it is gone. */
function openFilesOf(pid: number): number | undefined {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return undefined;
  }
}
