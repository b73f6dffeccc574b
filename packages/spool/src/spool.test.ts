// The spool on disk: what is kept outlives torn lines and full disks, once, within its bounds.
import {
  appendFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type NewPrompt, PROMPT_LIMIT, Spool } from './index.ts';
import { COMPACT_BYTES, SPOOL_TEXT_LIMIT } from './spool.ts';
import { TEXT_LIMIT } from './spool-record.ts';

let above: string;
beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), 'codex-voice-spool-'));
});
afterEach(() => {
  rmSync(above, { recursive: true, force: true });
});

const path = (): string => join(above, 'state', 'spool.jsonl');
/** As another process would find it. */
const spool = (): Spool => new Spool(path(), { nowMs: () => 2 });
const texts = (): string[] => spool().prompts.map(({ text }) => text);

function prompt(id: string, change: Partial<NewPrompt> = {}): NewPrompt {
  const facts = { intent: 'send', origin: 'voice', reached: 'no', because: 'agent-ended' } as const;
  return { id, text: `text of ${id}`, saidAtMs: 1, session: 'codex-aaaa', ...facts, ...change };
}

test('SPOOL-1: what is kept, edited, handed over and dropped is on disk, for its owner alone', () => {
  const first = spool();
  for (const id of ['a', 'b', 'c', 'd']) expect(first.keep(prompt(id)).kind).toBe('kept');
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  expect(first.edit('b', 'another').kind).toBe('done');
  expect(first.hand('c', 'codex-bbbb').kind).toBe('done');
  expect(first.handedOver('c').kind).toBe('done');
  expect(first.drop('d').kind).toBe('done');
  expect(first.drop('d')).toEqual({ kind: 'missing' });
  expect(texts()).toEqual(['text of a', 'another']);
  expect(spool().prompts[0]).toEqual({ ...prompt('a'), number: 1, keptAtMs: 2 });
});

test('SPOOL-1: a full disk and a folder in the way are told, and change nothing', () => {
  writeFileSync(join(above, 'file'), '');
  const none = new Spool(join(above, 'file', 'spool.jsonl'));
  expect(none.keep(prompt('a'))).toMatchObject({ kind: 'failed', message: /ENOTDIR/u });
  expect(none.prompts).toEqual([]);
  // The device has no room for anything, ever.
  const full = new Spool(join(above, 'full.jsonl'));
  symlinkSync('/dev/full', join(above, 'full.jsonl'));
  expect(full.keep(prompt('a'))).toMatchObject({ kind: 'failed', message: /ENOSPC/u });
  expect(full.prompts).toEqual([]);
});

test('SPOOL-1: what is written is kept, though the file can’t be looked at afterwards', () => {
  let isWritten = false;
  const one = new Spool(path(), {
    open: (file) => {
      isWritten = true;
      return openSync(file, 'a', 0o600);
    },
    look: (file) => {
      if (isWritten) throw new Error('EIO: it fails');
      return statSync(file, { throwIfNoEntry: false });
    },
  });
  expect(one.keep(prompt('a')).kind).toBe('kept');
  expect(texts()).toEqual(['text of a']);
  isWritten = false;
  spool().keep(prompt('b'));
  expect(one.edit('a', 'another').kind).toBe('done');
  expect(texts()).toEqual(['another', 'text of b']);
  isWritten = false;
  expect(one.prompts.map(({ text }) => text)).toEqual(texts());
});

test('SPOOL-2: whatever the file is cut to, the whole lines count and more can be added', () => {
  const first = spool();
  for (const id of ['a', 'b', 'c']) first.keep(prompt(id));
  const whole = readFileSync(path());
  const ends = [...whole.keys()].filter((at) => whole[at] === 10);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: whole.length }), (cut) => {
      writeFileSync(path(), whole.subarray(0, cut));
      // A line that lacks nothing but its end is whole.
      const lines = ends.filter((end) => end <= cut).length;
      expect(spool().prompts).toHaveLength(lines);
      expect(spool().keep(prompt('z')).kind).toBe('kept');
      expect(texts().at(-1)).toBe('text of z');
      expect(texts()).toHaveLength(lines + 1);
    }),
    { numRuns: 80, seed: 3 },
  );
});

