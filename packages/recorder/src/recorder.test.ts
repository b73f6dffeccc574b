import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeeperConnection, KeeperEvent, KeeperRequest } from '@codex-voice/protocol';
import { readCast } from '@codex-voice/recording';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RecordingState, SessionRecording } from './index.ts';
import { Recorder } from './recorder.ts';
import { SECRETS } from './secrets.test-support.ts';
import { EARLY_ENTRIES } from './session-recording.ts';

const workerUrl = new URL('./worker/main.ts', import.meta.url);
const PATIENCE = { timeout: 30_000 };
const FIRST = '\u001b[?2026h\u001b[?25l\u001b[m\u001b[r\u001b[?6l\u001b[H\u001b[J';
const END = '\u001b[2;3H\u001b[?25h\u001b[?2026l';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codex-voice-recorder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function picture(...rows: readonly string[]): Uint8Array {
  const body = rows.map((row, index) => `\u001b[${index + 1};1H\u001b[K${row}`).join('');
  return new TextEncoder().encode(FIRST + body + END);
}

/** Of the journal's form: silence at 16 kHz. */
function wave(seconds: number): Uint8Array {
  const bytes = Buffer.alloc(44 + seconds * 32_000);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(32_000, 28);
  return bytes;
}

/** A session of 80 by 24 that somebody watches. */
function world() {
  const states: RecordingState[] = [];
  const asked: KeeperRequest[] = [];
  let connection: KeeperConnection | undefined;
  let nowMs = 1_000;
  const recording = new SessionRecording({
    ...{ sessionId: 'codex-k3fa', version: '0.1.0', workerUrl },
    journalDirectory: join(folder, 'journal'),
    nowMs: () => nowMs,
    wallMs: () => 1_700_000_000_000 + nowMs,
    agent: () => 'codex',
    openViewer: async (given) => {
      connection = given;
      const none = (): void => undefined;
      return {
        request: (request) => {
          asked.push(request);
          const size = { columns: 80, rows: 24 };
          if (request.type === 'attach')
            given.event({ type: 'role', role: 'viewer', why: 'attached', size });
        },
        ...{ input: none, acknowledge: none, deliver: none, closed: none, close: none },
      };
    },
    onState: (state) => states.push(state),
  });
  return {
    ...{ recording, states, asked },
    pass: (ms: number) => {
      nowMs += ms;
    },
    show: (bytes: Uint8Array) => connection?.picture(bytes),
    event: (event: KeeperEvent) => connection?.event(event),
    hear: (code: string, data: Readonly<Record<string, unknown>>) =>
      recording.sink({ code, nowMs, data: { at: nowMs, ...data } }),
  };
}

const read = (path: string) => readCast(readFileSync(path, 'utf8'));

