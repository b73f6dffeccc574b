// Names beyond what is told, and names whose letters take many bytes.
import { encodeLine, MAXIMUM_LINE_BYTES } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { namesInParts } from './names-in-parts.ts';

function known(text: string, changedMs: number) {
  const ownWords = [text.toLowerCase()];
  return { text, kind: 'identifier', count: 1, changedMs, ownWords } as const;
}

test('CONTROL-17: beyond the bound the names that changed last are told', () => {
  const names = Array.from({ length: 20_100 }, (_, index) => known(`n${index}`, index));
  const told = namesInParts(names).flatMap((part) => part.names);
  expect(told).toHaveLength(20_000);
  expect(told[0]).toBe('n20099');
  expect(told).not.toContain('n0');
});

test('CONTROL-17: names in any script are told in lines that are accepted', () => {
  const names = Array.from({ length: 4_000 }, (_, index) =>
    known(`${'猫'.repeat(50)}${index}`, index),
  );
  const parts = namesInParts(names);
  expect(parts.length).toBeGreaterThan(2);
  for (const part of parts)
    expect(encodeLine({ type: 'names', ...part }).length).toBeLessThan(MAXIMUM_LINE_BYTES);
  expect(parts.map(({ part }) => part)).toEqual([
    'first',
    ...parts.slice(2).map(() => 'middle'),
    'last',
  ]);
  expect(parts.flatMap((part) => part.own)).toEqual(parts.flatMap((part) => part.names));
});

test('CONTROL-17: a project without names is told as that', () => {
  expect(namesInParts([])).toEqual([{ part: 'only', names: [], own: [] }]);
});
