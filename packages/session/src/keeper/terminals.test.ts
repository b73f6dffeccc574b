// Who holds, whose size counts, and what each terminal is shown when it comes, goes or stands still.
import { describe, expect, test } from 'vitest';
import { bytesOf, KeeperWorld, SIZE, SMALL, settled } from './keeper-world.test-support.ts';
import { STALL_MS, WINDOW_BYTES } from './output-flow.ts';
import { SNAPSHOT_PATIENCE_MS } from './terminal-feed.ts';

describe('who holds', () => {
  test('KEEPER-20: take, if-free and never', async () => {
    const world = new KeeperWorld();
    const first = await world.attached('if-free');
    const second = await world.attached('if-free');
    const third = await world.attached('never');
    const fourth = await world.attached('take');
    const roles = [first, second, third, fourth].map(({ terminal }) => terminal.last('role'));
    expect(roles.map((role) => role?.role)).toEqual(['viewer', 'viewer', 'viewer', 'holder']);
    expect(first.terminal.all('role').map(({ role, why }) => `${role} ${why}`)).toEqual([
      'holder attached',
      'viewer taken',
    ]);
    second.peer.request({ type: 'take' });
    expect(second.terminal.last('role')).toEqual({
      type: 'role',
      role: 'holder',
      why: 'took',
      size: SIZE,
    });
  });

  test('KEEPER-21: the one before holds again, and a mere viewer does not', async () => {
    const world = new KeeperWorld();
    await world.attached('never');
    const first = await world.attached('take');
    const second = await world.attached('take');
    const third = await world.attached('take');
    second.peer.closed();
    third.peer.closed();
    expect(first.terminal.last('role')).toMatchObject({ role: 'holder', why: 'returned' });
    first.peer.request({ type: 'release' });
    expect(first.terminal.last('role')).toMatchObject({ role: 'viewer', why: 'released' });
    const { terminal, peer } = world.connect();
    peer.request({ type: 'status', requestId: 's' });
    expect(terminal.last('status')?.session).toMatchObject({ held: false, terminals: 2 });
  });

  test("KEEPER-22: the session has its holder's size on every way", async () => {
    const world = new KeeperWorld();
    const first = await world.attached('take', SIZE);
    const second = await world.attached('take', SMALL);
    expect(world.agent.sizes).toEqual([SMALL]);
    expect(first.terminal.last('size')?.size).toEqual(SMALL);
    second.peer.closed();
    expect(world.agent.sizes).toEqual([SMALL, SIZE]);
    expect(world.shadow.size).toEqual(SIZE);
    first.peer.request({ type: 'release' });
    expect(world.agent.sizes).toHaveLength(2);
  });

  test('KEEPER-23: a storm of sizes is calmed, and the last one wins', async () => {
    const world = new KeeperWorld();
    const { peer } = await world.attached();
    for (let columns = 81; columns <= 120; columns += 1) {
      peer.request({ type: 'resize', size: { columns, rows: 24 } });
      world.clock.pass(4);
    }
    world.clock.pass(100);
    const { sizes } = world.agent;
    expect(sizes[0]).toEqual({ columns: 81, rows: 24 });
    expect(sizes.at(-1)).toEqual({ columns: 120, rows: 24 });
    expect(sizes.length).toBeLessThanOrEqual(5);
    expect(world.clock.waiting).toBe(0);
  });

  test('KEEPER-24: roles and sizes are told', async () => {
    const world = new KeeperWorld();
    const holder = await world.attached('take');
    const viewer = await world.attached('never', SMALL);
    expect(viewer.terminal.events).toEqual([
      { type: 'role', role: 'viewer', why: 'attached', size: SIZE },
    ]);
    holder.peer.request({ type: 'resize', size: { columns: 100, rows: 30 } });
    expect(viewer.terminal.last('size')?.size).toEqual({ columns: 100, rows: 30 });
    expect(holder.terminal.all('size')).toEqual([]);
    viewer.peer.request({ type: 'resize', size: { columns: 20, rows: 5 } });
    expect([...world.shadow.pictures.values()]).toEqual([{ columns: 20, rows: 5 }]);
    expect(world.agent.sizes).toHaveLength(1);
  });
});