describe('a recording of a session', () => {
  test('RECORDER-1, RECORDER-4: it has all since the start, its size, pictures and marks', async () => {
    const { recording, states, hear, pass, show, event } = world();
    const path = join(folder, 'new', 'one.cast');
    hear('c', { sessionId: 'codex-k3fa' });
    pass(100);
    await recording.begin(path);
    show(picture('hello'));
    pass(50);
    hear('k', { is: 'event', event: { type: 'facts', screen: { kind: 'busy' } } });
    hear('k', { is: 'event', event: { type: 'facts', screen: { kind: 'composer', text: '' } } });
    hear('v', { is: 'event', event: { type: 'final', text: 'run the tests' } });
    hear('d', { is: 'event', event: { type: 'approvals', open: [{ id: 'a1', text: 'rm x' }] } });
    event({ type: 'size', size: { columns: 100, rows: 30 } });
    event({ type: 'exited', exitCode: 3, signal: 0 });
    expect(await recording.end()).toBe(path);
    const { header, events, passedOver, torn } = read(path);
    expect({ passedOver, torn }).toEqual({ passedOver: 0, torn: false });
    expect(header.size).toEqual({ columns: 80, rows: 24 });
    expect(header.session).toMatchObject({ agent: 'codex', session: 'codex-k3fa', redacted: true });
    expect(events[0]).toMatchObject({ atMs: 0, code: 'c' });
    expect(events.find(({ code }) => code === 'o')).toEqual({
      atMs: 100,
      code: 'o',
      data: new TextDecoder().decode(picture('hello')),
    });
    const marks = events.filter(({ code }) => code === 'm').map(({ data }) => data);
    expect(marks).toEqual(['turn started', 'turn ended', 'spoken: run the tests', 'asked: rm x']);
    expect(events.slice(-2)).toEqual([
      { atMs: 150, code: 'r', data: '100x30' },
      { atMs: 150, code: 'x', data: '3' },
    ]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(states).toEqual([
      { state: 'on', file: path },
      { state: 'off', file: path },
    ]);
  });

  test('RECORDER-8: what was understood is told with its sound by SHA-256, where the journal has it', async () => {
    const { recording, hear } = world();
    const path = join(folder, 'sound.cast');
    const sound = wave(0.25);
    const [kept, gone, refused] = [randomUUID(), randomUUID(), randomUUID()];
    mkdirSync(join(folder, 'journal', 'audio'), { recursive: true });
    for (const id of [kept, refused])
      writeFileSync(join(folder, 'journal', 'audio', `${id}.wav`), sound);
    writeFileSync(join(folder, 'outside.wav'), sound);
    hear('c', {});
    await recording.begin(path);
    const final = (utteranceId: string, verdict = 'accepted'): void =>
      hear('v', { is: 'event', event: { type: 'final', text: 'run', utteranceId, verdict } });
    final(kept);
    final(gone);
    final('../../outside');
    final(refused, 'rejected');
    await recording.end();
    const { events } = read(path);
    const told = events.filter(({ code }) => code === 'v').map(({ data }) => JSON.parse(data));
    expect(told.slice(0, 4).map(({ is }) => is)).toEqual(['event', 'event', 'event', 'event']);
    expect(told.slice(4)).toEqual([
      {
        ...{ at: 1_000, is: 'audio', utteranceId: kept, ms: 250 },
        sha256: createHash('sha256').update(sound).digest('hex'),
      },
    ]);
  });

  test('RECORDER-1: begun in the middle it has what came since, and declined nothing is kept', async () => {
    const { recording, hear } = world();
    hear('c', {});
    recording.decline();
    hear('k', { is: 'connected' });
    const path = join(folder, 'late.cast');
    await recording.begin(path);
    expect(await recording.begin(path)).toBe('running');
    hear('q', { is: 'say' });
    await recording.end();
    expect(read(path).events.map(({ code }) => code)).toEqual(['q']);
  });

  test('RECORDER-10: before it is decided no more is kept than may be, and one that begins then is from the middle', async () => {
    const many = world();
    for (let count = 0; count <= EARLY_ENTRIES; count += 1) many.hear('t', { n: count });
    const large = world();
    const text = 'x'.repeat(1024 * 1024);
    for (let count = 0; count < 9; count += 1) large.hear('k', { text });
    for (const [name, { recording, hear }] of Object.entries({ many, large })) {
      expect(recording.isUndecided).toBe(true);
      const path = join(folder, `${name}.cast`);
      await recording.begin(path);
      expect(recording.isUndecided).toBe(false);
      hear('q', { is: 'say' });
      await recording.end();
      expect(read(path).events.map(({ code }) => code)).toEqual(['q']);
    }
  });

  test('RECORDER-11: what was measured since it began is told each minute, and at its end', async () => {
    const { recording, hear, pass } = world();
    const path = join(folder, 'measured.cast');
    const measured = (ms: number): void =>
      recording.measured({ atMs: ms, phase: 'turn', event: 'length', fields: { ms } });
    measured(7);
    hear('c', {});
    await recording.begin(path);
    measured(10);
    pass(59_000);
    measured(20);
    pass(2_000);
    measured(30);
    pass(100_000);
    measured(40);
    await recording.end();
    measured(50);
    const told = read(path).events.filter(({ code }) => code === 'n');
    expect(told.map(({ atMs }) => atMs)).toEqual([61_000, 161_000]);
    const lines = told.map(({ data }) => JSON.parse(data));
    expect(lines.map(({ spans: [{ count, max }] }) => [count, Math.round(max)])).toEqual([
      [3, 30],
      [4, 40],
    ]);
    expect(lines[0]).toMatchObject({ at: 62_000, since: 0, gauges: [], counts: [] });
  });

  test('RECORDER-11: who goes on with it measures anew, and tells since when', async () => {
    const path = join(folder, 'measured-on.cast');
    const [one, two] = [world(), world()];
    await one.recording.begin(path);
    const { place } = one.recording;
    await one.recording.end();
    two.pass(90_000);
    await two.recording.begin(path, place);
    two.recording.measured({ atMs: 1, phase: 'turn', event: 'length', fields: { ms: 7 } });
    await two.recording.end();
    const [told] = read(path).events.filter(({ code }) => code === 'n');
    expect(JSON.parse(told?.data ?? '{}')).toMatchObject({ since: 90_000, spans: [{ count: 1 }] });
  });

  test('RECORDER-2: nor is a secret that something measured is named by', async () => {
    const { recording } = world();
    const path = join(folder, 'named.cast');
    const [, secret = ''] = SECRETS.find(([name]) => name.startsWith('github')) ?? [];
    await recording.begin(path);
    recording.measured({ atMs: 1, phase: 'notice', event: secret, fields: {} });
    await recording.end();
    const written = readFileSync(path, 'utf8');
    expect(written).toContain('[redacted:');
    expect(written).not.toContain(secret);
  });

  test('RECORDER-9: ended while it begins, it is a whole recording with the exit of its session', async () => {
    const { recording, states, hear } = world();
    const path = join(folder, 'short.cast');
    hear('c', {});
    const begun = recording.begin(path);
    hear('k', { is: 'event', event: { type: 'exited', exitCode: 1, signal: 0 } });
    expect(await recording.end()).toBe(path);
    expect(await begun).toBe('begun');
    expect(read(path).events.at(-1)).toMatchObject({ code: 'x', data: '1' });
    expect(states).toEqual([
      { state: 'on', file: path },
      { state: 'off', file: path },
    ]);
    expect(recording.place).toBeUndefined();
  });

  test('RECORDER-2: no secret is in a recording', async () => {
    const { recording, hear, show } = world();
    const path = join(folder, 'secrets.cast');
    await recording.begin(path);
    const lines = SECRETS.map(([, secret, line]) => line.replace('%', secret));
    show(picture(...lines));
    for (const text of lines) hear('v', { is: 'event', event: { type: 'final', text } });
    await recording.end();
    const written = readFileSync(path, 'utf8');
    for (const [name, secret] of SECRETS) expect(written, name).not.toContain(secret);
  });

  test('RECORDER-3: one that is written letter by letter is in none of its pictures', async () => {
    const { recording, show, pass } = world();
    const path = join(folder, 'letters.cast');
    await recording.begin(path);
    const [, secret = ''] = SECRETS.find(([name]) => name.startsWith('github')) ?? [];
    for (let units = 1; units <= secret.length; units += 1) {
      show(picture(`$ ${secret.slice(0, units)}`));
      pass(30);
    }
    await recording.end();
    const written = readFileSync(path, 'utf8');
    expect(written).not.toContain(secret.slice(0, 9));
    expect(written).toContain('[redacted:');
  });

  test('RECORDER-5: gone on with, it is one file', async () => {
    const path = join(folder, 'on.cast');
    const one = world();
    const [, secret = ''] = SECRETS[0] ?? [];
    await one.recording.begin(path);
    one.pass(500);
    one.hear('q', { text: secret });
    const { place } = one.recording;
    await one.recording.end();
    const two = world();
    two.pass(1_000);
    two.hear('c', {});
    two.pass(1_000);
    await two.recording.begin(path, place);
    two.hear('q', { text: SECRETS[1]?.[1] });
    await two.recording.end();
    const { events, passedOver } = read(path);
    expect(passedOver).toBe(0);
    const heard = events.filter(({ code }) => code === 'q');
    expect(heard.map(({ atMs }) => atMs)).toEqual([500, 2_000]);
    // What the other heard before it had the file keeps its time, and stands behind the size.
    const begins = events.findIndex(({ code }) => code === 'c');
    expect(events.slice(begins - 1, begins + 1)).toMatchObject([
      { code: 'r', atMs: 1_000 },
      { code: 'c', atMs: 1_000 },
    ]);
    expect(heard[0]?.data).toMatch(/:1\]/u);
    expect(heard[1]?.data).toMatch(/:2\]/u);
  });
});

