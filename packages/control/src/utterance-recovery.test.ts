// Which words of a journal are lost, and what a session does with them.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JournalRecord } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { ControlWorld, JsonStore, SeenHud, settings } from './control-world.test-support.ts';
import { readJournalTail } from './journal-tail.ts';
import { lostUtterances, RECOVERY_AGE_MS } from './utterance-recovery.ts';

const NOW_MS = Date.parse('2026-01-02T03:04:05Z');

function transcript(
  id: string,
  change: Partial<Extract<JournalRecord, { type: 'transcript' }>> = {},
): JournalRecord {
  return {
    type: 'transcript',
    id,
    at: new Date(NOW_MS - 1_000).toISOString(),
    sessionId: 's1',
    writerPid: 7,
    text: 'run the tests',
    verdict: 'accepted',
    recognizer: 'phrases',
    audio: `audio/${id}.wav`,
    durationMs: 900,
    sourceEndMs: 1_000,
    speechEndedMs: 5_000,
    closedMs: 1,
    decodedMs: 2,
    ...change,
  };
}

function outcome(id: string): JournalRecord {
  return { type: 'outcome', id, at: '', outcome: 'composed', latencyMs: 1 };
}

function lost(records: readonly JournalRecord[], livePids: readonly number[] = []): string[] {
  const facts = { records, sessionId: 's1', nowMs: NOW_MS, livePids: new Set(livePids) };
  return lostUtterances(facts).map((one) => `${one.id} ${one.age}`);
}

test('CONTROL-30: accepted words of the session without an outcome are lost, in the order spoken', () => {
  const records = [
    transcript('a'),
    transcript('b'),
    outcome('a'),
    transcript('c', { verdict: 'rejected', text: '' }),
    transcript('d', { sessionId: 's2' }),
    transcript('e'),
  ];
  expect(lost(records)).toEqual(['b fresh', 'e fresh']);
  expect(lost([])).toEqual([]);
});

test('CONTROL-30: words of a voice process that still speaks with us are not lost', () => {
  expect(lost([transcript('a'), transcript('b', { writerPid: 8 })], [7])).toEqual(['b fresh']);
});

test.each([
  [RECOVERY_AGE_MS - 1, ['a fresh']],
  [RECOVERY_AGE_MS, ['a late']],
  [24 * 60 * 60_000, []],
])('CONTROL-31: words %d ms old', (ageMs, expected) => {
  expect(lost([transcript('a', { at: new Date(NOW_MS - ageMs).toISOString() })])).toEqual(expected);
  expect(lost([transcript('a', { at: 'no time' })])).toEqual([]);
});

/** A session whose last host died after these were written down. */
async function successor(
  records: readonly JournalRecord[],
  given = settings(),
): Promise<{ world: ControlWorld; hud: SeenHud }> {
  const world = new ControlWorld(new JsonStore());
  world.journal.push(...records);
  const hud = new SeenHud(world.control, given);
  world.voices.last.ready();
  await lookAtJournal(world);
  return { world, hud };
}

/** So long that it has been looked through. */
async function lookAtJournal(world: ControlWorld): Promise<void> {
  for (let look = 0; look < 12; look += 1) {
    world.wait(500);
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }
}

function spokenAt(world: ControlWorld, ageMs: number): string {
  return new Date(world.clock.wallMs() - ageMs).toISOString();
}

test('CONTROL-30: a text is put into the session once, also by the host after the next', async () => {
  const at = spokenAt(new ControlWorld(), 0);
  const { world } = await successor([transcript('a', { at })]);
  expect(world.keeper.written).toEqual(['a:text']);
  world.restart();
  new SeenHud(world.control, settings());
  world.wait(6_000);
  expect(world.keeper.written).toEqual(['a:text']);
});

test('CONTROL-31: late words are told, not typed, and settled in the journal', async () => {
  const at = spokenAt(new ControlWorld(), RECOVERY_AGE_MS);
  const { world, hud } = await successor([transcript('a', { at })]);
  expect(world.keeper.written).toEqual([]);
  expect(hud.of('notice').map((event) => event.text)).toEqual([
    'said while nothing could hear it (too long ago to be typed): "run the tests"',
  ]);
  const outcomes = world.voices.last.commands.filter((one) => one.type === 'outcome');
  expect(outcomes).toMatchObject([{ utteranceId: 'a', outcome: 'dropped' }]);
});

test('CONTROL-32: words that were cut off are composed whatever the intent is, once, and no word in them is obeyed', async () => {
  const at = spokenAt(new ControlWorld(), 0);
  const records = [
    transcript('a', { at, cut: true, text: 'run the tests send it' }),
    transcript('a', { at, cut: true, text: 'run the tests send it' }),
    transcript('b', { at, cut: true, text: 'send it' }),
  ];
  const { world, hud } = await successor(records, { ...settings(), intent: 'send' as const });
  expect(world.keeper.written).toEqual(['a:text']);
  expect(world.keeper.submissions).toEqual([]);
  expect(hud.of('notice').map(({ text }) => text)).toEqual([
    'recovered: "run the tests send it"',
    expect.stringContaining('not obeyed'),
  ]);
  // The same ones without it, so that this can fail.
  const whole = await successor(
    records.map((record) => transcript(record.id, { at, text: 'run the tests' })),
    { ...settings(), intent: 'send' as const },
  );
  expect(whole.world.keeper.submissions).not.toEqual([]);
});

