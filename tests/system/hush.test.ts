// needs: pulseaudio
// How long our own voice is still heard after it was hushed, at a loudspeaker that a recorder listens to.
// Prints it; only that it falls silent, and stays silent, is held.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpeechPlayer } from '@codex-voice/audio';
import { startVirtualMicrophone, within } from '@codex-voice/testing';
import { expect, test } from 'vitest';

const RATE_HZ = 16_000;
const TRIES = 10;
/** Of 16-bit samples: our tone is far louder, and silence is nothing. */
const LOUD = 200;
/** How long it is listened to after it was hushed, in ms. */
const LISTENED_MS = 400;

async function* tone() {
  const samples = Float32Array.from({ length: RATE_HZ }, (_, at) => 0.5 * Math.sin(at / 4));
  for (let second = 0; second < 10; second += 1) yield { samples, sampleRateHz: RATE_HZ };
}

function isLoud(chunk: Buffer): boolean {
  for (let at = 0; at + 1 < chunk.length; at += 2)
    if (Math.abs(chunk.readInt16LE(at)) > LOUD) return true;
  return false;
}

test('a voice that is hushed falls silent at the loudspeaker, and how soon', async () => {
  await using microphone = await startVirtualMicrophone();
  Object.assign(process.env, microphone.env);
  const args = [`--device=${microphone.sourceName}`, `--rate=${RATE_HZ}`, '--channels=1'];
  const recorder = spawn('parec', [...args, '--format=s16le', '--latency-msec=5'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(recorder, 'exit');
  let loudMs = 0;
  recorder.stdout.on('data', (chunk: Buffer) => {
    if (isLoud(chunk)) loudMs = performance.now();
  });
  try {
    const player = new SpeechPlayer();
    const silentAfterMs: number[] = [];
    for (let turn = 0; turn < TRIES; turn += 1) {
      const decision = new AbortController();
      const playing = player.play({
        pieces: tone(),
        signal: decision.signal,
        onStarted: () => undefined,
      });
      loudMs = 0;
      for (let waits = 0; waits < 200 && loudMs === 0; waits += 1) await sleep(25);
      expect(loudMs).toBeGreaterThan(0);
      await sleep(300 + 37 * turn);
      const decidedMs = performance.now();
      decision.abort();
      expect((await playing).state).toBe('interrupted');
      await sleep(LISTENED_MS);
      silentAfterMs.push(loudMs - decidedMs);
      const before = loudMs;
      await sleep(100);
      expect(loudMs).toBe(before);
    }
    const sorted = silentAfterMs.toSorted((one, other) => one - other).map(Math.round);
    console.log(`heard until so many ms after it was hushed, ${TRIES} times: ${sorted.join(' ')}`);
  } finally {
    recorder.kill();
    await within('end of the recorder', ended);
  }
});
