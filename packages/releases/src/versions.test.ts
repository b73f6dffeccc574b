import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareVersions, isVersion } from './versions.ts';

/** As the rules of Semantic Versioning list them, the oldest first. */
const IN_ORDER = [
  '0.9.9',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.1',
  '1.2.0',
  '1.10.0',
  '2.0.0',
];

test('REL-3: versions stand in the order of Semantic Versioning', () => {
  const sorted = IN_ORDER.toReversed().sort(compareVersions);
  expect(sorted).toEqual(IN_ORDER);
});

test('REL-3: build data counts for nothing', () => {
  expect(compareVersions('1.2.3+a', '1.2.3+b.7')).toBe(0);
});

test('REL-3: the order is total over generated versions', () => {
  const version = fc
    .tuple(fc.nat(20), fc.nat(20), fc.nat(20), fc.constantFrom('', '-a', '-1', '-a.2', '-a.10'))
    .map(([a, b, c, words]) => `${a}.${b}.${c}${words}`);
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b))).toBe(0 - Math.sign(compareVersions(b, a)));
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
        expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      expect(compareVersions(a, b) === 0).toBe(a === b);
    }),
  );
});

test.each([
  '',
  '1',
  '1.2',
  '1.2.3.4',
  '01.2.3',
  '1.2.3-',
  '1.2.3-a..b',
  'v1.2.3',
  '../1.2.3',
  `1.2.${'9'.repeat(70)}`,
])('REL-3: %j is no version', (text) => {
  expect(isVersion(text)).toBe(false);
});
