// A model's process dies while somebody speaks: the next recogniser has the same words, voice and its
// microphone go on, the process comes back, and nothing is left behind.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VOICE_STDIO, VoiceLink } from '@codex-voice/control';
import { VOICE_PROTOCOL_VERSION, type VoiceEvent, type VoiceStart } from '@codex-voice/protocol';
import { DEFAULT_SEGMENTER_SETTINGS, defaultPhrasebook } from '@codex-voice/speech';
import { isProcessAlive, untilHolds, writeToneModel } from '@codex-voice/testing';
import { expect, onTestFinished, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const launcher = join(root, 'bin', 'codex-voice.js');
const recording = join(root, 'examples', 'recordings', 'first-light.wav');

/** The recogniser's process that this one has started. */
function recognizerOf(voicePid: number): number | undefined {
  return readdirSync('/proc')
    .map(Number)
    .find((pid) => pid > 0 && isRecognizerOf(pid, voicePid));
}

function isRecognizerOf(pid: number, voicePid: number): boolean {
  try {
    const parent = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return Number(parent) === voicePid && command.includes('__recognizer');
  } catch {
    return false; // it has ended meanwhile
  }
}

test('a recogniser killed in mid-speech costs nothing: the phrases hear the same words', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-recognizer-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const start: VoiceStart = {
    type: 'start',
    version: VOICE_PROTOCOL_VERSION,
    source: { kind: 'files', paths: [recording], pace: 'realtime' },
    phrases: defaultPhrasebook('en').phrases.map(({ spoken }) => ({ spoken })),
    // It hears no words in speech, only in melodies: whatever is understood is the phrases'.
    recognizers: [await writeToneModel(folder, 'streaming-t-one'), { kind: 'phrases' }],
    segmenter: { ...DEFAULT_SEGMENTER_SETTINGS },
    language: 'en',
    warmMicrophone: false,
    keepAudioDays: 7,
    cues: false,
  };
  const events: VoiceEvent[] = [];
  let killed: number | undefined;
  const link = new VoiceLink({
    command: { file: process.execPath, args: [launcher, '__voice'] },
    stdio: VOICE_STDIO,
    onEvent: (event) => {
      events.push(event);
      if (event.type === 'ready') link.send({ type: 'open' });
      if (event.type !== 'speech-started' || killed !== undefined) return;
      killed = recognizerOf(link.pid ?? 0);
      if (killed !== undefined) process.kill(killed, 'SIGKILL');
    },
    onEnd: () => undefined,
  });
  onTestFinished(() => link.close());
  link.send(start);
  const hasEnded = () => events.some(({ type }) => type === 'source-ended');
  await untilHolds('end of the recording', hasEnded);

  expect(events).toContainEqual(
    expect.objectContaining({ type: 'ready', recognizer: 'tones-streaming-t-one' }),
  );
  expect(killed).toBeDefined();
  const finals = events.flatMap((event) => (event.type === 'final' ? [event] : []));
  expect(finals).toHaveLength(5);
  expect(finals[0]).toMatchObject({ verdict: 'accepted', text: 'fix the failing tests' });
  expect(finals.filter(({ failure }) => failure !== undefined)).toEqual([]);
  const problems = events.flatMap((event) => (event.type === 'problem' ? [event.message] : []));
  expect(problems).toEqual([
    expect.stringMatching(/^phrases-en listens instead: .*was ended by SIGKILL$/),
    'tones-streaming-t-one works again',
  ]);
  const second = recognizerOf(link.pid ?? 0);
  expect(second).toBeDefined();
  expect(second).not.toBe(killed);
  await link.close();
  await untilHolds('end of the recogniser', () => second === undefined || !isProcessAlive(second));
});
