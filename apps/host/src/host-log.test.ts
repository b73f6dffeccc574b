// The host's log is bounded, private, and never in the way.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HostLog } from './host-log.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'codex-voice-log-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

test('HOST-9: beyond a megabyte the log begins anew, and one before it is kept', () => {
  const path = join(directory, 'state', 'host.log');
  const log = new HostLog(path);
  const line = 'x'.repeat(1_000);
  for (let count = 0; count < 2_500; count += 1) log.note(line);
  expect(statSync(path).size).toBeLessThan(1_100_000);
  expect(statSync(`${path}.1`).size).toBeLessThan(1_100_000);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  new HostLog(path).note('the last line');
  expect(readFileSync(path, 'utf8')).toMatch(/Z \d+ the last line\n$/u);
});

test('HOST-9: a log that can’t be written costs nothing but its lines', () => {
  expect(() => new HostLog('/dev/null/host.log').note('lost')).not.toThrow();
});
