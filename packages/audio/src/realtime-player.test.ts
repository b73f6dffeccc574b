import { FRAME_MS, FRAME_SAMPLES } from '@codex-voice/speech';
import { describe, expect, it } from 'vitest';
import { FrameCutter } from './frame-cutter.ts';
import { MAXIMUM_LATENESS_MS, type PlayerClock, RealtimePlayer } from './realtime-player.ts';

/** A clock that jumps to whatever is waited for, and is late by what `lateMs` says. */
function jumpingClock(lateMs: (wait: number) => number = () => 0): PlayerClock {
  let now = 5000;
  let waits = 0;
  return {
    nowMs: () => now,
    after(ms, callback) {
      now += ms + lateMs(waits++);
      queueMicrotask(callback);
      return () => {};
    },
  };
}

async function* frames(count: number): AsyncGenerator<Float32Array> {
  for (let n = 0; n < count; n += 1) yield new Float32Array(FRAME_SAMPLES).fill(n);
}

async function playedTimes(count: number, clock: PlayerClock): Promise<number[]> {
  const times: number[] = [];
  const onFrame = () => times.push(clock.nowMs() - 5000);
  await new RealtimePlayer({ frames: frames(count), clock, onFrame }).play();
  return times;
}

describe('RealtimePlayer', () => {
  it('AUDIO-31 hands on each frame when its last sample would have been recorded', async () => {
    expect(await playedTimes(4, jumpingClock())).toEqual([32, 64, 96, 128]);
  });

  it('AUDIO-31 does not add lateness up over a long recording', async () => {
    const times = await playedTimes(
      10_000,
      jumpingClock((wait) => (wait % 3) * 9),
    );
    const lateness = times.map((time, n) => time - (n + 1) * FRAME_MS);
    expect(Math.max(...lateness)).toBeLessThanOrEqual(18);
    expect(Math.min(...lateness)).toBeGreaterThanOrEqual(0);
  });

  it('AUDIO-31 catches up at once after a short hold-up', async () => {
    const times = await playedTimes(
      6,
      jumpingClock((wait) => (wait === 1 ? 100 : 0)),
    );
    expect(times).toEqual([32, 164, 164, 164, 164, 192]);
  });

  it('AUDIO-32 moves its schedule after a long hold-up', async () => {
    const sleepMs = MAXIMUM_LATENESS_MS + 500;
    const times = await playedTimes(
      4,
      jumpingClock((wait) => (wait === 1 ? sleepMs : 0)),
    );
    expect(times).toEqual([32, 64 + sleepMs, 96 + sleepMs, 128 + sleepMs]);
  });

  it('AUDIO-33 stops before the next frame, waiting or not, and plays once', async () => {
    const heard: number[] = [];
    const never: PlayerClock = { nowMs: () => 0, after: () => () => {} };
    const waiting = new RealtimePlayer({
      frames: frames(3),
      clock: never,
      onFrame: () => heard.push(0),
    });
    const played = waiting.play();
    await Promise.resolve();
    await Promise.resolve();
    waiting.stop();
    expect(await played).toBe('stopped');
    expect(heard).toEqual([]);
    await expect(waiting.play()).rejects.toThrow(/plays once/);
    const running: RealtimePlayer = new RealtimePlayer({
      frames: frames(5),
      clock: jumpingClock(),
      onFrame: (frame) => {
        heard.push(frame[0] ?? -1);
        if (frame[0] === 1) running.stop();
      },
    });
    expect(await running.play()).toBe('stopped');
    expect(heard).toEqual([0, 1]);
    const source = frames(4);
    const lasting = { [Symbol.asyncIterator]: () => ({ next: () => source.next() }) };
    const paused: RealtimePlayer = new RealtimePlayer({
      frames: lasting,
      clock: jumpingClock(),
      onFrame: () => paused.stop(),
    });
    await paused.play();
    expect((await source.next()).value?.[0]).toBe(1);
  });

  it('AUDIO-33 passes on what the frames throw', async () => {
    async function* broken(): AsyncGenerator<Float32Array> {
      yield new Float32Array(FRAME_SAMPLES);
      throw new Error('disk gone');
    }
    const player = new RealtimePlayer({ frames: broken(), clock: jumpingClock(), onFrame() {} });
    await expect(player.play()).rejects.toThrow('disk gone');
  });
});

describe('FrameCutter', () => {
  it('AUDIO-30 gives out every sample in order, whatever the pieces, in frames to keep', () => {
    const cutter = new FrameCutter();
    const samples = Float32Array.from({ length: 5000 }, (_, n) => n);
    const heard: Float32Array[] = [];
    let start = 0;
    for (const length of [0, 1, 511, 512, 513, 3000, 463]) {
      heard.push(...cutter.push(samples.subarray(start, start + length)));
      start += length;
    }
    const rest = cutter.flush();
    expect(heard.every((frame) => frame.length === FRAME_SAMPLES)).toBe(true);
    const joined = [...heard, rest ?? new Float32Array(0)].flatMap((frame) => [...frame]);
    expect(joined.slice(0, 5000)).toEqual([...samples]);
    expect(joined.slice(5000).every((sample) => sample === 0)).toBe(true);
    expect(cutter.flush()).toBeUndefined();
  });
});
