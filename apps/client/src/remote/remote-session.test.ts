// A session of another machine against a far end that does what a test says, on a clock that stands still.
import { duplexPair } from 'node:stream';
import { type FarLink, openFarLink, openNearLink } from '@codex-voice/ipc';
import type { HostEvent, KeeperEvent, LinkHello, LinkRequest } from '@codex-voice/protocol';
import type { SshRefusal } from '@codex-voice/remote';
import { describe, expect, test, vi } from 'vitest';
import type { Attach } from '../session-backend.ts';
import { ALIVE_EVERY_MS, RemoteSession, SILENT_MS } from './remote-session.ts';
import type { OpenLink } from './ssh-link.ts';

/** A machine under load gets many times what anything here takes, in ms. */
const PATIENCE_MS = 30_000;
const SIZE = { columns: 80, rows: 23 };
const AT_REST = { atRest: true, insidePaste: false };

class World {
  nowMs = 1_000;
  timers: { readonly dueMs: number; readonly call: () => void }[] = [];
  readonly hellos: LinkHello[] = [];
  readonly asked: string[] = [];
  readonly links: LinkRequest[] = [];
  readonly told: string[] = [];
  typed = '';
  far: FarLink | undefined;
  #break: () => void = () => undefined;
  /** What the next tries end with. */
  readonly refusals: SshRefusal[] = [];
  readonly session: RemoteSession;

  constructor() {
    this.session = new RemoteSession({
      address: { host: 'host', session: 'codex' },
      program: 'codex-voice',
      open: this.#open,
      nowMs: () => this.nowMs,
      after: (delayMs, call) => {
        const timer = { dueMs: this.nowMs + delayMs, call };
        this.timers.push(timer);
        return () => {
          this.timers = this.timers.filter((other) => other !== timer);
        };
      },
      onLink: (state) => this.told.push(state),
    });
    this.session.listener.bind({
      event: (event) => this.told.push(event.type),
      output: (offset, bytes) =>
        this.told.push(`output ${offset} ${Buffer.from(bytes).toString()}`),
      snapshot: () => this.told.push('snapshot'),
      picture: () => this.told.push('picture'),
      lost: () => this.told.push('lost'),
    });
  }

  readonly #open: OpenLink = async ({ hello, events, asks }) => {
    this.asked.push(asks);
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return { kind: 'refused', refusal };
    const [left, right] = duplexPair();
    this.#break = () => {
      left.destroy();
      right.destroy();
    };
    this.far = openFarLink(right, {
      onHello: (said) => this.hellos.push(said),
      onLink: (request) => this.links.push(request),
      onHost: () => undefined,
      onEnded: () => undefined,
    });
    const link = openNearLink(left, { ...events, hello });
    const peer = {
      request: () => undefined,
      input: (bytes: Uint8Array) => {
        this.typed += Buffer.from(bytes).toString();
      },
      acknowledge: () => undefined,
      deliver: () => undefined,
      closed: () => undefined,
    };
    await vi.waitFor(() => expect(this.hellos).toHaveLength(this.asked.length));
    const how = { version: 2, program: '', capability: 'control' } as const;
    this.far.reached(peer, { sessionId: 'codex-k3fa', ...how });
    const reached = { type: 'reached', sessionId: 'codex-k3fa', version: 2, program: '' } as const;
    return { kind: 'reached', link, reached };
  };

  async reach(hold: Attach['hold'] = 'if-free'): Promise<void> {
    await this.session.reach({ hold, size: SIZE });
  }

  keeper(event: KeeperEvent): void {
    this.far?.connection.event(event);
  }

  async shown(what: string): Promise<void> {
    await vi.waitFor(() => expect(this.told).toContain(what));
  }

  cut(): void {
    this.#break();
  }

  async breakOff(): Promise<void> {
    const before = this.downs;
    this.cut();
    await vi.waitFor(() => expect(this.downs).toBe(before + 1));
  }

  get downs(): number {
    return this.told.filter((one) => one === 'down').length;
  }

  /** Lets time pass, timer by timer, and what each began come to its end. */
  async pass(durationMs: number): Promise<void> {
    const endMs = this.nowMs + durationMs;
    for (;;) {
      const next = this.timers.toSorted((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined || next.dueMs > endMs) break;
      this.timers = this.timers.filter((other) => other !== next);
      this.nowMs = Math.max(this.nowMs, next.dueMs);
      next.call();
      // Turns of the event loop: a try that is refused has ended by then.
      for (let turn = 0; turn < 3; turn += 1) await new Promise((done) => setImmediate(done));
    }
    this.nowMs = endMs;
  }
}

