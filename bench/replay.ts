// How fast recorded sessions are driven anew, as times their own length, and whether the same comes of them:
// each file named, or those of tests/replays one after the other.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { redrive } from '@codex-voice/control';
import { readCast } from '@codex-voice/recording';
import { countOption, digits, publish } from './statistics.ts';

const FOLDER = fileURLToPath(new URL('../tests/replays/', import.meta.url));
const OURS = /^[ckvqaptwd]$/u;
const MS_PER_S = 1_000;
const BYTES_PER_MB = 1_000_000;

const rounds = countOption('rounds', 5, 2);
const named = process.argv.slice(2).filter((word) => word.endsWith('.cast'));
const files =
  named.length > 0
    ? named
    : readdirSync(FOLDER)
        .filter((name) => name.endsWith('.cast'))
        .map((name) => join(FOLDER, name));

const rows: (string | number)[][] = [];
for (const file of files) {
  const times: number[] = [];
  let row: (string | number)[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const text = readFileSync(file, 'utf8');
    const beganMs = performance.now();
    // All of it: read, parsed, driven, compared.
    const lines = readCast(text)
      .events.filter(({ code }) => OURS.test(code))
      .map(({ code, atMs, data }) => ({ code, atMs, data: JSON.parse(data) }));
    const report = await redrive(lines, { redacted: text.includes('[redacted:') });
    const tookMs = performance.now() - beganMs;
    times.push(tookMs);
    const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? tookMs;
    row = [
      basename(file, '.cast'),
      digits(report.recordedMs / MS_PER_S, 1),
      report.inputs,
      report.outputs,
      report.differences.length,
      digits(text.length / BYTES_PER_MB, 2),
      digits(median, 0),
      digits(report.recordedMs / median, 0),
    ];
  }
  rows.push(row);
}
publish({
  name: 'replay',
  about: `Recorded sessions driven anew, read and compared from the file on, median of ${rounds} in one process; the factor is the recording's length over that time.`,
  columns: ['recording', 's', 'inputs', 'outputs', 'differences', 'MB', 'ms', 'times as fast'],
  rows,
});
