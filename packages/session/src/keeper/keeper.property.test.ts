// Terminals come, go, take, resize and stand still while output flows: what each is shown is the log.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FakeTerminal, KeeperWorld, settled } from './keeper-world.test-support.ts';
import { WINDOW_BYTES } from './output-flow.ts';

const LOG_BYTES = 2 * WINDOW_BYTES;

const step = fc.oneof(
  { arbitrary: fc.record({ do: fc.constant('print'), amount: fc.nat(150_000) }), weight: 8 },
  {
    arbitrary: fc.record({ do: fc.constant('show'), who: fc.nat(), amount: fc.nat(300_000) }),
    weight: 8,
  },
  {
    arbitrary: fc.record({
      do: fc.constantFrom('take', 'release', 'close', 'resize'),
      who: fc.nat(),
      amount: fc.nat(60),
    }),
    weight: 4,
  },
  {
    arbitrary: fc.record({
      do: fc.constantFrom('attach-take', 'attach-if-free', 'attach-never', 'attach-after'),
      amount: fc.nat(60),
    }),
    weight: 3,
  },
  { arbitrary: fc.record({ do: fc.constant('wait'), amount: fc.nat(1500) }), weight: 3 },
  { arbitrary: fc.record({ do: fc.constantFrom('late', 'late-whole', 'answer') }), weight: 3 },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;
type Connected = ReturnType<KeeperWorld['connect']> & { size: { columns: number; rows: number } };

/** What byte the agent writes at each offset. */
function byteAt(offset: number): number {
  return (offset * 31 + (offset >> 8) * 17) & 0xff;
}

function holds(terminal: FakeTerminal): boolean {
  return terminal.last('role')?.role === 'holder';
}

class Play {
  readonly world = new KeeperWorld({ logMemoryBytes: LOG_BYTES });
  connected: Connected[] = [];
  /** Where the newest holder that has closed stood. */
  leftAt = 0;

  take(one: Step): void {
    const amount = 'amount' in one ? one.amount : 0;
    const target = 'who' in one ? this.connected[one.who % this.connected.length] : undefined;
    if (one.do === 'print') this.print(amount);
    else if (one.do === 'wait') this.world.clock.pass(amount);
    else if (one.do === 'late') this.world.shadow.answersLate = true;
    else if (one.do === 'late-whole') this.world.shadow.wholesLate = true;
    else if (one.do === 'answer') {
      this.world.shadow.answersLate = false;
      this.world.shadow.wholesLate = false;
      this.world.shadow.answer();
    } else if (one.do.startsWith('attach')) this.attach(one.do, amount);
    else if (target !== undefined) this.act(target, one.do, amount);
  }

  print(length: number): void {
    const { keeper, agent } = this.world;
    if (agent.paused) return;
    const from = keeper.outputBytes;
    keeper.agentOutput(Uint8Array.from({ length }, (_, index) => byteAt(from + index)));
  }

  attach(how: string, columns: number): void {
    const size = { columns: columns + 1, rows: 24 };
    const connection = { ...this.world.connect(), size };
    this.connected.push(connection);
    const hold = how === 'attach-never' ? 'never' : how === 'attach-if-free' ? 'if-free' : 'take';
    const after = how === 'attach-after' ? { after: this.leftAt } : {};
    connection.terminal.shownOffset = this.leftAt;
    connection.peer.request({ type: 'attach', size, hold, ...after });
  }

  act(target: Connected, what: string, amount: number): void {
    const { terminal, peer } = target;
    if (what === 'take') peer.request({ type: 'take' });
    else if (what === 'release') peer.request({ type: 'release' });
    else if (what === 'resize') {
      target.size = { columns: amount + 1, rows: 24 };
      peer.request({ type: 'resize', size: target.size });
    } else if (what === 'show') {
      const offset = Math.min(terminal.shownOffset, terminal.acknowledgedOffset + amount);
      terminal.acknowledgedOffset = offset;
      peer.acknowledge(offset);
    } else {
      this.connected = this.connected.filter((other) => other !== target);
      if (holds(terminal)) this.leftAt = terminal.shownOffset;
      peer.closed();
    }
  }

  check(): void {
    const { world, connected } = this;
    const holders = connected.filter(({ terminal }) => holds(terminal));
    expect(holders.length).toBeLessThanOrEqual(1);
    for (const { terminal } of connected) {
      expect(terminal.mostUnderWay).toBeLessThanOrEqual(WINDOW_BYTES);
      for (const { offset, bytes } of terminal.pieces.splice(0)) {
        const wrong = bytes.findIndex((byte, index) => byte !== byteAt(offset + index));
        expect(wrong).toBe(-1);
      }
    }
    if (holders.length === 0) expect(world.agent.paused).toBe(false);
  }

  /** Everything that waits is done with, and the terminals show all they get. */
  async rest(): Promise<void> {
    this.world.shadow.answersLate = false;
    this.world.shadow.wholesLate = false;
    for (let round = 0; round < 12; round += 1) {
      this.world.shadow.answer();
      await settled();
      this.world.clock.pass(100);
      for (const target of this.connected) this.act(target, 'show', Number.MAX_SAFE_INTEGER);
    }
  }
}

test('KEEPER-10: whatever happens, each holder is shown the log from its snapshot on', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }),
      async (steps) => {
        const play = new Play();
        play.attach('attach-take', 79);
        play.print(1_000);
        for (const one of steps) {
          play.take(one);
          await settled();
          play.check();
        }
        await play.rest();
        play.check();
        const { world } = play;
        expect(world.agent.paused).toBe(false);
        expect(world.recorded).toBe(world.keeper.outputBytes);
        const holder = play.connected.find(({ terminal }) => holds(terminal));
        if (holder !== undefined) {
          expect(holder.terminal.shownOffset).toBe(world.keeper.outputBytes);
          expect(world.agent.sizes.at(-1) ?? { columns: 80, rows: 24 }).toEqual(holder.size);
        }
        for (const { peer } of play.connected) peer.closed();
        world.keeper.agentExited({ exitCode: 0, signal: 0 });
        world.clock.pass(60);
        expect([world.finished, world.clock.waiting]).toEqual([1, 0]);
        expect(world.shadow.pictures.size).toBe(0);
      },
    ),
    { numRuns: process.env.TEST_SIZE === 'full' ? 200 : 80, seed: 11 },
  );
  // The full size takes some 8 s by itself, and several times that on a machine that does other work.
}, 180_000);
