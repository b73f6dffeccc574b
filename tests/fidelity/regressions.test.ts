// Minimised streams on which the filter once failed, each painted after every write.
import { describe, expect, it } from 'vitest';
import { castOfWrites, differencesOf } from './play.ts';
import { RANDOM_SIZE } from './random-streams.ts';
import { ourFilter } from './schemes.ts';

const FAILED_ONCE: Readonly<Record<string, readonly string[]>> = {
  'disputed width at the right edge leaves the row in doubt as well': [
    '\x1b[2I',
    '🦊',
    '\x1b[`',
    'e',
    '\u0301',
  ],
  'columns scrolled under a pending wrap': ['\t', 'ö', '  ', '  !', '\x1b[ A', '\x1b[20h'],
  'columns inserted under a pending wrap': ['abcdefghijklmn', "\x1b['}", '\x1b[20h'],
  'lines scrolled under a pending wrap': ['abcdefghijklmn', '\x1b[S', '\x1b[20h'],
};

describe('streams that failed once', () => {
  for (const [name, writes] of Object.entries(FAILED_ONCE)) {
    it(name, () => {
      const differences = differencesOf({
        cast: castOfWrites(writes, RANDOM_SIZE),
        scheme: ourFilter,
        cutting: { kind: 'as-recorded' },
        seed: 1,
        paintShare: 1,
      });
      expect(differences).toEqual([]);
    });
  }
});
