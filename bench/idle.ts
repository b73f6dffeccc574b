// What each peer's own processes cost while nothing happens: processor time and memory, the wrapped
// command left out, the microphone closed.
import { processMemory } from '@codex-voice/testing';
import { attend, peers } from './peers.ts';
import { commandLine, family, processorMs, residentMiB } from './processes.ts';
import { countOption, digits, publish, sleep } from './statistics.ts';

/** Start-up work (compilers, caches) is let through before the counting begins. */
const SETTLE_MS = 5000;

/** Unlike any other process on the machine, so that it can be told apart. */
const SLEEP_SECONDS = 86_399;

const KIB_PER_MIB = 1024;

const seconds = countOption('seconds', 30, 3);
const running = (await peers())
  .filter(({ name }) => name !== 'bare')
  .map((peer) => ({ name: peer.name, run: peer.start(['sleep', String(SLEEP_SECONDS)]) }));
for (const { run } of running) attend(run.pty, () => {});
await sleep(SETTLE_MS);

const watched = running.map(({ name, run }) => ({
  name,
  pids: [...new Set([run.pty.pid, ...run.extraPids()].flatMap(family))].filter(
    (pid) => commandLine(pid) !== `sleep ${SLEEP_SECONDS}`,
  ),
}));
const usedMs = (pids: readonly number[]) => pids.reduce((sum, pid) => sum + processorMs(pid), 0);
const before = watched.map(({ pids }) => usedMs(pids));
const startMs = performance.now();
await sleep(seconds * 1000);
const elapsedMs = performance.now() - startMs;

const rows = watched.map(({ name, pids }, index) => [
  name,
  pids.length,
  digits(((usedMs(pids) - (before[index] ?? 0)) * 100) / elapsedMs, 2),
  digits(
    pids.reduce((sum, pid) => sum + residentMiB(pid), 0),
    1,
  ),
  digits(
    pids.reduce((sum, pid) => sum + (processMemory(pid)?.proportionalKiB ?? 0) / KIB_PER_MIB, 0),
    1,
  ),
]);
for (const { run } of running) await run.end();
publish({
  name: 'idle',
  about: `Own processes of each peer over ${seconds} s in which nothing is typed or printed, side by side; the wrapped command is left out. Processor time in per cent of one core, counted in steps of 10 ms. Proportional memory shares out what processes have in common.`,
  columns: ['peer', 'processes', 'CPU %', 'resident MiB', 'proportional MiB'],
  rows,
});
