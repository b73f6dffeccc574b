// What our processes of one role cost together in a home: memory by the system's own books, processor
// time over a while. Which session they belong to is not told apart.
import { type ProcessRole, processMemory, type ScratchHome } from '@codex-voice/testing';
import { processorMs } from './processes.ts';
import { sleep } from './statistics.ts';

export interface RoleCost {
  readonly processes: number;
  /** Of the largest process, in MiB. */
  readonly largestMiB: number;
  /** Resident and proportional memory of all, in MiB. */
  readonly residentMiB: number;
  readonly proportionalMiB: number;
  /** Of all, in per cent of one core. */
  readonly cpuPercent: number;
}

const KIB_PER_MIB = 1024;

/** Memory of every process of a role now, their sum and the largest. */
export function roleMemory(home: ScratchHome, role: ProcessRole): Omit<RoleCost, 'cpuPercent'> {
  const each = home.pids(role).flatMap((pid) => processMemory(pid) ?? []);
  const resident = each.map(({ residentKiB }) => residentKiB / KIB_PER_MIB);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    processes: each.length,
    largestMiB: Math.max(0, ...resident),
    residentMiB: sum(resident),
    proportionalMiB: sum(each.map(({ proportionalKiB }) => proportionalKiB / KIB_PER_MIB)),
  };
}

/** Costs of several roles over the same `durationMs`. */
export async function roleCosts<Role extends ProcessRole>(
  home: ScratchHome,
  roles: readonly Role[],
  durationMs: number,
): Promise<Readonly<Record<Role, RoleCost>>> {
  const pids = roles.map((role) => home.pids(role));
  const used = () => pids.map((list) => list.reduce((sum, pid) => sum + processorMs(pid), 0));
  const before = used();
  const startMs = performance.now();
  await sleep(durationMs);
  const elapsedMs = performance.now() - startMs;
  const after = used();
  const costs = roles.map((role, at) => {
    const cpuPercent = (((after[at] ?? 0) - (before[at] ?? 0)) * 100) / elapsedMs;
    return [role, { ...roleMemory(home, role), cpuPercent }];
  });
  // One entry for each role that was asked for.
  return Object.fromEntries(costs) as Record<Role, RoleCost>;
}
