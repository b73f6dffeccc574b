// One session under control, against a simulated keeper and voice process.
import { expect, test } from 'vitest';
import { ControlWorld, JsonStore, SeenHud, settings } from './control-world.test-support.ts';

/** A session with one HUD and a voice process that is ready. */
function world(store?: JsonStore): { world: ControlWorld; hud: SeenHud } {
  const made = new ControlWorld(store);
  const hud = new SeenHud(made.control, settings());
  made.voices.last.ready();
  return { world: made, hud };
}

test('CONTROL-1: a HUD is told how everything stands, then every change', () => {
  const { world: here, hud } = world();
  expect(hud.events[0]).toMatchObject({
    type: 'opened',
    sessionId: 's1',
    screen: { kind: 'composer', text: '' },
    queue: [],
    mode: 'tap',
    intent: 'compose',
    voice: { state: 'off' },
    listening: false,
  });
  expect(hud.of('voice-state').map((event) => event.state)).toEqual(['starting', 'up']);
  here.keeper.dialog = true;
  here.keeper.look();
  expect(hud.of('screen').at(-1)?.screen.kind).toBe('dialog');
  here.keeper.look();
  expect(hud.of('screen')).toHaveLength(1);
});

test('CONTROL-1: a HUD that comes later is told the queue, that it is listened to, and of the microphone', () => {
  const { world: here, hud } = world();
  hud.request({ type: 'talk', do: 'start' });
  here.voices.last.device('open');
  here.keeper.dialog = true;
  here.keeper.look();
  here.control.say({ promptId: 'a', text: 'hello', intent: 'send' });
  const late = new SeenHud(here.control, settings({ mode: 'auto' }));
  expect(late.events[0]).toMatchObject({
    queue: [
      { id: 'a', text: 'hello', intent: 'send', origin: 'say', state: 'waiting', why: 'dialog' },
    ],
    mode: 'tap',
    voice: { state: 'up' },
    listening: true,
  });
  expect(late.events[1]).toMatchObject({ type: 'voice', event: { type: 'device', state: 'open' } });
});

test('CONTROL-2: what is spoken is delivered, told, and its outcome journaled', () => {
  const { world: here, hud } = world();
  hud.request({ type: 'talk', do: 'start' });
  here.voices.last.say('u1', 'run the tests', { atMs: here.clock.nowMs() });
  here.wait(500);
  expect(here.keeper.composer).toMatch(/^Run the tests/u);
  expect(hud.stateOf('u1')).toBe('composed');
  expect(hud.of('delivery').at(-1)?.latencyMs).toBeLessThan(500);
  hud.request({ type: 'command', command: 'send' });
  here.wait(2000);
  expect(here.keeper.submissions).toHaveLength(1);
  const outcomes = here.voices.last.commands.filter((command) => command.type === 'outcome');
  expect(outcomes.map((one) => one.outcome)).toEqual(['composed', 'sent']);
});

test('CONTROL-3: a write is made on the latest facts only; the keeper’s refusal costs nothing', () => {
  const { world: here, hud } = world();
  here.keeper.type('x');
  here.control.say({ promptId: 'a', text: 'hello', intent: 'compose' });
  const states = hud.of('delivery').map((event) => event.state);
  expect(states.slice(0, 4)).toEqual(['queued', 'typing', 'waiting', 'typing']);
  here.wait(1000);
  expect(here.keeper.composer).toBe('x hello');
  expect(hud.stateOf('a')).toBe('composed');
});

test('CONTROL-4: everything is kept before it is written', () => {
  const store = new JsonStore();
  const { world: here } = world(store);
  const deliver = here.keeper.deliver.bind(here.keeper);
  const kept: string[] = [];
  here.keeper.deliver = (header, bytes) => {
    const phase = store.load()?.delivery.phase;
    kept.push(`${header.writeId} ${phase?.kind} ${phase?.kind === 'idle' ? '' : phase?.answer}`);
    deliver(header, bytes);
  };
  here.control.say({ promptId: 'a', text: 'hello', intent: 'send' });
  here.wait(2000);
  expect(kept).toEqual(['a:text typing awaited', 'a:enter:0 sending awaited']);
});

