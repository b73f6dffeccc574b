// A recorded session driven anew: the same comes of it, and what is not the same is found.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventJournal, ScriptedDriver } from '@codex-voice/drivers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ControlWorld, JsonStore, SeenHud, settings } from './control-world.test-support.ts';
import { RecordedControl } from './recorded-control.ts';
import { type RecordedWorld, recordedWorld, settled } from './recorded-world.test-support.ts';
import { RedriveClock, TIMER_LATE_MS } from './redrive-clock.ts';
import { differenceWords } from './redrive-compare.ts';
import { type RecordedLine, redrive } from './redrive-report.ts';

const WHOLE = { redacted: false };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'codex-voice-redrive-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Somebody speaks, sends, changes their mind and queues while the agent works. */
async function spoken(recorded: RecordedWorld): Promise<void> {
  const { world } = recorded;
  const hud = new SeenHud(world.control, settings());
  hud.request({ type: 'talk', do: 'start' });
  await settled();
  const voice = world.voices.last;
  voice.ready();
  voice.device('open');
  await recorded.wait(300);
  voice.tell({ type: 'speech-started', segmentId: '0.0', atMs: world.clock.nowMs() });
  voice.say('u1', 'hello there', { atMs: world.clock.nowMs() });
  await recorded.wait(500);
  voice.say('u2', 'send it', { atMs: world.clock.nowMs() });
  await recorded.wait(500);
  world.keeper.works = true;
  world.keeper.look();
  world.control.say({ promptId: 'p1', text: 'while it works', intent: 'send' });
  world.control.say({ promptId: 'p2', text: 'and then', intent: 'send' });
  world.head = 'abc';
  await recorded.wait(3_000);
  hud.request({ type: 'queue', requestId: 'r1', edit: { do: 'edit', id: 'p2', text: 'edited' } });
  world.keeper.works = false;
  world.keeper.look();
  await recorded.wait(1_000);
  voice.say('u3', 'not this', { atMs: world.clock.nowMs() });
  await recorded.wait(500);
  voice.say('u4', 'scratch that', { atMs: world.clock.nowMs() });
  await recorded.wait(500);
  expect(world.keeper.submissions).toEqual(['Hello there', 'while it works', 'edited']);
  expect(world.keeper.composer).toBe('');
}

async function told(lines: readonly RecordedLine[]): Promise<string | undefined> {
  const [first] = (await redrive(lines, WHOLE)).differences;
  return first === undefined ? undefined : differenceWords(first);
}

function isFinal(data: unknown): boolean {
  return JSON.stringify(data).includes('"type":"final"');
}

/** The lines with one of them changed. */
function changed(
  lines: readonly RecordedLine[],
  isIt: (line: RecordedLine) => boolean,
  change: (json: string) => string,
): RecordedLine[] {
  const at = lines.findIndex(isIt);
  expect(at).toBeGreaterThanOrEqual(0);
  return lines.map((line, index) =>
    index === at ? { ...line, data: JSON.parse(change(JSON.stringify(line.data))) } : line,
  );
}

test('REDRIVE-1: driven anew, a recorded session gives out the same in the same order, and nothing is left out', async () => {
  const recorded = recordedWorld();
  await spoken(recorded);
  const report = await redrive(recorded.lines, WHOLE);
  expect(report.differences).toEqual([]);
  expect(report.uncompared).toEqual([]);
  expect(report.outputs).toBeGreaterThan(20);
  expect(report.recordedMs).toBeGreaterThan(5_000);
});

test('REDRIVE-1: which sound an utterance was is read, and moves nothing', async () => {
  const recorded = recordedWorld();
  await spoken(recorded);
  const { lines } = recorded;
  const at = lines.findIndex(({ code, data }) => code === 'v' && isFinal(data));
  expect(at).toBeGreaterThanOrEqual(0);
  const sound = { at: 0, is: 'audio', utteranceId: 'u1', sha256: 'ab', ms: 250 };
  const late = { code: 'v', atMs: lines[at]?.atMs ?? 0, data: sound };
  const report = await redrive([...lines.slice(0, at + 2), late, ...lines.slice(at + 2)], WHOLE);
  expect(report.differences).toEqual([]);
  expect(report.uncompared).toEqual([]);
  expect(report.utterances.find(({ id }) => id === 'u1')?.audio).toEqual({ sha256: 'ab', ms: 250 });
});

