import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRAME_SAMPLES } from './ports.ts';
import { DEFAULT_SEGMENTER_SETTINGS, Segmenter, type SegmenterEvent } from './segmenter.ts';

/** Frame number n counts up through the source, so that each sample says where it came from. */
function rampFrame(n: number): Float32Array {
  return Float32Array.from({ length: FRAME_SAMPLES }, (_, i) => n * FRAME_SAMPLES + i);
}

function run(segmenter: Segmenter, probabilities: readonly number[], from = 0): SegmenterEvent[] {
  return probabilities.flatMap((p, n) => [...segmenter.accept(rampFrame(from + n), p)]);
}

const times = (count: number, probability: number): number[] => Array(count).fill(probability);

function audioOf(events: readonly SegmenterEvent[], segment: number): number[] {
  return events.flatMap((event) => {
    if (event.type === 'speech-started' && event.segment === segment) return [...event.preRoll];
    if (event.type === 'audio' && event.segment === segment) return [...event.samples];
    return [];
  });
}

const endings = (events: readonly SegmenterEvent[]) =>
  events.filter((e) => e.type === 'segment-ended' || e.type === 'segment-dropped');

describe('Segmenter', () => {
  it('SPEECH-1 opens with the first frame at the start threshold', () => {
    const events = run(new Segmenter(), [0, 0.49, 0.5]);
    expect(events[0]).toMatchObject({ type: 'speech-started', segment: 1, startMs: 64 });
    expect(events[1]).toMatchObject({ type: 'audio', segment: 1 });
  });

  it('SPEECH-2 hands out at most preRollMs of audio from directly before', () => {
    const [started] = run(new Segmenter({ preRollMs: 100 }), [...times(20, 0), 1]);
    if (started?.type !== 'speech-started') throw new Error('no segment');
    expect(started.preRoll).toHaveLength(1600);
    expect(started.preRoll.at(-1)).toBe(20 * FRAME_SAMPLES - 1);
    expect(started.preRoll[0]).toBe(20 * FRAME_SAMPLES - 1600);
  });

  it('SPEECH-2 hands out what there is when the source has just begun, and nothing at 0 ms', () => {
    const [first] = run(new Segmenter(), [0, 1]);
    expect(first).toMatchObject({ type: 'speech-started', startMs: 32 });
    if (first?.type === 'speech-started') expect(first.preRoll).toHaveLength(FRAME_SAMPLES);
    const [none] = run(new Segmenter({ preRollMs: 0 }), [0, 1]);
    if (none?.type === 'speech-started') expect(none.preRoll).toHaveLength(0);
  });

  it('SPEECH-4 ends with the frame that completes the silence, counted from the last speech', () => {
    const segmenter = new Segmenter({ silenceMs: 250 });
    const events = run(segmenter, [...times(5, 0), ...times(10, 1), ...times(8, 0)]);
    expect(endings(events)).toEqual([
      {
        type: 'segment-ended',
        endedBy: 'silence',
        segment: 1,
        startMs: 160,
        endMs: 480,
        closedMs: 736,
        speechMs: 320,
      },
    ]);
    expect(events.at(-1)?.type).toBe('segment-ended');
    expect(segmenter.openSegment).toBeUndefined();
  });

  it('SPEECH-5 stays open between the thresholds and does not open there', () => {
    const segmenter = new Segmenter();
    expect(run(segmenter, times(20, 0.4))).toEqual([]);
    const events = run(segmenter, [1, ...times(20, 0.4)]);
    expect(endings(events)).toEqual([]);
    expect(segmenter.openSegment).toBe(1);
  });

  it('SPEECH-6 drops and reports what is too short for speech', () => {
    const events = run(new Segmenter({ minimumSpeechMs: 96 }), [0, 1, 1, ...times(10, 0)]);
    expect(endings(events)).toMatchObject([
      { type: 'segment-dropped', reason: 'too-short', speechMs: 64, startMs: 32, endMs: 96 },
    ]);
  });

  it('SPEECH-9 ends at once on stop', () => {
    const segmenter = new Segmenter();
    run(segmenter, [...times(10, 1), 0]);
    expect(segmenter.stop('stop-key')).toMatchObject([
      { type: 'segment-ended', endedBy: 'stop-key', endMs: 320, closedMs: 352 },
    ]);
    expect(segmenter.stop('stop-key')).toEqual([]);
  });

  it('SPEECH-10 takes uncertain speech in the pre-roll for a segment on stop', () => {
    const segmenter = new Segmenter();
    run(segmenter, [...times(20, 0), ...times(4, 0.4), 0]);
    const events = segmenter.stop('stop-key');
    expect(events.map((event) => event.type)).toEqual(['speech-started', 'segment-ended']);
    expect(events[0]).toMatchObject({ startMs: 640 });
    expect(events[1]).toMatchObject({ startMs: 640, endMs: 768, closedMs: 800, speechMs: 128 });
    expect(audioOf(events, 1).at(-1)).toBe(25 * FRAME_SAMPLES - 1);
  });

  it('SPEECH-10 leaves silence and what is too short alone on stop', () => {
    const segmenter = new Segmenter();
    run(segmenter, [...times(20, 0), 0.4, 0.4]);
    expect(segmenter.stop('end-of-source')).toEqual([]);
    expect(new Segmenter().stop('stop-key')).toEqual([]);
  });

  it('SPEECH-11 drops on cancel and forgets what was heard', () => {
    const segmenter = new Segmenter();
    run(segmenter, times(10, 1));
    expect(segmenter.cancel()).toMatchObject([{ type: 'segment-dropped', reason: 'cancelled' }]);
    run(segmenter, times(3, 0));
    expect(segmenter.cancel()).toEqual([]);
    const [next] = run(segmenter, [1]);
    if (next?.type !== 'speech-started') throw new Error('no segment');
    expect(next).toMatchObject({ segment: 2, startMs: 13 * 32 });
    expect(next.preRoll).toHaveLength(0);
  });

  it('SPEECH-12 holds the pre-roll by copy and no frame of the caller', () => {
    const segmenter = new Segmenter();
    const frame = rampFrame(0);
    segmenter.accept(frame, 0);
    frame.fill(99);
    const [started] = segmenter.accept(rampFrame(1), 1);
    if (started?.type !== 'speech-started') throw new Error('no segment');
    expect([...started.preRoll]).toEqual([...rampFrame(0)]);
  });

  it('SPEECH-13 refuses wrong frames and settings, and takes NaN for silence', () => {
    const segmenter = new Segmenter();
    expect(() => segmenter.accept(new Float32Array(480), 1)).toThrow(/480 samples, not 512/);
    expect(segmenter.accept(rampFrame(0), Number.NaN)).toEqual([]);
    expect(() => new Segmenter({ silenceMs: 0 })).toThrow(/silenceMs is 0/);
    expect(() => new Segmenter({ maximumSegmentMs: 900 })).toThrow(RangeError);
    expect(() => new Segmenter({ stopThreshold: 0.9 })).toThrow(/stopThreshold is 0.9/);
    expect(() => new Segmenter({ preRollMs: Number.NaN })).toThrow(/preRollMs/);
  });
});

