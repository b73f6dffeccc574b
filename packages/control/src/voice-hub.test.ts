// Sessions that share voice processes, against processes that only do what a test says.
import { expect, test } from 'vitest';
import { ControlWorld, JsonStore, SeenHud, settings } from './control-world.test-support.ts';
import { VOICE_IDLE_MS } from './shared-voice.ts';
import { RECOVERY_LOOKS_MS } from './voice-hub.ts';

/** Two sessions with a HUD each, and voice that is ready. */
function pair(second = settings()): {
  world: ControlWorld;
  one: SeenHud;
  two: SeenHud;
} {
  const world = new ControlWorld();
  const one = new SeenHud(world.control, settings());
  const two = new SeenHud(world.makeControl('s2'), second);
  for (const voice of world.voices.all) voice.ready();
  return { world, one, two };
}

/** Lets promises that are settled be followed. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

test('CONTROL-20: sessions with the same microphone configuration share one process', () => {
  const { world, one } = pair();
  expect(world.voices.all).toHaveLength(1);
  expect(one.of('voice-state').map((event) => event.state)).toEqual(['starting', 'up']);
});

test('CONTROL-20: the order of a configuration’s members does not matter, what they say does', () => {
  const { start } = settings().voice ?? {};
  if (start === undefined) throw new Error('settings without voice');
  // The same members in another order.
  const turned = Object.fromEntries(Object.entries(start).toReversed()) as typeof start;
  const given = settings();
  const same = {
    ...given,
    voice: { phrasebook: { language: 'en' as const, phrases: [] }, start: turned },
  };
  expect(pair(same).world.voices.all).toHaveLength(1);
  expect(pair(settings({ silenceMs: 600 })).world.voices.all).toHaveLength(2);
});

test('CONTROL-20: a recording has a process of its own', () => {
  const world = new ControlWorld();
  const given = settings({ recording: '/a.wav' });
  const huds = [world.control, world.makeControl('s2')].map((one) => new SeenHud(one, given));
  expect(huds).toHaveLength(2);
  expect(world.voices.all).toHaveLength(2);
});

test('CONTROL-21: no process before a HUD of a session with voice, then at once', () => {
  const world = new ControlWorld();
  const quiet = new SeenHud(world.control, { intent: 'compose', mode: 'tap' });
  expect(world.voices.all).toEqual([]);
  expect(quiet.of('voice-state')).toEqual([]);
  new SeenHud(world.makeControl('s2'), settings());
  expect(world.voices.last.told).toEqual(['start']);
});

test('CONTROL-21: a session that was started without voice stays so, whoever comes later', () => {
  const world = new ControlWorld(new JsonStore());
  new SeenHud(world.control, { intent: 'compose', mode: 'tap' });
  new SeenHud(world.control, settings({ mode: 'auto' }));
  world.restart();
  new SeenHud(world.control, settings({ mode: 'auto' }));
  expect(world.voices.all).toEqual([]);
});

test('CONTROL-21: with auto mode a session is listened to as soon as its process can', () => {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, settings({ mode: 'auto' }));
  expect(world.voices.last.told).toEqual(['start']);
  world.voices.last.ready();
  expect(world.voices.last.told).toEqual(['start', 'open s1']);
  hud.request({ type: 'mode', mode: 'tap' });
  expect(world.voices.last.told.at(-1)).toBe('close');
});

test('CONTROL-22: talking to another session ends the first one’s turn, and tells it', () => {
  const { world, one, two } = pair();
  const voice = world.voices.last;
  one.request({ type: 'talk', do: 'toggle' });
  voice.device('open');
  two.request({ type: 'talk', do: 'toggle' });
  expect(voice.told).toEqual(['start', 'open s1', 'close', 'open s2']);
  expect(one.of('listening-elsewhere')).toEqual([{ type: 'listening-elsewhere', sessionId: 's2' }]);
  voice.say('u1', 'run the tests', { sessionId: 's1' });
  voice.device('closed');
  voice.device('open');
  voice.say('u2', 'explain this code');
  expect(one.of('voice').map(({ event }) => event.type)).toEqual([
    'ready',
    'device',
    'final',
    'device',
  ]);
  expect(two.of('voice').map(({ event }) => event.type)).toEqual(['ready', 'device', 'final']);
  one.request({ type: 'talk', do: 'toggle' });
  expect(voice.told.slice(-2)).toEqual(['close', 'open s1']);
});

test('CONTROL-22: two microphones are never heard at once, a recording disturbs nobody', () => {
  const { world, one, two } = pair(settings({ silenceMs: 600 }));
  const [first, second] = world.voices.all;
  one.request({ type: 'talk', do: 'start' });
  two.request({ type: 'talk', do: 'start' });
  expect(first?.told).toEqual(['start', 'open s1', 'close']);
  expect(second?.told).toEqual(['start', 'open s2']);
  expect(one.of('listening-elsewhere')).toMatchObject([{ sessionId: 's2' }]);
  new SeenHud(world.makeControl('s3'), settings({ recording: '/a.wav', mode: 'auto' }));
  expect(two.of('listening-elsewhere')).toEqual([]);
});

test('CONTROL-23: what is heard goes to the session that was heard, a finished utterance by its name', () => {
  const { world, one, two } = pair();
  const voice = world.voices.last;
  two.request({ type: 'talk', do: 'start' });
  voice.tell({ type: 'level', rmsDb: -20, speechProbability: 1 });
  voice.say('u1', 'run the tests', { sessionId: 's1' });
  voice.tell({ type: 'problem', code: 'journal-failed', message: 'full', severity: 'warning' });
  expect(one.of('voice').map(({ event }) => event.type)).toEqual(['ready', 'final', 'problem']);
  expect(two.of('voice').map(({ event }) => event.type)).toEqual(['ready', 'level', 'problem']);
});

test('CONTROL-23: stop and start again in one breath keeps the microphone', () => {
  const { world, one } = pair();
  const voice = world.voices.last;
  one.request({ type: 'talk', do: 'start' });
  one.request({ type: 'talk', do: 'stop' });
  one.request({ type: 'talk', do: 'start' });
  voice.device('closed');
  voice.device('open');
  one.request({ type: 'talk', do: 'toggle' });
  expect(voice.told.slice(-1)).toEqual(['close']);
  expect(one.of('deciding')).toHaveLength(2);
});

test('CONTROL-24: without a HUD a session is not heard, and its process ends after a while', () => {
  const { world, one, two } = pair();
  const voice = world.voices.last;
  two.seat.close();
  one.request({ type: 'talk', do: 'start' });
  voice.device('open');
  one.seat.close();
  expect(voice.told.slice(-1)).toEqual(['close']);
  voice.device('closed');
  world.clock.pass(VOICE_IDLE_MS - 1);
  expect(voice.closed).toBe(false);
  world.clock.pass(1);
  expect(voice.closed).toBe(true);
  expect(world.hub.pids).toEqual([]);
  const back = new SeenHud(world.control);
  expect(back.of('voice-state').at(-1)?.state).toBe('starting');
  expect(world.voices.all).toHaveLength(2);
});

test('CONTROL-24: a HUD that returns in time keeps the process; a recording is played without one', () => {
  const { world, one, two } = pair(settings({ recording: '/a.wav', mode: 'auto' }));
  const [microphone, recording] = world.voices.all;
  recording?.device('open');
  one.seat.close();
  two.seat.close();
  world.clock.pass(VOICE_IDLE_MS - 1);
  new SeenHud(world.control);
  world.clock.pass(VOICE_IDLE_MS * 2);
  expect([microphone?.closed, recording?.closed]).toEqual([false, false]);
  recording?.device('closed');
  world.clock.pass(VOICE_IDLE_MS);
  expect(recording?.closed).toBe(true);
});

test('CONTROL-21: recordings that were played to their end are not asked for again when a HUD comes', () => {
  const world = new ControlWorld();
  const given = settings({ recording: '/a.wav', mode: 'auto' });
  const first = new SeenHud(world.control, given);
  const recording = world.voices.last;
  recording.ready();
  recording.device('open');
  new SeenHud(world.control);
  expect(recording.told).toEqual(['start', 'open s1']);
  recording.tell({ type: 'source-ended', path: '/a.wav', durationMs: 1 });
  recording.device('closed');
  first.seat.close();
  new SeenHud(world.control);
  expect(recording.told).toEqual(['start', 'open s1']);
});

test('CONTROL-25: a process that dies is started again for whoever was heard, three times, and then for a key', () => {
  const { world, one } = pair();
  one.request({ type: 'talk', do: 'start' });
  for (const delayMs of [250, 500, 1000]) {
    world.voices.last.die('SIGSEGV');
    world.clock.pass(delayMs);
    expect(world.voices.last.told).toEqual(['start']);
  }
  world.voices.last.die('SIGSEGV');
  world.clock.pass(60_000);
  expect(world.voices.all).toHaveLength(4);
  expect(one.of('voice-state').at(-1)).toMatchObject({ state: 'unavailable', reason: 'SIGSEGV' });
  one.request({ type: 'talk', do: 'toggle' });
  expect(world.voices.all).toHaveLength(5);
  expect(one.of('voice-state').at(-1)?.state).toBe('starting');
  world.voices.last.ready();
  expect(world.voices.last.told).toEqual(['start', 'open s1']);
});

test('CONTROL-25: a process that said why it can’t go on is not started again', () => {
  const { world, one } = pair();
  const message = 'no recogniser';
  world.voices.last.tell({
    type: 'problem',
    code: 'recognizer-failed',
    message,
    severity: 'fatal',
  });
  world.voices.last.die('exit status 1');
  world.clock.pass(60_000);
  expect(world.voices.all).toHaveLength(1);
  expect(one.of('voice-state').at(-1)).toMatchObject({ state: 'unavailable', reason: message });
});

test('CONTROL-25: a process that answers a key with nothing is killed and started again', () => {
  const { world, one } = pair();
  const hung = world.voices.last;
  one.request({ type: 'talk', do: 'start' });
  world.clock.pass(4_999);
  expect(hung.killed).toBe(false);
  world.clock.pass(1);
  expect(hung.killed).toBe(true);
  expect(one.of('voice-state').at(-1)).toMatchObject({
    state: 'restarting',
    reason: 'it did not answer',
  });
});

test('CONTROL-26: outcomes wait for the next process where there is none', () => {
  const { world, one } = pair();
  one.request({ type: 'talk', do: 'start' });
  world.keeper.dialog = true;
  world.keeper.look();
  world.voices.last.say('u1', 'run the tests');
  world.voices.last.die('SIGKILL');
  world.keeper.dialog = false;
  world.wait(200);
  world.clock.pass(50);
  world.voices.last.ready();
  expect(world.voices.last.commands.at(-1)).toMatchObject({
    utteranceId: 'u1',
    outcome: 'composed',
  });
});

test('CONTROL-30: words that a dead voice process left in its journal are delivered once', async () => {
  const { world, one } = pair();
  one.request({ type: 'talk', do: 'start' });
  world.voices.last.device('open');
  const { pid } = world.voices.last;
  world.journal.push({
    type: 'transcript',
    id: 'u1',
    at: new Date(world.clock.wallMs()).toISOString(),
    sessionId: 's1',
    writerPid: pid,
    text: 'run the tests',
    verdict: 'accepted',
    recognizer: 'phrases',
    audio: 'audio/u1.wav',
    durationMs: 1,
    sourceEndMs: 1,
    speechEndedMs: world.clock.nowMs(),
    closedMs: 1,
    decodedMs: 1,
  });
  for (const lookMs of RECOVERY_LOOKS_MS) world.clock.pass(lookMs);
  await settled();
  expect(one.of('delivery')).toEqual([]);
  world.voices.last.die('SIGKILL');
  for (const lookMs of RECOVERY_LOOKS_MS) {
    world.clock.pass(lookMs);
    await settled();
  }
  world.wait(500);
  expect(world.keeper.written).toEqual(['u1:text']);
  expect(one.of('notice').map((event) => event.text)).toEqual(['recovered: "run the tests"']);
});

test('CONTROL-30: a journal that can’t be read is not taken for empty: it is said once, and read later', async () => {
  const world = new ControlWorld();
  world.journalFails = new Error('EMFILE: too many open files');
  const one = new SeenHud(world.control, settings());
  world.journal.push({
    type: 'transcript',
    id: 'u1',
    at: new Date(world.clock.wallMs()).toISOString(),
    sessionId: 's1',
    text: 'run the tests',
    verdict: 'accepted',
    recognizer: 'phrases',
    audio: 'audio/u1.wav',
    durationMs: 1,
    sourceEndMs: 1,
    speechEndedMs: world.clock.nowMs(),
    closedMs: 1,
    decodedMs: 1,
  });
  const lastMs = Math.max(...RECOVERY_LOOKS_MS);
  for (let looks = 0; looks < 3; looks += 1) {
    world.clock.pass(lastMs);
    await settled();
  }
  const told = (): string[] => one.of('notice').map((event) => event.text);
  expect(told()).toEqual([
    "whether words were lost is not known: the journal can't be read (EMFILE: too many open files), and is looked at again",
  ]);
  world.journalFails = undefined;
  world.clock.pass(lastMs);
  await settled();
  expect(told().slice(1)).toEqual(['recovered: "run the tests"']);
  world.control.dispose();
});
