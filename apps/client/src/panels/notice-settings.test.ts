// Values in words, and back.
import { HUD_LANGUAGES } from '@codex-voice/overlay';
import { expect, test } from 'vitest';
import { sessionWords } from '../words/ui-language.ts';
import { noticeItems, noticesSet } from './notice-settings.ts';

const OPTIONS = { on: [], when: 'unfocused', by: 'auto', show: 'kind' } as const;

test.each(HUD_LANGUAGES)('%s: every choice is what is shown once it is set', (language) => {
  const { notices: words } = sessionWords(language).settings;
  const items = noticeItems({ ...OPTIONS, on: [] }, words);
  expect(items.map(({ value }) => value)).toEqual(['off', 'unfocused', 'auto', 'kind']);
  for (const { name, label, hint, choices } of items) {
    expect([label, hint]).not.toContain('');
    for (const choice of choices) {
      const set = noticeItems({ ...OPTIONS, on: [], ...noticesSet(name, choice) }, words);
      expect(set.find((each) => each.name === name)?.value).toBe(choice);
    }
  }
});

test('what is no setting of these, or no value, sets nothing', () => {
  expect(noticesSet('theme', 'off')).toBeUndefined();
  for (const name of ['notify-on', 'notify-when', 'notify-by', 'notify-show'])
    for (const value of ['', 'toString', 'loud']) expect(noticesSet(name, value)).toBeUndefined();
});
