import { describe, expect, it } from 'vitest';
import type { AudioBackend } from './audio-backend.ts';
import { CUE_PEAK, CUES, cueSamples, LONGEST_CUE_MS } from './cue-sounds.ts';
import { PLAYBACK_GRACE_MS, SoundPlayer } from './playback.ts';

/** A loudspeaker whose sounds last until `finish` or `fail` is called. */
class TestSpeaker {
  readonly heard: Float32Array[] = [];
  stops = 0;
  finish: () => void = () => {};
  fail: (error: Error) => void = () => {};
  readonly backend: AudioBackend = {
    inputDevices: async () => [],
    openCapture: () => Promise.reject(new Error('not here')),
    openPlayback: async () => ({
      write: async (samples) => {
        this.heard.push(samples);
      },
      drain: () => {
        return new Promise<void>((resolve, reject) => {
          this.finish = resolve;
          this.fail = reject;
        });
      },
      stop: () => {
        this.stops += 1;
        this.finish();
      },
    }),
  };
  readonly load = async () => this.backend;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('SoundPlayer', () => {
  it('AUDIO-50 plays one sound at a time and skips what comes meanwhile', async () => {
    const speaker = new TestSpeaker();
    const player = new SoundPlayer({ loadBackend: speaker.load });
    const first = player.playCue('open');
    expect(await player.playCue('close')).toEqual({ state: 'skipped' });
    await settled();
    speaker.finish();
    expect(await first).toEqual({ state: 'played' });
    const again = player.playCue('close');
    await settled();
    speaker.finish();
    expect(await again).toEqual({ state: 'played' });
    expect([speaker.heard.length, speaker.stops]).toEqual([2, 2]);
  });

  it('AUDIO-51 reports what fails as a value and tries again', async () => {
    const speaker = new TestSpeaker();
    let loads = 0;
    const loadBackend = async () => {
      loads += 1;
      if (loads === 1) throw new Error('no library');
      return speaker.backend;
    };
    const player = new SoundPlayer({ loadBackend });
    expect(await player.playCue('sent')).toMatchObject({ reason: 'no-audio-system' });
    const failing = player.playCue('sent');
    await settled();
    speaker.fail(new Error('Failed to open audio stream: it has been unplugged.'));
    expect(await failing).toMatchObject({ reason: 'no-device', detail: /^no loudspeaker / });
    const played = player.playCue('sent');
    await settled();
    speaker.finish();
    expect(await played).toEqual({ state: 'played' });
  });

  it('AUDIO-51 gives up on a sound that does not end', async () => {
    const speaker = new TestSpeaker();
    let waitedMs = 0;
    const clock = {
      nowMs: () => 0,
      after(ms: number, callback: () => void) {
        waitedMs = ms;
        queueMicrotask(callback);
        return () => {};
      },
    };
    const player = new SoundPlayer({ loadBackend: speaker.load, clock });
    const outcome = await player.play(new Float32Array(1600));
    expect(outcome).toMatchObject({ state: 'unavailable', reason: 'failed' });
    expect(waitedMs).toBe(100 + 120 + PLAYBACK_GRACE_MS);
    expect(speaker.stops).toBe(1);
  });

  it('AUDIO-53 falls silent on dispose and stays silent', async () => {
    const speaker = new TestSpeaker();
    const player = new SoundPlayer({ loadBackend: speaker.load });
    const playing = player.playCue('open');
    await settled();
    player.dispose();
    expect(speaker.stops).toBe(1);
    await playing;
    expect(await player.playCue('open')).toEqual({ state: 'skipped' });
    expect(speaker.heard).toHaveLength(1);
  });
});

describe('cueSamples', () => {
  for (const cue of CUES) {
    it(`AUDIO-52 ${cue} is short, soft and free of clicks`, () => {
      const samples = cueSamples(cue);
      expect((samples.length * 1000) / 16_000).toBeLessThan(LONGEST_CUE_MS);
      const peak = peakOf(samples);
      expect(peak).toBeGreaterThan(CUE_PEAK / 3);
      expect(peak).toBeLessThanOrEqual(CUE_PEAK);
      expect(Math.abs(samples[0] ?? 1)).toBeLessThan(1e-6);
      expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(1e-6);
      // The steepest tone here is 1,319 Hz with its octave: a click would be steeper.
      const steepest = (CUE_PEAK * 2 * Math.PI * 1319 * (0.8 + 2 * 0.2)) / 16_000;
      for (let n = 1; n < samples.length; n += 1)
        expect(Math.abs((samples[n] ?? 0) - (samples[n - 1] ?? 0))).toBeLessThan(steepest * 1.05);
    });

    it(`AUDIO-52 ${cue} is as loud as it is told to be`, () => {
      const full = peakOf(cueSamples(cue));
      expect(peakOf(cueSamples(cue, 0.25))).toBeCloseTo(full / 4, 6);
      expect(peakOf(cueSamples(cue, 0))).toBe(0);
    });
  }

  it('AUDIO-52 no two cues have the same rhythm', () => {
    expect(new Set(CUES.map((cue) => rhythmOf(cueSamples(cue)))).size).toBe(CUES.length);
  });
});

function peakOf(samples: Float32Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

/** Where it is silent for 1 ms and more, in ms: the ends of its notes. */
function rhythmOf(samples: Float32Array): string {
  const silentMs: number[] = [];
  for (let start = 0; start + 16 <= samples.length; start += 16)
    if (peakOf(samples.subarray(start, start + 16)) < CUE_PEAK / 10) silentMs.push(start / 16);
  return silentMs.join();
}