test.each(['before', 'after'] as const)(
  'CONTROL-4: a host that dies just %s a write has a successor that goes on',
  (moment) => {
    const { world: here } = world(new JsonStore());
    here.keeper.dropNext = moment;
    here.control.say({ promptId: 'a', text: 'hello', intent: 'send' });
    here.restart();
    here.wait(3000);
    expect(here.keeper.submissions).toEqual(['hello']);
    expect(here.keeper.written).toEqual(['a:text', 'a:enter:0']);
    expect(here.control.say({ promptId: 'a', text: 'hello', intent: 'send' })).toEqual({
      kind: 'done',
    });
    here.wait(3000);
    expect(here.keeper.submissions).toEqual(['hello']);
  },
);

test('CONTROL-4: mode, intent and what waits survive, with their order', () => {
  const { world: here, hud } = world(new JsonStore());
  here.keeper.dialog = true;
  here.keeper.look();
  hud.request({ type: 'mode', mode: 'auto' });
  hud.request({ type: 'intent', intent: 'send' });
  for (const id of ['a', 'b']) here.control.say({ promptId: id, text: id, intent: 'send' });
  here.restart();
  const next = new SeenHud(here.control);
  expect(next.events[0]).toMatchObject({
    mode: 'auto',
    intent: 'send',
    queue: [{ id: 'a' }, { id: 'b' }],
    listening: false,
  });
  here.voices.last.ready();
  expect(here.voices.last.told).toEqual(['start', 'open s1']);
});

test('CONTROL-8: the longest text is taken also where a space parts it from what stands there', () => {
  const { world: here } = world();
  const longest = 'x'.repeat(65_536);
  here.keeper.dialog = true;
  here.keeper.look();
  const said = ['a', 'b', 'c'].map((promptId) =>
    here.control.say({ promptId, text: longest, intent: 'compose' }),
  );
  expect(said).toEqual([{ kind: 'done' }, { kind: 'done' }, { kind: 'done' }]);
});

test('CONTROL-5: a text that can’t be kept is taken, and its sayer is told', () => {
  const store = new JsonStore();
  const { world: here } = world(store);
  store.full = true;
  const say = () => here.control.say({ promptId: 'a', text: 'hello', intent: 'send' });
  expect(say()).toEqual({ kind: 'done', unkept: 'no space left on device' });
  expect(say()).toEqual({ kind: 'done', unkept: 'no space left on device' });
  store.full = false;
  here.wait(2000);
  expect(here.keeper.submissions).toEqual(['hello']);
  expect(say()).toEqual({ kind: 'done' });
});

test('CONTROL-5: a queue that can’t be kept is told once, and the session goes on', () => {
  const store = new JsonStore();
  const { world: here, hud } = world(store);
  store.full = true;
  here.control.say({ promptId: 'a', text: 'hello', intent: 'send' });
  here.wait(2000);
  expect(here.keeper.submissions).toEqual(['hello']);
  expect(hud.of('notice')).toMatchObject([{ severity: 'error', text: /no space left/u }]);
  store.full = false;
  here.control.say({ promptId: 'b', text: 'more', intent: 'compose' });
  expect(store.load()?.delivery.ids).toEqual(['a', 'b']);
});

test('CONTROL-6: a keeper that was lost and found again is asked what became of the write', () => {
  const { world: here } = world();
  here.keeper.dropNext = 'after';
  here.control.say({ promptId: 'a', text: 'hello', intent: 'send' });
  here.control.disconnected();
  here.control.say({ promptId: 'b', text: 'more', intent: 'send' });
  here.clock.pass(60_000);
  here.keeper.connect(here.control);
  here.wait(4000);
  expect(here.keeper.submissions).toEqual(['hello', 'more']);
  expect(here.keeper.written.filter((one) => one.endsWith('text'))).toEqual(['a:text', 'b:text']);
});

