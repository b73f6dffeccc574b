import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { UserError } from '../user-error.ts';
import { boundedText, readText } from './prompt-text.ts';

const LONGEST = 'x'.repeat(65_536);

test('a text is taken as it is, without the line ends behind it', () => {
  expect(boundedText('  fix\nthe tests \r\n\n')).toBe('  fix\nthe tests ');
  expect(boundedText(LONGEST)).toBe(LONGEST);
});

test.each([
  ['', 'the text is empty: say something'],
  [' \n\t\n', 'the text is empty'],
  [`${LONGEST}x`, 'the text is longer than 65,536 characters: put it into a file'],
])('a text that is none or too much is refused: %#', (text, message) => {
  expect(() => boundedText(text)).toThrow(UserError);
  expect(() => boundedText(text)).toThrow(message);
});

test('standard input is read to its end, whatever its pieces', async () => {
  const bytes = new TextEncoder().encode('prüfe 名前\n');
  const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
  expect(await readText(Readable.from(pieces))).toBe('prüfe 名前');
});

test('standard input of any length is read no further than a text can be', async () => {
  let given = 0;
  const endless = Readable.from(
    (function* () {
      for (;;) {
        given += 65_536;
        yield new Uint8Array(65_536).fill(0x78);
      }
    })(),
  );
  await expect(readText(endless)).rejects.toThrow('longer than 65,536');
  expect(given).toBeLessThan(65_536 * 24);
});

test('the longest text there can be fits, in every script', async () => {
  for (const text of ['名'.repeat(65_536), '😀'.repeat(32_768)]) {
    expect(await readText(Readable.from([Buffer.from(text)]))).toBe(text);
  }
});

test('what is no text is refused', async () => {
  const bytes = Readable.from([Uint8Array.of(0xff, 0xfe, 0x00)]);
  await expect(readText(bytes)).rejects.toThrow('standard input is no UTF-8 text');
});
