import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PartialStabilizer } from './partial-stabilizer.ts';

describe('PartialStabilizer', () => {
  it('SPEECH-35 settles words that stood in three partials, but never the last', () => {
    const stabilizer = new PartialStabilizer();
    expect(stabilizer.accept('run')).toEqual({ settled: '', tentative: 'run' });
    stabilizer.accept('run the');
    expect(stabilizer.accept('run the test')).toEqual({ settled: 'run', tentative: 'the test' });
    expect(stabilizer.accept('run the tests')).toEqual({ settled: 'run the', tentative: 'tests' });
    stabilizer.accept('run the tests');
    expect(stabilizer.accept('run the tests')).toEqual({ settled: 'run the', tentative: 'tests' });
  });

  it('SPEECH-35 keeps what is settled when the recogniser takes it back', () => {
    const stabilizer = new PartialStabilizer();
    for (let n = 0; n < 3; n += 1) stabilizer.accept('run the tests');
    expect(stabilizer.accept('one the rests')).toEqual({ settled: 'run the', tentative: 'rests' });
    expect(stabilizer.accept('')).toEqual({ settled: 'run the', tentative: '' });
  });

  it('SPEECH-35 only ever adds whole words to the settled part', () => {
    const partials = fc.array(fc.array(fc.constantFrom('a', 'b', 'ab'), { maxLength: 6 }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(partials, (all) => {
        const stabilizer = new PartialStabilizer();
        let before: string[] = [];
        for (const words of all) {
          const { settled } = stabilizer.accept(words.join(' '));
          const now = settled.split(' ').filter((word) => word !== '');
          expect(now.slice(0, before.length)).toEqual(before);
          before = now;
        }
      }),
      { numRuns: 200, seed: 6 },
    );
  });
});
