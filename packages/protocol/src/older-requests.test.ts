// A host of version 1 is told nothing that it would refuse.
import { expect, test } from 'vitest';
import { type HostRequest, parseHostRequest, type SessionSettings } from './host.ts';
import { hostRequestAs } from './older-requests.ts';

type Voice = NonNullable<SessionSettings['voice']>;

const text = (spoken: string, typed: string): Voice['phrasebook']['phrases'][number] => ({
  spoken,
  action: { kind: 'text', text: typed },
});

function opening(languages: NonNullable<Voice['phrasebook']['languages']>): HostRequest {
  const command = (spoken: string, does: 'send' | 'clear') =>
    ({ spoken, action: { kind: 'command', command: does } }) as const;
  return {
    type: 'open',
    sessionId: 's1',
    settings: {
      intent: 'compose',
      mode: 'tap',
      voice: {
        start: {
          type: 'start',
          version: 1,
          source: { kind: 'microphone' },
          phrases: [{ spoken: 'send it' }],
          segmenter: { silenceMs: 1, minimumSpeechMs: 1, maximumSegmentMs: 1, preRollMs: 1 },
          language: 'en',
          languages: [...languages],
          warmMicrophone: false,
          keepAudioDays: 7,
          cues: false,
        },
        phrasebook: {
          language: 'en',
          languages: [...languages],
          commandWords: ['computer'],
          phrases: [
            command('send it', 'send'),
            command('clear everything', 'clear'),
            text('review file', 'Review {transcript}.'),
            text('run the tests', 'Run the tests.'),
            { spoken: 'ship it', action: { kind: 'text', text: 'Ship it.', held: true } },
            { spoken: 'slash notes', action: { kind: 'text', text: 'x', does: 'kb' } },
          ],
        },
      },
    },
  };
}

test('PROTOCOL-18: to version 1 a session opens with the phrases that it knows', () => {
  const asked = hostRequestAs(1, opening(['fr', 'en', 'de']));
  if (asked?.type !== 'open') throw new Error('not asked');
  const spoken = asked.settings?.voice?.phrasebook.phrases.map((phrase) => phrase.spoken);
  expect(spoken).toEqual(['send it', 'run the tests']);
  expect(asked.settings?.voice?.phrasebook).not.toHaveProperty('languages');
  expect(asked.settings?.voice?.start).not.toHaveProperty('languages');
  expect(parseHostRequest(asked)).toEqual({ kind: 'message', message: asked });
});

test('PROTOCOL-18: where version 1 has none of the languages, a session opens without voice', () => {
  const asked = hostRequestAs(1, opening(['de', 'ja']));
  if (asked?.type !== 'open') throw new Error('not asked');
  expect(asked.settings).toEqual({ intent: 'compose', mode: 'tap' });
});

test('PROTOCOL-18: a command that version 1 lacks is not said, and in version 2 everything is', () => {
  expect(hostRequestAs(1, { type: 'command', command: 'clear' })).toBeUndefined();
  expect(hostRequestAs(1, { type: 'command', command: 'scratch' })).toBeDefined();
  expect(
    hostRequestAs(1, { type: 'queue', requestId: 'r', edit: { do: 'clear' } }),
  ).toBeUndefined();
  for (const request of [opening(['de']), { type: 'command', command: 'clear' }] as const) {
    expect(hostRequestAs(2, request)).toBe(request);
    expect(parseHostRequest(request)).toEqual({ kind: 'message', message: request });
  }
});