test('REDRIVE-1: with a successor that takes over in the middle of it, and memory on disk that may be full', async () => {
  const store = new JsonStore();
  const recorded = recordedWorld(store);
  const { world } = recorded;
  await spoken(recorded);
  world.keeper.works = true;
  world.keeper.look();
  store.full = true;
  world.control.say({ promptId: 'p3', text: 'not kept', intent: 'send' });
  await recorded.wait(300);
  store.full = false;
  world.control.say({ promptId: 'p4', text: 'kept', intent: 'send' });
  world.restart();
  new SeenHud(world.control);
  world.keeper.works = false;
  await recorded.wait(2_000);
  const report = await redrive(recorded.lines, WHOLE);
  expect(report.differences).toEqual([]);
  expect(recorded.lines.filter(({ code }) => code === 'c')).toHaveLength(2);
  expect(world.keeper.submissions.slice(3)).toEqual(['not kept', 'kept']);
});

test('REDRIVE-1: with an agent that has a protocol, and asks', async () => {
  const recorded = recordedWorld();
  const { world } = recorded;
  using journal = new EventJournal({
    path: join(directory, 'events'),
    nowMs: () => world.clock.wallMs(),
  });
  const driver = new ScriptedDriver({
    journal,
    turnFor: (prompt) =>
      prompt.includes('clean')
        ? { kind: 'ask', command: 'rm -rf build' }
        : prompt.includes('fail')
          ? { kind: 'fail', message: 'no network' }
          : { kind: 'say', text: 'done' },
  });
  const hud = new SeenHud(world.control, settings());
  world.control.setDriver(driver);
  for (const [id, text] of [
    ['p1', 'hello'],
    ['p2', 'clean up'],
  ] as const)
    world.control.say({ promptId: id, text, intent: 'send' });
  await recorded.wait(500);
  await world.control.approval({ type: 'approvals', requestId: 'r', sessionId: 's1' });
  hud.request({
    ...{ type: 'approval', requestId: 'r2', sessionId: 's1' },
    ...{ id: 'a1', answer: 'approve', by: 'key' },
  });
  await recorded.wait(500);
  driver.become('typing', 'its server died');
  world.control.say({ promptId: 'p3', text: 'please fail', intent: 'send' });
  await recorded.wait(1_000);
  driver.become('structured', 'it is back');
  await recorded.wait(1_000);
  world.control.setDriver(undefined);
  await recorded.wait(1_000);
  const report = await redrive(recorded.lines, WHOLE);
  expect(report.differences).toEqual([]);
  expect(report.uncompared).toEqual([]);
  const submitted = recorded.lines.filter(({ data }) => JSON.stringify(data).includes('"submit"'));
  expect(submitted.length).toBeGreaterThan(1);
});

test('REDRIVE-2: another decision is told with what was expected and what came instead', async () => {
  const recorded = recordedWorld();
  await spoken(recorded);
  const { lines } = recorded;
  const isSent = ({ code, data }: RecordedLine): boolean =>
    code === 'd' && JSON.stringify(data).includes('"state":"sent"');
  const other = changed(lines, isSent, (json) => json.replace('"sent"', '"unconfirmed"'));
  expect(await told(other)).toContain('expected "Hello there" unconfirmed; got "Hello there" sent');
});

test('REDRIVE-2: a line that is missing, or one too many, is told alone: the rest is compared beyond it', async () => {
  const recorded = recordedWorld();
  await spoken(recorded);
  const { lines } = recorded;
  const at = lines.findIndex(({ code }) => code === 'w');
  const missing = await redrive(lines.toSpliced(at, 1), WHOLE);
  expect(missing.differences.map(({ kind }) => kind)).toEqual(['extra']);
  const line = lines[at];
  const twice = await redrive(lines.toSpliced(at, 0, ...(line === undefined ? [] : [line])), WHOLE);
  expect(twice.differences.map(({ kind }) => kind)).toEqual(['missing']);
});

test('REDRIVE-2: a changed word of what was heard is found where it is typed', async () => {
  const recorded = recordedWorld();
  await spoken(recorded);
  const isHeard = ({ code, data }: RecordedLine): boolean =>
    code === 'v' && JSON.stringify(data).includes('hello there');
  const other = changed(recorded.lines, isHeard, (json) =>
    json.replace('hello there', 'hello here'),
  );
  expect(await told(other)).toContain('Hello here');
});

test('REDRIVE-3: an input that this version does not read is counted, and the rest is driven', async () => {
  const recorded = recordedWorld();
  await spoken(recorded);
  const strange: RecordedLine = { code: 'k', atMs: 0, data: { at: 0, is: 'teleported' } };
  const unknown: RecordedLine = { code: 'z', atMs: 0, data: 'of another version' };
  const [begin, ...rest] = recorded.lines;
  const lines = [...(begin === undefined ? [] : [begin]), strange, unknown, ...rest];
  const report = await redrive(lines, WHOLE);
  expect(report.differences).toEqual([]);
  expect(report.uncompared).toMatchObject([{ count: 1 }]);
});

