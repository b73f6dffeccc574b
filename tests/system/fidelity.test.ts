// needs:
// The whole program around real programs' recordings: the child's screen, scrollback, modes, title
// and every byte it hears are what they are without us.
import { makeScratchDirectory, removeDirectory, sized } from '@codex-voice/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { loadRecordings } from '../fidelity/load-recordings.ts';
import { expectTheSame } from './fidelity-rig.ts';

let home = '';
beforeAll(async () => {
  home = await makeScratchDirectory('fidelity');
});
afterAll(async () => {
  await removeDirectory(home);
});

const RECORDINGS = [...loadRecordings()];
/** Of the second way, which shares the filter with the first, one of so many recordings. */
const EVERY = sized({ usual: 3, full: 1 });

const WAYS = [
  ['with keeper and host', RECORDINGS, { options: [], outlives: 'terminal' }],
  [
    'in one process tree',
    RECORDINGS.filter((_, at) => at % EVERY === 0),
    { options: ['--no-host'], outlives: 'nothing' },
  ],
] as const;

describe.each(WAYS)('codex-voice around recordings of real programs, %s', (_, recordings, way) => {
  for (const [name, cast] of recordings) {
    it(`${name} looks and hears what it would without us`, async () => {
      await expectTheSame(cast, { home, shows: /[^\n]$/, ...way });
    });
  }
});
