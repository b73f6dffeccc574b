// What every driver promises, as tests that run against each of them: with the scripted one here,
// with real agents in the system suites.
import type {
  AgentDriver,
  AgentPrompt,
  DriverCapability,
  NumberedEvent,
  ScriptedTurn,
} from '@codex-voice/drivers';
import { driverEvents, untilDriverEvent, untilHolds } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { lending } from './lent-world.ts';

/** A driver with an agent at rest behind it, for one test after the other. Dispose it: both are ended. */
export interface DriverWorld extends AsyncDisposable {
  readonly driver: AgentDriver;
  /** How the agent's next turn goes. */
  script(turn: ScriptedTurn): void;
  /** Types a prompt into the agent and sends it, as a person would; where the driver can't submit. */
  type?(text: string): Promise<void>;
  /** What the agent, or its model, was given so far, oldest first. */
  prompts(): readonly string[];
}

interface BegunWorld {
  readonly world: DriverWorld;
  readonly driver: AgentDriver;
  /** Since the test has begun; those of the first test since the agent has. */
  readonly events: readonly NumberedEvent[];
  /** What the agent was given since then. */
  prompts(): readonly string[];
}

type Begin = () => Promise<BegunWorld>;

/** Gives the agent a prompt in the way that its driver has; returns once it was taken. */
async function give({ world, driver, events }: BegunWorld, prompt: AgentPrompt): Promise<void> {
  if (can(driver, 'structured')) {
    expect(await driver.submit(prompt)).toMatchObject({ kind: 'taken' });
    return;
  }
  expect(await driver.announce(prompt)).toEqual({ kind: 'done' });
  await world.type?.(prompt.text);
  await untilHolds(`${prompt.promptId} taken`, () =>
    events.some(
      ({ event }) =>
        event.kind === 'prompt' && event.promptId === prompt.promptId && event.state === 'taken',
    ),
  );
}

function can(driver: AgentDriver, capability: DriverCapability): boolean {
  return driver.capabilities.has(capability);
}

/**
 * `typed`: of a driver whose prompts are typed, what needs a protocol for prompts is not asked. Agents start slowly:
 * the tests share one, which is lent to those of the suite itself.
 */
export function testDriverContract<World extends DriverWorld>(
  name: string,
  start: () => Promise<World>,
  prompts: 'submitted' | 'typed' = 'submitted',
): () => Promise<World> {
  const lent = lending(start);
  const told = new WeakMap<DriverWorld, readonly NumberedEvent[]>();
  const begin: Begin = async () => {
    const world = await lent();
    const { driver } = world;
    const before = told.get(world)?.length ?? 0;
    if (!told.has(world)) told.set(world, driverEvents(driver));
    await untilHolds('idle', () => driver.activity === 'idle');
    const events: NumberedEvent[] = [];
    driver.follow(before, (event) => events.push(event));
    const given = world.prompts().length;
    return { world, driver, events, prompts: () => world.prompts().slice(given) };
  };
  const promises = [
    tellsATurn,
    takesAnIdOnce,
    ...(prompts === 'submitted' ? [steersAndInterrupts] : []),
    settlesAnApproval,
    tellsAFailure,
    doesWhatItCan,
  ];
  for (const promise of promises) promise(name, begin);
  return lent;
}

function tellsATurn(name: string, begin: Begin): void {
  test(`DRIVERS-1 DRIVERS-2: ${name} tells a turn in order, numbered without gaps`, async () => {
    const begun = await begin();
    const { world, driver, events } = begun;
    world.script({ kind: 'say', text: 'It is done.' });
    await give(begun, { promptId: 'one', text: 'Do it' });
    const end = await untilDriverEvent(events, 'turn-completed');
    expect(end.how).toBe('finished');
    const kinds = events.map((one) => one.event.kind);
    const inOrder = [
      'session',
      'prompt',
      'turn-started',
      'item-started',
      'turn-completed',
    ] as const;
    const places = inOrder.map((kind) => kinds.indexOf(kind));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(events.map((one) => one.number)).toEqual(events.map((_one, index) => index + 1));
    const said = events.flatMap(({ event }) =>
      event.kind === 'item-completed' && event.item.kind === 'agent' ? [event.item.text] : [],
    );
    expect(said).toEqual(['It is done.']);
    await untilHolds('idle', () => driver.activity === 'idle');
  });
}

function takesAnIdOnce(name: string, begin: Begin): void {
  test(`DRIVERS-3 DRIVERS-4: ${name} takes an id once, however often it is offered`, async () => {
    const begun = await begin();
    const { driver, events } = begun;
    const prompt = { promptId: 'once', text: 'Only once' };
    if (can(driver, 'structured')) {
      await Promise.all([driver.submit(prompt), driver.submit(prompt)]);
    } else {
      await driver.announce(prompt);
      await give(begun, prompt);
    }
    await untilDriverEvent(events, 'turn-completed');
    await untilHolds('idle', () => driver.activity === 'idle');
    const again = can(driver, 'structured') ? driver.submit(prompt) : driver.announce(prompt);
    expect(await again).toEqual({ kind: 'repeated' });
    expect(begun.prompts()).toEqual(['Only once']);
    const states = events.flatMap(({ event }) => (event.kind === 'prompt' ? [event.state] : []));
    expect(states).toEqual(['offered', 'taken']);
  });
}