describe('what a terminal is shown first', () => {
  test('KEEPER-30: role, snapshot, then the output from there on', async () => {
    const world = new KeeperWorld();
    await world.attached();
    world.print('before');
    world.shadow.answersLate = true;
    const { terminal } = await world.attached('take', SMALL);
    world.print(' during');
    world.shadow.answer();
    await settled();
    world.print(' after');
    expect(terminal.events.map(({ type }) => type)).toEqual(['role', 'snapshot']);
    expect(terminal.last('snapshot')).toMatchObject({ basis: 'fresh', at: 6, size: SMALL });
    expect(terminal.snapshots).toBe('viewport at 6|whole at 6');
    expect(terminal.text).toBe(' during after');
  });

  test('KEEPER-31: a holder that was away a moment is sent what it missed', async () => {
    const world = new KeeperWorld();
    const first = await world.attached();
    world.print('shown');
    first.peer.closed();
    world.print(' missed');
    const { terminal, peer } = world.connect();
    peer.request({ type: 'attach', size: SIZE, hold: 'if-free', after: 5 });
    expect(terminal.last('snapshot')).toMatchObject({ basis: 'resumed', at: 5, bytes: 0 });
    expect(terminal.text).toBe(' missed');
  });

  test.each([
    ['the log has lost it', 1, 'x'.repeat(2000), SIZE],
    ['its window has changed', 5, '', SMALL],
    ['it says more than there was', 50, '', SIZE],
  ])('KEEPER-31: not when %s', async (_, after, printed, size) => {
    const world = new KeeperWorld();
    const first = await world.attached();
    world.print('shown');
    first.peer.closed();
    world.print(printed);
    const { terminal, peer } = world.connect();
    peer.request({ type: 'attach', size, hold: 'take', after });
    await settled();
    expect(terminal.last('snapshot')?.basis).toBe('fresh');
  });

  test('KEEPER-31: not when the size has changed and come back, or we have answered a query', async () => {
    const world = new KeeperWorld();
    const first = await world.attached();
    world.print('shown');
    first.peer.closed();
    world.print('?');
    world.shadow.listener.reply(6, bytesOf('answer'));
    const again = world.connect();
    again.peer.request({ type: 'attach', size: SIZE, hold: 'take', after: 5 });
    await settled();
    expect(again.terminal.last('snapshot')?.basis).toBe('fresh');
    const other = await world.attached('take', SMALL);
    other.peer.closed();
    again.peer.closed();
    const third = world.connect();
    third.peer.request({ type: 'attach', size: SIZE, hold: 'take', after: 6 });
    await settled();
    expect(third.terminal.last('snapshot')?.basis).toBe('fresh');
  });

  test('KEEPER-32: the first holder sees it all without the shadow', () => {
    const world = new KeeperWorld();
    world.print('early');
    const { terminal, peer } = world.connect();
    peer.request({ type: 'attach', size: SIZE, hold: 'take' });
    world.print(' and late');
    expect(terminal.text).toBe('early and late');
    expect(world.shadow.asked).toBe(0);
  });

  test('KEEPER-33: a snapshot of a size that has gone is asked for again', async () => {
    const world = new KeeperWorld();
    await world.attached();
    world.print('x');
    world.shadow.answersLate = true;
    const { terminal, peer } = await world.attached('take');
    peer.request({ type: 'resize', size: SMALL });
    world.shadow.answersLate = false;
    world.shadow.answer();
    await settled();
    expect(world.shadow.asked).toBe(2);
    expect(terminal.all('snapshot')).toMatchObject([{ size: SMALL }]);
  });

  test('KEEPER-30: the screen is sent before its scrollback is there, and no output before both', async () => {
    const world = new KeeperWorld();
    await world.attached();
    world.print('before');
    world.shadow.wholesLate = true;
    const { terminal } = await world.attached('take');
    world.print(' during');
    expect(terminal.last('snapshot')).toMatchObject({ at: 6, viewportBytes: 13, bytes: 13 });
    expect([terminal.snapshots, terminal.text]).toEqual(['viewport at 6', '']);
    world.shadow.answer();
    await settled();
    expect(terminal.all('snapshot')).toHaveLength(1);
    expect([terminal.snapshots, terminal.text]).toEqual(['viewport at 6|whole at 6', ' during']);
  });

  test('KEEPER-33: of a size that has gone between screen and scrollback, another is shown', async () => {
    const world = new KeeperWorld();
    await world.attached();
    world.print('x');
    world.shadow.wholesLate = true;
    const { terminal, peer } = await world.attached('take');
    peer.request({ type: 'resize', size: SMALL });
    world.print('y');
    world.shadow.wholesLate = false;
    world.shadow.answer();
    await settled();
    expect(terminal.all('snapshot').map(({ size }) => size)).toEqual([SIZE, SMALL]);
    expect(terminal.snapshots).toBe('viewport at 1viewport at 2|whole at 2');
  });

  test('KEEPER-33: a size that never rests is shown as it is in the end', async () => {
    const world = new KeeperWorld();
    await world.attached();
    world.print('x');
    world.shadow.wholesLate = true;
    const { terminal, peer } = await world.attached('take');
    for (let columns = 40; columns < 60; columns += 1) {
      peer.request({ type: 'resize', size: { columns, rows: 24 } });
      world.clock.pass(60);
      world.shadow.answer();
      await settled();
    }
    world.print('y');
    expect(terminal.all('snapshot')).toHaveLength(4);
    expect(terminal.text).toBe('y');
  });

  test('KEEPER-37: without its scrollback the terminal goes on from the screen, and is told', async () => {
    const world = new KeeperWorld();
    await world.attached();
    world.print('x');
    world.shadow.failsHalfway = true;
    const { terminal } = await world.attached('take');
    world.print('y');
    expect([terminal.snapshots, terminal.text]).toEqual(['viewport at 1', 'y']);
    expect(terminal.last('problem')?.code).toBe('scrollback');
  });

  test('KEEPER-30: a terminal that leaves between screen and scrollback is sent no more', async () => {
    const world = new KeeperWorld();
    const first = await world.attached();
    world.print('x');
    world.shadow.wholesLate = true;
    const { terminal, peer } = await world.attached('take');
    peer.closed();
    world.print('y');
    world.shadow.answer();
    await settled();
    world.shadow.answer();
    await settled();
    expect([terminal.snapshots, terminal.text]).toEqual(['viewport at 1', '']);
    expect(first.terminal.snapshots).toBe('viewport at 1|whole at 1');
    expect(first.terminal.text).toBe('xy');
    expect(world.agent.paused).toBe(false);
  });

  test('KEEPER-33: a shadow that fails is a gap, and the terminal goes on', async () => {
    const world = new KeeperWorld();
    await world.attached();
    world.print('x');
    world.shadow.fails = true;
    const { terminal } = await world.attached('take');
    world.print('y');
    expect(terminal.last('snapshot')).toMatchObject({
      basis: 'gap',
      reason: 'the screen can not be followed',
    });
    expect(terminal.text).toBe('y');
  });

  test('KEEPER-34: the agent waits for its holder’s snapshot, but not for ever', async () => {
    const world = new KeeperWorld();
    await world.attached();
    world.print('x');
    world.shadow.answersLate = true;
    const { terminal } = await world.attached('take');
    expect(world.agent.paused).toBe(true);
    world.clock.pass(SNAPSHOT_PATIENCE_MS);
    expect(world.agent.paused).toBe(false);
    world.shadow.answer();
    await settled();
    expect(terminal.all('snapshot')).toHaveLength(1);
  });

  test('KEEPER-35: rows come with their id', async () => {
    const world = new KeeperWorld();
    world.print('abc');
    const { terminal, peer } = world.connect('view');
    peer.request({ type: 'rows', requestId: 'r1' });
    await settled();
    expect(terminal.events).toEqual([
      {
        type: 'snapshot',
        requestId: 'r1',
        basis: 'fresh',
        at: 3,
        cursorRow: 1,
        size: SIZE,
        viewportBytes: 11,
        bytes: 11,
      },
    ]);
    expect(terminal.snapshots).toBe('row 1\nrow 2');
  });
});

