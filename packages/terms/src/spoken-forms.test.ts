import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameParts } from './name-parts.ts';
import { MOST_SPOKEN_WORDS, spokenForms } from './spoken-forms.ts';

test.each([
  ['useEffect', 'use effect'],
  ['use-effect', 'use effect'],
  ['MAX_RETRY_COUNT', 'max retry count'],
  ['HTTPServer', 'h t t p server'],
  ['utf8', 'u t f eight'],
  ['src/read-screen.ts', 'source slash read screen dot t s'],
  ['package.json', 'package dot jason'],
])('VOCAB-10: %s is said as its parts, "%s"', (name, spoken) => {
  expect(spokenForms(name)[0]).toBe(spoken);
});

test.each([
  ['pnpm', 'p n p m'],
  ['tsconfig', 't s config'],
  ['pgvector', 'p g vector'],
  ['worktree', 'work tree'],
  ['localhost', 'local host'],
  ['OAuth', 'o auth'],
  ['workspaces', 'work spaces'],
  ['xterm', 'x term'],
  ['nonce', 'nonce'],
  ['setup', 'setup'],
  ['cleanup', 'cleanup'],
])('VOCAB-11: %s is spelled or said apart where it is, "%s"', (name, spoken) => {
  expect(spokenForms(name)[0]).toBe(spoken);
});

test('VOCAB-11: a name that people say in several ways has them all', () => {
  expect(spokenForms('kubectl')).toEqual([
    'kube control',
    'kube c t l',
    'cube control',
    'cube c t l',
  ]);
});

test('VOCAB-12: no way to say other scripts, bare digits, or a name of too many words', () => {
  expect(['naïve', '日本', '42', '', 'a-b-c-d-e-f-g-h-i'].map(spokenForms)).toEqual(
    Array(5).fill([]),
  );
});

test('VOCAB-12: any text has few ways, each of few lower-case words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
      const forms = spokenForms(name);
      expect(forms.length).toBeLessThanOrEqual(6);
      for (const form of forms) {
        expect(form).toMatch(/^[a-z]+(?: [a-z]+)*$/);
        expect(form.split(' ').length).toBeLessThanOrEqual(MOST_SPOKEN_WORDS);
      }
    }),
  );
});

test('VOCAB-10: the parts of a name hold all its letters and digits, in order', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_./-]{0,40}$/), (name) => {
      const kept = nameParts(name)
        .filter(({ kind }) => kind !== 'sign')
        .map(({ text }) => text)
        .join('');
      expect(kept).toBe(name.replace(/[^A-Za-z0-9]/g, ''));
    }),
  );
});