function steersAndInterrupts(name: string, begin: Begin): void {
  test(`DRIVERS-5: ${name} refuses a prompt while a turn runs, steers it, and ends it when told`, async () => {
    const { world, driver, events } = await begin();
    expect(await driver.interrupt()).toMatchObject({ kind: 'refused', reason: 'no-turn' });
    const early = await driver.steer({ promptId: 'early', text: 'too early' });
    const reason = can(driver, 'steer') ? 'no-turn' : 'unsupported';
    expect(early).toMatchObject({ kind: 'refused', reason });
    world.script({ kind: 'hold' });
    await driver.submit({ promptId: 'long', text: 'Work long' });
    await untilHolds('busy', () => driver.activity === 'busy');
    await untilDriverEvent(events, 'turn-started');
    const second = await driver.submit({ promptId: 'second', text: 'Another' });
    expect(second).toMatchObject({ kind: 'refused', reason: 'busy' });
    if (can(driver, 'steer')) {
      expect(await driver.steer({ promptId: 'also', text: 'also this' })).toMatchObject({
        kind: 'taken',
      });
    }
    expect(await driver.interrupt()).toEqual({ kind: 'done' });
    expect((await untilDriverEvent(events, 'turn-completed')).how).toBe('interrupted');
    await untilHolds('idle', () => driver.activity === 'idle');
    const ended = events.length;
    world.script({ kind: 'say', text: 'Done.' });
    const again = await driver.submit({ promptId: 'second', text: 'Another' });
    expect(again.kind).toBe('taken');
    await untilDriverEvent(events, 'turn-completed', ended);
  });
}

function settlesAnApproval(name: string, begin: Begin): void {
  test(`DRIVERS-6: ${name} asks for an approval, and its first answer settles it`, async () => {
    const begun = await begin();
    const { world, driver, events } = begun;
    world.script({ kind: 'ask', command: 'true' });
    await give(begun, { promptId: 'ask', text: 'Run it' });
    const { approval } = await untilDriverEvent(events, 'approval-requested');
    expect(approval).toMatchObject({ subject: 'command' });
    expect(approval.text).toContain('true');
    await untilHolds('waiting', () => driver.activity === 'waiting');
    const { approvalId } = approval;
    const answers = await Promise.all([
      driver.answer({ approvalId, decision: 'accept' }),
      driver.answer({ approvalId, decision: 'decline' }),
    ]);
    expect(answers).toMatchObject([{ kind: 'done' }, { kind: 'refused', reason: 'settled' }]);
    const resolved = await untilDriverEvent(events, 'approval-resolved');
    expect(resolved).toMatchObject({ approvalId, by: 'here', decision: 'accept' });
    await untilDriverEvent(events, 'turn-completed');
    const commands = events.flatMap(({ event }) =>
      event.kind === 'item-completed' && event.item.kind === 'command' ? [event.item.outcome] : [],
    );
    // Not every protocol tells the status.
    expect(commands).toEqual([expect.stringMatching(/^completed(?:, status 0)?$/u)]);
  });
}

function tellsAFailure(name: string, begin: Begin): void {
  test(`DRIVERS-7: ${name} tells a turn that fails, and takes the next prompt`, async () => {
    const begun = await begin();
    const { world, driver, events } = begun;
    world.script({ kind: 'fail', message: 'no luck' });
    await give(begun, { promptId: 'fails', text: 'Try' });
    const failed = await untilDriverEvent(events, 'turn-failed');
    expect(failed.message).not.toBe('');
    await untilHolds('idle', () => driver.activity === 'idle');
    world.script({ kind: 'say', text: 'Better.' });
    await give(begun, { promptId: 'next', text: 'Again' });
    await untilDriverEvent(events, 'turn-completed');
  });
}

function doesWhatItCan(name: string, begin: Begin): void {
  test(`DRIVERS-8: ${name} refuses what it can't, and does what it says it can`, async () => {
    const begun = await begin();
    const { driver, events } = begun;
    await give(begun, { promptId: 'first', text: 'First' });
    const { turnId } = await untilDriverEvent(events, 'turn-started');
    await untilDriverEvent(events, 'turn-completed');
    await untilHolds('idle', () => driver.activity === 'idle');
    const results = {
      fork: await driver.fork(),
      'sandboxed-exec': await driver.execute({ command: ['sh', '-c', 'echo out; exit 3'] }),
      revert: await driver.revert(turnId),
    };
    for (const [capability, result] of Object.entries(results)) {
      const isListed = [...driver.capabilities].some((one) => one === capability);
      expect(result, capability).toMatchObject(
        isListed ? { kind: 'done' } : { kind: 'refused', reason: 'unsupported' },
      );
    }
    const other = { promptId: 'other', text: 'Not by this way' };
    const unlisted = {
      structured: () => driver.submit(other),
      steer: () => driver.steer(other),
      interrupt: () => driver.interrupt(),
      confirms: () => driver.announce(other),
    };
    for (const [capability, ask] of Object.entries(unlisted)) {
      if ([...driver.capabilities].some((one) => one === capability)) continue;
      expect(await ask(), capability).toMatchObject({ kind: 'refused', reason: 'unsupported' });
    }
    const output = results['sandboxed-exec'];
    if (output.kind === 'done') expect(output).toMatchObject({ exitCode: 3, stdout: 'out\n' });
  });
}