describe('out of the way', () => {
  test('RECORDER-6: pictures that wait for the disk are left out, and a whole one is asked for', async () => {
    let caughtUp = 0;
    const path = join(folder, 'flood.cast');
    const header = { size: { columns: 80, rows: 24 } };
    const recorder = new Recorder({
      start: { path, how: 'new', header },
      workerUrl,
      onOver: (why) => expect.unreachable(why),
      onCaughtUp: () => {
        caughtUp += 1;
      },
    });
    const bytes = picture(`${'\u001b[38;2;1;1;1m'.repeat(70_000)}x`);
    for (let count = 0; count < 20; count += 1) recorder.picture(count, bytes);
    await expect.poll(() => caughtUp, PATIENCE).toBe(1);
    recorder.picture(50, picture('after it'));
    await recorder.end();
    const { events } = read(path);
    expect(events.filter(({ code }) => code === 'm')).toHaveLength(1);
    expect(events.filter(({ code }) => code === 'o').length).toBeLessThan(12);
    expect(events.at(-1)?.data).toContain('after it');
  });

  test.each([
    [
      'a file that is there',
      () => writeFileSync(join(folder, 'is.cast'), 'mine'),
      'is.cast',
      'EEXIST',
    ],
    ['a folder that is none', () => writeFileSync(join(folder, 'f'), ''), 'f/x.cast', 'ENOTDIR'],
  ])('RECORDER-7: %s ends the recording and nothing else', async (_, make, name, why) => {
    make();
    const ends: string[] = [];
    const recorder = new Recorder({
      start: { path: join(folder, name), how: 'new', header: { size: { columns: 8, rows: 2 } } },
      workerUrl,
      onOver: (reason) => ends.push(reason),
      onCaughtUp: () => undefined,
    });
    expect(await recorder.begun).toBe(why);
    recorder.picture(1, picture('goes nowhere'));
    recorder.give({ do: 'mark', atMs: 2, label: 'neither' });
    await recorder.end();
    expect(ends).toEqual([]);
  });

  test('RECORDER-7: a full disk is told once, and the lines before it are whole', async () => {
    const ends: string[] = [];
    const recorder = new Recorder({
      start: { path: '/dev/full', how: 'append', header: { size: { columns: 8, rows: 2 } } },
      workerUrl,
      onOver: (reason) => ends.push(reason),
      onCaughtUp: () => undefined,
    });
    recorder.give({ do: 'mark', atMs: 1, label: 'no room for it' });
    expect(await recorder.end()).toBe('ENOSPC');
    expect(ends).toEqual([]);
  });
});