test('SPOOL-2: lines that are none of ours are passed over', () => {
  spool().keep(prompt('a'));
  appendFileSync(path(), 'nonsense\n{"do":"keep","version":9}\n[]\n{"do":"drop"}\n\u0000\n');
  spool().keep(prompt('b'));
  expect(texts()).toEqual(['text of a', 'text of b']);
});

test('SPOOL-3: it is kept once, however often it is brought, and not again when it has gone', () => {
  const one = spool();
  for (const id of ['a', 'b', 'a']) one.keep(prompt(id));
  expect(one.keep(prompt('a'))).toEqual({ kind: 'known' });
  one.drop('a');
  one.hand('b', 'codex-bbbb');
  one.handedOver('b');
  for (const id of ['a', 'b']) expect(spool().keep(prompt(id))).toEqual({ kind: 'known' });
  expect(texts()).toEqual([]);
});

test('SPOOL-3: the session it was handed to brings it back, and only that one, once', () => {
  const one = spool();
  one.keep(prompt('a'));
  one.hand('a', 'codex-bbbb');
  one.handedOver('a');
  expect(one.keep(prompt('a', { session: 'codex-cccc' })).kind).toBe('known');
  expect(one.keep(prompt('a', { session: 'codex-bbbb' })).kind).toBe('kept');
  expect(spool().keep(prompt('a', { session: 'codex-bbbb' })).kind).toBe('known');
  one.drop('a');
  expect(spool().keep(prompt('a', { session: 'codex-bbbb' })).kind).toBe('known');
});

test('SPOOL-4: under way to one session it goes to no other, until somebody says how it ended', () => {
  const one = spool();
  one.keep(prompt('a'));
  one.hand('a', 'codex-bbbb');
  const later = spool();
  expect(later.find('a')?.to).toBe('codex-bbbb');
  expect(later.hand('a', 'codex-cccc')).toEqual({ kind: 'under-way', to: 'codex-bbbb' });
  expect(later.edit('a', 'x')).toEqual({ kind: 'under-way', to: 'codex-bbbb' });
  expect(later.hand('a', 'codex-bbbb').kind).toBe('done');
  later.takeBack('a', 'perhaps');
  expect(spool().find('a')).toMatchObject({ reached: 'perhaps', text: 'text of a' });
  expect(spool().find('a')).not.toHaveProperty('to');
  expect(spool().handedOver('a')).toEqual({ kind: 'missing' });
  expect(spool().hand('a', 'codex-cccc').kind).toBe('done');
});

test('SPOOL-5: beyond the bound the oldest falls out, but for what is under way, and it is told', () => {
  const one = spool();
  for (let each = 0; each < PROMPT_LIMIT; each += 1) one.keep(prompt(`p${each}`));
  one.hand('p0', 'codex-bbbb');
  expect(one.keep(prompt('one more'))).toMatchObject({ fellOut: [{ id: 'p1' }] });
  expect(one.prompts).toHaveLength(PROMPT_LIMIT);
  expect(spool().fellOut).toBe(1);
  expect(spool().keep(prompt('p1')).kind).toBe('known');
  for (const { id } of one.prompts) one.drop(id);
  expect(spool().fellOut).toBe(0);
});

test('SPOOL-5: texts count as well, and one that is too long is refused', () => {
  const one = spool();
  const long = 'x'.repeat(TEXT_LIMIT);
  const fit = SPOOL_TEXT_LIMIT / TEXT_LIMIT;
  for (let each = 0; each < fit; each += 1) one.keep(prompt(`p${each}`, { text: long }));
  expect(one.fellOut).toBe(0);
  expect(one.keep(prompt('short', { text: 'x' }))).toMatchObject({ fellOut: [{ id: 'p0' }] });
  expect(one.keep(prompt('long', { text: `${long}x` }))).toEqual({ kind: 'too-long' });
  expect(one.edit('short', `${long}x`)).toEqual({ kind: 'too-long' });
});

