// Recorded sessions of real runs come to the same with this version: each file of tests/replays.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differenceWords, type RecordedLine, redrive } from '@codex-voice/control';
import { type CastEvent, readCast, SESSION_FORMAT } from '@codex-voice/recording';
import { expect, test } from 'vitest';
import { makeHome, ROOT, runPlain } from './command.ts';
import { MEASURED_ELSEWHERE, measuredOtherwise } from './measured-anew.ts';

const FOLDER = join(ROOT, 'tests', 'replays');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.cast'));

function recorded(name: string): RecordedLine[] {
  const { events, passedOver, torn } = readCast(readFileSync(join(FOLDER, name), 'utf8'));
  expect({ passedOver, torn }, name).toEqual({ passedOver: 0, torn: false });
  return events
    .filter(({ code }) => !'ormxn'.includes(code))
    .map(({ code, atMs, data }) => ({ code, atMs, data: JSON.parse(data) }));
}

test('there are recordings, each named after what happens in it', () => {
  expect(FILES.length).toBeGreaterThan(0);
  for (const name of FILES) expect(name).toMatch(/^[a-z0-9-]+\.cast$/u);
});

test('each form in which sessions were ever recorded has one, and is still read', () => {
  const formats = FILES.map(
    (name) => readCast(readFileSync(join(FOLDER, name), 'utf8')).header.session?.format,
  );
  const all = Array.from({ length: SESSION_FORMAT }, (_, index) => index + 1);
  expect([...new Set(formats)].sort()).toEqual(all);
});

test.each(FILES)('%s comes to the same, and nothing of it is left out', async (name) => {
  const report = await redrive(recorded(name), { redacted: false });
  expect(report.differences.map(differenceWords)).toEqual([]);
  expect(report.uncompared).toEqual([]);
  expect(report.outputs).toBeGreaterThan(10);
});

/** Recorded by versions that wrote no figures. */
const WITHOUT_FIGURES = ['queued-while-a-shell-works.cast', 'spoken-typed-and-scratched.cast'];
const WITH_FIGURES = FILES.filter((name) => !WITHOUT_FIGURES.includes(name));

function eventsOf(name: string): readonly CastEvent[] {
  return readCast(readFileSync(join(FOLDER, name), 'utf8')).events;
}

test('there are recordings with figures', () => {
  expect(WITH_FIGURES.length).toBeGreaterThan(0);
});

test.each(WITH_FIGURES)(
  'the figures of %s are what is measured when it is driven anew',
  async (name) => {
    expect(await measuredOtherwise(eventsOf(name))).toEqual([]);
  },
);

test.each(WITH_FIGURES)('figures of %s that are altered or dropped are seen', async (name) => {
  const events = eventsOf(name);
  const figures = events.filter(({ code }) => code === 'n');
  const last = figures.at(-1);
  expect(last).toBeDefined();
  for (const { name: series, more, data } of alterations(last?.data ?? '')) {
    const altered = events.map((event) => (event === last ? { ...event, data } : event));
    const told = await measuredOtherwise(altered);
    expect(told.length, `${series}, ${more}`).toBeGreaterThan(0);
  }
  expect(await measuredOtherwise(events.filter((event) => event !== last))).not.toEqual([]);
});

/** The line with one of its series altered, or without it: each that the session itself measures. */
function alterations(line: string) {
  const figures = JSON.parse(line);
  const altered = (kind: string, list: readonly unknown[]) =>
    JSON.stringify({ ...figures, [kind]: list });
  return ['spans', 'gauges', 'counts'].flatMap((kind) => {
    const list: readonly { phase: string; event: string; count?: number; last?: number }[] =
      figures[kind];
    return list.flatMap((one, at) => {
      const name = `${one.phase} ${one.event}`;
      if (MEASURED_ELSEWHERE.has(name)) return [];
      const other =
        kind === 'gauges' ? { last: (one.last ?? 0) + 10 } : { count: (one.count ?? 0) + 1 };
      const changed = list.with(at, { ...one, ...other });
      return [
        { name, more: 'altered', data: altered(kind, changed) },
        { name, more: 'dropped', data: altered(kind, list.toSpliced(at, 1)) },
      ];
    });
  });
}

test('what was measured while a session was recorded is told from its figures alone', async () => {
  using home = makeHome();
  const [name = ''] = WITH_FIGURES;
  const file = join(FOLDER, name);
  const { status, stdout, stderr } = await runPlain(home, ['replay', file, '--measured', '--json']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const told = JSON.parse(stdout);
  const data = eventsOf(name).findLast(({ code }) => code === 'n')?.data ?? '';
  const { spans, gauges, counts }: Record<string, Record<string, unknown>[]> = JSON.parse(data);
  expect(told).toMatchObject({
    spans: spans?.map(({ phase, event, count, ...ms }) => ({ phase, event, count, ms })),
    gauges,
    counts: counts?.map(({ lastMs, ...one }) => ({
      ...one,
      last: new Date(Number(lastMs)).toISOString(),
    })),
  });
});
