// The pictures that lie in the documents are light, whole, and tell nothing of the machine they were made on.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const FOLDER = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
/** A README is read on a telephone, too. */
const MOST_BYTES = 300_000;

test('the moving picture is light, stands alone and names no place', () => {
  const svg = readFileSync(`${FOLDER}spoken-session.svg`, 'utf8');
  expect(svg.length).toBeLessThan(MOST_BYTES);
  expect(svg).toMatch(/^<svg .*<\/svg>\n$/su);
  expect(svg).not.toMatch(/<script|<image|href="(?!#)/u);
  expect(svg.replaceAll(/<[^>]+>/gu, ' ')).not.toMatch(/\/(?:tmp|root|home|work|Users)\b/u);
  expect(svg).toContain('OpenAI Codex');
  expect(svg).toContain('listening');
});

test('so are those of moments', () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.png'));
  expect(files.toSorted()).toEqual(
    ['approval', 'composed', 'doctor', 'listening', 'queue', 'settings'].map(
      (name) => `${name}.png`,
    ),
  );
  for (const name of files) {
    const bytes = readFileSync(`${FOLDER}${name}`);
    expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([name, bytes.length < MOST_BYTES]).toEqual([name, true]);
  }
});
