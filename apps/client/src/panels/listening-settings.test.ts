// Values in words, and back.
import { expect, test } from 'vitest';
import { THRESHOLDS } from '../voice-start.ts';
import { ENGLISH } from '../words/en.ts';
import { listeningItems, mannerSet } from './listening-settings.ts';

const words = ENGLISH.settings.listening;

function shown(manner: Parameters<typeof listeningItems>[0]): Record<string, string> {
  return Object.fromEntries(listeningItems(manner, words).map(({ name, value }) => [name, value]));
}

test('every value that can be chosen is what is shown once it is set', () => {
  for (const { name, choices } of listeningItems({ silenceMs: 250 }, words)) {
    expect(choices.length).toBeGreaterThan(2);
    for (const value of choices) expect(shown(mannerSet(name, value) ?? {})[name]).toBe(value);
  }
});

test('a pause from the config file is among the choices, in its place', () => {
  const [silence] = listeningItems({ silenceMs: 300 }, words);
  expect(silence?.value).toBe('300 ms');
  expect(silence?.choices.slice(1, 4)).toEqual(['250 ms', '300 ms', '400 ms']);
});

test('sensitivity is told by its threshold; what is set holds both thresholds', () => {
  expect(shown({}).sensitivity).toBe('normal');
  expect(shown({ startThreshold: THRESHOLDS.high.startThreshold }).sensitivity).toBe('high');
  expect(shown({ startThreshold: 0.61 }).sensitivity).toBe('');
  expect(mannerSet('sensitivity', 'low')).toEqual(THRESHOLDS.low);
});

test('what is no setting of these, or no value, sets nothing', () => {
  expect(mannerSet('theme', 'dark')).toBeUndefined();
  expect(mannerSet('silence', '')).toBeUndefined();
  expect(mannerSet('sensitivity', 'loud')).toBeUndefined();
});
