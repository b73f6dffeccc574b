// A session that is heard by the voice process of the terminal that shows it, against a terminal that does
// what a test says.
import type { HostEvent, VoiceCommand, VoiceEvent } from '@codex-voice/protocol';
import { describe, expect, test } from 'vitest';
import { ControlWorld, SeenHud, settings } from './control-world.test-support.ts';
import type { SessionControl } from './session-control.ts';
import type { HudSeat } from './session-control-parts.ts';

/** A terminal of another machine, and its voice process. */
class FarHud {
  readonly events: HostEvent[] = [];
  readonly seat: HudSeat;

  constructor(
    control: SessionControl,
    microphone: 'closed' | 'open' | 'none' = 'closed',
    given = settings(),
  ) {
    const send = (event: HostEvent): void => {
      this.events.push(event);
    };
    this.seat = control.openHud({ send, microphone }, given);
  }

  get commands(): VoiceCommand[] {
    return this.events.flatMap((event) =>
      event.type === 'microphone' && event.order.kind === 'command' ? [event.order.command] : [],
    );
  }

  get told(): string[] {
    return this.commands.map(({ type }) => type);
  }

  get opened(): HostEvent | undefined {
    return this.events.find((event) => event.type === 'opened');
  }

  tell(event: VoiceEvent): void {
    this.seat.request({ type: 'microphone', said: { kind: 'event', event } });
  }

  ready(): void {
    this.tell({ type: 'ready', version: 1, recognizer: '', voiceActivity: '', startMs: 1 });
  }

  say(id: string, text: string): void {
    const stamps = { speechEndedMs: 1, segmentClosedMs: 1, decodedMs: 1, journaledMs: 1 };
    this.tell({
      type: 'final',
      ...{ utteranceId: id, segmentId: '0', sessionId: 's1', text, verdict: 'accepted' },
      ...{ endedBy: 'silence', startMs: 0, endMs: 1, stamps },
    });
  }

  lost(id: string, text: string, age: 'fresh' | 'late' = 'fresh'): void {
    const utterances = [{ id, text, age, speechEndedMs: 1 }];
    this.seat.request({ type: 'microphone', said: { kind: 'lost', utterances } });
  }
}

