// The schemas refuse what is not a message and accept what is, whole.
import { expect, test } from 'vitest';
import { parseVoiceCommand, parseVoiceEvent, VOICE_PROTOCOL_VERSION } from './voice.ts';

test('PROTOCOL-4: a message of unknown type, or with a field of the wrong type, is refused', () => {
  for (const message of [null, 3, {}, { type: 'explode' }, { type: 'outcome', utteranceId: 4 }]) {
    expect(parseVoiceCommand(message).kind).toBe('refused');
  }
  expect(parseVoiceEvent({ type: 'level', rmsDb: 'loud' }).kind).toBe('refused');
});

test('PROTOCOL-5: the first command carries the version', () => {
  const start = {
    type: 'start',
    version: VOICE_PROTOCOL_VERSION,
    source: { kind: 'files', paths: ['a.wav'], pace: 'realtime' },
    phrases: [{ spoken: 'send it' }],
    segmenter: { silenceMs: 250, minimumSpeechMs: 120, maximumSegmentMs: 20_000, preRollMs: 400 },
    language: 'en',
    warmMicrophone: false,
    keepAudioDays: 7,
    cues: false,
  };
  expect(parseVoiceCommand(start)).toEqual({ kind: 'message', message: start });
  const { version: _version, ...withoutVersion } = start;
  expect(parseVoiceCommand(withoutVersion)).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('version'),
  });
});

test('PROTOCOL-23: microphones are listed, or it is said what is in the way', () => {
  const device = { name: 'USB Headset', id: 'alsa:b', isDefault: true, inputChannels: 1 };
  const listed = { type: 'microphones', devices: [device] };
  expect(parseVoiceEvent(listed)).toEqual({ kind: 'message', message: listed });
  const unavailable = { reason: 'no-audio-system', detail: 'no sound library: install it' };
  const none = { type: 'microphones', devices: [], unavailable };
  expect(parseVoiceEvent(none)).toEqual({ kind: 'message', message: none });
  const odd = { ...none, unavailable: { ...unavailable, reason: 'moon' } };
  expect(parseVoiceEvent(odd).kind).toBe('refused');
});
