// Gates hold and, above all, fail: a gate that could not would be none.
import { describe, expect, test } from 'vitest';
import { BRIEF_GATES, GATE_PEERS, GATE_RUNS, GATES } from './gates.table.ts';
import { type Gate, judge, sawSlowness, verdictLine } from './judge.ts';

const GATE: Gate = {
  name: 'a key',
  report: 'echo',
  column: 'p50 ms',
  row: 'ours',
  against: 'theirs',
  factor: 2,
};

function verdict(ours: string | number, theirs: string | number = '1.00') {
  const report = {
    columns: ['peer', 'p99 ms', 'p50 ms'],
    rows: [
      ['ours', '900', ours],
      ['theirs', '900', theirs],
    ],
  };
  const [only] = judge([GATE], (name) => (name === 'echo' ? report : undefined));
  if (only === undefined) throw new Error('no verdict');
  return only;
}

describe('a gate', () => {
  test('holds up to its factor and fails beyond, whatever the figures themselves are', () => {
    expect(verdict('2.00')).toMatchObject({ ratio: 2, passed: true });
    expect(verdict('2.01').passed).toBe(false);
    expect(verdict('2000', '1000').passed).toBe(true);
    expect(verdict('2010', '1000').passed).toBe(false);
    expect(verdictLine(verdict('3'))).toBe(
      'WORSE  a key: 3.00, at most 2 (echo: ours / theirs, p50 ms)',
    );
  });

  test('fails where something is missing or tells nothing', () => {
    expect(verdict('–').passed).toBe(false);
    expect(verdict('1', '–').passed).toBe(false);
    expect(verdict('1', '0').passed).toBe(false);
    expect(verdict('1', '-0.5').passed).toBe(false);
    expect(verdict('0').passed).toBe(false);
    expect(verdict('-0.5').passed).toBe(false);
    expect(judge([GATE], () => undefined)[0]).toMatchObject({ passed: false });
    expect(judge([GATE], () => ({ columns: ['peer'], rows: [['ours']] }))[0]?.passed).toBe(false);
    expect(verdictLine(verdict('–'))).toContain('not measured');
  });
});

test('what is slow on purpose is seen where all is measured and a gate fails', () => {
  const [good, bad, missing] = [verdict('1'), verdict('3'), verdict('–')];
  expect(sawSlowness([bad, good])).toBe(true);
  expect(sawSlowness([good, good])).toBe(false);
  // A benchmark that does not even run has shown nothing.
  expect(sawSlowness([bad, missing])).toBe(false);
  expect(sawSlowness([missing, missing])).toBe(false);
});

test('each gate is of a benchmark that is run, its rows are peers that are compared, its factor leaves room', () => {
  for (const { report, row, against, factor } of [...GATES, ...BRIEF_GATES]) {
    expect(Object.keys(GATE_RUNS)).toContain(report);
    for (const name of [row, against])
      expect([...GATE_PEERS, 'node start']).toContain(
        name.replace(/, (?:cold|host running)$/u, ''),
      );
    expect(factor).toBeGreaterThan(1);
  }
});
