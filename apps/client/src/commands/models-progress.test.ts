import type { ModelEvent } from '@codex-voice/models';
import { expect, test } from 'vitest';
import { barProgress, lineProgress } from './models-progress.ts';

const STARTED: ModelEvent = {
  type: 'started',
  id: 'small-en',
  files: 4,
  bytes: 45_000_000,
  from: `https://models.example/${'long/'.repeat(20)}`,
};

test('the first run told what it fetches beside its guide, with an address longer than a line', () => {
  const lines: string[] = [];
  const tell = (line: string): void => void lines.push(line);
  barProgress(process.stderr, { margin: '│ ', tell }).onEvent(STARTED);
  lineProgress(tell).onEvent(STARTED);
  expect(lines).toEqual(Array(2).fill('small-en: 4 files, 45 MB from models.example'));
});

test('a folder that a model comes from is told whole', () => {
  const lines: string[] = [];
  lineProgress((line) => lines.push(line)).onEvent({ ...STARTED, from: '/mnt/models/small' });
  expect(lines[0]).toContain('from /mnt/models/small');
});
