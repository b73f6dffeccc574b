// The queue on disk: what is kept survives torn lines, and what can't be kept is said.
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Delivery } from '@codex-voice/session';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { settings } from './control-world.test-support.ts';
import { machineDisk } from './queue-disk.ts';
import { COMPACT_BYTES, QueueFile, readQueue } from './queue-file.ts';
import type { ControlMemory } from './queue-store.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'codex-voice-queue-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const path = (): string => join(directory, 'queue.jsonl');
const DICTATION = { followed: [], underWay: [], waited: [], settled: [], linesDue: 0 };

/** The memory of a delivery that has taken these prompts. */
function memory(texts: readonly string[], change: Partial<ControlMemory> = {}): ControlMemory {
  const delivery = new Delivery();
  for (const [index, text] of texts.entries())
    delivery.enqueue({ id: `p${index}`, text, intent: 'send', origin: 'say', enqueuedMs: 1 });
  return { delivery: delivery.memory(), dictation: DICTATION, ...change };
}

function kept(): ControlMemory | undefined {
  const file = new QueueFile(directory);
  const found = file.load();
  file.close();
  return found;
}

test('CONTROL-12: what was saved last is loaded, and only its owner can read it', () => {
  expect(kept()).toBeUndefined();
  const file = new QueueFile(directory);
  file.save(memory(['one']));
  const chosen = { mode: 'auto', intent: 'send', aloud: 'off', tuned: { silenceMs: 400 } } as const;
  file.save(memory(['one', 'two'], chosen));
  file.close();
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  expect(kept()).toEqual(memory(['one', 'two'], chosen));
});

test('CONTROL-12: a composer and a write under way are kept whole', () => {
  const delivery = new Delivery();
  const facts = { shadowCaughtUp: true, bracketedPaste: true, inputAtRest: true };
  delivery.enqueue({ id: 'a', text: 'hi', intent: 'send', origin: 'voice', enqueuedMs: 0 });
  delivery.observe({ ...facts, screen: { kind: 'composer', text: '', cursorOffset: 0 }, nowMs: 0 });
  const followed: [string, number][] = [['a', 5]];
  const dictation = { ...DICTATION, followed, settled: ['b'] };
  const whole: ControlMemory = { delivery: delivery.memory(), dictation };
  const file = new QueueFile(directory);
  file.save(whole);
  file.close();
  expect(kept()).toMatchObject({
    delivery: { phase: { kind: 'typing', answer: 'awaited' } },
    dictation,
  });
});

test('CONTROL-12: what is held in the composer is held still', () => {
  const composer = { text: '' };
  const held = {
    id: 'a',
    text: 'hi',
    held: true,
    before: composer,
    shown: { text: 'hi' },
  } as const;
  const { delivery, dictation } = memory(['one']);
  const queue = delivery.queue.map((one) => ({ ...one, held: true as const }));
  const whole: ControlMemory = { delivery: { ...delivery, queue, draft: [held] }, dictation };
  const file = new QueueFile(directory);
  file.save(whole);
  file.close();
  expect(kept()).toEqual(whole);
});

test('CONTROL-12: whatever the end of the file is cut to, a whole line is found and can be added to', () => {
  const file = new QueueFile(directory);
  file.save(memory(['one']));
  const first = statSync(path()).size;
  file.save(memory(['one', 'two']));
  file.close();
  const text = readFileSync(path());
  fc.assert(
    fc.property(fc.integer({ min: first, max: text.length - 1 }), (cut) => {
      writeFileSync(path(), text.subarray(0, cut));
      const next = new QueueFile(directory);
      expect(next.load()?.delivery.queue).toHaveLength(cut === text.length - 1 ? 2 : 1);
      next.save(memory(['one', 'three']));
      next.close();
      expect(kept()?.delivery.queue.map((one) => one.text)).toEqual(['one', 'three']);
    }),
    { numRuns: 60, seed: 12 },
  );
});

test('CONTROL-12: a first line that was torn by the death of its process is not joined to the next', () => {
  const file = new QueueFile(directory);
  file.save(memory(['one']));
  file.close();
  const text = readFileSync(path());
  for (const cut of [1, text.length - 2]) {
    writeFileSync(path(), text.subarray(0, cut));
    const next = new QueueFile(directory);
    expect(next.load()).toBeUndefined();
    next.save(memory(['another']));
    next.close();
    expect(kept()?.delivery.queue.map((one) => one.text)).toEqual(['another']);
  }
});

test('CONTROL-12: lines that are damaged or of another form are passed over', () => {
  const file = new QueueFile(directory);
  file.save(memory(['one']));
  file.close();
  appendFileSync(path(), '{"version":99}\nnonsense\n[]\n');
  expect(kept()?.delivery.ids).toEqual(['p0']);
  writeFileSync(path(), 'nothing here');
  expect(kept()).toBeUndefined();
});

test('CONTROL-12: a file that has grown is begun anew, with everything in it', () => {
  const file = new QueueFile(directory);
  const long = 'x'.repeat(60_000);
  for (let save = 0; save < 40; save += 1) file.save(memory(['first', `${long}${save}`]));
  file.close();
  expect(statSync(path()).size).toBeLessThan(COMPACT_BYTES + 100_000);
  expect(kept()?.delivery.queue.at(-1)?.text).toBe(`${long}39`);
  expect(kept()?.delivery.ids).toEqual(['p0', 'p1']);
});

