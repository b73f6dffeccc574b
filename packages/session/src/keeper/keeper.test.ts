// What a keeper does with input, deliveries, facts, the agent's stops and its end.
import { describe, expect, test } from 'vitest';
import { FACTS_INTERVAL_MS } from './facts-teller.ts';
import { END_GRACE_MS, LAST_PICTURE_MS } from './keeper.ts';
import {
  AT_REST,
  bytesOf,
  KeeperWorld,
  SIZE,
  SMALL,
  settled,
  type,
} from './keeper-world.test-support.ts';
import { STALL_MS, WINDOW_BYTES } from './output-flow.ts';
import { PENDING_INPUT_BYTES } from './person-input.ts';
import { REMEMBERED_WRITES } from './write-ledger.ts';

const PASTING = { atRest: false, insidePaste: true };

describe('input', () => {
  test('KEEPER-2: what is recorded is all output', () => {
    const world = new KeeperWorld();
    world.print('12345');
    expect(world.recorded).toBe(5);
  });

  test('KEEPER-40: only the holder types; another is told once', async () => {
    const world = new KeeperWorld();
    const first = await world.attached('take');
    const second = await world.attached('take');
    type(first.peer, 'a');
    type(first.peer, 'b');
    type(second.peer, 'c');
    expect(world.agent.written).toBe('c');
    expect(first.terminal.all('problem').map(({ code }) => code)).toEqual(['not-holder']);
    first.peer.request({ type: 'take' });
    type(first.peer, 'd');
    expect(world.agent.written).toBe('cd');
  });

  test.each(['gone', 'released', 'taken'])(
    'KEEPER-41: the paste of a holder that is %s is ended',
    async (how) => {
      const world = new KeeperWorld();
      const { peer } = await world.attached('take');
      const other = await world.attached('never');
      type(peer, '\u001b[200~half', PASTING);
      if (how === 'gone') peer.closed();
      else if (how === 'released') peer.request({ type: 'release' });
      else other.peer.request({ type: 'take' });
      type(peer, ' a paste', PASTING);
      expect(world.agent.written).toBe('\u001b[200~half\u001b[201~');
    },
  );

  test('KEEPER-66: the time from a key to output is told once, and only to who asks for it', async () => {
    const world = new KeeperWorld();
    const { terminal, peer } = await world.attached();
    type(peer, 'a');
    world.clock.pass(7);
    world.print('a');
    peer.request({ type: 'status', requestId: '1' });
    expect(terminal.last('status')?.session).not.toHaveProperty('echoMs');
    peer.request({ type: 'status', requestId: '2', measured: 'taken' });
    expect(terminal.last('status')?.session.echoMs).toEqual([7]);
    peer.request({ type: 'status', requestId: '3', measured: 'taken' });
    expect(terminal.last('status')?.session.echoMs).toEqual([]);
  });

  test('KEEPER-66: a report of the terminal is no key', async () => {
    const world = new KeeperWorld();
    const { terminal, peer } = await world.attached();
    peer.input(bytesOf('\u001b[I'), { ...AT_REST, report: true });
    world.print('x');
    peer.request({ type: 'status', requestId: '1', measured: 'taken' });
    expect(terminal.last('status')?.session.echoMs).toEqual([]);
  });

  test('KEEPER-42: typed bytes are counted, reports and mere states are not', async () => {
    const world = new KeeperWorld();
    const { terminal, peer } = await world.attached();
    peer.request({ type: 'watch' });
    expect(terminal.last('facts')).not.toHaveProperty('lastInputMs');
    world.clock.pass(100);
    type(peer, 'abc\u001b', { atRest: false, insidePaste: false });
    world.clock.pass(30);
    expect(terminal.last('facts')).toMatchObject({
      inputBytes: 4,
      inputAtRest: false,
      lastInputMs: 1_100,
    });
    peer.input(new Uint8Array(), AT_REST);
    peer.input(bytesOf('\u001b[1;1R'), { ...AT_REST, report: true });
    world.clock.pass(30);
    expect(terminal.last('facts')).toMatchObject({
      inputBytes: 4,
      inputAtRest: true,
      lastInputMs: 1_100,
    });
    expect(world.agent.written).toBe('abc\u001b\u001b[1;1R');
  });

  test('KEEPER-43: what an agent does not read is bounded', async () => {
    const world = new KeeperWorld();
    const { terminal, peer } = await world.attached();
    type(peer, '\u001b[200~begins', PASTING);
    world.agent.pendingInputBytes = PENDING_INPUT_BYTES;
    type(peer, 'middle', PASTING);
    world.agent.pendingInputBytes = 0;
    type(peer, 'end\u001b[201~', AT_REST);
    type(peer, 'x');
    expect(world.agent.written).toBe('\u001b[200~begins\u001b[201~x');
    expect(terminal.all('problem').map(({ code }) => code)).toEqual(['input-full']);
  });

  test('KEEPER-44: queries that no terminal is shown are answered for it', async () => {
    const world = new KeeperWorld();
    const { reply } = world.shadow.listener;
    world.print('q1');
    reply(2, bytesOf('1'));
    const { peer } = await world.attached();
    world.print('q2');
    peer.closed();
    reply(4, bytesOf('2'));
    world.print('q3');
    world.shadow.answersLate = true;
    const late = await world.attached('take', SMALL);
    world.print('q4');
    reply(6, bytesOf('3'));
    reply(8, bytesOf('4'));
    expect(world.agent.written).toBe('1');
    world.shadow.answer();
    await settled();
    expect(world.agent.written).toBe('13');
    late.peer.closed();
    world.print('q5');
    reply(10, bytesOf('5'));
    expect(world.agent.written).toBe('135');
  });

  test('KEEPER-45: a connection that may only look changes nothing', () => {
    const world = new KeeperWorld();
    const { terminal, peer } = world.connect('view');
    peer.request({ type: 'attach', size: SMALL, hold: 'take' });
    peer.request({ type: 'take' });
    peer.request({ type: 'signal', signal: 'SIGINT' });
    peer.request({ type: 'end' });
    peer.deliver({ writeId: 'w', facts: { outputBytes: 0, inputBytes: 0 } }, bytesOf('x'));
    type(peer, 'x');
    expect(terminal.events.map((event) => event.type)).toEqual(Array(6).fill('problem'));
    peer.request({ type: 'attach', size: SMALL, hold: 'never' });
    expect(terminal.last('role')?.role).toBe('viewer');
    expect([world.agent.written, world.agent.signals, world.agent.sizes]).toEqual(['', [], []]);
  });
});

