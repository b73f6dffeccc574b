// The request that gives choices by key.
import { parseHostRequest } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { choiceRequest } from './question-lines.ts';

test('choices are given by their places, and as words for a host that knows none', () => {
  const request = choiceRequest('r', { id: 'a1', part: 1, numbers: [1, 3] });
  expect(request).toMatchObject({ id: 'a1', part: 1, words: ['1,3'], choices: [0, 2], by: 'key' });
  expect(parseHostRequest(request)).toEqual({ kind: 'message', message: request });
});
