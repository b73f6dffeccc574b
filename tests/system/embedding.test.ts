// needs: flite sox
// The engine as a library, with voices that nothing was tuned on: the example program hears what Flite says,
// and a session reads aloud what it is told without hearing itself.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CHUNK_SAMPLES, startVoiceSession, type VoiceSessionEvent } from '@codex-voice/engine';
import { untilHolds } from '@codex-voice/testing';
import { expect, onTestFinished, test } from 'vitest';
import { speak } from '../../bench/recognition/synthesis.ts';
import { writeWave } from '../../bench/recognition/wave-file.ts';

const example = fileURLToPath(new URL('../../examples/embed/src/main.ts', import.meta.url));
const run = promisify(execFile);

/** Silence, in ms: long against the one that ends an utterance. */
const PAUSE_MS = 800;

const pause = new Float32Array(PAUSE_MS * 16);

test('ENGINE-1: the example prints what Flite says, and plays what the engine would', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'codex-voice-embed-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const heard = join(folder, 'heard.wav');
  const played = join(folder, 'played.wav');
  const said = [speak('run the tests', 'flite:awb'), speak('explain this code', 'flite:rms')];
  const pieces = [pause, ...said.flatMap((each) => [each, pause])];
  writeWave(heard, Float32Array.from(pieces.flatMap((piece) => [...piece])));
  const { stdout, stderr } = await run(process.execPath, [example, heard, played]);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/s {2}Run the tests\.\n.* s {2}Explain this code\.\n$/);
  const sound = new Int16Array((await readFile(played)).buffer.slice(44));
  expect(sound.length).toBeGreaterThan(16_000);
  // The cue of an ear that opens.
  expect(Math.max(...sound.subarray(0, 8_000))).toBeGreaterThan(1_000);
});

async function turnsUntil(
  what: string,
  turn: () => Promise<unknown>,
  holds: () => boolean,
): Promise<void> {
  await untilHolds(what, async () => {
    if (!holds()) await turn();
    return holds();
  });
}

test('ENGINE-24 ENGINE-25: what it says aloud is pulled, is not heard by itself, and is hushed at once', async () => {
  const events: VoiceSessionEvent[] = [];
  await using session = await startVoiceSession({
    sampleRateHz: 16_000,
    onEvent: (event) => events.push(event),
    voice: 'flite',
  });
  const states = (id: string): string[] =>
    events.flatMap((event) => (event.type === 'speaking' && event.id === id ? [event.state] : []));
  const silence = new Int16Array(CHUNK_SAMPLES);
  let loudSamples = 0;
  const turn = async (): Promise<Int16Array | undefined> => {
    const chunk = session.nextPlaybackChunk();
    loudSamples += chunk?.filter((sample) => Math.abs(sample) > 300).length ?? 0;
    // As a loudspeaker beside the microphone.
    session.pushAudioFrame(chunk ?? silence);
    await session.drained();
    await nextTurn();
    return chunk;
  };
  const first = session.say('Run the tests. Explain this code.');
  await turnsUntil('end of the first', turn, () => states(first).includes('ended'));
  expect(states(first)).toEqual(['started', 'ended']);
  expect(loudSamples).toBeGreaterThan(8_000);
  for (let turns = 0; turns < 50; turns += 1) await turn();
  expect(events.filter(({ type }) => type === 'speech-started')).toEqual([]);

  const second = session.say('This one is never heard to its end, because it is hushed.');
  await turnsUntil('start of the second', turn, () => states(second).includes('started'));
  session.hush();
  expect(session.nextPlaybackChunk()).toBeUndefined();
  const silentTurn = async () => expect(await turn()).toBeUndefined();
  await turnsUntil('hush', silentTurn, () => states(second).includes('interrupted'));
  expect(states(second)).toEqual(['started', 'interrupted']);
});

test('ENGINE-22: where nobody pulls, what is said is told as interrupted, and speech is heard all the while', async () => {
  const events: VoiceSessionEvent[] = [];
  await using session = await startVoiceSession({
    sampleRateHz: 16_000,
    onEvent: (event) => events.push(event),
    voice: 'flite',
  });
  session.say('Nobody plays this.');
  session.pushAudioFrame(pcm([pause, speak('run the tests', 'flite:awb'), pause]));
  await session.drained();
  expect(events).toContainEqual(expect.objectContaining({ type: 'final', text: 'Run the tests.' }));
  const isTold = () => events.some(({ type }) => type === 'speaking');
  await untilHolds('what became of it', isTold);
  expect(events.filter(({ type }) => type === 'speaking')).toMatchObject([
    { state: 'interrupted' },
  ]);
  expect(events).toContainEqual(
    expect.objectContaining({
      code: 'speaking-failed',
      message: expect.stringContaining('nextPlaybackChunk'),
    }),
  );
});

test('ENGINE-26: with `bargeIn` whoever talks over it hushes it, and is heard', async () => {
  const events: VoiceSessionEvent[] = [];
  await using session = await startVoiceSession({
    sampleRateHz: 16_000,
    onEvent: (event) => events.push(event),
    voice: 'flite',
    bargeIn: 'on',
  });
  const has = (wanted: object): boolean =>
    events.some((event) =>
      Object.entries(wanted).every(([key, value]) => Reflect.get(event, key) === value),
    );
  const hear = async (samples: Int16Array): Promise<void> => {
    session.nextPlaybackChunk();
    session.pushAudioFrame(samples);
    await session.drained();
    await nextTurn();
  };
  session.say(
    'This goes on for long enough that somebody loses patience, and then for a while more.',
  );
  const hearNothing = () => hear(new Int16Array(CHUNK_SAMPLES));
  await turnsUntil('start', hearNothing, () => has({ type: 'speaking', state: 'started' }));
  const over = pcm([speak('explain this code', 'flite:awb'), pause]);
  for (let at = 0; at < over.length; at += CHUNK_SAMPLES) {
    await hear(over.subarray(at, at + CHUNK_SAMPLES));
  }
  await session.close();
  expect(has({ type: 'speaking', state: 'interrupted' })).toBe(true);
  expect(has({ type: 'speaking', state: 'ended' })).toBe(false);
  expect(has({ type: 'final', text: 'Explain this code.' })).toBe(true);
});

function pcm(pieces: readonly Float32Array[]): Int16Array {
  const samples = pieces.flatMap((piece) => [...piece]);
  return Int16Array.from(samples, (sample) => Math.round(sample * 32_767));
}
