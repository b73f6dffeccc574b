// Each thing worth hearing has its sound, and nothing else has one.
import type { Cue } from '@codex-voice/audio';
import type { VoiceEvent } from '@codex-voice/protocol';
import { beforeEach, expect, test } from 'vitest';
import { CueAnnouncer, type CuePlayer } from './cue-announcer.ts';

let played: Cue[];
let announcer: CueAnnouncer;
beforeEach(() => {
  played = [];
  announcer = new CueAnnouncer(player);
});

const player: CuePlayer = {
  playCue: async (cue) => {
    played.push(cue);
  },
  dispose: () => undefined,
};

const device = (state: 'opening' | 'open' | 'closed' | 'unavailable'): VoiceEvent => ({
  type: 'device',
  state,
});

test('the microphone opens and closes with a sound each', () => {
  for (const state of ['opening', 'open', 'closed'] as const) announcer.event(device(state));
  expect(played).toEqual(['open', 'close']);
});

test('a warm microphone is silent until somebody is listened to', () => {
  for (const state of ['opening', 'closed'] as const) announcer.event(device(state));
  expect(played).toEqual([]);
});

test('a microphone that is not there, and speech that is no phrase, are refused', () => {
  announcer.event(device('unavailable'));
  announcer.event({
    type: 'final',
    utteranceId: 'a',
    segmentId: '0.1',
    text: '',
    verdict: 'rejected',
    endedBy: 'silence',
    startMs: 0,
    endMs: 500,
    stamps: { speechEndedMs: 1, segmentClosedMs: 2, decodedMs: 3, journaledMs: 4 },
  });
  expect(played).toEqual(['refused', 'refused']);
});

test('a prompt that was sent is told, and one nobody can vouch for', () => {
  for (const outcome of ['composed', 'obeyed', 'dropped', 'sent', 'unconfirmed'] as const)
    announcer.outcome(outcome);
  expect(played).toEqual(['sent', 'refused']);
});

test('of the sounds only those that were asked for are heard', () => {
  announcer = new CueAnnouncer(player, ['sent', 'thinking']);
  for (const state of ['open', 'closed', 'unavailable'] as const) announcer.event(device(state));
  announcer.outcome('sent');
  announcer.thinking();
  expect(played).toEqual(['sent', 'thinking']);
});
