// What the voice process is told to say of all that the HUDs are told.
import type { AgentEvent } from '@codex-voice/drivers';
import type { SessionEvent, SessionSettings } from '@codex-voice/protocol';
import type { ScreenState } from '@codex-voice/session';
import { beforeEach, expect, test } from 'vitest';
import { ControlWorld, JsonStore, SeenHud, settings } from './control-world.test-support.ts';
import { SessionSound } from './session-sound.ts';
import type { MomentCommand } from './shared-voice.ts';

type Voice = NonNullable<SessionSettings['voice']>;

const speaking = { voice: 'auto', bargeIn: 'off' } as const;

function withVoice(say: Voice['say'], given: Voice['start']['speaking']): SessionSettings {
  const { voice, ...others } = settings();
  if (voice === undefined) throw new Error('the settings have no voice');
  const start = { ...voice.start, ...(given === undefined ? {} : { speaking: given }) };
  return { ...others, voice: { ...voice, start, ...(say === undefined ? {} : { say }) } };
}

let said: string[];
let screen: ScreenState;
beforeEach(() => {
  said = [];
  screen = { kind: 'composer', text: '' };
});

function sound(given: SessionSettings, aloud: 'on' | 'off' = 'on'): SessionSound {
  return new SessionSound({
    asked: () => undefined,
    sessionId: 's1',
    clock: { nowMs: () => 0 },
    choices: { settings: given, aloud, setAloud: () => undefined },
    driver: {
      get screen() {
        return screen;
      },
    },
    voice: {
      state: { state: 'up' },
      tell: (command: MomentCommand) => {
        if (command.type === 'speak') said.push(command.text);
      },
    },
  });
}

const ALL = ['read-back', 'dialogs', 'failures'] as const;
const readBack: SessionEvent = { type: 'asked', command: 'read-back' };
const dialog = (what: string): SessionEvent => ({
  type: 'screen',
  screen: { kind: 'dialog', what },
});
const delivery = (state: 'sent' | 'unconfirmed' | 'dropped', why?: string): SessionEvent => ({
  type: 'delivery',
  id: 'p',
  text: 'run the tests',
  state,
  ...(why === undefined ? {} : { why }),
});

test('CONTROL-51: the composer is read back, and told where there is nothing in it', () => {
  const heard = sound(withVoice([...ALL], speaking));
  for (const text of ['Run the tests.', ' ']) {
    screen = { kind: 'composer', text };
    heard.event(readBack);
  }
  screen = { kind: 'unknown' };
  heard.event(readBack);
  expect(said).toEqual(['Run the tests.', 'the composer is empty', 'no composer is seen']);
});

test('CONTROL-51: a dialog is read once when it opens, and again when it comes again', () => {
  const heard = sound(withVoice([...ALL], speaking));
  const composer: SessionEvent = { type: 'screen', screen: { kind: 'composer', text: '' } };
  for (const event of [dialog('Allow?'), dialog('Allow?'), composer, dialog('Allow?')])
    heard.event(event);
  expect(said).toEqual(['Allow?', 'Allow?']);
});

test('CONTROL-51: what failed is read, what a person took back is not, nor that no voice speaks', () => {
  const heard = sound(withVoice([...ALL], speaking));
  heard.event(delivery('sent'));
  heard.event(delivery('unconfirmed', 'no-change'));
  heard.event(delivery('dropped', 'scratched'));
  heard.event(delivery('dropped', 'queue-full'));
  for (const code of ['journal-failed', 'speaking-failed'] as const) {
    const problem = { type: 'problem', code, message: code, severity: 'warning' } as const;
    heard.event({ type: 'voice', event: problem });
  }
  expect(said).toEqual([
    'not confirmed: run the tests',
    'not sent: run the tests',
    'journal-failed',
  ]);
});

const message = (turnId: string, text: string, kind: 'agent' | 'reasoning' = 'agent') =>
  ({ kind: 'item-completed', turnId, item: { itemId: text, kind, text } }) as const;
const turnEnds = (turnId: string, how: 'finished' | 'interrupted' = 'finished') =>
  ({ kind: 'turn-completed', turnId, how }) as const;

test('CONTROL-51: a short answer is read once its turn is over, its last message and no other', () => {
  const heard = sound(withVoice(['answers'], speaking));
  const events: readonly AgentEvent[] = [
    message('1', 'Let me look.'),
    message('1', 'It is a typo in the lockfile. '),
    message('1', 'think', 'reasoning'),
  ];
  for (const event of events) heard.agent(event);
  expect(said).toEqual([]);
  heard.agent(turnEnds('1'));
  expect(said).toEqual(['It is a typo in the lockfile.']);
  heard.agent(turnEnds('2'));
  heard.agent(message('3', 'half a'));
  heard.agent(turnEnds('3', 'interrupted'));
  heard.agent(message('4', 'x'.repeat(301)));
  heard.agent(turnEnds('4'));
  heard.agent({ kind: 'turn-failed', turnId: '5', message: 'too many requests' });
  expect(said).toHaveLength(1);
});

