import { expect, test } from 'vitest';
import { keyNames } from '../key-names.ts';
import { chosenConflicts, conflictLines, keyConflicts } from './key-conflicts.ts';

test('CONFIG-14 a key that the agent has for something is told with the agent’s word for it', () => {
  const keys = { ...keyNames('classic'), approve: 'alt+R' };
  expect(chosenConflicts(keys, 'codex')).toEqual([
    { name: 'talk', key: 'Ctrl-R', does: 'search the history' },
    { name: 'send', key: 'Ctrl-V', does: 'paste an image' },
    { name: 'approve', key: 'alt+R', does: 'raw output' },
  ]);
  expect(chosenConflicts(keyNames('classic'), 'plain').map(({ name }) => name)).toEqual([
    'talk',
    'send',
  ]);
});

test('CONFIG-14 of keys that nobody has chosen nothing is said at the start, but it is known', () => {
  expect(chosenConflicts(keyNames('default'), 'codex')).toEqual([]);
  expect(keyConflicts(keyNames('default'), 'codex')).toEqual([
    { name: 'talk', key: 'F2', does: 'view warnings' },
  ]);
  expect(keyConflicts(keyNames('default'), 'claude')).toEqual([]);
  expect(conflictLines(keyNames('default'), 'talk')).toEqual([
    'Codex has it for: view warnings',
    'opencode has it for: next recent model',
  ]);
  expect(conflictLines(keyNames('default'), 'leader')).toEqual([]);
});

test('CONFIG-14 CONFIG-15 a letter behind a leader that is the agent’s own is told by its name', () => {
  const letters = { ...keyNames('default').letters, send: 'm' };
  const keys = { ...keyNames('default'), leader: 'Ctrl-X', letters: { ...letters, menu: 'j' } };
  expect(conflictLines(keys, 'letters.send')).toEqual(['opencode has it for: models']);
  expect(chosenConflicts(keys, 'opencode')).toEqual([
    { name: 'leader', key: 'Ctrl-X', does: 'its leader' },
    { name: 'letters.send', key: 'Ctrl-X m', does: 'models' },
  ]);
  expect(conflictLines(keyNames('default'), 'letters.send')).toEqual([]);
});
