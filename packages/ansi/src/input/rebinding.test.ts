// Keys that become others while the terminal is in use.
import { expect, test } from 'vitest';
import { parseKeyBindings } from './bindings.ts';
import { feed, makeFilter } from './filter-harness.test-support.ts';
import type { InputFilter } from './input-filter.ts';

function rebind(filter: InputFilter, keys: Readonly<Record<string, string>>): void {
  const parsed = parseKeyBindings(keys);
  if (parsed.kind === 'error') throw new Error(parsed.message);
  filter.rebind(parsed.bindings);
}

test('other keys are ours from then on, and the old ones are the agent’s', () => {
  const filter = makeFilter({ talk: 'Ctrl-R' });
  rebind(filter, { talk: 'Ctrl-T', help: 'Ctrl-G ?' });
  expect(feed(filter, 'a\x12b\x14\x07?')).toEqual([
    '"a\\u0012b"',
    'talk press',
    'leader waiting',
    'leader ended',
    'help press',
  ]);
});

test('a key that was held down when it changed is still let go as ours', () => {
  const filter = makeFilter({ talk: 'F2' });
  expect(feed(filter, '\x1b[12;1:1~')).toEqual(['talk press']);
  rebind(filter, { talk: 'F3' });
  expect(feed(filter, '\x1b[12;1:3~')).toEqual(['talk release']);
});
