// Other settings for a session that runs.
import { expect, test } from 'vitest';
import { ControlWorld, SeenHud, settings } from './control-world.test-support.ts';

function running(given = settings({ mode: 'auto' })) {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, given);
  return { world, hud };
}

test('CONTROL-43: other settings count from then on, but for mode and intent', () => {
  const { world, hud } = running();
  world.voices.last.ready();
  const other = settings({ mode: 'tap' });
  const { voice } = other;
  if (voice === undefined) throw new Error('the settings have no voice');
  voice.manners = { auto: { silenceMs: 900 } };
  voice.phrasebook.phrases = [
    { spoken: 'ship it', action: { kind: 'text', text: 'Commit and push.' } },
  ];
  hud.request({ type: 'settings', settings: { ...other, intent: 'send' }, voice: 'as-it-is' });
  expect(world.voices.all).toHaveLength(1);
  expect(world.voices.last.commands.at(-1)).toMatchObject({
    type: 'open',
    manner: { silenceMs: 900 },
  });
  world.voices.last.say('u1', 'ship it');
  world.keeper.look();
  expect(hud.stateOf('u1')).toBe('composed');
  expect(world.keeper.composer).toContain('Commit and push.');
  const again = new SeenHud(world.control);
  expect(again.of('opened')[0]).toMatchObject({ mode: 'auto', intent: 'compose' });
});

test('CONTROL-43: asked for anew, a new voice process listens as the old one did', () => {
  const { world, hud } = running();
  const first = world.voices.last;
  first.ready();
  hud.request({ type: 'settings', settings: settings({ silenceMs: 700 }), voice: 'anew' });
  expect(first.closed).toBe(true);
  expect(world.voices.all).toHaveLength(2);
  world.voices.last.ready();
  expect(world.voices.last.told).toEqual(['start', 'open s1']);
  expect(world.voices.last.commands[0]).toMatchObject({ segmenter: { silenceMs: 700 } });
  hud.request({ type: 'settings', settings: settings({ silenceMs: 700 }), voice: 'anew' });
  expect(world.voices.all).toHaveLength(2);
});

test('CONTROL-43: a recording goes on as it was, and a session without voice stays so', () => {
  const played = running(settings({ mode: 'auto', recording: '/a.wav' }));
  played.hud.request({ type: 'settings', settings: settings(), voice: 'anew' });
  expect(played.world.voices.all).toHaveLength(1);
  const mute = running({ intent: 'compose', mode: 'tap' });
  mute.hud.request({ type: 'settings', settings: settings(), voice: 'anew' });
  expect(mute.world.voices.all).toHaveLength(0);
});
