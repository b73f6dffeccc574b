// What a fault does to a world. A fault that finds nothing to happen to is none, and is not counted.
import { type Happened, once } from './happening.ts';
import type { Fault } from './plan.ts';
import type { World } from './world.ts';

const DISK_MS = 6_000;
const SLOW_MS = 1_500;
const STOP_MS = 8_000;
/** The wall clock is set off by at most this, in ms: twelve hours. */
const WALL_MS = 12 * 60 * 60_000;
const SUSPEND_MS = 20 * 60_000;

/** Each that happens, now or when its moment comes, is counted. */
export function inject(world: World, fault: Fault): void {
  const happened = once(() => world.happened(`${fault.area}: ${fault.kind}`));
  switch (fault.area) {
    case 'wire': {
      const wires = world.session.liveWires;
      wires[Math.floor(fault.which * wires.length)]?.inject(fault.kind, fault.side, happened);
      return;
    }
    case 'agent':
      if (world.session.agent.isAlive) world.session.agent.inject(fault.kind, happened);
      return;
    case 'voice':
      world.voices.inject(fault.kind, happened);
      return;
    case 'disk':
      diskFault(world, fault, happened);
      return;
    case 'clock':
      clockFault(world, fault);
      happened();
      return;
    case 'process':
      if (processFault(world, fault)) happened();
  }
}

function diskFault(
  { disk }: World,
  { kind, amount }: Extract<Fault, { area: 'disk' }>,
  happened: Happened,
): void {
  switch (kind) {
    case 'full':
      disk.fill(amount * DISK_MS, happened);
      return;
    case 'slow':
      disk.slow(amount * SLOW_MS, happened);
      return;
    case 'torn':
      disk.tear({ share: amount, dies: false, happened });
      return;
    case 'torn-and-killed':
      disk.tear({ share: amount, dies: true, happened });
      return;
    case 'unreadable':
      disk.hide(amount * DISK_MS, happened);
  }
}

function clockFault({ clock }: World, { kind, amount }: Extract<Fault, { area: 'clock' }>): void {
  switch (kind) {
    case 'forwards':
      clock.setWall(amount * WALL_MS);
      return;
    case 'backwards':
      clock.setWall(-amount * WALL_MS);
      return;
    case 'suspend':
      clock.sleep(amount * amount * SUSPEND_MS);
      return;
  }
}

function processFault(world: World, fault: Extract<Fault, { area: 'process' }>): boolean {
  const { host, client, session } = world;
  const { kind, amount } = fault;
  switch (kind) {
    case 'kill-client':
      client?.kill();
      return client !== undefined;
    case 'stop-client':
      client?.process.stop(amount * STOP_MS);
      return client !== undefined;
    case 'client-stands-still':
      client?.standStill(amount * STOP_MS);
      return client !== undefined;
    case 'kill-host':
      if (host?.process.isAlive !== true) return false;
      host.process.kill();
      return true;
    case 'stop-host':
      if (host?.process.isAlive !== true) return false;
      host.process.stop(amount * STOP_MS);
      return true;
    case 'kill-voice':
      return world.voices.kill();
    case 'stop-keeper':
      session.process.stop(amount * STOP_MS);
      return session.isRunning;
    default:
      return endFault(world, kind);
  }
}

function endFault(
  world: World,
  kind: 'kill-keeper' | 'kill-all' | 'agent-crash' | 'agent-quits',
): boolean {
  const { session, host, clients, voices } = world;
  if (!session.isRunning) return false;
  switch (kind) {
    case 'kill-keeper':
      session.process.kill();
      return true;
    case 'kill-all':
      host?.process.kill();
      for (const client of clients) client.kill();
      voices.kill();
      session.process.kill();
      return true;
    case 'agent-crash':
      session.agent.exit({ exitCode: 139, signal: 11 });
      return true;
    case 'agent-quits':
      session.agent.exit({ exitCode: 0, signal: 0 });
      return true;
  }
}
