// Our own sound opens nothing, for as long as it can be heard; a person's speech is not cut by it.
import { expect, test } from 'vitest';
import { FRAME_MS } from '../ports.ts';
import {
  BARGE_IN_MS,
  BARGE_IN_THRESHOLD,
  BESIDE_CUE_THRESHOLD,
  HANG_OVER_MS,
  OwnSoundGate,
} from './own-sound-gate.ts';

const HANG_OVER_FRAMES = Math.ceil(HANG_OVER_MS / FRAME_MS);

test('SPEECH-90: while nothing of ours plays, a probability is what it is', () => {
  const gate = new OwnSoundGate('off');
  expect(gate.heard(0.42, 'none')).toEqual({ probability: 0.42, bargeIn: false });
});

test('SPEECH-91: our voice is no speech while it plays and for the hang-over after it', () => {
  const gate = new OwnSoundGate('off');
  gate.started('speech');
  for (let frame = 0; frame < 100; frame += 1)
    expect(gate.heard(1, 'none')).toEqual({ probability: 0, bargeIn: false });
  gate.ended('speech');
  for (let frame = 0; frame < HANG_OVER_FRAMES; frame += 1)
    expect(gate.heard(1, 'none').probability).toBe(0);
  expect(gate.heard(1, 'none').probability).toBe(1);
});

test('SPEECH-91: a second voice that begins in the hang-over of the first keeps the gate shut', () => {
  const gate = new OwnSoundGate('off');
  gate.started('speech');
  gate.ended('speech');
  gate.heard(1, 'none');
  gate.started('speech');
  for (let frame = 0; frame < 2 * HANG_OVER_FRAMES; frame += 1)
    expect(gate.heard(1, 'none').probability).toBe(0);
});

test('SPEECH-92: beside a cue only clear speech counts', () => {
  const gate = new OwnSoundGate('off');
  gate.started('cue');
  expect(gate.heard(BESIDE_CUE_THRESHOLD - 0.01, 'none').probability).toBe(0);
  expect(gate.heard(BESIDE_CUE_THRESHOLD, 'none').probability).toBe(BESIDE_CUE_THRESHOLD);
  gate.ended('cue');
  expect(gate.heard(0.6, 'none').probability).toBe(0);
  for (let frame = 1; frame < HANG_OVER_FRAMES; frame += 1) gate.heard(0, 'none');
  expect(gate.heard(0.6, 'none').probability).toBe(0.6);
});

test('SPEECH-93: with barge-in on, clear speech of some length is let through and told once', () => {
  const gate = new OwnSoundGate('on');
  gate.started('speech');
  const frames = BARGE_IN_MS / FRAME_MS;
  for (let frame = 1; frame < frames; frame += 1)
    expect(gate.heard(BARGE_IN_THRESHOLD, 'none')).toEqual({ probability: 0, bargeIn: false });
  expect(gate.heard(BARGE_IN_THRESHOLD, 'none')).toEqual({
    probability: BARGE_IN_THRESHOLD,
    bargeIn: true,
  });
});

test('SPEECH-93: what is less clear, or clear for a moment only, does not barge in', () => {
  const gate = new OwnSoundGate('on');
  gate.started('speech');
  for (let frame = 0; frame < 200; frame += 1)
    expect(gate.heard(frame % 4 === 3 ? 0.89 : 1, 'none').bargeIn).toBe(false);
});

test('SPEECH-94: a segment that was open before is heard on', () => {
  const gate = new OwnSoundGate('off');
  gate.started('speech');
  gate.started('cue');
  expect(gate.heard(0.4, 'open').probability).toBe(0.4);
});
