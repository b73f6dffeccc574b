// What is spoken and can't be heard is told in one line; what can be heard is not talked about.
import { expect, test } from 'vitest';
import { languageFault, spokenContext } from './spoken-languages.ts';

test('a language of the built-in recogniser is heard without a word', () => {
  expect(languageFault({ language: 'en' })).toBeUndefined();
  expect(languageFault({ language: 'fr', languages: ['fr'] })).toBeUndefined();
});

test('a language that it has no model for ends it, and says what to do', () => {
  expect(languageFault({ language: 'en', languages: ['de'] })).toEqual({
    severity: 'fatal',
    message:
      "German can't be heard: the built-in recogniser hears English and French only: use a neural recogniser, or set speech.language to one of its own",
  });
});

test('of several languages those that are not heard are named', () => {
  expect(languageFault({ language: 'en', languages: ['en', 'ja', 'zh'] })).toMatchObject({
    severity: 'warning',
    message: expect.stringMatching(
      /^Japanese and Chinese can't be heard: .* English and French only/u,
    ),
  });
  expect(languageFault({ language: 'fr', languages: ['fr', 'en'] })).toMatchObject({
    severity: 'warning',
    message: expect.stringMatching(
      /^English can't be heard: .* one language at a time, now French/u,
    ),
  });
  expect(languageFault({ language: 'en', languages: [] })).toMatchObject({
    severity: 'warning',
    message: expect.stringContaining('now English'),
  });
});

test('a neural recogniser answers for its own languages', () => {
  const server = { kind: 'whisper-server', url: 'http://127.0.0.1:8080' } as const;
  const recognizers = [server, { kind: 'phrases' } as const];
  expect(languageFault({ language: 'en', languages: ['de'], recognizers })).toBeUndefined();
});

test('a recogniser is told the language where only one is spoken', () => {
  expect(spokenContext({ language: 'en' })).toEqual({ language: 'en' });
  expect(spokenContext({ language: 'en', languages: ['de'] })).toEqual({ language: 'de' });
  expect(spokenContext({ language: 'en', languages: ['de', 'en'] })).toEqual({});
  expect(spokenContext({ language: 'en', languages: [] })).toEqual({});
});
