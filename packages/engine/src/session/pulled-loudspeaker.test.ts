// What would sound is pulled in small pieces; what nobody pulls holds nobody up.
import type { Playback } from '@codex-voice/audio';
import { expect, test } from 'vitest';
import {
  AHEAD_SAMPLES,
  CHUNK_SAMPLES,
  PULL_TIMEOUT_MS,
  PulledLoudspeaker,
} from './pulled-loudspeaker.ts';

/** A clock that stands until it is moved. */
class StoppedClock {
  #nowMs = 0;
  #due: { readonly atMs: number; readonly callback: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  after(ms: number, callback: () => void): () => void {
    const entry = { atMs: this.#nowMs + ms, callback };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((each) => each !== entry);
    };
  }

  pass(ms: number): void {
    this.#nowMs += ms;
    const due = this.#due.filter(({ atMs }) => atMs <= this.#nowMs);
    this.#due = this.#due.filter((entry) => !due.includes(entry));
    for (const { callback } of due) callback();
  }
}

async function loudspeaker(): Promise<{
  clock: StoppedClock;
  speaker: PulledLoudspeaker;
  playback: Playback;
}> {
  const clock = new StoppedClock();
  const speaker = new PulledLoudspeaker(clock);
  return { clock, speaker, playback: await speaker.openPlayback() };
}

const sound = (samples: number, level = 0.5): Float32Array => new Float32Array(samples).fill(level);

async function stateOf(promise: Promise<void>): Promise<string> {
  const pending = new Promise<string>((resolve) => setImmediate(resolve, 'pending'));
  return await Promise.race([promise.then(() => 'resolved', String), pending]);
}

test('ENGINE-20: sound comes in the order written, at most 20 ms at a time, then nothing', async () => {
  const { speaker, playback } = await loudspeaker();
  expect(speaker.next()).toBeUndefined();
  void playback.write(sound(CHUNK_SAMPLES + 10));
  void playback.write(sound(5, -1));
  expect(speaker.next()).toEqual(new Int16Array(CHUNK_SAMPLES).fill(16_384));
  const rest = speaker.next();
  expect(rest).toHaveLength(15);
  expect(rest?.at(9)).toBe(16_384);
  expect(rest?.at(10)).toBe(-32_767);
  expect(speaker.next()).toBeUndefined();
});

test('ENGINE-20: two sounds at once are mixed, and clipped at full scale', async () => {
  const { speaker, playback } = await loudspeaker();
  const other = await speaker.openPlayback();
  void playback.write(sound(100, 0.25));
  void other.write(sound(50, 0.25));
  const mixed = speaker.next();
  expect(mixed).toHaveLength(100);
  expect(mixed?.at(49)).toBe(16_384);
  expect(mixed?.at(50)).toBe(8_192);
  void playback.write(sound(1, 1));
  void other.write(sound(1, 1));
  expect(speaker.next()).toEqual(Int16Array.of(32_767));
});

test('ENGINE-21: what is written waits until it is pulled, but for half a second once somebody pulls', async () => {
  const { speaker, playback } = await loudspeaker();
  const first = playback.write(sound(CHUNK_SAMPLES));
  expect(await stateOf(first)).toBe('pending');
  speaker.next();
  expect(await stateOf(first)).toBe('resolved');
  expect(await stateOf(playback.write(sound(AHEAD_SAMPLES)))).toBe('resolved');
  const beyond = playback.write(sound(1));
  const drained = playback.drain();
  expect(await stateOf(beyond)).toBe('pending');
  speaker.next();
  expect(await stateOf(beyond)).toBe('resolved');
  while (speaker.next() !== undefined) expect(await stateOf(drained)).toBeTypeOf('string');
  expect(await stateOf(drained)).toBe('resolved');
});

test('ENGINE-22: what nobody pulls for 2 s fails; who pulls in between has another 2 s', async () => {
  const { clock, speaker, playback } = await loudspeaker();
  const written = playback.write(sound(3 * CHUNK_SAMPLES));
  const failed = expect(written).rejects.toThrow('nobody takes what is played');
  clock.pass(PULL_TIMEOUT_MS - 1);
  speaker.next();
  clock.pass(PULL_TIMEOUT_MS - 1);
  expect(await stateOf(written)).toBe('pending');
  clock.pass(1);
  await failed;
});

test('ENGINE-23: stopped, nothing more is pulled and nobody waits', async () => {
  const { speaker, playback } = await loudspeaker();
  const written = playback.write(sound(10 * CHUNK_SAMPLES));
  speaker.next();
  playback.stop();
  expect(speaker.next()).toBeUndefined();
  await written;
  await playback.write(sound(1));
  expect(speaker.next()).toBeUndefined();
});