describe('Segmenter at the maximum length', () => {
  const settings = { maximumSegmentMs: 3200, preRollMs: 320 };

  it('SPEECH-7 SPEECH-8 cuts speech without a pause at the maximum, losing nothing', () => {
    const events = run(new Segmenter(settings), times(250, 1));
    const [first, second] = endings(events);
    expect(first).toMatchObject({ endedBy: 'maximum-length', closedMs: 3200, endMs: 3200 });
    expect(second).toMatchObject({ endedBy: 'maximum-length', startMs: 3200, closedMs: 6400 });
    const joined = [1, 2, 3].flatMap((segment) => audioOf(events, segment));
    expect(joined).toEqual(Array.from({ length: 250 * FRAME_SAMPLES }, (_, i) => i));
  });

  it('SPEECH-7 cuts in the first pause of the last fifth', () => {
    const probabilities = [...times(50, 1), 0, ...times(34, 1), 0, ...times(20, 1)];
    const [first] = endings(run(new Segmenter(settings), probabilities));
    expect(first).toMatchObject({ endedBy: 'maximum-length', closedMs: 86 * 32, endMs: 85 * 32 });
  });

  it('SPEECH-7 cuts after a quiet frame between loud ones', () => {
    const segmenter = new Segmenter(settings);
    const loud = new Float32Array(FRAME_SAMPLES).fill(0.5);
    const quiet = new Float32Array(FRAME_SAMPLES).fill(0.05);
    const frames = Array.from({ length: 96 }, (_, n) => (n === 90 ? quiet : loud));
    const events = frames.flatMap((frame) => [...segmenter.accept(frame, 0.9)]);
    expect(endings(events)).toMatchObject([{ endedBy: 'maximum-length', closedMs: 91 * 32 }]);
  });

  it('SPEECH-8 keeps a single frame of speech after a cut and drops silence after one', () => {
    const shortTail = run(new Segmenter(settings), [...times(100, 1), 1, ...times(10, 0)]);
    expect(endings(shortTail)).toMatchObject([
      { type: 'segment-ended', endedBy: 'maximum-length' },
      { type: 'segment-ended', endedBy: 'silence', speechMs: 32 },
    ]);
    const silentTail = run(new Segmenter(settings), [...times(100, 1), ...times(10, 0)]);
    expect(endings(silentTail)).toMatchObject([
      { type: 'segment-ended' },
      { type: 'segment-dropped', reason: 'too-short', speechMs: 0 },
    ]);
  });
});

