// The page of keys has every key that a session binds.
import { expect, test } from 'vitest';
import { OWN_KEY_NAMES } from '../config-schema.ts';
import { keyNames } from '../key-names.ts';
import { CHOICE_ACTIONS, leaderLetters } from '../leader-letters.ts';
import { keysPage } from './keys-page.ts';

const page = keysPage();

test('every letter behind the leader is on it, the numbers as a row', () => {
  const { leader, letters: usual } = keyNames('default');
  const letters = Object.entries(leaderLetters(usual)).filter(
    ([action]) => !CHOICE_ACTIONS.some((choice) => choice === action),
  );
  expect(letters.length).toBeGreaterThan(15);
  for (const [, letter] of letters) expect(page).toContain(`\`${leader} ${letter}\``);
  expect(page).toContain(`\`${leader} 1\` to \`${leader} 9\``);
});

test('every key of one’s own has its setting, and what it does', () => {
  for (const name of OWN_KEY_NAMES) {
    const row = page.split('\n').find((line) => line.includes(`\`keys.${name}\``));
    expect(row, name).toMatch(/^\| [^|]+ \| [^|]+ \|/u);
  }
});
