import { describe, expect, test } from 'vitest';
import type { Asked, Facts, MicrophoneFacts } from './facts.ts';
import { findingOf } from './good-machine.test-support.ts';

function told<Value>(value: Value): Asked<Value> {
  return { kind: 'told', value };
}

describe('DOCTOR-4 a missing microphone is told apart', () => {
  const unavailable = (
    fault: { readonly reason: string; readonly obstacle?: string; readonly detail: string },
    rest: Partial<MicrophoneFacts> = {},
  ): Partial<Facts> => ({
    microphone: told({
      names: [],
      soundServers: ['pipewire'],
      ...rest,
      opening: { kind: 'unavailable', ...fault },
    }),
  });
  const machine = (obstacle: string) => ({
    reason: 'no-audio-system',
    obstacle,
    detail: `wrong with ${obstacle}: do something`,
  });
  test.each([
    [
      'no library',
      unavailable({
        reason: 'no-audio-system',
        detail: 'the sound library libasound.so.2 is missing: install it',
      }),
      /libasound/u,
      /^sudo apt-get install libasound2-plugins$/u,
    ],
    [
      'no sound server installed',
      unavailable(machine('no-sound-system'), { soundServers: [] }),
      /neither PipeWire nor PulseAudio is installed/u,
      /^sudo apt-get install pipewire-pulse/u,
    ],
    [
      'PipeWire not running',
      unavailable(machine('no-sound-system')),
      /no-sound-system/u,
      /^systemctl --user start pipewire/u,
    ],
    [
      'PulseAudio not running',
      unavailable(machine('no-sound-system'), { soundServers: ['pulseaudio'] }),
      /no-sound-system/u,
      /^pulseaudio --start$/u,
    ],
    ['no device', unavailable(machine('no-device')), /no-device/u, /^pactl list short sources$/u],
    [
      'no permission',
      unavailable({ ...machine('no-permission'), reason: 'no-permission' }),
      /no-permission/u,
      /^sudo usermod -aG audio "\$USER"$/u,
    ],
    [
      'no plug-in for the server',
      unavailable(machine('no-server-plugin')),
      /no-server-plugin/u,
      /libasound2-plugins$/u,
    ],
    [
      'a server that does not answer',
      unavailable(machine('server-unreachable')),
      /server-unreachable/u,
      /^pactl info$/u,
    ],
    ['a container', unavailable(machine('container')), /container/u, /--device \/dev\/snd/u],
    ['SSH', unavailable(machine('ssh')), /ssh/u, /ssh -R 4713/u],
    ["Windows' Linux", unavailable(machine('wsl')), /wsl/u, /^wsl --update; wsl --shutdown$/u],
    [
      'a busy device',
      unavailable(
        { reason: 'device-busy', detail: 'another program holds the microphone (EBUSY): close it' },
        { names: ['Card'] },
      ),
      /another program holds/u,
      /^fuser -v \/dev\/snd\/\*$/u,
    ],
    [
      'an unknown name',
      unavailable(
        { reason: 'no-device', detail: 'no microphone (nothing matches): plug one in' },
        { names: ['Desk', 'Lid'], configured: 'Headset' },
      ),
      /no microphone is called Headset; there is Desk, Lid/u,
      /^codex-voice mic$/u,
    ],
  ] as const)('%s', (_, facts, fact, command) => {
    const finding = findingOf('microphone', facts);
    expect(finding).toMatchObject({ state: 'broken', fact: expect.stringMatching(fact) });
    expect(finding.mend?.command).toMatch(command);
  });

  test('each of them has another mend', () => {
    const obstacles = [
      'no-sound-system',
      'no-device',
      'no-permission',
      'server-unreachable',
      'container',
      'ssh',
      'wsl',
    ];
    const commands = obstacles.map(
      (obstacle) => findingOf('microphone', unavailable(machine(obstacle))).mend?.command,
    );
    expect(new Set(commands).size).toBe(obstacles.length);
  });

  test('a reason that is not known keeps its own words', () => {
    const facts = unavailable(
      { reason: 'failed', detail: 'it does not open (odd): name another' },
      { names: ['Card'] },
    );
    expect(findingOf('microphone', facts)).toMatchObject({
      fact: 'it does not open (odd)',
      mend: { words: 'name another' },
    });
  });
});

describe('DOCTOR-5 an open microphone', () => {
  const open = (rmsDb: number, peakDb: number): Partial<Facts> => ({
    microphone: told({
      names: ['Desk'],
      soundServers: [],
      opening: { kind: 'open', name: 'Desk', openMs: 80, rmsDb, peakDb, listenedMs: 1_000 },
    }),
  });
  test.each([
    [-Infinity, -Infinity, 'weak', /-∞ dBFS.*muted/u],
    [-90, -88, 'weak', /muted/u],
    [-60, -50, 'good', /-60\.0 dBFS/u],
    [-6, -0.5, 'weak', /turned up too far/u],
  ] as const)('at %s dBFS with a peak of %s is %s', (rmsDb, peakDb, state, fact) => {
    const finding = findingOf('microphone', open(rmsDb, peakDb));
    expect(finding).toMatchObject({ state, fact: expect.stringMatching(fact) });
    expect(finding.mend === undefined).toBe(state === 'good');
  });
});
