import { expect, test } from 'vitest';
import { parseCommandLine } from './command-line.ts';
import { misplacedFile, misplacedOption } from './misplaced-option.ts';

const REFUSED = { status: 2, lastedMs: 400 };

test.each([
  [['codex', '--record'], 'codex-voice --record codex'],
  [['claude', 'a prompt', '--hud', 'full'], 'codex-voice --hud SIZE claude'],
  [['codex', '--mode=auto'], 'codex-voice --mode MODE codex'],
])('%j, refused by its agent, is told where our option stands', (words, way) => {
  expect(misplacedOption(parseCommandLine(words), REFUSED)).toContain(way);
});

test.each([
  ['ours stands where it should', ['--record', 'codex'], REFUSED],
  ['an agent has that option too', ['codex', '--model', 'x'], REFUSED],
  ['the agent took it', ['codex', '--record'], { ...REFUSED, status: 0 }],
  ['the agent ran for long', ['codex', '--record'], { ...REFUSED, lastedMs: 60_000 }],
  ['a command of the person’s own', ['run', '--', 'x', '--record'], REFUSED],
])('nothing is told where %s', (_, words, ended) => {
  expect(misplacedOption(parseCommandLine(words), ended)).toBeUndefined();
});

test('a recording’s file without = was taken for the agent', () => {
  const isProgram = (name: string): boolean => name === 'codex';
  const told = (...words: string[]) => misplacedFile(parseCommandLine(words), isProgram);
  expect(told('--record', 'bug.cast', 'codex', 'a prompt')).toContain(
    'codex-voice --record=bug.cast codex',
  );
  expect(told('--record', 'codex', 'bug.cast')).toBeUndefined();
  expect(told('--record', 'codx', 'a prompt')).toBeUndefined();
  expect(told('--record=bug.cast', 'other', 'codex')).toBeUndefined();
});
