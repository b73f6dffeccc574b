// How an agent's turn is interrupted: by key, word and the start of speech, with a driver and without.
import {
  type CommandResult,
  EventJournal,
  ScriptedDriver,
  type ScriptedTurn,
} from '@codex-voice/drivers';
import { beforeEach, expect, test } from 'vitest';
import { ControlWorld, SeenHud, settings } from './control-world.test-support.ts';
import type { SessionControl } from './session-control.ts';

class CountingDriver extends ScriptedDriver {
  interrupts = 0;

  override async interrupt(): Promise<CommandResult> {
    this.interrupts += 1;
    return await super.interrupt();
  }
}

let world: ControlWorld;
let control: SessionControl;
let driver: CountingDriver;
let hud: SeenHud;
let prompts = 0;

function start(): void {
  world = new ControlWorld();
  ({ control } = world);
  const journal = new EventJournal({ nowMs: () => world.clock.wallMs() });
  const turnFor = (text: string): ScriptedTurn =>
    text === 'hold' ? { kind: 'hold' } : { kind: 'ask', command: text };
  driver = new CountingDriver({ journal, turnFor });
  control.setDriver(driver);
}

/** The agent's turn goes on and on, or asks to run the command. */
async function turn(text: string): Promise<void> {
  prompts += 1;
  await driver.submit({ promptId: `p${prompts}`, text });
}

const refusals = (): string[] => hud.of('notice').map(({ code, text }) => code ?? text);

function talking(): void {
  hud.request({ type: 'talk', do: 'start' });
  world.voices.last.ready();
  world.voices.last.device('open');
}

async function say(text: string): Promise<void> {
  prompts += 1;
  world.voices.last.say(`u${prompts}`, text, { atMs: world.clock.nowMs() });
  // What the driver answers comes in a later turn of the loop.
  await new Promise((resolve) => setImmediate(resolve));
}

beforeEach(() => {
  start();
  hud = new SeenHud(control, settings());
});

test('CONTROL-74: a key, a phrase, and "stop" while a turn runs interrupt it and hush our voice', async () => {
  talking();
  const ways = [
    async () => hud.request({ type: 'command', command: 'interrupt' }),
    async () => await say('Interrupt the agent.'),
    async () => await say('Stop!'),
  ];
  for (const [index, interrupt] of ways.entries()) {
    await turn('hold');
    const hushed = world.voices.last.told.filter((told) => told === 'hush').length;
    await interrupt();
    expect(driver.interrupts).toBe(index + 1);
    expect(driver.activity).toBe('idle');
    expect(world.voices.last.told.filter((told) => told === 'hush')).toHaveLength(hushed + 1);
  }
  // To an agent that rests it is a word like any other.
  await say('Stop!');
  expect(driver.interrupts).toBe(ways.length);
  world.wait(2_000);
  expect(world.keeper.composer).toContain('Stop!');
  hud.request({ type: 'command', command: 'interrupt' });
  expect(refusals().at(-1)).toBe('nothing-runs');
});

test('CONTROL-74: without a structured driver nothing is written, and a line says whose key it is', async () => {
  control.setDriver(undefined);
  hud.request({ type: 'command', command: 'interrupt' });
  expect(refusals()).toEqual(['nothing-runs']);
  world.keeper.dialog = true;
  world.keeper.look();
  hud.request({ type: 'command', command: 'interrupt' });
  expect(refusals().at(-1)).toBe('interrupt-by-own-key');
  expect(hud.of('notice').at(-1)?.text).toContain('Esc');
  expect(world.keeper.written).toEqual([]);
});

test('CONTROL-75: who begins to speak in auto interrupts, where the settings say so and nothing is asked', async () => {
  const speech = { type: 'speech-started', segmentId: '0.0', atMs: 1 } as const;
  for (const [mode, interrupts, text, expected] of [
    ['auto', 'speech', 'hold', 1],
    ['auto', undefined, 'hold', 0],
    ['continuous', 'speech', 'hold', 0],
    ['auto', 'speech', 'make', 0],
    ['auto', 'speech', '', 0],
  ] as const) {
    start();
    const { voice, ...rest } = settings({ mode });
    if (voice === undefined) throw new Error('no voice');
    const also = interrupts === undefined ? {} : { interrupts };
    hud = new SeenHud(control, { ...rest, voice: { ...voice, ...also } });
    talking();
    if (text !== '') await turn(text);
    world.voices.last.tell(speech);
    expect([mode, interrupts, text, driver.interrupts]).toEqual([mode, interrupts, text, expected]);
  }
});
