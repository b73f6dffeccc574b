import { textWidth } from '@codex-voice/ansi';
import { expect, test } from 'vitest';
import { modelsTable } from './models-list.ts';

const shown = (columns: number | undefined): string =>
  modelsTable({
    columns,
    folder: '/h/me/models',
    language: 'en',
    facts: { cores: 2, memoryBytes: 16e9, graphics: 'none' },
    recommended: undefined,
    installed: [],
    unfinished: [],
  });

test.each([40, 60, 80])('the list of models was broken inside words at %i columns', (columns) => {
  const lines = shown(columns).split('\n');
  for (const line of lines) expect(textWidth(line), line).toBeLessThanOrEqual(columns);
  expect(lines[0]).toMatch(/MODEL +HERE.* SIZE/u);
});

test('what ERRORS are is told where they are shown', () => {
  expect(shown(80)).toContain('ERRORS: published');
  expect(shown(60)).not.toContain('ERRORS');
  expect(shown(undefined)).toMatch(/SIZE +ERRORS +LICENCE/u);
});