describe('a terminal’s own microphone', () => {
  test('CONTROL-120 CONTROL-121: it is heard from its opening on, and the usual one is left', () => {
    const world = new ControlWorld();
    const here = new SeenHud(world.control, settings());
    world.voices.last.ready();
    const far = new FarHud(world.control);
    expect(far.opened).toMatchObject({ microphone: 'yours' });
    expect(here.of('opened')[0]).not.toHaveProperty('microphone');
    expect(world.voices.last.closed).toBe(true);
    expect(far.told).toEqual(['start']);
    far.ready();
    far.seat.request({ type: 'talk', do: 'toggle' });
    expect(far.told).toEqual(['start', 'open']);
    expect(far.commands.at(-1)).toMatchObject({ sessionId: 's1', listenFor: 'on' });
    far.tell({ type: 'device', state: 'open' });
    far.say('u1', 'write a poem');
    world.wait(2_000);
    expect(world.keeper.composer).toBe('Write a poem');
    expect(far.commands).toContainEqual(
      expect.objectContaining({ type: 'outcome', utteranceId: 'u1', outcome: 'composed' }),
    );
    expect(world.voices.all).toHaveLength(1);
  });

  test('CONTROL-121: spoken commands are obeyed', () => {
    const world = new ControlWorld();
    const far = new FarHud(world.control);
    far.ready();
    far.seat.request({ type: 'talk', do: 'start' });
    far.say('u1', 'write a poem');
    world.wait(2_000);
    far.say('u2', 'scratch that');
    world.wait(2_000);
    expect(world.keeper.composer).toBe('');
  });

  test('CONTROL-120: when it goes the usual one is heard again, and the one before it if there is one', () => {
    const world = new ControlWorld();
    const here = new SeenHud(world.control, settings());
    const first = new FarHud(world.control);
    const second = new FarHud(world.control);
    expect(first.told).toEqual(['start', 'shutdown']);
    expect(second.told).toEqual(['start']);
    second.seat.close();
    expect(first.told).toEqual(['start', 'shutdown', 'start']);
    expect(world.voices.all).toHaveLength(1);
    first.seat.close();
    expect(world.voices.all).toHaveLength(2);
    world.voices.last.ready();
    here.request({ type: 'talk', do: 'start' });
    expect(world.voices.last.told).toEqual(['start', 'open s1']);
  });

  test('CONTROL-120: the last terminal leaves, and no microphone of the machine is opened for nobody', () => {
    const world = new ControlWorld();
    const far = new FarHud(world.control);
    far.seat.close();
    expect(world.voices.all).toHaveLength(0);
  });

  test('CONTROL-120: one that is told from elsewhere that it is not heard any more shows it', () => {
    const world = new ControlWorld();
    const here = new SeenHud(world.control, settings());
    world.voices.last.ready();
    here.request({ type: 'talk', do: 'start' });
    world.voices.last.device('open');
    new FarHud(world.control);
    expect(here.of('voice').at(-1)?.event).toEqual({ type: 'device', state: 'closed' });
  });

  test('CONTROL-120: a session without voice has none', () => {
    const world = new ControlWorld();
    new SeenHud(world.control, { intent: 'compose', mode: 'tap' });
    const far = new FarHud(world.control);
    expect(far.opened).not.toHaveProperty('microphone');
    expect(far.told).toEqual([]);
  });

  test('CONTROL-121: one that is heard already goes on', () => {
    const world = new ControlWorld();
    new FarHud(world.control).seat.close();
    const far = new FarHud(world.control, 'open');
    expect(far.opened).toMatchObject({ microphone: 'yours', listening: true });
    far.ready();
    expect(far.told).toEqual(['start', 'open']);
    far.say('u1', 'go on');
    world.wait(2_000);
    expect(world.keeper.composer).toBe('Go on');
  });

  test('CONTROL-121: one that ended is begun again, one that does not answer is ended', () => {
    const world = new ControlWorld();
    const far = new FarHud(world.control);
    far.ready();
    far.seat.request({ type: 'microphone', said: { kind: 'ended', how: 'SIGSEGV' } });
    world.clock.pass(1_000);
    expect(far.told).toEqual(['start', 'start']);
    far.ready();
    far.seat.request({ type: 'talk', do: 'start' });
    world.clock.pass(6_000);
    expect(far.events).toContainEqual({ type: 'microphone', order: { kind: 'kill' } });
  });

  test('CONTROL-124: for one without a microphone nothing is opened, whatever it asks for', () => {
    const world = new ControlWorld();
    const far = new FarHud(world.control, 'none', settings({ mode: 'auto' }));
    far.seat.request({ type: 'talk', do: 'start' });
    far.seat.request({ type: 'talk', do: 'toggle' });
    far.seat.request({ type: 'mode', mode: 'continuous' });
    expect(far.opened).not.toHaveProperty('microphone');
    expect(far.opened).toMatchObject({ listening: false, voice: { state: 'off' } });
    expect(world.voices.all).toHaveLength(0);
  });

  test('CONTROL-124: who is at the session is heard beside one without, and not when only that is left', () => {
    const world = new ControlWorld();
    const far = new FarHud(world.control, 'none', settings({ mode: 'auto' }));
    const here = new SeenHud(world.control, settings({ mode: 'auto' }));
    world.voices.last.ready();
    world.voices.last.device('open');
    expect(world.voices.last.told).toEqual(['start', 'open s1']);
    here.seat.close();
    expect(world.voices.last.told).toEqual(['start', 'open s1', 'close']);
    far.seat.close();
    expect(world.voices.all).toHaveLength(1);
  });

  test('CONTROL-122: it is not told what it hears; others are', () => {
    const world = new ControlWorld();
    const here = new SeenHud(world.control, settings());
    const far = new FarHud(world.control);
    far.ready();
    far.seat.request({ type: 'talk', do: 'start' });
    far.tell({ type: 'partial', segmentId: '0', text: 'hel' });
    expect(far.events.filter(({ type }) => type === 'voice')).toEqual([]);
    expect(here.of('voice').at(-1)?.event).toMatchObject({ type: 'partial', text: 'hel' });
  });

  test('CONTROL-123: an outcome that got lost is told again', () => {
    const world = new ControlWorld();
    const far = new FarHud(world.control);
    far.ready();
    far.say('u1', 'write a poem');
    world.wait(2_000);
    far.say('u2', 'new line');
    const again = new FarHud(world.control);
    again.ready();
    expect(again.told).not.toContain('outcome');
    for (const id of ['u1', 'u2']) again.lost(id, 'not typed again');
    const outcomes = again.commands.filter(({ type }) => type === 'outcome');
    expect(outcomes).toMatchObject([
      { utteranceId: 'u1', outcome: 'composed' },
      { utteranceId: 'u2', outcome: 'obeyed' },
    ]);
  });

  test('CONTROL-123: words told as lost are typed once, commands and late ones told', () => {
    const world = new ControlWorld();
    const far = new FarHud(world.control);
    far.ready();
    far.say('u1', 'one');
    far.lost('u1', 'one');
    far.lost('u2', 'two');
    far.lost('u2', 'two');
    far.lost('u3', 'send it');
    far.lost('u4', 'three', 'late');
    world.wait(4_000);
    expect(world.keeper.composer).toBe('One two');
    expect(world.keeper.submissions).toEqual([]);
    world.restart();
    new FarHud(world.control).lost('u2', 'two');
    world.wait(4_000);
    expect(world.keeper.composer).toBe('One two');
  });
});