test('CONTROL-7: a queue is edited by request, and each request answered', () => {
  const { world: here, hud } = world();
  here.keeper.dialog = true;
  here.keeper.look();
  for (const id of ['a', 'b', 'c']) here.control.say({ promptId: id, text: id, intent: 'compose' });
  const edit = (requestId: string, what: Parameters<SeenHud['request']>[0]): void => {
    hud.request(what);
    expect(hud.of('answer').at(-1)?.requestId).toBe(requestId);
  };
  edit('1', { type: 'queue', requestId: '1', edit: { do: 'move', id: 'c', index: 0 } });
  edit('2', { type: 'queue', requestId: '2', edit: { do: 'edit', id: 'a', text: 'new' } });
  edit('2b', { type: 'queue', requestId: '2b', edit: { do: 'edit', id: 'b', text: 'joined' } });
  expect(
    hud
      .of('queue')
      .at(-1)
      ?.entries.map((one) => one.text),
  ).toEqual([' c', 'new', ' joined']);
  edit('3', { type: 'queue', requestId: '3', edit: { do: 'remove', id: 'b' } });
  expect(
    hud
      .of('queue')
      .at(-1)
      ?.entries.map((one) => one.text),
  ).toEqual([' c', 'new']);
  edit('4', { type: 'queue', requestId: '4', edit: { do: 'remove', id: 'b' } });
  expect(hud.of('answer').at(-1)?.answer.kind).toBe('refused');
  edit('5', { type: 'queue', requestId: '5', edit: { do: 'clear' } });
  expect(hud.of('queue').at(-1)?.entries).toEqual([]);
  edit('6', { type: 'status', requestId: '6' });
  expect(hud.of('answer').at(-1)?.answer.kind).toBe('refused');
});

test('CONTROL-8: a text from elsewhere is kept apart from what stands there, else left as it is', () => {
  const { world: here } = world();
  here.control.say({ promptId: 'a', text: 'npm run x', intent: 'compose' });
  here.wait(500);
  here.control.say({ promptId: 'b', text: 'npm test', intent: 'compose' });
  here.wait(500);
  expect(here.keeper.composer).toBe('npm run x npm test');
});

test('CONTROL-8: a text that can’t be taken is refused in words', () => {
  const { world: here } = world();
  expect(here.control.say({ promptId: 'a', text: '\u001b[2J', intent: 'compose' })).toMatchObject({
    kind: 'refused',
    message: /no text/u,
  });
  here.keeper.exit();
  expect(here.control.say({ promptId: 'b', text: 'x', intent: 'send' }).kind).toBe('refused');
});

test('CONTROL-9: when the agent ends everything is settled and told, and what waited stays on disk', () => {
  const store = new JsonStore();
  const { world: here, hud } = world(store);
  here.keeper.dialog = true;
  here.keeper.look();
  here.control.say({ promptId: 'a', text: 'waits', intent: 'send' });
  here.keeper.exit();
  expect(hud.stateOf('a')).toBe('dropped: agent-ended');
  expect(store.load()?.delivery.queue.map((one) => one.text)).toEqual(['waits']);
});

test('CONTROL-10: texts told of are bounded, and no voice means no listening', () => {
  const here = new ControlWorld();
  const hud = new SeenHud(here.control, { intent: 'compose', mode: 'auto' });
  here.control.say({ promptId: 'a', text: 'x'.repeat(5000), intent: 'compose' });
  expect(hud.of('delivery')[0]?.text).toHaveLength(1000);
  hud.request({ type: 'talk', do: 'toggle' });
  expect(hud.of('notice').at(-1)?.text).toMatch(/voice is off/u);
  expect(here.voices.all).toEqual([]);
});
