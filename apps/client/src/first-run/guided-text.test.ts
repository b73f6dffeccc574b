import { expect, test } from 'vitest';
import { guidedText } from './guided-text.ts';

const MANNER = { columns: 44, home: '/users/me' };

test('what the first run found is broken between words, and the guide beside it goes on', () => {
  const text = [
    'Codex: 0.169.0 (/users/me/.local/bin/codex), plain: prompts are typed',
    'short',
    '  mend: switch it on, and look at it with codex-voice mic',
    '  run:  pactl set-source-mute @DEFAULT_SOURCE@ 0 and more of it',
  ];
  expect(guidedText(text.join('\n'), MANNER).split('\n')).toEqual([
    'Codex: 0.169.0 (~/.local/bin/codex),',
    '  plain: prompts are typed',
    'short',
    '  mend: switch it on, and look at it',
    '    with codex-voice mic',
    '  run:  pactl set-source-mute @DEFAULT_SOURCE@ 0 and more of it',
  ]);
});

test('a terminal too narrow for words breaks them itself', () => {
  expect(guidedText('one two three four five six', { ...MANNER, columns: 20 })).not.toContain('\n');
});
