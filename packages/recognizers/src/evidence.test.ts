import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from './acceptance.ts';
import { weigh } from './evidence.ts';
import { phoneCost, phoneDistance } from './phone-distance.ts';
import type { Decoded } from './sphinx.ts';

const PHONES = new Map([
  ['w0', ['S', 'EH', 'N', 'D']],
  ['w1(2)', ['IH', 'T']],
  ['p_s', ['S']],
  ['p_eh', ['EH']],
  ['p_n', ['N']],
]);

function decoded(score: number, ...segments: readonly [string, number, number][]): Decoded {
  return {
    tokens: [],
    score,
    segments: segments.map(([token, firstFrame, lastFrame]) => ({ token, firstFrame, lastFrame })),
  };
}

const PHRASE = decoded(-900, ['<sil>', 0, 9], ['w0', 10, 39], ['w1(2)', 40, 49], ['<sil>', 50, 69]);

function evidence(background: Decoded) {
  return weigh({ phrase: PHRASE, background, phonesByToken: PHONES, cost: phoneCost('en') });
}

describe('weigh', () => {
  it('counts per phone, frames of words and the longest stretch of other speech', () => {
    const background = decoded(
      -600,
      ['p_s', 0, 4],
      ['p_eh', 5, 44],
      ['<sil>', 45, 54],
      ['p_n', 55, 69],
    );
    expect(evidence(background)).toMatchObject({
      ratioPerPhone: -50,
      speechFrames: 40,
      unexplainedFrames: 15,
    });
  });

  it('measures the distance to the phones heard', () => {
    const background = decoded(-600, ['p_s', 0, 20], ['p_eh', 21, 40], ['p_n', 41, 69]);
    // D, IH and T are missing.
    expect(evidence(background)?.distancePerPhone).toBeCloseTo((3 * 0.7) / 6);
  });

  it('has nothing to say where one side found nothing', () => {
    expect(evidence(decoded(Number.NEGATIVE_INFINITY))).toBeUndefined();
    const silent = decoded(-1, ['<sil>', 0, 10]);
    expect(
      weigh({ phrase: silent, background: PHRASE, phonesByToken: PHONES, cost: phoneCost('en') }),
    ).toBeUndefined();
  });
});

describe('judge', () => {
  const good = {
    ratioPerPhone: -20,
    distancePerPhone: 0.3,
    speechFrames: 60,
    unexplainedFrames: 5,
  };

  it('RECOG-14 accepts good evidence and rejects each weakness', () => {
    expect(judge(good).verdict).toBe('accepted');
    for (const weakness of [
      { ratioPerPhone: -400 },
      { distancePerPhone: 1.3 },
      { speechFrames: 19 },
      { unexplainedFrames: 46 },
    ]) {
      const judgement = judge({ ...good, ...weakness });
      expect(judgement.verdict).toBe('rejected');
      expect(judgement.confidence).toBeLessThan(0.5);
    }
    expect(judge(undefined)).toEqual({ verdict: 'rejected', confidence: 0 });
  });

  it('RECOG-14 puts the border of confidence where the verdict changes', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1000, max: 200, noNaN: true }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.nat(100),
        fc.nat(300),
        (ratioPerPhone, distancePerPhone, unexplainedFrames, speechFrames) => {
          const { verdict, confidence } = judge({
            ratioPerPhone,
            distancePerPhone,
            unexplainedFrames,
            speechFrames,
          });
          expect(verdict === 'accepted').toBe(confidence >= 0.5);
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(1);
        },
      ),
      { seed: 3 },
    );
  });
});

describe('phoneDistance', () => {
  const cost = phoneCost('en');
  const phones = fc.array(fc.constantFrom('S', 'Z', 'EH', 'IH', 'T', 'D', 'N'), { maxLength: 8 });

  it.each([
    ['S EH N D', 'S EH N D', 0],
    ['S EH N D', 'S IH N D', 0.4],
    ['S EH N D', 'K EH N D', 1],
    ['S EH N D', 'S EH N', 0.7],
    ['S EH N', 'S EH N D', 0.7],
  ])('between %s and %s', (said, heard, expected) => {
    expect(phoneDistance(said.split(' '), heard.split(' '), cost)).toBeCloseTo(expected);
  });

  it('is 0 only for equal phones, symmetric, and never more than all gaps', () => {
    fc.assert(
      fc.property(phones, phones, (said, heard) => {
        const distance = phoneDistance(said, heard, cost);
        expect(distance === 0).toBe(said.join() === heard.join());
        expect(distance).toBeCloseTo(phoneDistance(heard, said, cost));
        expect(distance).toBeLessThanOrEqual(0.7 * (said.length + heard.length) + 1e-9);
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});
