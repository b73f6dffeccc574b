// The voice that is asked for, or the first that is there; programs are stood in for by scripts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findVoice, type VoiceChoice } from './find-voice.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'voices-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function install(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

function find(choice: VoiceChoice) {
  return findVoice({ choice, platform: 'linux', path: folder });
}

test('VOICES-10: the first one that is there speaks, and the one asked for where it is', () => {
  expect(() => find('auto')).toThrow('install espeak-ng');
  install('flite', 'true');
  expect(find('auto').name).toBe('Flite');
  install('espeak-ng', 'true');
  expect([find('auto').name, find('flite').name, find('system').name]).toEqual([
    ...['eSpeak NG', 'Flite', 'eSpeak NG'],
  ]);
});

test('VOICES-10: a system with a voice of its own speaks with that', () => {
  const wish = { choice: 'auto', path: folder } as const;
  install('powershell.exe', 'true');
  expect(findVoice({ ...wish, platform: 'win32' }).name).toBe('the voice of Windows');
});
