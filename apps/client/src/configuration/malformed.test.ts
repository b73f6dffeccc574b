// Config files with one mistake each, made from the guide's example: each is refused with the very line.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseConfig } from '../config.ts';
import { UserError } from '../user-error.ts';
import { checkConfig } from './whole-check.ts';

const guide = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
const EXAMPLE = (/```toml\n([\s\S]*?)```/.exec(guide)?.[1] ?? '').trimEnd().split('\n');

interface KeyLine {
  readonly index: number;
  readonly key: string;
  readonly value: string;
}

/** Lines that hold a key with a value. */
const KEYS: readonly KeyLine[] = EXAMPLE.flatMap((line, index) => {
  const found = /^(?<key>[\w-]+) = (?<value>.*?)\s*(?:#[^"']*)?$/u.exec(line)?.groups;
  const { key, value } = found ?? {};
  return key === undefined || value === undefined ? [] : [{ index, key, value }];
});
const HEADERS = EXAMPLE.flatMap((line, index) => (/^\[(?!themes)\w/u.test(line) ? [index] : []));

/** Of the table of letters behind the leader. */
function isLetter(index: number): boolean {
  return (
    EXAMPLE.findLast((line, at) => at <= index && line.startsWith('['))?.startsWith(
      '[keys.letters]',
    ) === true
  );
}

interface Mistake {
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

const withLine = (index: number, line: string): Mistake => ({
  text: EXAMPLE.with(index, line).join('\n'),
  line: index + 1,
});

const keyLine = fc.constantFrom(...KEYS);

/** Keys in tables that people name as they like: any name is right there. */
const NAMED = new Set(['pronunciations', 'replacements']);

const mistake: fc.Arbitrary<Mistake> = fc.oneof(
  // A name that nothing has.
  keyLine
    .filter(({ key }) => !NAMED.has(key))
    .chain(({ index, key, value }) =>
      fc
        .constantFrom(`${key}x`, `x${key}`, key.slice(1) || 'q', `${key}_ms_ms`)
        .filter((wrong) => !KEYS.some((each) => each.key === wrong))
        .map((wrong) => withLine(index, `${wrong} = ${value}`)),
    ),
  // A value of a form that is allowed nowhere.
  keyLine.map(({ index, key }) => withLine(index, `${key} = 1979-05-27`)),
  keyLine.map(({ index, key }) => withLine(index, `${key} = [[[1]]]`)),
  // No TOML.
  fc
    .tuple(keyLine, fc.constantFrom('= 3', '"open', '[1, 2', '{ a = ', '3 4', 'word', '\u0007'))
    .map(([{ index, key }, rest]) => ({ ...withLine(index, `${key} = ${rest}`), line: 0 })),
  // A table that is not there.
  fc
    .constantFrom(...HEADERS)
    .map((index) => withLine(index, `[${/[\w.]+/u.exec(EXAMPLE[index] ?? '')?.[0]}zz]`)),
  // A key twice.
  keyLine.map(({ index, key, value }) => ({
    text: EXAMPLE.toSpliced(index + 1, 0, `${key} = ${value}`).join('\n'),
    line: 0,
  })),
  // Bounds and choices.
  keyLine
    .filter(({ value }) => /^-?\d/u.test(value))
    .chain(({ index, key }) =>
      fc.constantFrom('-99999', '9e12', 'nan').map((value) => withLine(index, `${key} = ${value}`)),
    ),
  // Keys of the keyboard, and phrases.
  fc
    .tuple(
      fc.constantFrom(...KEYS.filter(({ key }) => key === 'talk' || key === 'leader')),
      fc.constantFrom('F99', 'Hyper-x', 'a', 'Ctrl-C', 'Ctrl-M', ''),
    )
    .map(([{ index, key }, name]) => withLine(index, `${key} = "${name}"`)),
  fc
    .tuple(
      fc.constantFrom(...KEYS.filter(({ index }) => isLetter(index))),
      fc.constantFrom('', ' ', 'jj', '1', 'Ctrl-X', '\u{1F600}'),
    )
    .map(([{ index, key }, name]) => withLine(index, `${key} = "${name}"`)),
  fc
    .tuple(
      fc.constantFrom(...KEYS.filter(({ key }) => key === 'say')),
      fc.constantFrom('', '!!', '   ', 'qxzvw 9~', '\u3042'),
    )
    .map(([{ index }, said]) => withLine(index, `say = "${said}"`)),
  fc
    .constantFrom(...KEYS.filter(({ key }) => key === 'theme'))
    .map(({ index }) => withLine(index, 'theme = "plaid"')),
);

test('CONFIG-5 without a mistake the example is a config', () => {
  expect(() => checkConfig(parseConfig(EXAMPLE.join('\n'), 'c.toml'))).not.toThrow();
});

test('CONFIG-3 200 malformed configs are refused with a located line, and none half', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(mistake, ({ text, line }) => {
      let message: string | undefined;
      try {
        checkConfig(parseConfig(text, 'c.toml'));
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        message = error instanceof Error ? error.message : undefined;
      }
      const told = line === 0 ? '\\d+' : String(line);
      expect(message, text.split('\n')[line - 1]).toMatch(
        new RegExp(`^c\\.toml:${told}: [^\\n]+: [^\\n]+$`, 'u'),
      );
      seen.add(message ?? '');
    }),
    { seed: 200, numRuns: 200 },
  );
  // They are mistakes of many kinds, not one two hundred times.
  expect(seen.size).toBeGreaterThan(100);
});