describe('a terminal that does not keep up', () => {
  const FLOOD = 'f'.repeat(WINDOW_BYTES / 4);

  test('KEEPER-11: the agent waits while its holder is behind', async () => {
    const world = new KeeperWorld({ logMemoryBytes: 4 * WINDOW_BYTES });
    const { terminal, peer } = await world.attached();
    await world.attached('never');
    for (let count = 0; count < 5; count += 1) world.print(FLOOD);
    expect(terminal.mostUnderWay).toBe(WINDOW_BYTES);
    expect(world.agent.paused).toBe(true);
    peer.acknowledge(WINDOW_BYTES / 4);
    expect(world.agent.paused).toBe(true);
    peer.acknowledge(WINDOW_BYTES / 2);
    expect(world.agent.paused).toBe(false);
    expect(terminal.shownOffset).toBe(world.keeper.outputBytes);
  });

  test('KEEPER-12: it waits for one that stands still no longer than a second', async () => {
    const world = new KeeperWorld({ logMemoryBytes: 4 * WINDOW_BYTES });
    const { terminal, peer } = await world.attached();
    for (let count = 0; count < 5; count += 1) world.print(FLOOD);
    world.clock.pass(STALL_MS - 1);
    expect(world.agent.paused).toBe(true);
    peer.acknowledge(1);
    world.clock.pass(STALL_MS - 1);
    expect(world.agent.paused).toBe(true);
    world.clock.pass(1);
    expect(world.agent.paused).toBe(false);
    for (let count = 0; count < 5; count += 1) world.print(FLOOD);
    expect(world.agent.paused).toBe(false);
    terminal.acknowledgedOffset = WINDOW_BYTES;
    peer.acknowledge(WINDOW_BYTES);
    expect(world.agent.paused).toBe(true);
  });

  test('KEEPER-13: it is sent the rest out of the log, or a snapshot that says why', async () => {
    const world = new KeeperWorld({ logMemoryBytes: 2 * WINDOW_BYTES });
    const { terminal, peer } = await world.attached();
    for (let count = 0; count < 6; count += 1) world.print(FLOOD);
    world.clock.pass(STALL_MS);
    terminal.acknowledgedOffset = WINDOW_BYTES;
    peer.acknowledge(WINDOW_BYTES);
    expect(terminal.shownOffset).toBe(6 * FLOOD.length);
    for (let count = 0; count < 14; count += 1) {
      world.print(FLOOD);
      world.clock.pass(STALL_MS);
    }
    expect(terminal.all('snapshot')).toHaveLength(1);
    peer.acknowledge(terminal.shownOffset - 1);
    await settled();
    expect(terminal.last('snapshot')).toMatchObject({
      basis: 'fresh',
      at: 20 * FLOOD.length,
      reason: 'this terminal stood still for too long to be sent all that came meanwhile',
    });
    expect(world.agent.paused).toBe(false);
  });

  test('KEEPER-15: chunks are sent as they come, those of a burst together', async () => {
    const world = new KeeperWorld({ logMemoryBytes: 4 * WINDOW_BYTES });
    const { terminal } = await world.attached();
    const chunk = 'c'.repeat(4096);
    for (let count = 0; count < 40; count += 1) world.print(chunk);
    const lengths = terminal.pieces.map(({ bytes }) => bytes.length);
    expect(lengths).toEqual([...Array(16).fill(4096), ...Array(3).fill(8 * 4096)]);
    world.print('end');
    expect(terminal.shownOffset).toBe(40 * 4096);
    world.clock.pass(1);
    expect(terminal.text.endsWith('end')).toBe(true);
    world.clock.pass(10);
    world.print('k');
    expect(terminal.text.endsWith('endk')).toBe(true);
  });

  test('KEEPER-14: a viewer that takes nothing gets no picture until it takes again', async () => {
    const world = new KeeperWorld();
    const { terminal } = await world.attached('never', SMALL);
    const [id = ''] = world.shadow.pictures.keys();
    world.shadow.listener.picture(id, bytesOf('one'));
    terminal.waitingBytes = 1e6;
    world.shadow.listener.picture(id, bytesOf('two'));
    expect(world.shadow.pictures.size).toBe(0);
    world.clock.pass(500);
    expect(world.shadow.pictures.size).toBe(0);
    terminal.waitingBytes = 0;
    world.clock.pass(100);
    const [next = ''] = world.shadow.pictures.keys();
    world.shadow.listener.picture(id, bytesOf('late'));
    world.shadow.listener.picture(next, bytesOf('whole'));
    expect(terminal.pictures).toBe('onewhole');
  });
});
