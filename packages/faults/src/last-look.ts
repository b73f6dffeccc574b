// What must hold once a world has come to rest, and once everything in it has ended.
import type { Asked } from './ledger.ts';
import type { World } from './world.ts';

type Pass = (durationMs?: number) => Promise<void>;

export async function lookAtTheEnd(world: World, pass: Pass): Promise<void> {
  nothingIsLost(world);
  queueIsShown(world);
  world.end();
  await pass();
  world.session.agent.exit({ exitCode: 0, signal: 0 });
  await pass();
  nothingIsLeft(world);
}

/** Every text that was accepted is in an agent, waits where it can be seen, or was told of. */
function nothingIsLost(world: World): void {
  const { ledger, host, spool } = world;
  const memory = host?.control?.memory;
  const queued = new Set(memory?.queue.map(({ id }) => id));
  const kept = new Set([...spool.ids, ...spool.heldIds]);
  const settled = new Set(
    world.journal.records.flatMap((record) => (record.type === 'outcome' ? [record.id] : [])),
  );
  for (const asked of ledger.asked.values()) {
    if (!asked.isAccepted || asked.isUnkept || isTold(asked)) continue;
    const isSomewhere =
      asked.typedInto.length > 0 ||
      queued.has(asked.id) ||
      kept.has(asked.id) ||
      settled.has(asked.id);
    ledger.holds(
      'SIM-2',
      isSomewhere,
      () => `${asked.id} (${asked.how}) is lost; told: ${asked.told.join(', ') || 'nothing'}`,
    );
  }
}

function isTold({ told }: Asked): boolean {
  return told.some((state) => /^(?:dropped|unconfirmed|refused|told)/u.test(state));
}

/** What its screens were told last is what waits. */
function queueIsShown({ host, ledger }: World): void {
  if (host?.control === undefined) return;
  const waiting = host.control.memory.queue.map(({ id }) => id).join();
  const shown = host.toldQueue.map(({ id }) => id).join();
  ledger.holds('SIM-2', waiting === shown, () => `[${waiting}] waits, and [${shown}] is shown`);
}

function nothingIsLeft(world: World): void {
  const { ledger, host, disk, sessions, clients } = world;
  if (host !== undefined) host.process.kill();
  const running = sessions.filter(({ isRunning }) => isRunning).map(({ id }) => id);
  ledger.holds('SIM-8', running.length === 0, () => `${running.join()} does not end`);
  const open = clients.filter(({ process }) => process.isAlive).length;
  ledger.holds('SIM-8', open === 0, () => `${open} terminals do not end`);
  const wires = sessions.flatMap(({ liveWires }) => liveWires).length;
  ledger.holds('SIM-8', wires === 0, () => `${wires} streams are open`);
  ledger.holds('SIM-8', disk.openFiles === 0, () => `${disk.openFiles} files are open`);
  ledger.holds('SIM-8', world.voices.living.length === 0, () => 'a voice process lives on');
  ledger.holds('SIM-8', world.clock.waiting === 0, () => `${world.clock.waiting} timers are left`);
}