test('CONTROL-32: a voice process that has heard what another left has its journal looked at again, much later too', async () => {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, settings());
  world.voices.last.ready();
  for (let minute = 0; minute < 2; minute += 1) world.wait(60_000);
  await lookAtJournal(world);
  world.journal.push(transcript('a', { at: spokenAt(world, 0), cut: true }));
  await lookAtJournal(world);
  expect(hud.of('notice')).toEqual([]);
  world.voices.last.tell({ type: 'heard-later', sessionId: 's2' });
  await lookAtJournal(world);
  expect(hud.of('notice')).toEqual([]);
  world.voices.last.tell({ type: 'heard-later', sessionId: 's1' });
  await lookAtJournal(world);
  expect(hud.of('notice').map(({ text }) => text)).toEqual(['recovered: "run the tests"']);
  expect(world.keeper.written).toEqual(['a:text']);
});

test('CONTROL-31: a command belongs to its moment, and is told, not obeyed', async () => {
  const at = spokenAt(new ControlWorld(), 0);
  const { world, hud } = await successor([
    transcript('a', { at }),
    transcript('b', { at, text: 'send it' }),
  ]);
  expect(world.keeper.submissions).toEqual([]);
  expect(world.keeper.written).toEqual(['a:text']);
  expect(hud.of('notice').at(-1)?.text).toMatch(/not obeyed/u);
});

/** A session whose screens have gone, and whose voice died before the control was told of these. */
async function foundByNobody(records: readonly JournalRecord[]): Promise<ControlWorld> {
  const { world, hud } = await successor([]);
  hud.seat.close();
  world.journal.push(...records);
  world.voices.last.die('SIGKILL');
  await lookAtJournal(world);
  return world;
}

const outcomesIn = (world: ControlWorld) =>
  world.voices.all.flatMap(({ commands }) => commands.filter(({ type }) => type === 'outcome'));

test('CONTROL-31: what is given up while no HUD is open is told to the first that opens, and settled only then', async () => {
  const sometime = new ControlWorld();
  const late = transcript('a', { at: spokenAt(sometime, RECOVERY_AGE_MS) });
  const command = transcript('b', { at: spokenAt(sometime, 0), text: 'send it' });
  const world = await foundByNobody([late, command]);
  expect(outcomesIn(world)).toEqual([]);
  const told = [
    'said while nothing could hear it (too long ago to be typed): "run the tests"',
    'said while nothing could hear it (a command, not obeyed later): "send it"',
  ];
  const hud = new SeenHud(world.control);
  expect(hud.of('notice').map(({ text }) => text)).toEqual(told);
  world.voices.last.ready();
  expect(outcomesIn(world)).toMatchObject([
    { utteranceId: 'a', outcome: 'dropped' },
    { utteranceId: 'b', outcome: 'dropped' },
  ]);
  const second = new SeenHud(world.control);
  await lookAtJournal(world);
  expect(second.of('notice')).toEqual([]);
  expect(hud.of('notice')).toHaveLength(told.length);
  expect(world.keeper.written).toEqual([]);
});

test('CONTROL-31: what nobody was told is found by the next host; of many the last are told at once', async () => {
  const at = spokenAt(new ControlWorld(), RECOVERY_AGE_MS);
  const records = Array.from({ length: 40 }, (_, number) => transcript(`a${number}`, { at }));
  const world = await foundByNobody(records);
  const first = new SeenHud(world.control);
  expect(first.of('notice')).toHaveLength(32);
  // Those too many for that have no outcome, and are found again.
  await lookAtJournal(world);
  expect(first.of('notice')).toHaveLength(40);

  const other = await foundByNobody(records.slice(0, 2));
  other.restart();
  const hud = new SeenHud(other.control, settings());
  await lookAtJournal(other);
  expect(hud.of('notice').filter(({ text }) => text.includes('too long ago'))).toHaveLength(2);
});

test('CONTROL-30: the end of a journal is read, whatever its last line is', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'codex-voice-tail-'));
  try {
    expect(await readJournalTail(directory)).toEqual([]);
    await mkdir(join(directory, 'in-the-way', 'utterances.jsonl'), { recursive: true });
    await expect(readJournalTail(join(directory, 'in-the-way'))).rejects.toThrow('EISDIR');
    const lines = [transcript('a'), outcome('a'), transcript('b')].map((one) =>
      JSON.stringify(one),
    );
    const padding = 'x'.repeat(1_048_576);
    const text = `${padding}\n${lines.join('\n')}\n{"type":"outcome","id":"b`;
    await writeFile(join(directory, 'utterances.jsonl'), text);
    expect((await readJournalTail(directory)).map((one) => one.id)).toEqual(['a', 'a', 'b']);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
