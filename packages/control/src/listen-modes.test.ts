// How a session is listened to in each mode, against a voice process that only does what a test says.
import type { ListenMode, VoiceCommand } from '@codex-voice/protocol';
import { describe, expect, test } from 'vitest';
import { ControlWorld, SeenHud, settings } from './control-world.test-support.ts';

function listening(mode: ListenMode) {
  const world = new ControlWorld();
  const given = settings({ mode });
  if (given.voice !== undefined) {
    given.voice.manners = { continuous: { silenceMs: 700 }, hybrid: { closeAfterMs: 900 } };
  }
  const hud = new SeenHud(world.control, given);
  world.voices.last.ready();
  const opened = () =>
    world.voices.last.commands.filter(
      (command): command is Extract<VoiceCommand, { type: 'open' }> => command.type === 'open',
    );
  const talk = () => hud.request({ type: 'talk', do: 'toggle' });
  return { world, hud, voice: world.voices.last, opened, talk };
}

describe('modes', () => {
  test.each([
    ['tap', []],
    ['hold', []],
    ['hybrid', []],
    ['auto', ['on']],
    ['continuous', ['on']],
    ['wake', ['wake']],
  ] as const)('CONTROL-21 CONTROL-40: %s opens by itself for %j', (mode, purposes) => {
    const { opened } = listening(mode);
    expect(opened().map(({ listenFor }) => listenFor)).toEqual(purposes);
  });

  test.each([
    ['tap', 'on'],
    ['hold', 'on'],
    ['hybrid', 'once'],
    ['wake', 'awake'],
  ] as const)('CONTROL-40: in %s the key opens for `%s`', (mode, purpose) => {
    const { opened, talk } = listening(mode);
    talk();
    expect(opened().at(-1)).toMatchObject({ listenFor: purpose });
  });

  test('CONTROL-40: a microphone that the hush has closed is opened by the next key', () => {
    const { voice, opened, talk } = listening('hybrid');
    talk();
    voice.device('open');
    voice.device('closed');
    talk();
    expect(voice.told).toEqual(['start', 'open s1', 'open s1']);
    expect(opened().at(-1)).toMatchObject({ listenFor: 'once', manner: { closeAfterMs: 900 } });
  });

  test('CONTROL-41: the key that ends what a wake phrase began lets it wait again', () => {
    const { voice, opened, talk, hud } = listening('wake');
    voice.device('open');
    voice.tell({ type: 'attention', to: 'wake' });
    voice.tell({ type: 'attention', to: 'speech', phrase: 'hey codex' });
    talk();
    expect(voice.told).toEqual(['start', 'open s1', 'close', 'open s1']);
    expect(opened().at(-1)).toMatchObject({ listenFor: 'wake' });
    expect(hud.of('mode')).toEqual([]);
  });

  test('CONTROL-41: a HUD that comes while a wake phrase is waited for is told', () => {
    const { world, voice } = listening('wake');
    voice.device('open');
    voice.tell({ type: 'attention', to: 'wake' });
    const late = new SeenHud(world.control);
    expect(late.of('voice').map(({ event }) => event.type)).toEqual(['device', 'attention']);
  });

  test('CONTROL-40: another mode chosen closes the microphone, or opens it for its own purpose', () => {
    const { voice, hud, opened } = listening('tap');
    hud.request({ type: 'mode', mode: 'wake' });
    expect(opened().at(-1)).toMatchObject({ listenFor: 'wake' });
    hud.request({ type: 'mode', mode: 'continuous' });
    expect(opened().at(-1)).toMatchObject({ listenFor: 'on', manner: { silenceMs: 700 } });
    hud.request({ type: 'mode', mode: 'hybrid' });
    expect(voice.told.at(-1)).toBe('close');
  });

  test('CONTROL-42: what is tuned holds at once, and in every mode after', () => {
    const { hud, opened, talk } = listening('auto');
    hud.request({ type: 'tune', manner: { silenceMs: 400 } });
    expect(opened().at(-1)).toMatchObject({ listenFor: 'on', manner: { silenceMs: 400 } });
    hud.request({ type: 'tune', manner: { startThreshold: 0.3 } });
    hud.request({ type: 'mode', mode: 'hybrid' });
    talk();
    const manner = { silenceMs: 400, startThreshold: 0.3, closeAfterMs: 900 };
    expect(opened().at(-1)).toMatchObject({ listenFor: 'once', manner });
  });

  test('CONTROL-42: tuning a closed microphone opens nothing', () => {
    const { hud, opened } = listening('tap');
    hud.request({ type: 'tune', manner: { silenceMs: 400 } });
    expect(opened()).toEqual([]);
  });

  test('CONTROL-25: a voice process that is started again listens for the same purpose', () => {
    const { world, voice } = listening('wake');
    voice.die('SIGSEGV');
    world.clock.pass(250);
    world.voices.last.ready();
    expect(world.voices.last.commands.at(-1)).toMatchObject({ type: 'open', listenFor: 'wake' });
  });
});
