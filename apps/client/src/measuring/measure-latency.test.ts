// Latency counts from where the sound ends, whatever voice activity took for the end.
import type { FinalEvent } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { LatencyMeasurement } from './measure-latency.ts';

/** The source began at 10,000 on the clock; speech from 500, sound to 1,400, voice activity to 1,500. */
const FINAL: FinalEvent = {
  type: 'final',
  utteranceId: 'u1',
  segmentId: '0.1',
  text: 'run the tests',
  verdict: 'accepted',
  endedBy: 'silence',
  startMs: 500,
  endMs: 1_500,
  loudEndMs: 1_400,
  stamps: {
    speechEndedMs: 11_500,
    segmentClosedMs: 11_750,
    decodedMs: 11_800,
    journaledMs: 11_800,
  },
};

test('an utterance is measured from its sound, its first words from the start of speech', () => {
  const measurement = new LatencyMeasurement();
  measurement.accept({ type: 'partial', segmentId: '0.1', text: '' }, 10_600);
  measurement.accept({ type: 'partial', segmentId: '0.1', text: 'run' }, 10_900);
  measurement.accept({ type: 'partial', segmentId: '0.1', text: 'run the' }, 11_200);
  measurement.accept(FINAL, 11_810);
  expect(measurement.latencies).toEqual([
    { text: 'run the tests', closedMs: 350, finalMs: 410, firstPartialMs: 400 },
  ]);
});

test('what was not understood has no latency, and words of a dropped segment are no first ones', () => {
  const measurement = new LatencyMeasurement();
  measurement.accept({ type: 'partial', segmentId: '0.1', text: 'ru' }, 10_550);
  measurement.accept({ type: 'speech-dropped', segmentId: '0.1', reason: 'too-short' }, 10_600);
  measurement.accept({ ...FINAL, verdict: 'rejected', text: '' }, 11_800);
  expect(measurement.latencies).toEqual([]);
  measurement.accept(FINAL, 11_800);
  expect(measurement.latencies).toMatchObject([{ firstPartialMs: undefined }]);
});