describe('deliveries and facts', () => {
  function deliverer(world: KeeperWorld) {
    const { terminal, peer } = world.connect();
    return (writeId: string, outputBytes: number, inputBytes = 0) => {
      peer.deliver({ writeId, facts: { outputBytes, inputBytes } }, bytesOf(writeId));
      return terminal.last('delivered')?.result;
    };
  }

  test('KEEPER-50: written only while its facts hold', async () => {
    const world = new KeeperWorld();
    const { peer } = await world.attached();
    const deliver = deliverer(world);
    world.print('ab');
    expect(deliver('a', 1)).toBe('stale');
    expect(deliver('a', 2)).toBe('written');
    type(peer, 'k');
    expect(deliver('b', 2)).toBe('stale');
    expect(deliver('b', 2, 1)).toBe('written');
    peer.input(new Uint8Array(), { atRest: false, insidePaste: false });
    expect(deliver('c', 2, 1)).toBe('stale');
    expect(world.agent.written).toBe('akb');
  });

  test('KEEPER-50: nothing is written while no agent is there whose screen is seen', () => {
    const world = new KeeperWorld();
    const deliver = deliverer(world);
    world.print('ab');
    world.agent.present = false;
    expect(deliver('a', 2)).toBe('stale');
    world.agent.present = true;
    expect(deliver('a', 2)).toBe('written');
    expect(world.agent.written).toBe('a');
  });

  test('KEEPER-51: a write id is written once, and remembered', () => {
    const world = new KeeperWorld();
    const deliver = deliverer(world);
    for (let count = 0; count < REMEMBERED_WRITES; count += 1) deliver(`w${count}`, 0);
    const before = world.agent.written;
    expect(deliver('w0', 0)).toBe('already-written');
    expect(world.agent.written).toBe(before);
    deliver('one more', 0);
    expect(deliver('w1', 0)).toBe('already-written');
    expect(deliver('w0', 0)).toBe('written');
    world.keeper.agentExited({ exitCode: 0, signal: 0 });
    expect(deliver('w2', 0)).toBe('already-written');
    expect(deliver('new', 0)).toBe('ended');
  });

  test('KEEPER-52: facts at once, at assessments, and soon after anything else', async () => {
    const world = new KeeperWorld();
    const { peer: typist } = await world.attached();
    const { terminal, peer } = world.connect();
    peer.request({ type: 'watch' });
    expect(terminal.all('facts')).toHaveLength(1);
    world.print('ab');
    world.print('cd');
    world.clock.pass(FACTS_INTERVAL_MS);
    expect(terminal.last('facts')).toMatchObject({ outputBytes: 4, assessedBytes: 0 });
    world.print('ef');
    world.clock.pass(FACTS_INTERVAL_MS);
    expect(terminal.all('facts')).toHaveLength(2);
    world.assess();
    expect(terminal.last('facts')).toMatchObject({ outputBytes: 6, assessedBytes: 6 });
    type(typist, 'a');
    type(typist, 'b');
    world.clock.pass(FACTS_INTERVAL_MS);
    expect(terminal.all('facts')).toHaveLength(4);
    peer.closed();
    world.assess();
    expect(terminal.all('facts')).toHaveLength(4);
  });

  test('KEEPER-14: a watcher that takes nothing is told the newest facts later', () => {
    const world = new KeeperWorld();
    const { terminal, peer } = world.connect();
    peer.request({ type: 'watch' });
    terminal.waitingBytes = 1e6;
    world.assess({ alternate: true });
    world.assess({ alternate: false, torn: true });
    expect(terminal.all('facts')).toHaveLength(1);
    terminal.waitingBytes = 0;
    world.clock.pass(FACTS_INTERVAL_MS);
    expect(terminal.all('facts').slice(1)).toMatchObject([{ alternate: false, torn: true }]);
  });
});

