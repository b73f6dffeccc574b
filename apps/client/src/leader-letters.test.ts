// Letters behind the leader: what a session binds, and what is wrong with letters that can't be.
import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import { checkedKeys } from './configuration/checked-keys.ts';
import { keyHints } from './hud-hints.ts';
import { readKeys } from './key-actions.ts';
import { keyNames } from './key-names.ts';
import { leaderLetters } from './leader-letters.ts';
import { ENGLISH } from './words/en.ts';

const keysOf = (text: string) => checkedKeys(parseConfig(text, 'c.toml'));

test('CONFIG-15 a letter of one’s own takes the place of the usual one, and the others stay', () => {
  const keys = keysOf('[keys.letters]\nsend = "j"\nquit = "Q"\n');
  expect(keys).toEqual({
    ...keyNames('default'),
    letters: { ...keyNames('default').letters, send: 'j', quit: 'Q' },
  });
  const read = readKeys(keys);
  const bound = read.kind === 'bindings' ? read.bindings : [];
  const textOf = (action: string) => bound.find((each) => each.action === action)?.spec.text;
  expect([textOf('send'), textOf('quit'), textOf('scratch')]).toEqual([
    'Ctrl-\\ j',
    'Ctrl-\\ Q',
    'Ctrl-\\ z',
  ]);
  expect(bound.map(({ spec }) => spec.text)).not.toContain('Ctrl-\\ s');
});

test('CONFIG-15 letters may change places, and a letter is another in its capital', () => {
  const keys = keysOf('[keys.letters]\nsend = "z"\nscratch = "s"\nhud = "S"\n');
  expect(keys.letters).toMatchObject({ send: 'z', scratch: 's', hud: 'S' });
});

test('CONFIG-15 the second sign of the commands gives way to whoever has it', () => {
  const { letters } = keysOf('[keys.letters]\ndetach = ":"\n');
  expect(leaderLetters(letters)).toMatchObject({ detach: ':', commands: '/' });
  expect(leaderLetters(letters)).not.toHaveProperty('commands-colon');
  expect(leaderLetters(keyNames('default').letters)['commands-colon']).toBe(':');
});

test.each([
  ['scrach = "j"', 'c.toml:2: unknown key keys.letters.scrach: did you mean scratch?'],
  ['talk = "j"', 'c.toml:2: unknown key keys.letters.talk: '],
  ['send = "jj"', `c.toml:2: keys.letters.send can't be "jj": allowed is one letter or sign`],
  ['send = ""', `c.toml:2: keys.letters.send can't be "": allowed is one letter or sign`],
  ['send = " "', `c.toml:2: keys.letters.send can't be " ": allowed is one letter or sign`],
  ['send = "\\u0007"', `c.toml:2: keys.letters.send can't be `],
  ['send = "\\U0001F600"', 'c.toml:2: keys.letters.send can'],
  ['send = "Ctrl-X"', `c.toml:2: keys.letters.send can't be "Ctrl-X": allowed is one letter`],
  ['send = 3', `c.toml:2: keys.letters.send can't be 3: allowed is text in quotes`],
  ['send = "3"', 'c.toml:2: keys: letters.send: 3 chooses from what the agent asks'],
  ['send = "z"', "c.toml:2: keys: letters.send: z is scratch's too: choose another"],
  ['# as it is\nscratch = "s"', "c.toml:3: keys: letters.scratch: s is send's too"],
  ['send = "j"\nhud = "j"', "c.toml:3: keys: letters.hud: j is send's too"],
])('CONFIG-15 what can’t be a letter is one located line: %j', (line, message) => {
  let thrown: unknown;
  try {
    keysOf(`[keys.letters]\n${line}\n`);
  } catch (error) {
    thrown = error;
  }
  expect(String(thrown)).toContain(message);
  expect(String(thrown)).not.toContain('\n');
});

test('CONFIG-15 the row tells the letters that are bound', () => {
  const keys = keysOf('[keys.letters]\nsend = "j"\nhelp = "."\nhush = "k"\napprove = "+"\n');
  const now = { keys, words: ENGLISH.row.keys, voice: 'ready', agent: 'other' } as const;
  const hints = (more: {
    readonly leaderWaits: boolean;
    readonly approval?: 'open';
    readonly sound?: 'speaking';
  }) => keyHints({ sound: 'silent', approval: 'none', ...now, ...more }).map(({ key }) => key);
  expect(hints({ leaderWaits: true })).toEqual(expect.arrayContaining(['j', '.', 'z']));
  expect(hints({ leaderWaits: true })).not.toContain('s');
  expect(hints({ leaderWaits: false })).toContain('Ctrl-\\ .');
  expect(hints({ leaderWaits: false, approval: 'open' })).toEqual(['Ctrl-\\ +', 'Ctrl-\\ n']);
  expect(hints({ leaderWaits: false, sound: 'speaking' })).toContain('Ctrl-\\ k');
});
