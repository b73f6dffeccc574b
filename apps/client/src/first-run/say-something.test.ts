import { expect, test } from 'vitest';
import { heardText } from './say-something.ts';

const alone = { model: 'auto' };
const quiet = { texts: [], hadSpeech: false, isCutShort: false };

test('what was heard is told with its level', () => {
  const heard = {
    texts: ['run the tests', 'a\x1b[2J'],
    hadSpeech: true,
    isCutShort: false,
    loudestDb: -21.34,
  };
  expect(heardText(heard, alone)).toBe(
    'heard: "run the tests", "a\\u001b[2J" (at most -21.3 dBFS)',
  );
});

test('each way to hear nothing has its own advice', () => {
  const said = [
    heardText({ ...quiet, fault: 'no microphone: plug one in' }, alone),
    heardText(quiet, alone),
    heardText({ ...quiet, loudestDb: -96 }, alone),
    heardText({ ...quiet, loudestDb: -60 }, alone),
    heardText({ ...quiet, hadSpeech: true, loudestDb: -20 }, alone),
    heardText({ ...quiet, hadSpeech: true, loudestDb: -20 }, { model: 'good-en' }),
    heardText({ ...quiet, isCutShort: true, loudestDb: -20 }, alone),
  ];
  expect(said[0]).toBe('no microphone: plug one in');
  expect(said[2]).toBe(said[1]);
  expect(said[3]).toContain('codex-voice mic --calibrate');
  expect(said[4]).toContain('the built-in phrases are few');
  expect(said[5]).toContain('try again');
  expect(new Set(said).size).toBe(6);
});
