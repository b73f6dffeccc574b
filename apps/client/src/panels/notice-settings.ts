// The settings of notices, `[notify]` in the config file: what the panel shows of them, and what a chosen word
// changes.
import type { SettingItem } from '@codex-voice/overlay';
import type { NoticeOptions } from '../config-schema.ts';
import type { NoticeSettingWords } from '../words/session-words.ts';

type Occasions = NoticeOptions['on'];

/** What the panel has for each choice of occasions. */
const OCCASION_CHOICES: Readonly<Record<string, Occasions>> = {
  off: [],
  approval: ['approval'],
  finished: ['finished'],
  both: ['approval', 'finished'],
};

/** By the panel's names. */
export function noticeValues(options: NoticeOptions): Readonly<Record<string, string>> {
  const { on, when, by, show } = options;
  const isOn = (occasion: Occasions[number]): boolean => on.includes(occasion);
  const occasions = isOn('approval') && isOn('finished') ? 'both' : (on[0] ?? 'off');
  return { 'notify-on': occasions, 'notify-when': when, 'notify-by': by, 'notify-show': show };
}

export function noticeItems(
  options: NoticeOptions,
  words: NoticeSettingWords,
): readonly SettingItem[] {
  const values = noticeValues(options);
  const item = (key: keyof NoticeSettingWords, choices: readonly string[]): SettingItem => {
    const name = `notify-${key}`;
    return { name, value: values[name] ?? '', choices, ...words[key] };
  };
  return [
    item('on', Object.keys(OCCASION_CHOICES)),
    item('when', ['unfocused', 'always']),
    item('by', ['auto', 'desktop', 'terminal', 'bell']),
    item('show', ['kind', 'text']),
  ];
}

/** Undefined: it is no setting of these, or no value of it. */
export function noticesSet(name: string, value: string): Partial<NoticeOptions> | undefined {
  switch (name) {
    case 'notify-on': {
      const on = Object.hasOwn(OCCASION_CHOICES, value) ? OCCASION_CHOICES[value] : undefined;
      return on === undefined ? undefined : { on };
    }
    case 'notify-when':
      return value === 'unfocused' || value === 'always' ? { when: value } : undefined;
    case 'notify-by': {
      const isMeans = value === 'auto' || value === 'desktop';
      return isMeans || value === 'terminal' || value === 'bell' ? { by: value } : undefined;
    }
    case 'notify-show':
      return value === 'kind' || value === 'text' ? { show: value } : undefined;
    default:
      return undefined;
  }
}
