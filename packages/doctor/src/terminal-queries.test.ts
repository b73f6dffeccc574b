import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAnswered, readAnswers, TERMINAL_QUERIES } from './terminal-queries.ts';

/** As these terminals answer the questions, in their order. */
const KITTY =
  '\x1bP>|kitty(0.40.1)\x1b\\\x1b[?0u\x1b[?2026;2$y\x1b[?1004;2$y\x1bP1$r48:2:1:2:3m\x1b\\\x1b_Gi=31;OK\x1b\\\x1b[?62;c';
const XTERM =
  '\x1bP>|XTerm(390)\x1b\\\x1b[?2026;0$y\x1b[?1004;2$y\x1bP1$r0;48:2::1:2:3m\x1b\\\x1b[?64;1;2;4;6c';
const SILENT_BUT_ATTRIBUTES = '\x1b[?1;2c';

test('DOCTOR-30 the question that every terminal answers is asked last, and ends the waiting', () => {
  expect(TERMINAL_QUERIES.indexOf('\x1b[c')).toBeGreaterThan(TERMINAL_QUERIES.indexOf('\x1b[?u'));
  expect(isAnswered(KITTY.slice(0, -3))).toBe(false);
  expect(isAnswered(KITTY)).toBe(true);
});

test('DOCTOR-30 answers become a name and abilities', () => {
  expect(readAnswers(KITTY, {})).toEqual({
    name: 'kitty(0.40.1)',
    abilities: {
      kittyKeys: 'yes',
      trueColour: 'yes',
      synchronizedUpdate: 'yes',
      focus: 'yes',
      images: ['kitty'],
    },
  });
  expect(readAnswers(XTERM, {})).toEqual({
    name: 'XTerm(390)',
    abilities: {
      kittyKeys: 'no',
      trueColour: 'yes',
      synchronizedUpdate: 'no',
      focus: 'yes',
      images: ['sixel'],
    },
  });
});

test('DOCTOR-12 a terminal that says little is not called one that can do little', () => {
  expect(readAnswers(SILENT_BUT_ATTRIBUTES, {}).abilities).toEqual({
    kittyKeys: 'no',
    trueColour: 'not-told',
    synchronizedUpdate: 'not-told',
    focus: 'not-told',
    images: [],
  });
  const silent = readAnswers('', { TERM_PROGRAM: 'Apple_Terminal', TERM_PROGRAM_VERSION: '455' });
  expect(silent.name).toBe('Apple_Terminal 455');
  expect(Object.values(silent.abilities)).toEqual(Array.from({ length: 5 }, () => 'not-told'));
  expect(readAnswers('', { COLORTERM: 'truecolor' }).abilities.trueColour).toBe('yes');
});

test('DOCTOR-31 answers mean the same however they are cut, and among keys that were typed', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: KITTY.length - 1 }),
      fc.constantFrom('', 'q', '\x1b[A', 'yes\r'),
      (at, typed) => {
        const parts = [KITTY.slice(0, at), KITTY.slice(at)];
        let whole = typed;
        const complete = parts.map((part) => {
          whole += part;
          return isAnswered(whole);
        });
        expect(complete).toEqual([false, true]);
        expect(readAnswers(whole, {})).toEqual(readAnswers(KITTY, {}));
      },
    ),
  );
});

test('DOCTOR-30 garbage is no answer and takes no time', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 4_000 }), (garbage) => {
      const { abilities } = readAnswers(`\x1bP>|${garbage}`, {});
      expect(Object.keys(abilities)).toHaveLength(5);
    }),
  );
});
