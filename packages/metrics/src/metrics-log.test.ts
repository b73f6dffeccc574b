// The log on a real disk: what is kept, how much, and what a disk that refuses costs.
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MetricsLog, readMetrics } from './metrics-log.ts';
import type { MetricRecord } from './record.ts';

const MAXIMUM_BYTES = 1_048_576;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codex-voice-metrics-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const record = (atMs: number, ms = 1): MetricRecord => ({
  atMs,
  phase: 'speech',
  event: 'decode',
  fields: { ms },
});

describe('the log', () => {
  it('METRICS-5 several writers at once keep whole lines, each at the latest a second later', async () => {
    const directory = join(folder, 'metrics');
    const logs = [new MetricsLog(directory), new MetricsLog(directory)];
    for (let number = 0; number < 100; number += 1)
      logs[number % 2]?.record(record(1_000 + number));
    for (let looks = 0; looks < 1_000; looks += 1) {
      if (readMetricsOf(directory) === 100) break;
      await sleep(20);
    }
    const read = readMetrics(directory, 0);
    expect(read.unreadable).toBe(0);
    expect(read.records).toHaveLength(100);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, 'metrics.log')).mode & 0o777).toBe(0o600);
  });

  it('METRICS-6 it is bounded: a file of a MiB and three older ones', () => {
    const log = new MetricsLog(folder);
    for (let number = 0; number < 90_000; number += 1) {
      log.record(record(number));
      if (number % 900 === 0) log.flush();
    }
    log.flush();
    expect(readdirSync(folder).toSorted()).toEqual([
      'metrics.log',
      'metrics.log.1',
      'metrics.log.2',
      'metrics.log.3',
    ]);
    for (const name of readdirSync(folder))
      expect(statSync(join(folder, name)).size).toBeLessThan(MAXIMUM_BYTES + 100_000);
    const { records } = readMetrics(folder, 0);
    expect(records.at(-1)?.atMs).toBe(89_999);
    expect(records.map(({ atMs }) => atMs)).toEqual(
      records.map((_, at) => 90_000 - records.length + at),
    );
  });

  it('METRICS-6 a disk that refuses costs the records alone, and what waits for it is bounded', async () => {
    const inTheWay = join(folder, 'file');
    writeFileSync(inTheWay, '');
    const log = new MetricsLog(join(inTheWay, 'metrics'));
    for (let number = 0; number < 5_000; number += 1) log.record(record(number));
    log.flush();
    rmSync(inTheWay);
    mkdirSync(inTheWay);
    // The next one, though there is no room for it any more, has the others written.
    log.record(record(5_000));
    const directory = join(inTheWay, 'metrics');
    for (let looks = 0; looks < 1_500 && readMetricsOf(directory) === 0; looks += 1)
      await sleep(20);
    expect(readMetrics(directory, 0).records).toHaveLength(1_000);
  });

  it('METRICS-2 METRICS-7 a torn line is counted, what is older than asked left out; no folder, no records', () => {
    const log = new MetricsLog(folder);
    for (const atMs of [1_000, 2_000, 3_000]) log.record(record(atMs));
    log.flush();
    appendFileSync(join(folder, 'metrics.log'), '2030-01-02T03:04');
    expect(readMetrics(folder, 2_000)).toEqual({
      records: [record(2_000), record(3_000)],
      unreadable: 1,
    });
    expect(readMetrics(join(folder, 'none'), 0)).toEqual({ records: [], unreadable: 0 });
  });
});

function readMetricsOf(directory: string): number {
  return readMetrics(directory, 0).records.length;
}
