import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { gatherMicrophoneFacts } from './gather-microphone-facts.ts';
import {
  explainMissingMicrophone,
  type MicrophoneFacts,
  type MicrophoneObstacle,
} from './microphone-surroundings.ts';

const BARE: MicrophoneFacts = {
  platform: 'linux',
  isContainer: false,
  isSsh: false,
  isWsl: false,
  soundServer: 'absent',
  hasServerPlugin: true,
  captureDevices: 'none',
};

const CASES: readonly (readonly [Partial<MicrophoneFacts>, MicrophoneObstacle, RegExp])[] = [
  [{}, 'no-sound-system', /PulseAudio nor PipeWire runs: start one/],
  [{ isContainer: true }, 'container', /: start it with --device \/dev\/snd/],
  [{ isSsh: true }, 'ssh', /over SSH.*: run codex-voice where the microphone is/],
  [{ isSsh: true, isContainer: true }, 'container', /container/],
  [{ isWsl: true }, 'wsl', /wsl --update/],
  [{ captureDevices: 'forbidden' }, 'no-permission', /usermod -aG audio/],
  [{ captureDevices: 'usable' }, 'no-device', /plug one in/],
  [{ captureDevices: 'usable', isContainer: true, isSsh: true }, 'no-device', /plug one in/],
  [{ soundServer: 'running' }, 'no-device', /the sound system runs and has none/],
  [{ soundServer: 'running', hasServerPlugin: false }, 'no-server-plugin', /libasound2-plugins/],
  [{ soundServer: 'running', isWsl: true, hasServerPlugin: false }, 'no-server-plugin', /ALSA/],
  [
    { soundServer: 'named', soundServerName: 'tcp:127.0.0.1:4713', isSsh: true },
    'server-unreachable',
    /\(tcp:127\.0\.0\.1:4713\) does not answer/,
  ],
  [{ platform: 'darwin' }, 'no-device', /privacy settings/],
];

test.each(CASES)('AUDIO-56 %o is %s', (facts, obstacle, line) => {
  const missing = explainMissingMicrophone({ ...BARE, ...facts });
  expect(missing.obstacle).toBe(obstacle);
  expect(missing.detail).toMatch(line);
  expect(missing.detail).toMatch(/^[^\n]+: [^\n]+$/);
});

test('AUDIO-56 each obstacle has a mend of its own', () => {
  const details = CASES.map(([facts]) => explainMissingMicrophone({ ...BARE, ...facts }));
  const byObstacle = new Map(details.map(({ obstacle, detail }) => [obstacle, detail]));
  expect(new Set(byObstacle.values()).size).toBe(byObstacle.size);
});

function machine(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'codex-voice-machine-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const asked = (files: Readonly<Record<string, string>>, environment: Record<string, string> = {}) =>
  gatherMicrophoneFacts({ platform: 'linux', environment, root: machine(files) });

test('AUDIO-57 facts are read from files and environment', () => {
  expect(asked({})).toEqual({ ...BARE, hasServerPlugin: false });
  expect(asked({ '.dockerenv': '' }).isContainer).toBe(true);
  expect(asked({ 'proc/1/cgroup': '0::/kubepods/pod1' }).isContainer).toBe(true);
  expect(asked({ 'proc/1/cgroup': '0::/init.scope' }).isContainer).toBe(false);
  expect(asked({}, { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }).isSsh).toBe(true);
  expect(asked({ 'proc/version': 'Linux 5.15-microsoft-standard-WSL2' }).isWsl).toBe(true);
  expect(asked({ 'dev/snd/pcmC0D0p': '' }).captureDevices).toBe('none');
  expect(asked({ 'dev/snd/pcmC0D0c': '' }).captureDevices).toBe('usable');
  const plugin = 'usr/lib/x86_64-linux-gnu/alsa-lib/libasound_module_pcm_pulse.so';
  expect(asked({ [plugin]: '' }).hasServerPlugin).toBe(true);
});

test('AUDIO-57 a sound server is one that is named, or whose socket is there', () => {
  const runtime = { XDG_RUNTIME_DIR: '/run/user/1000' };
  expect(asked({ 'run/user/1000/pulse/native': '' }, runtime).soundServer).toBe('running');
  expect(asked({ 'run/user/1000/pipewire-0': '' }, runtime).soundServer).toBe('running');
  expect(asked({ 'run/user/1000/pulse/native': '' }).soundServer).toBe('absent');
  expect(asked({}, { PULSE_SERVER: 'tcp:h' })).toMatchObject({
    soundServer: 'named',
    soundServerName: 'tcp:h',
  });
  expect(asked({ 'mnt/wslg/PulseServer': '' }).soundServer).toBe('running');
});