test('CONTROL-51: why a turn failed is read with the failures, and answers only where they are asked for', () => {
  const heard = sound(withVoice([...ALL], speaking));
  heard.agent(message('1', 'Done.'));
  heard.agent(turnEnds('1'));
  heard.agent({ kind: 'turn-failed', turnId: '2', message: 'too many requests' });
  expect(said).toEqual(['too many requests']);
});

test('CONTROL-51: only what was asked for is read, and nothing while reading is off', () => {
  for (const heard of [
    sound(withVoice(['failures'], speaking)),
    sound(withVoice([...ALL], speaking), 'off'),
  ]) {
    heard.event(readBack);
    heard.event(dialog('Allow?'));
  }
  expect(said).toEqual([]);
});

test('CONTROL-51: "read that back" is shown by the HUDs and said by the voice process that hears', () => {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, withVoice([...ALL], speaking));
  world.voices.last.ready();
  hud.request({ type: 'talk', do: 'start' });
  world.voices.last.device('open');
  world.voices.last.say('u1', 'read that back');
  expect(hud.of('asked')).toEqual([{ type: 'asked', command: 'read-back' }]);
  const [command] = world.voices.last.commands.filter(({ type }) => type === 'speak');
  expect(command).toMatchObject({ sessionId: 's1', text: 'the composer is empty', language: 'en' });
});

test('CONTROL-51: with a dialog open, what it asks is read back', () => {
  const heard = sound(withVoice([...ALL], speaking));
  screen = { kind: 'dialog', what: 'Allow it?' };
  heard.event(readBack);
  expect(said).toEqual(['Allow it?']);
});

test('CONTROL-52: a word and a key hush the voice process', () => {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, withVoice([...ALL], speaking));
  world.voices.last.ready();
  const hushed = () => world.voices.last.commands.filter(({ type }) => type === 'hush').length;
  hud.request({ type: 'command', command: 'hush' });
  expect(hushed()).toBe(1);
  hud.request({ type: 'talk', do: 'start' });
  world.voices.last.device('open');
  world.voices.last.say('u1', 'be quiet');
  expect(hushed()).toBe(2);
});

test('CONTROL-53: reading is switched off at once and on again, and whoever comes later is told', () => {
  const world = new ControlWorld();
  const given = withVoice([...ALL], speaking);
  const hud = new SeenHud(world.control, given);
  world.voices.last.ready();
  const sent = () =>
    world.voices.last.commands.map(({ type }) => type).filter((type) => /speak|hush/u.test(type));
  const readsBack = () => hud.request({ type: 'command', command: 'read-back' });
  readsBack();
  hud.request({ type: 'aloud', aloud: 'off' });
  readsBack();
  expect(sent()).toEqual(['speak', 'hush']);
  expect(new SeenHud(world.control).of('opened')).toMatchObject([{ aloud: 'off' }]);
  hud.request({ type: 'aloud', aloud: 'on' });
  readsBack();
  expect(sent()).toEqual(['speak', 'hush', 'speak']);
  expect(hud.of('aloud').map(({ aloud }) => aloud)).toEqual(['off', 'on']);
});

test('CONTROL-4 CONTROL-53: how it was switched, and what was tuned, is known to a successor', () => {
  const world = new ControlWorld(new JsonStore());
  const hud = new SeenHud(world.control, withVoice([...ALL], speaking));
  hud.request({ type: 'aloud', aloud: 'off' });
  hud.request({ type: 'tune', manner: { silenceMs: 400 } });
  world.restart();
  const next = new SeenHud(world.control);
  expect(next.of('opened')).toMatchObject([{ aloud: 'off' }]);
  world.voices.last.ready();
  next.request({ type: 'talk', do: 'start' });
  expect(world.voices.last.commands).toContainEqual(
    expect.objectContaining({ type: 'open', manner: expect.objectContaining({ silenceMs: 400 }) }),
  );
});

test('CONTROL-53: it begins as the settings say, and is off where no voice was set up', () => {
  const opened = (given: SessionSettings) => {
    const hud = new SeenHud(new ControlWorld().control, given);
    return hud.of('opened').map(({ aloud }) => aloud);
  };
  const { voice, ...others } = withVoice([...ALL], speaking);
  if (voice === undefined) throw new Error('the settings have no voice');
  expect(opened({ ...others, voice: { ...voice, aloud: 'off' } })).toEqual(['off']);
  expect(opened({ ...others, voice })).toEqual(['on']);
  expect(opened(withVoice([...ALL], undefined))).toEqual(['off']);
});