test('REDRIVE-3: a timer of the recording that is not set any more is counted', async () => {
  const recorded = recordedWorld();
  await spoken(recorded);
  const last = recorded.lines.findLast(({ code }) => code === 't');
  const data = Object.assign({}, last?.data, { n: 9_999, dueMs: 0.5 });
  const report = await redrive([...recorded.lines, { code: 't', atMs: 0, data }], WHOLE);
  expect(report.uncompared).toEqual([{ what: expect.stringContaining('timers'), count: 1 }]);
});

test('REDRIVE-3: one that begins in the middle of a session shows it, and is refused in words', async () => {
  const recorded = recordedWorld();
  await spoken(recorded);
  const later = recorded.lines.filter(({ code }) => code !== 'c').slice(3);
  await expect(redrive(later, WHOLE)).rejects.toThrow('it begins in the middle of a session');
  await expect(redrive(later, WHOLE)).rejects.toMatchObject({ code: 'from-the-middle' });
});

test('REDRIVE-3: of one from the middle what follows a new beginning is driven, and the rest counted', async () => {
  const [first, second] = [recordedWorld(), recordedWorld()];
  await spoken(first);
  await spoken(second);
  const later = first.lines.filter(({ code }) => code !== 'c').slice(3);
  const outputs = later.filter(({ code }) => code === 'w' || code === 'd').length;
  const report = await redrive([...later, ...second.lines], WHOLE);
  expect(report.differences).toEqual([]);
  expect(report.outputs).toBeGreaterThan(0);
  const what = 'outputs before the first beginning of a session';
  expect(report.uncompared).toEqual([{ what, count: outputs }]);
});

test('TAP-3: a sink that fails is not told again, and the session goes on', async () => {
  let told = 0;
  const world = new ControlWorld(
    undefined,
    (parts) =>
      new RecordedControl(parts, () => {
        told += 1;
        throw new Error('no space left on device');
      }),
  );
  world.control.say({ promptId: 'p1', text: 'all the same', intent: 'send' });
  world.wait(500);
  expect(world.keeper.submissions).toEqual(['all the same']);
  expect(told).toBe(1);
});

test('TAP-1: what comes back while the control calls out is told as inside that call', async () => {
  const recorded = recordedWorld();
  recorded.world.control.say({ promptId: 'p1', text: 'hello', intent: 'send' });
  await recorded.wait(500);
  const inside = recorded.lines.filter(({ data }) => JSON.stringify(data).includes('"delivered"'));
  expect(inside.map(({ data }) => data)).toEqual([
    expect.objectContaining({ inside: 'p1:text' }),
    expect.objectContaining({ inside: 'p1:enter:0' }),
  ]);
});

test('TAP-2: while one input is dealt with the time stands still, and a timer tells when it ran', async () => {
  const recorded = recordedWorld();
  recorded.world.control.say({ promptId: 'p1', text: 'hello', intent: 'send' });
  await recorded.wait(500);
  const timers = recorded.lines.filter(({ code }) => code === 't').map(({ data }) => data);
  expect(timers.length).toBeGreaterThan(0);
  for (const timer of timers) expect(timer).toMatchObject({ at: expect.any(Number) });
  const said = recorded.lines.find(({ code }) => code === 'q');
  const typed = recorded.lines.find(({ code }) => code === 'w');
  expect(typed?.atMs).toBeGreaterThanOrEqual(said?.atMs ?? Number.POSITIVE_INFINITY);
});

test('REDRIVE-5: a timer runs when the recording says so, and one that it does not know once it is overdue', () => {
  const ran: string[] = [];
  const recorded = { code: 't', at: 140, n: 1, dueMs: 100 } as const;
  const clock = new RedriveClock(
    { at: 0, wallMs: 1_000 },
    { timers: [recorded], onLook: () => undefined },
  );
  clock.after(100, () => ran.push('recorded'));
  clock.after(200, () => ran.push('unknown'));
  expect(clock.runOverdue(200 + TIMER_LATE_MS)).toBe('none');
  expect(clock.runOverdue(201 + TIMER_LATE_MS)).toBe('ran');
  expect(clock.run(recorded)).toBe('ran');
  expect(clock.run(recorded)).toBe('unknown');
  expect(ran).toEqual(['unknown', 'recorded']);
});

test('REDRIVE-3: a recording of a screen alone is refused in words', async () => {
  const lines = [{ code: 'o', atMs: 0, data: 'hello' }];
  await expect(redrive(lines, WHOLE)).rejects.toThrow('nothing of how the session was controlled');
});
