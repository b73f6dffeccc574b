// Sessions of random steps, recorded and driven anew: whatever happens, the same comes of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventJournal, ScriptedDriver, type ScriptedTurn } from '@codex-voice/drivers';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JsonStore, SeenHud, settings } from './control-world.test-support.ts';
import { type RecordedWorld, recordedWorld } from './recorded-world.test-support.ts';
import { differenceWords } from './redrive-compare.ts';
import { redrive } from './redrive-report.ts';

const SESSIONS = 60;
const STEPS = 40;

let directory: string;
let journals = 0;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'codex-voice-random-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const words = fc.constantFrom(
  ...['hello there', 'send it', 'scratch that', 'run the tests', 'new line', 'cancel that'],
  ...['approve', 'deny', 'confirm', 'stop', 'read back', 'clean up now', 'please fail', 'hold on'],
  ...['camel get user name', 'clear the queue', 'listen all the time', 'stop listening', ''],
);

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('hear' as const), words }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(2_000) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      words,
      intent: fc.constantFrom('compose' as const, 'send' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('talk' as const),
      how: fc.constantFrom('start' as const, 'stop' as const, 'toggle' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('command' as const),
      command: fc.constantFrom(
        ...(['send', 'scratch', 'cancel', 'clear', 'interrupt', 'approve', 'deny'] as const),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('mode' as const),
      mode: fc.constantFrom(...(['tap', 'auto', 'continuous', 'wake', 'hybrid'] as const)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('type' as const), words }) },
  ...(
    [
      ...([
        'look',
        'works',
        'rests',
        'dialog',
        'no-dialog',
        'drop',
        'disconnect',
        'reconnect',
      ] as const),
      ...([
        'driver',
        'no-driver',
        'typing',
        'structured',
        'ask',
        'restart',
        'hud',
        'close',
      ] as const),
      ...([
        'full',
        'room',
        'commit',
        'voice-dies',
        'device-open',
        'device-closed',
        'question',
      ] as const),
    ] as const
  ).map((what) => ({ weight: 1, arbitrary: fc.constant({ do: what }) })),
);
type Step = Exclude<typeof step extends fc.Arbitrary<infer Value> ? Value : never, undefined>;

class RandomSession {
  readonly store = new JsonStore();
  readonly recorded: RecordedWorld = recordedWorld(this.store);
  readonly huds: SeenHud[] = [];
  readonly journal: EventJournal;
  readonly driver: ScriptedDriver;
  #count = 0;

  constructor() {
    const { world } = this.recorded;
    journals += 1;
    const path = join(directory, `events-${journals}`);
    this.journal = new EventJournal({ path, nowMs: () => world.clock.wallMs() });
    this.driver = new ScriptedDriver({ journal: this.journal, turnFor });
    this.huds.push(new SeenHud(world.control, settings()));
  }

  async take(one: Step): Promise<void> {
    const { world } = this.recorded;
    const { keeper, control } = world;
    this.#count += 1;
    const id = `n${this.#count}`;
    const voice = world.voices.all.at(-1);
    switch (one.do) {
      case 'hear':
        if (voice !== undefined) {
          voice.ready();
          voice.say(id, one.words, { atMs: world.clock.nowMs() });
        }
        return;
      case 'wait':
        await this.recorded.wait(one.ms);
        return;
      case 'say':
        control.say({ promptId: id, text: one.words || 'x', intent: one.intent });
        return;
      case 'talk':
        this.huds.at(-1)?.request({ type: 'talk', do: one.how });
        return;
      case 'command':
        this.huds.at(-1)?.request({ type: 'command', command: one.command });
        return;
      case 'mode':
        this.huds.at(-1)?.request({ type: 'mode', mode: one.mode });
        return;
      case 'type':
        keeper.type(one.words);
        return;
      case 'look':
        keeper.look();
        return;
      case 'works':
      case 'rests':
        keeper.works = one.do === 'works';
        keeper.look();
        return;
      case 'dialog':
      case 'no-dialog':
        keeper.dialog = one.do === 'dialog';
        keeper.look();
        return;
      case 'drop':
        keeper.dropNext = this.#count % 2 === 0 ? 'before' : 'after';
        return;
      case 'disconnect':
        control.disconnected();
        return;
      case 'reconnect':
        keeper.connect(control);
        return;
      default:
        this.#more(one.do, id);
    }
  }

  #more(what: Step['do'], id: string): void {
    const { world } = this.recorded;
    const { control } = world;
    switch (what) {
      case 'driver':
        control.setDriver(this.driver);
        return;
      case 'no-driver':
        control.setDriver(undefined);
        return;
      case 'typing':
      case 'structured':
        this.driver.become(what, 'as it is');
        return;
      case 'ask':
        void control.approval({
          ...{ type: 'approval', requestId: id, sessionId: 's1' },
          ...{ id: 'a1', answer: 'approve', by: 'key' },
        });
        return;
      case 'question':
        control.askFor({
          ...{ type: 'question', requestId: id, sessionId: 's1' },
          ...{ question: 'which one?', timeoutMs: 3_000 },
        });
        return;
      case 'restart':
        world.restart();
        this.huds.push(new SeenHud(world.control));
        return;
      case 'hud':
        this.huds.push(new SeenHud(control));
        return;
      case 'close':
        if (this.huds.length > 1) this.huds.pop()?.seat.close();
        return;
      case 'full':
      case 'room':
        this.store.full = what === 'full';
        return;
      case 'commit':
        world.head = id;
        return;
      case 'voice-dies':
        world.voices.all.at(-1)?.die('SIGSEGV');
        return;
      case 'device-open':
        world.voices.all.at(-1)?.device('open');
        return;
      case 'device-closed':
        world.voices.all.at(-1)?.device('closed');
        return;
      default:
    }
  }
}

function turnFor(prompt: string): ScriptedTurn {
  if (/clean/iu.test(prompt)) return { kind: 'ask', command: 'rm -rf build' };
  if (/fail/iu.test(prompt)) return { kind: 'fail', message: 'no network' };
  return /hold/iu.test(prompt) ? { kind: 'hold' } : { kind: 'say', text: 'done' };
}

test('REDRIVE-4: sessions of random steps, with successors, drivers, full disks and dying processes, are driven anew to the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: STEPS }), async (steps) => {
      const session = new RandomSession();
      for (const one of steps) await session.take(one);
      await session.recorded.wait(1_000);
      session.journal[Symbol.dispose]();
      const report = await redrive(session.recorded.lines, { redacted: false });
      expect(report.differences.map(differenceWords)).toEqual([]);
      expect(report.uncompared).toEqual([]);
    }),
    { numRuns: SESSIONS },
  );
});