const HOLDER = { type: 'role', role: 'holder', why: 'attached', size: SIZE } as const;
const passing: SshRefusal = { kind: 'passing', message: 'host is not reached' };

async function holding(): Promise<World> {
  const world = new World();
  await world.reach();
  world.keeper(HOLDER);
  world.far?.connection.output(100, Buffer.from('drawn'));
  await world.shown('output 100 drawn');
  return world;
}

describe('a session of another machine', () => {
  test('REMOTE-5: the first try may ask, a later one never does', async () => {
    const world = await holding();
    await world.breakOff();
    await world.pass(250);
    await world.shown('up');
    expect(world.asked).toEqual(['may', 'never']);
  });

  test('a first try that fails is told in its words', async () => {
    const world = new World();
    world.refusals.push(passing);
    await expect(world.reach()).rejects.toThrow('host is not reached');
  });

  test('what was held is taken again, from where the screen stands', async () => {
    const world = await holding();
    expect(world.hellos[0]).toMatchObject({ session: 'codex', hold: 'if-free', size: SIZE });
    world.session.keeper.request({ type: 'resize', size: { columns: 70, rows: 20 } });
    await world.breakOff();
    await world.pass(250);
    await world.shown('up');
    expect(world.hellos[1]).toMatchObject({
      ...{ session: 'codex-k3fa', hold: 'take', after: 105, size: { columns: 70, rows: 20 } },
    });
    expect(world.session.name).toBe('ssh://host/codex-k3fa');
  });

  test('a viewer watches again, and half a snapshot is no screen', async () => {
    const world = new World();
    await world.reach();
    world.keeper({ ...HOLDER, role: 'viewer' });
    await world.shown('role');
    await world.breakOff();
    await world.pass(250);
    await world.shown('up');
    expect(world.hellos[1]).not.toHaveProperty('after');
    expect(world.hellos[1]).toMatchObject({ hold: 'if-free' });
    world.keeper(HOLDER);
    world.far?.connection.output(100, Buffer.from('drawn'));
    const snapshot = { basis: 'fresh', at: 200, size: SIZE, viewportBytes: 9, bytes: 9 } as const;
    world.keeper({ type: 'snapshot', ...snapshot });
    await world.shown('snapshot');
    await world.breakOff();
    await world.pass(500);
    await vi.waitFor(() => expect(world.hellos).toHaveLength(3));
    expect(world.hellos[2]).not.toHaveProperty('after');
  });

  test.each([
    ['take', 'if-free'],
    ['never', 'never'],
  ] as const)('told that it watches, %s comes back as %s', async (hold, again) => {
    const world = new World();
    await world.reach(hold);
    expect(world.hellos[0]).toMatchObject({ hold });
    world.keeper({ ...HOLDER, role: 'viewer' });
    await world.shown('role');
    await world.breakOff();
    await world.pass(250);
    await world.shown('up');
    expect(world.hellos[1]).toMatchObject({ hold: again });
  });

  test('keys reach it, and go nowhere while the link is down', async () => {
    const world = await holding();
    world.session.keeper.input(Buffer.from('a'), AT_REST);
    await vi.waitFor(() => expect(world.typed).toBe('a'));
    await world.breakOff();
    world.session.keeper.input(Buffer.from('b'), AT_REST);
    await world.pass(250);
    await world.shown('up');
    world.session.keeper.input(Buffer.from('c'), AT_REST);
    await vi.waitFor(() => expect(world.typed).toBe('ac'));
  });

  test('REMOTE-8: tried again and again, each told, and given up in the end', async () => {
    const world = await holding();
    for (let n = 0; n < 100; n += 1) world.refusals.push(passing);
    await world.breakOff();
    await world.pass(130_000);
    await world.shown('lost');
    expect(world.session.gaveUp).toBe('host is not reached');
    expect(world.asked.length).toBeGreaterThan(15);
    expect(world.asked.length).toBeLessThan(25);
    expect(world.downs).toBe(world.asked.length - 1);
    expect(world.timers).toEqual([]);
  });

  test('REMOTE-7: what would end the same way is not tried again', async () => {
    const world = await holding();
    world.refusals.push({ kind: 'lasting', message: 'host: no session codex-k3fa' });
    await world.breakOff();
    await world.pass(250);
    await world.shown('lost');
    expect(world.session.gaveUp).toBe('host: no session codex-k3fa');
  });

  test('a link on which nothing comes is dead', async () => {
    const world = await holding();
    await world.pass(SILENT_MS + 2 * ALIVE_EVERY_MS);
    expect(world.told).toContain('down');
    expect(world.links.every(({ type }) => type === 'alive')).toBe(true);
  });

  test('one that answers lives, and its clock is known', async () => {
    const world = await holding();
    for (let n = 0; n < 10; n += 1) {
      world.far?.say({ type: 'alive', echoMs: world.nowMs, nowMs: world.nowMs + 500 });
      await vi.waitFor(() => expect(world.session.clock.offsetMs).toBe(500));
      await world.pass(ALIVE_EVERY_MS);
    }
    expect(world.downs).toBe(0);
  });

  test('REMOTE-9: across a break nothing is known of the other clock', async () => {
    const world = await holding();
    const say = (aheadMs: number): void =>
      world.far?.say({ type: 'alive', echoMs: world.nowMs, nowMs: world.nowMs + aheadMs });
    say(500);
    await vi.waitFor(() => expect(world.session.clock.offsetMs).toBe(500));
    await world.breakOff();
    await world.pass(250);
    await world.shown('up');
    expect(world.session.clock.offsetMs).toBeUndefined();
    say(90_000);
    await vi.waitFor(() => expect(world.session.clock.offsetMs).toBe(90_000));
  });

  test('REMOTE-8: links that are up and break at once are given up, too', async () => {
    const world = await holding();
    for (let breaks = 0; breaks < 60; breaks += 1) {
      world.cut();
      await vi.waitFor(() => expect(world.session.isUp).toBe(false), PATIENCE_MS);
      const next = world.timers[0];
      if (next === undefined) break;
      await world.pass(next.dueMs - world.nowMs);
      await vi.waitFor(() => expect(world.session.isUp).toBe(true), PATIENCE_MS);
    }
    expect(world.session.gaveUp).toContain('host is not reached any more');
  });

  test('the host is found once the link is up, and its end is told', async () => {
    const world = await holding();
    const closed: string[] = [];
    const events: HostEvent[] = [];
    const handlers = {
      onEvent: (event: HostEvent) => events.push(event),
      onClosed: (why: string) => closed.push(why),
    };
    const found = world.session.findHost(handlers);
    await vi.waitFor(() => expect(world.links).toContainEqual({ type: 'host' }));
    world.far?.say({ type: 'host', state: { kind: 'found', version: 2 } });
    expect(await found).toMatchObject({ kind: 'connected' });
    world.far?.host({ type: 'intent', intent: 'send' }, 2);
    await vi.waitFor(() => expect(events).toHaveLength(1));
    await world.breakOff();
    expect(closed).toHaveLength(1);
    const again = world.session.findHost(handlers);
    await world.pass(250);
    await world.shown('up');
    world.far?.say({ type: 'host', state: { kind: 'gone', why: 'it did not start' } });
    expect(await again).toEqual({ kind: 'refused', message: 'it did not start' });
  });

  test('left: nothing is tried and nobody waits any more', async () => {
    const world = await holding();
    await world.breakOff();
    const found = world.session.findHost({ onEvent: () => undefined, onClosed: () => undefined });
    world.session.close();
    expect(await found).toMatchObject({ kind: 'refused' });
    expect(world.timers).toEqual([]);
  });

  test('an agent that ends is no break', async () => {
    const world = await holding();
    world.keeper({ type: 'exited', exitCode: 0, signal: 0 });
    await world.shown('exited');
    world.far?.say({ type: 'keeper-gone', why: 'closed' });
    world.far?.close();
    await world.pass(10_000);
    expect([world.told.includes('lost'), world.downs]).toEqual([false, 0]);
  });
});
