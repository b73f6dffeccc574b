// What keeper, host and client cost with many sessions and with many viewers on one: memory by the
// system's books and processor time, and whether it grows in a straight line.
import type { PtyProcess } from '@codex-voice/pty';
import { attend, benchHome, CODEX_VOICE, open } from './peers.ts';
import { type RoleCost, roleCosts } from './role-cost.ts';
import { leaveSession } from './standing-session.ts';
import { countOption, digits, linearFit, publish, sleep } from './statistics.ts';

/** Starts work (compilers, caches, a first snapshot) that is over by then. */
const SETTLE_MS = 5000;
/** Started side by side: more would only wait for the processors. */
const TOGETHER = 2;

/** An agent that has said something and waits. */
const RESTING = ['sh', '-c', 'seq 1 300; printf at-rest; exec sleep 86397'];
/** An agent at work: a line of colour twenty times a second. */
const BUSY = [
  'sh',
  '-c',
  `printf at-work; while :; do printf '\\r\\n\\033[32m%s\\033[0m some output of an agent' "$(date +%N)"; sleep 0.05; done`,
];

const most = countOption('sessions', 50, 4);
const mostViewers = countOption('viewers', 20, 2);
const seconds = countOption('seconds', 10, 3);
const upTo = (limit: number, steps: readonly number[]) => [
  ...steps.filter((step) => step < limit),
  limit,
];
const ROLES = ['keeper', 'host', 'client'] as const;
type Costs = Readonly<Record<(typeof ROLES)[number], RoleCost>>;

async function withSessions(): Promise<(readonly [number, Costs])[]> {
  using home = benchHome();
  const found: (readonly [number, Costs])[] = [];
  let running = 0;
  for (const wanted of upTo(most, [1, 10, 25])) {
    while (running < wanted) {
      const batch = Math.min(TOGETHER, wanted - running);
      await Promise.all(
        Array.from({ length: batch }, () => leaveSession(home, RESTING, 'at-rest')),
      );
      running += batch;
    }
    await sleep(SETTLE_MS);
    const costs = await roleCosts(home, ROLES, seconds * 1000);
    if (costs.keeper.processes !== wanted)
      throw new Error(`${costs.keeper.processes} keepers run for ${wanted} sessions`);
    found.push([wanted, costs]);
  }
  return found;
}

async function withViewers(): Promise<(readonly [number, Costs])[]> {
  using home = benchHome();
  await leaveSession(home, BUSY, 'at-work');
  const terminals: PtyProcess[] = [];
  const found: (readonly [number, Costs])[] = [];
  // The first terminal holds the session, all others watch.
  for (const viewers of upTo(mostViewers, [1, 5])) {
    while (terminals.length < viewers + 1) {
      const pty = open([...CODEX_VOICE, 'attach'], home.env);
      attend(pty, () => {});
      terminals.push(pty);
      await sleep(ATTACHED_MS);
    }
    await sleep(SETTLE_MS);
    found.push([viewers, await roleCosts(home, ROLES, seconds * 1000)]);
  }
  return found;
}

/** Between two terminals: the first one holds. */
const ATTACHED_MS = 300;

const sessions = await withSessions();
const viewers = await withViewers();
const row = (name: string, { keeper, host, client }: Costs): (string | number)[] => [
  name,
  digits(keeper.largestMiB, 1),
  digits(keeper.proportionalMiB, 1),
  digits(host.residentMiB, 1),
  digits(host.proportionalMiB, 1),
  digits(client.largestMiB, 1),
  digits(keeper.cpuPercent, 2),
  digits(host.cpuPercent, 2),
  digits(client.cpuPercent, 2),
];
const fitOf = (list: readonly (readonly [number, Costs])[]) => {
  const all = ({ keeper, host }: Costs) => keeper.proportionalMiB + host.proportionalMiB;
  return linearFit(list.map(([count, costs]) => [count, all(costs)]));
};
const [bySession, byViewer] = [fitOf(sessions), fitOf(viewers)];
const cpuByViewer = linearFit(viewers.map(([count, { keeper }]) => [count, keeper.cpuPercent]));
publish({
  name: 'sessions',
  about: `Our own processes, the agents left out, over ${seconds} s each. Sessions: agents at rest, no terminal attached. Viewers: on one session that prints twenty lines a second, one more terminal holding it. Proportional memory shares out what processes have in common; “largest” is the resident memory of the largest one. Straight lines through keepers and host together: ${digits(bySession.slope, 1)} MiB a session (${digits(bySession.explained * 100, 1)} % of the differences explained), ${digits(byViewer.slope, 2)} MiB and ${digits(cpuByViewer.slope, 2)} % of a core in the keeper a viewer (${digits(byViewer.explained * 100, 1)} % and ${digits(cpuByViewer.explained * 100, 1)} %).`,
  columns: [
    'running',
    'keeper, largest MiB',
    'keepers, proportional MiB',
    'host MiB',
    'host, proportional MiB',
    'client, largest MiB',
    'keepers CPU %',
    'host CPU %',
    'clients CPU %',
  ],
  rows: [
    ...sessions.map(([count, costs]) => row(`${count} sessions`, costs)),
    ...viewers.map(([count, costs]) => row(`1 session, ${count} viewers`, costs)),
  ],
});
process.exit(0);