describe('Segmenter on any source', () => {
  const probability = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(0, 0.4, 1) },
    fc.double({ min: 0, max: 1, noNaN: false }),
  );
  const stretch = fc.tuple(probability, fc.integer({ min: 1, max: 40 }));
  const source = fc
    .array(stretch, { minLength: 1, maxLength: 12 })
    .map((parts) => parts.flatMap(([p, count]) => times(count, p)));
  const someSettings = fc.record({
    silenceMs: fc.integer({ min: 32, max: 600 }),
    minimumSpeechMs: fc.integer({ min: 0, max: 300 }),
    preRollMs: fc.integer({ min: 0, max: 500 }),
    maximumSegmentMs: fc.integer({ min: 1500, max: 4000 }),
  });

  it('SPEECH-2 SPEECH-3 SPEECH-7 SPEECH-8 segments are unbroken, in order, disjoint and bounded', () => {
    fc.assert(
      fc.property(source, someSettings, (probabilities, settings) => {
        const segmenter = new Segmenter(settings);
        const events = run(segmenter, probabilities);
        events.push(...segmenter.stop('end-of-source'));
        let previousEnd = 0;
        for (const ending of endings(events)) {
          const audio = audioOf(events, ending.segment);
          const first = audio[0] ?? previousEnd;
          expect(first).toBeGreaterThanOrEqual(previousEnd);
          expect(audio.every((sample, i) => sample === first + i)).toBe(true);
          expect(first + audio.length).toBe(ending.closedMs * 16);
          expect(audio.length).toBeLessThanOrEqual(settings.maximumSegmentMs * 16);
          const opening = events.find(
            (event) => event.type === 'speech-started' && event.segment === ending.segment,
          );
          if (opening?.type === 'speech-started' && opening.opening === 'continuation') {
            expect(first).toBe(previousEnd);
          }
          previousEnd = first + audio.length;
        }
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it('SPEECH-3 SPEECH-6 every frame at the start threshold lies in a segment', () => {
    fc.assert(
      fc.property(source, (probabilities) => {
        const segmenter = new Segmenter();
        const events = run(segmenter, probabilities);
        events.push(...segmenter.stop('end-of-source'));
        const heard = new Set(
          events.flatMap((e) => (e.type === 'audio' ? [(e.samples[0] ?? 0) / FRAME_SAMPLES] : [])),
        );
        probabilities.forEach((p, n) => {
          if (p >= DEFAULT_SEGMENTER_SETTINGS.startThreshold) expect(heard.has(n)).toBe(true);
        });
      }),
      { numRuns: 100, seed: 11 },
    );
  });
});
