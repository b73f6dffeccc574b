// The hash of the handshake beside the runtime's, and the published examples of both functions.
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmacSha256, sha256 } from './sha-256.ts';

test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
])('FIPS 180-4: %s', (text, digest) => {
  expect(sha256(text)).toBe(digest);
});

test('RFC 4231: the second example', () => {
  expect(hmacSha256('Jefe', 'what do ya want for nothing?')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('every length around a block is hashed as the runtime does', () => {
  for (let length = 0; length <= 200; length += 1) {
    const text = 'x'.repeat(length);
    expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
    expect(hmacSha256(text, text)).toBe(createHmac('sha256', text).update(text).digest('hex'));
  }
});

test('any key and text have the code that the runtime gives them', () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 });
  fc.assert(
    fc.property(text, text, (key, message) => {
      const expected = createHmac('sha256', key).update(message).digest('hex');
      expect(hmacSha256(key, message)).toBe(expected);
    }),
    { numRuns: 300, seed: 256 },
  );
});