describe('the agent', () => {
  test('KEEPER-60: its holder is told that it has stopped itself', async () => {
    const world = new KeeperWorld();
    const { terminal, peer } = await world.attached();
    type(peer, '\u001a');
    world.clock.pass(40);
    world.agent.stopped = true;
    world.clock.pass(100);
    expect(terminal.all('stopped')).toHaveLength(1);
    peer.request({ type: 'signal', signal: 'SIGCONT' });
    expect(world.agent.signals).toEqual(['SIGCONT group']);
    world.agent.stopped = false;
    type(peer, 'x');
    world.clock.pass(5_000);
    expect(terminal.all('stopped')).toHaveLength(1);
    expect(world.clock.waiting).toBe(0);
  });

  test('KEEPER-25: whoever holds it next finds it awake', async () => {
    const world = new KeeperWorld();
    const { peer } = await world.attached();
    type(peer, '\u001a');
    world.agent.stopped = true;
    world.clock.pass(100);
    peer.closed();
    await world.attached();
    expect(world.agent.signals).toEqual(['SIGCONT group']);
  });

  test('KEEPER-61: end hangs up, then kills', () => {
    const world = new KeeperWorld();
    const { peer } = world.connect();
    peer.request({ type: 'end' });
    expect(world.agent.signals).toEqual(['SIGHUP group', 'SIGCONT group']);
    world.clock.pass(END_GRACE_MS);
    expect(world.agent.signals.at(-1)).toBe('SIGKILL group');
  });

  test('KEEPER-62: everyone is told of the end once they have all that came before', async () => {
    const world = new KeeperWorld({ logMemoryBytes: 4 * WINDOW_BYTES });
    const holder = await world.attached('take');
    const viewer = await world.attached('never');
    const watcher = world.connect();
    watcher.peer.request({ type: 'watch' });
    world.print('x'.repeat(WINDOW_BYTES + 10));
    world.keeper.agentExited({ exitCode: 3, signal: 0 });
    const told = () =>
      [holder, viewer, watcher].map(({ terminal }) => terminal.all('exited').length);
    expect(told()).toEqual([0, 0, 1]);
    world.clock.pass(LAST_PICTURE_MS);
    expect(told()).toEqual([0, 1, 1]);
    expect(world.finished).toBe(0);
    holder.peer.acknowledge(WINDOW_BYTES);
    expect(holder.terminal.shownOffset).toBe(WINDOW_BYTES + 10);
    expect(holder.terminal.events.at(-1)).toEqual({ type: 'exited', exitCode: 3, signal: 0 });
    expect(world.finished).toBe(1);
    expect(world.clock.waiting).toBe(0);
  });

  test('KEEPER-62: a viewer that asks for few pictures has its last one before it is told of the end', async () => {
    const world = new KeeperWorld();
    const { peer, terminal } = world.connect();
    const size = { columns: 80, rows: 24 };
    peer.request({ type: 'attach', size, hold: 'never', pictureEveryMs: 100 });
    world.keeper.agentExited({ exitCode: 0, signal: 0 });
    world.clock.pass(LAST_PICTURE_MS);
    expect(terminal.all('exited')).toEqual([]);
    world.clock.pass(100);
    expect(terminal.all('exited')).toHaveLength(1);
  });

  test('KEEPER-62: a terminal that stands still, or is gone, is not waited for', async () => {
    const world = new KeeperWorld({ logMemoryBytes: 4 * WINDOW_BYTES });
    const { terminal } = await world.attached('take');
    world.print('x'.repeat(WINDOW_BYTES + 10));
    world.keeper.agentExited({ exitCode: 0, signal: 9 });
    world.clock.pass(STALL_MS);
    expect(terminal.last('exited')?.signal).toBe(9);
    expect(world.finished).toBe(1);
    const other = new KeeperWorld();
    other.keeper.agentExited({ exitCode: 0, signal: 0 });
    expect(other.finished).toBe(1);
  });

  test('KEEPER-63: status', async () => {
    const world = new KeeperWorld();
    const { terminal, peer } = await world.attached();
    world.print('abc');
    peer.request({ type: 'status', requestId: 's1' });
    expect(terminal.last('status')).toMatchObject({
      requestId: 's1',
      session: { sessionId: 'codex-abcd', size: SIZE, terminals: 1, held: true, outputBytes: 3 },
    });
  });

  test('KEEPER-64: problems are told to all, also later', () => {
    const world = new KeeperWorld();
    const early = world.connect();
    world.keeper.problem('disk', 'the disk is full');
    const late = world.connect();
    const problem = { type: 'problem', code: 'disk', message: 'the disk is full' };
    expect([early.terminal.events, late.terminal.events]).toEqual([[problem], [problem]]);
  });

  test('KEEPER-65: a mishap is told to all that are there, and to none that comes later', () => {
    const world = new KeeperWorld();
    const early = world.connect();
    world.keeper.mishap('driver', 'it was started again');
    const late = world.connect();
    const problem = { type: 'problem', code: 'driver', message: 'it was started again' };
    expect([early.terminal.events, late.terminal.events]).toEqual([[problem], []]);
  });

  test('KEEPER-65: where the agent’s protocol is found is told with the facts, when it moves too', () => {
    let place: { kind: string; path: string } | undefined;
    const world = new KeeperWorld({ driver: () => place });
    const { terminal, peer } = world.connect();
    peer.request({ type: 'watch' });
    expect(terminal.last('facts')).not.toHaveProperty('driver');
    place = { kind: 'codex', path: '/run/x' };
    world.keeper.driverMoved();
    world.clock.pass(FACTS_INTERVAL_MS);
    expect(terminal.last('facts')?.driver).toEqual(place);
  });
});
