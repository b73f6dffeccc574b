// A voice process that dies is started again, but not for ever, and not when it said why it can't.
import { fileURLToPath } from 'node:url';
import { VOICE_PROTOCOL_VERSION } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import { VoiceControl } from './voice-control.ts';
import { VOICE_STDIO } from './voice-link.ts';
import { phrasebookOf, type VoiceStart, voiceCommand, voiceStart } from './voice-start.ts';

const launcher = fileURLToPath(new URL('../../../bin/codex-voice.js', import.meta.url));
const config = parseConfig('', 'c.toml');

function start(): VoiceStart {
  return voiceStart({
    config,
    phrasebook: phrasebookOf(config, 'en'),
    source: { kind: 'files', paths: [], pace: 'fast' },
    journalDirectory: undefined,
  });
}

/** Runs a process in the voice role until it is given up; answers each death. */
async function deaths(
  command: { readonly file: string; readonly args: readonly string[] },
  message: VoiceStart = start(),
): Promise<string[]> {
  const seen: string[] = [];
  return await new Promise((resolve) => {
    const control: VoiceControl = new VoiceControl({
      start: message,
      link: { command, stdio: VOICE_STDIO },
      listenAtOnce: false,
      onEvent: () => undefined,
      onDied: (fate, reason) => {
        seen.push(`${fate}: ${reason}`);
        if (fate === 'given-up') void control.close().then(() => resolve(seen));
      },
    });
  });
}

test('a process that only crashes is started three times more, then left alone, with its last words', async () => {
  const command = { file: 'sh', args: ['-c', 'echo first >&2; echo last words >&2; exit 7'] };
  expect(await deaths(command)).toEqual([
    'restarting: last words',
    'restarting: last words',
    'restarting: last words',
    'given-up: last words',
  ]);
});

test('a process that said why it cannot go on is not started again', async () => {
  const wrong = { ...start(), version: VOICE_PROTOCOL_VERSION + 1 };
  const [only, ...more] = await deaths(voiceCommand(launcher), wrong);
  expect(only).toMatch(/^given-up: the client speaks version/u);
  expect(more).toEqual([]);
});

test('a program that is not there is given up like any other', async () => {
  const seen = await deaths({ file: '/no/such/program', args: [] });
  expect(seen.at(-1)).toMatch(/^given-up: .*ENOENT/u);
});

test('a process that hangs is ended and started again when a key gets no answer', async () => {
  const ready = JSON.stringify({
    type: 'ready',
    version: VOICE_PROTOCOL_VERSION,
    recognizer: 'none',
    voiceActivity: 'none',
    startMs: 0,
  });
  const script = `printf '%s\\n' '${ready}' >&3; exec sleep 1000`;
  const reason = await new Promise((resolve) => {
    const control: VoiceControl = new VoiceControl({
      start: start(),
      link: { command: { file: 'sh', args: ['-c', script] }, stdio: VOICE_STDIO },
      listenAtOnce: false,
      answerPatienceMs: 50,
      onEvent: () => control.open(),
      onDied: (fate, why) => void control.close().then(() => resolve(`${fate}: ${why}`)),
    });
  });
  expect(reason).toBe('restarting: it did not answer');
});