test('CONTROL-12: settings are written once, and found behind many lines', () => {
  const given = settings();
  const file = new QueueFile(directory);
  for (const texts of [['one'], ['one', 'two']]) file.save(memory(texts, { settings: given }));
  file.close();
  expect(readFileSync(path(), 'utf8').split('"settings"')).toHaveLength(2);
  expect(kept()?.settings).toEqual(given);
  expect(kept()?.settings).toEqual(given);
});

test('CONTROL-5: a file that can’t be written is said, and tried again', () => {
  rmSync(directory, { recursive: true });
  const file = new QueueFile(directory);
  expect(file.save(memory(['one']))).toMatchObject({ kind: 'failed', message: /ENOENT/u });
  mkdirSync(directory);
  expect(file.save(memory(['one']))).toEqual({ kind: 'kept' });
  file.close();
  expect(kept()?.delivery.ids).toEqual(['p0']);
});

test('CONTROL-5: a full disk is said', () => {
  // The device has no room for anything, ever.
  symlinkSync('/dev/full', path());
  const file = new QueueFile(directory);
  expect(file.save(memory(['one']))).toMatchObject({ kind: 'failed', message: /ENOSPC/u });
  file.close();
});

test('CONTROL-80: a prompt that is being submitted is kept whole, and its successor asks for it', () => {
  const delivery = new Delivery();
  delivery.agentIs({ activity: 'idle', abilities: new Set() });
  const facts = { shadowCaughtUp: true, bracketedPaste: true, inputAtRest: true };
  delivery.observe({ ...facts, screen: { kind: 'composer', text: '' }, nowMs: 0 });
  const prompt = { id: 'a', text: 'hi', intent: 'send', origin: 'say', enqueuedMs: 0 } as const;
  expect(delivery.enqueue(prompt).submissions).toHaveLength(1);
  const file = new QueueFile(directory);
  file.save({ delivery: delivery.memory(), dictation: DICTATION });
  file.close();
  const successor = new Delivery({ memory: kept()?.delivery ?? delivery.memory() });
  expect(successor.resume().submissions).toEqual([
    { id: 'a', text: 'hi', manner: 'turn', purpose: 'only-ask' },
  ]);
});

/** A process that has used up its files, a disk that fails, a file that was taken from us. */
test.each(['EMFILE', 'EIO', 'EACCES'])(
  'CONTROL-12: a file that can’t be read (%s) is unknown, not empty, and is left as it is',
  (code) => {
    const file = new QueueFile(directory);
    file.save(memory(['one', 'two']));
    file.close();
    const before = readFileSync(path(), 'utf8');
    const unreadable = (): string => {
      throw Object.assign(new Error(`${code}: it fails`), { code });
    };
    expect(() => new QueueFile(directory, { ...machineDisk, read: unreadable }).load()).toThrow(
      code,
    );
    expect(readQueue(directory, unreadable)).toEqual({
      kind: 'unknown',
      message: `${code}: it fails`,
    });
    expect(readFileSync(path(), 'utf8')).toBe(before);
    expect(readQueue(directory)).toEqual({ kind: 'memory', memory: memory(['one', 'two']) });
  },
);

test('CONTROL-12: where there is no file, or no line of it is whole, nothing is kept', () => {
  expect(readQueue(directory)).toEqual({ kind: 'nothing' });
  expect(readQueue(join(directory, 'none'))).toEqual({ kind: 'nothing' });
  writeFileSync(path(), '{"torn');
  expect(readQueue(directory)).toEqual({ kind: 'nothing' });
  rmSync(path());
  mkdirSync(path());
  expect(readQueue(directory)).toMatchObject({ kind: 'unknown', message: /EISDIR/u });
});

/** As an older release wrote it. */
function older(text: string): string {
  return text.replaceAll('{"version":2,', '{"version":1,');
}

test('CONTROL-80: what an older release kept is read, and none of its lines are left', () => {
  const file = new QueueFile(directory);
  file.save(memory(['one', 'two']));
  file.close();
  writeFileSync(path(), older(readFileSync(path(), 'utf8')));
  expect(kept()).toEqual(memory(['one', 'two']));
  expect(readFileSync(path(), 'utf8')).not.toContain('"version":1');
});

test('CONTROL-80: while the older lines can not be replaced nothing counts as kept, and nothing is lost', () => {
  const file = new QueueFile(directory);
  file.save(memory(['one']));
  file.close();
  writeFileSync(path(), older(readFileSync(path(), 'utf8')));
  // The device has no room for anything, ever; what failed is removed.
  const noRoom = (): void => symlinkSync('/dev/full', `${path()}.new`);
  noRoom();
  const next = new QueueFile(directory);
  expect(next.load()).toEqual(memory(['one']));
  noRoom();
  expect(next.save(memory(['one', 'two']))).toMatchObject({ kind: 'failed' });
  expect(readFileSync(path(), 'utf8')).toContain('two');
  expect(next.save(memory(['one', 'two', 'three']))).toEqual({ kind: 'kept' });
  next.close();
  expect(readFileSync(path(), 'utf8')).not.toContain('"version":1');
});
