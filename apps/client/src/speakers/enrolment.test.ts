import { expect, test } from 'vitest';
import { doubt, Enrolment } from './enrolment.ts';

function print(vector: number[] | undefined, speechMs: number) {
  const told = vector === undefined ? {} : { vector };
  return { type: 'voiceprint', segmentId: '0.0', model: 'm', speechMs, ...told } as const;
}

test('stretches are added up until they are enough; short ones and such without a vector count for nothing', () => {
  const enrolment = new Enrolment();
  enrolment.accept(print(undefined, 5_000));
  enrolment.accept(print([1, 0], 500));
  expect(enrolment.speechMs).toBe(0);
  enrolment.accept(print([1, 0], 3_000));
  expect(enrolment.gathered()).toBeUndefined();
  enrolment.accept(print([0.8, 0.6], 3_000));
  const voice = enrolment.gathered();
  expect(voice).toMatchObject({ model: 'm', speechMs: 6_000, stretches: 2 });
  expect(Math.hypot(...(voice?.vector ?? []))).toBeCloseTo(1);
  expect(voice === undefined ? '' : doubt(voice)).toBeUndefined();
});

test('two voices in it are doubted', () => {
  const enrolment = new Enrolment();
  enrolment.accept(print([1, 0], 3_000));
  enrolment.accept(print([1, 0], 3_000));
  enrolment.accept(print([0, 1], 3_000));
  const voice = enrolment.gathered();
  expect(voice === undefined ? '' : doubt(voice)).toMatch(/somebody else/);
});