test('SPOOL-6: a number is never given twice, and finds its prompt', () => {
  const one = spool();
  for (const id of ['a', 'b']) one.keep(prompt(id));
  one.drop('b');
  one.keep(prompt('c'));
  for (const name of ['k3', 'K3', '3', 'c']) expect(spool().find(name)?.id).toBe('c');
  for (const name of ['k2', '', 'k', '99', 'k3x']) expect(spool().find(name)).toBeUndefined();
});

test('SPOOL-7: a file that has grown is begun anew with all that is known', () => {
  const one = spool();
  one.keep(prompt('first'));
  one.keep(prompt('gone'));
  one.drop('gone');
  one.keep(prompt('handing'));
  one.hand('handing', 'codex-bbbb');
  const long = 'x'.repeat(TEXT_LIMIT);
  for (let written = 0; written <= COMPACT_BYTES; written += long.length) one.edit('first', long);
  one.edit('first', 'short');
  expect(statSync(path()).size).toBeLessThan(COMPACT_BYTES / 4);
  expect(texts()).toEqual(['short', 'text of handing']);
  expect(spool().find('handing')?.to).toBe('codex-bbbb');
  expect(spool().keep(prompt('gone')).kind).toBe('known');
  expect(spool().keep(prompt('new'))).toMatchObject({ prompt: { number: 4 } });
});

test('SPOOL-7: a file that is far too large is left alone', () => {
  spool().keep(prompt('a'));
  truncateSync(path(), 64 * 1_048_576 + 1);
  expect(spool().problem).toContain('too large');
  expect(spool().keep(prompt('b'))).toMatchObject({ kind: 'failed', message: /too large/u });
});

test('SPOOL-8: what another process has written is known before anything is done', () => {
  const one = spool();
  const other = spool();
  one.keep(prompt('a'));
  expect(other.keep(prompt('a')).kind).toBe('known');
  other.hand('a', 'codex-bbbb');
  expect(one.hand('a', 'codex-cccc')).toEqual({ kind: 'under-way', to: 'codex-bbbb' });
  other.handedOver('a');
  expect(one.drop('a')).toEqual({ kind: 'missing' });
});

test('SPOOL-4: what a session could not write down is told until somebody says what became of it', () => {
  const one = spool();
  one.keep(prompt('a'));
  expect(one.unkept('a').kind).toBe('done');
  // It is under way to nobody.
  expect(spool().find('a')).not.toHaveProperty('unkept');
  one.hand('a', 'codex-bbbb');
  for (let again = 0; again < 2; again += 1) expect(one.unkept('a').kind).toBe('done');
  expect(readFileSync(path(), 'utf8').match(/"unkept"/gu)).toHaveLength(2);
  const long = 'x'.repeat(TEXT_LIMIT);
  one.keep(prompt('long'));
  for (let written = 0; written <= COMPACT_BYTES; written += long.length) one.edit('long', long);
  expect(spool().find('a')).toMatchObject({ to: 'codex-bbbb', unkept: true });
  one.takeBack('a', 'perhaps');
  expect(spool().find('a')).not.toHaveProperty('unkept');
});

test.each(['EMFILE', 'EIO', 'EACCES'])(
  'SPOOL-8: a file that could not be read (%s) is not empty, and is read as soon as it can be',
  (code) => {
    spool().keep(prompt('a'));
    const before = readFileSync(path(), 'utf8');
    let fails = true;
    const one = new Spool(path(), {
      read: (file) => {
        if (fails) throw Object.assign(new Error(`${code}: it fails`), { code });
        return readFileSync(file, 'utf8');
      },
    });
    const failed = { kind: 'failed', message: `${code}: it fails` };
    expect(one.problem).toBe(failed.message);
    expect(one.keep(prompt('b'))).toEqual(failed);
    expect(one.edit('a', 'x')).toEqual(failed);
    expect(one.hand('a', 'codex-bbbb')).toEqual(failed);
    for (const change of ['unkept', 'handedOver', 'takeBack', 'drop'] as const)
      expect(one[change]('a')).toEqual(failed);
    expect(readFileSync(path(), 'utf8')).toBe(before);
    fails = false;
    // Nobody has written to it meanwhile.
    expect(one.problem).toBeUndefined();
    expect(one.prompts.map(({ id }) => id)).toEqual(['a']);
    expect(one.drop('a').kind).toBe('done');
  },
);
