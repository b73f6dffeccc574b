// The rules that decide which system suites run, and the list of packages that must match them.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { debianPackage, notRunLine, parseNeeds, suiteName } from './needs.ts';

test('the first line names the programs', () => {
  expect(parseNeeds('tests/system/a.test.ts', '// needs: tmux  flite\n// More.')).toEqual({
    path: 'tests/system/a.test.ts',
    needs: ['tmux', 'flite'],
  });
  expect(parseNeeds('a.test.ts', '// needs:\n').needs).toEqual([]);
});

test('a suite without the line is refused by name', () => {
  expect(() => parseNeeds('tests/system/a.test.ts', '// Drives tmux.\n')).toThrow(
    /tests\/system\/a\.test\.ts/,
  );
});

test('a suite that is not run says which packages would let it run', () => {
  const suite = { path: 'tests/system/mic.test.ts', needs: ['flite', 'pactl'] };
  expect(notRunLine(suite, ['flite', 'pactl'])).toBe(
    'not run: mic needs flite pactl — get it: `apt-get install flite pulseaudio-utils` or `npm run test:system`',
  );
});

test('an agent is not offered as a Debian package', () => {
  const suite = { path: 'tests/system/codex.test.ts', needs: ['codex', 'tmux'] };
  expect(notRunLine(suite, ['codex'])).toBe(
    'not run: codex needs codex — get it: `npm run test:system`',
  );
  expect(notRunLine(suite, ['codex', 'tmux'])).not.toContain('apt-get');
});

test('the name of a suite is its file name', () => {
  expect(suiteName('tests/system/tmux-screen.test.ts')).toBe('tmux-screen');
});

test('programs that system suites commonly need come with the installed packages', () => {
  const script = readFileSync(new URL('../system-packages.sh', import.meta.url), 'utf8');
  for (const program of ['tmux', 'flite', 'espeak-ng', 'sox', 'pactl', 'pulseaudio', 'vim']) {
    expect(script).toMatch(new RegExp(`[ (]${debianPackage(program)}[ \\n]`));
  }
});
