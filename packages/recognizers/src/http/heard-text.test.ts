import { describe, expect, test } from 'vitest';
import { heardText } from './heard-text.ts';
import { languageCode } from './spoken-language.ts';
import { parseTranscript } from './transcript.ts';

const said = { terms: [], samples: 16_000 };

function heard(body: unknown) {
  const parsed = parseTranscript(JSON.stringify(body));
  if (parsed.kind !== 'transcript') throw new Error(parsed.kind);
  return heardText(parsed.transcript, said);
}

const segment = (text: string, noSpeech: number, logProbability: number) => ({
  text,
  no_speech_prob: noSpeech,
  avg_logprob: logProbability,
});

describe('what of a transcript was said', () => {
  test.each([
    [{ text: '' }],
    [{ text: ' \n ' }],
    [{ text: ' [BLANK_AUDIO]' }],
    [{ text: '(wind blowing) ♪ *music*' }],
    [{ text: 'Thank you.' }],
    [{ text: 'Sous-titres réalisés par la communauté d’Amara.org' }],
    [{ text: 'Thank you.', segments: [segment('Thank you.', 0.4, -0.3)] }],
    [{ text: 'Hmm', segments: [segment('Hmm', 0.7, -1.2)] }],
    [{ text: 'Hmm', segments: [{ text: 'Hmm', no_speech_prob: 0.9 }] }],
  ])('RECOG-78 %j is nothing', (body) => {
    expect(heard(body)).toEqual({ verdict: 'rejected', text: '' });
  });

  test.each([
    [{ text: 'Thank you.', segments: [segment('Thank you.', 0.02, -0.2)] }, 'Thank you.'],
    [{ text: 'Thank you, now push it.' }, 'Thank you, now push it.'],
    [{ text: 'Push', segments: [segment('Push', 0.7, -0.2)] }, 'Push'],
    [
      { text: 'Run it. Bye.', segments: [segment(' Run it.', 0, -0.1), segment(' Bye.', 0.9, -2)] },
      'Run it.',
    ],
  ])('RECOG-78 %j was said', (body, text) => {
    expect(heard(body)).toMatchObject({ verdict: 'accepted', text });
  });

  test('RECOG-79 words are told where they are the text’s, within the utterance', () => {
    const words = [
      { word: 'Run', start: 0.1, end: 0.3 },
      { word: 'it', start: 0.25, end: 7 },
    ];
    expect(heard({ text: 'Run it.', words })).toMatchObject({
      words: [
        { text: 'Run', startMs: 100, endMs: 300 },
        { text: 'it.', startMs: 300, endMs: 1000 },
      ],
    });
    expect(heard({ text: 'Run it now.', words })).not.toHaveProperty('words');
  });

  test('RECOG-79 pieces of words are put together', () => {
    const pieces = [' Ref', 'actor', ' it', '.'].map((word, at) => ({
      word,
      start: at / 10,
      end: (at + 1) / 10,
      probability: 0.9,
    }));
    const body = { text: ' Refactor it.', segments: [{ text: ' Refactor it.', words: pieces }] };
    expect(heard(body)).toMatchObject({
      words: [
        { text: 'Refactor', startMs: 0, endMs: 200, confidence: 0.9 },
        { text: 'it.', startMs: 200, endMs: 400 },
      ],
    });
  });

  test('RECOG-79 confidence is the mean of its parts', () => {
    const body = { text: 'a b', segments: [segment('a', 0, -0.2), segment('b', 0, -0.4)] };
    const recognition = heard(body);
    expect(recognition).toMatchObject({ confidence: expect.closeTo(Math.exp(-0.3)) });
  });

  test('RECOG-79 languages are codes', () => {
    expect(['english', 'French', 'de', 'klingon', undefined].map(languageCode)).toEqual([
      'en',
      'fr',
      'de',
      undefined,
      undefined,
    ]);
  });
});
