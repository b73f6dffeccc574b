// Kept prompts on a disk that refuses for a while: each question gets one line, and nothing is lost.
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostAnswer, SpoolRequest } from '@codex-voice/protocol';
import { Spool } from '@codex-voice/spool';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AdoptedSession } from './adopted-session.ts';
import type { LeftBySession } from './ended-sessions.ts';
import { KeptPrompts, type KeptPromptsParts } from './kept-prompts.ts';

let folder: string;
/** What the disk refuses just now. */
let refuses: { readonly code: string; readonly what: 'read' | 'write' | 'both' } | undefined;
let notes: string[];
let made: KeptPrompts[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codex-voice-kept-'));
  refuses = undefined;
  notes = [];
  made = [];
});
afterEach(() => {
  for (const each of made) each.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** An intact disk's view of the file. */
const onDisk = () => new Spool(join(folder, 'spool.jsonl')).prompts;

function failing(what: 'read' | 'write'): void {
  if (refuses === undefined || (refuses.what !== what && refuses.what !== 'both')) return;
  const { code } = refuses;
  throw Object.assign(new Error(`${code}: the disk refuses`), { code });
}

function keeping(parts: Partial<KeptPromptsParts> = {}): KeptPrompts {
  const spool = new Spool(join(folder, 'spool.jsonl'), {
    read: (path) => {
      failing('read');
      return readFileSync(path, 'utf8');
    },
    open: (path) => {
      failing('write');
      return openSync(path, 'a', 0o600);
    },
  });
  const prompts = new KeptPrompts({
    spool,
    find: async () => ({ kind: 'missing', message: 'none' }),
    isRunning: () => false,
    gather: async () => undefined,
    takenBy: () => undefined,
    onChange: () => undefined,
    note: (text) => notes.push(text),
    ...parts,
  });
  made.push(prompts);
  return prompts;
}

/** A session that runs, and takes what it is told. */
function running(parts: { readonly unkept?: string } = {}) {
  const ids: string[] = [];
  const control = {
    memory: { ids },
    queuedCount: 0,
    say: ({ promptId }: { readonly promptId: string }): HostAnswer => {
      ids.push(promptId);
      return { kind: 'done', ...parts };
    },
  };
  // What kept prompts use of a session.
  const session = { control } as unknown as AdoptedSession;
  return { ids, find: async () => ({ kind: 'found', session }) as const };
}

const ask = (prompts: KeptPrompts, what: SpoolRequest['what']): Promise<HostAnswer> =>
  prompts.request({ type: 'spool', requestId: 'r', what });
const keep = { do: 'keep', promptId: 'p1', text: 'run the tests', intent: 'send' } as const;
const hand = { do: 'hand', kept: 'p1', sessionId: 's1' } as const;
const ONE_LINE = /^[^\n]+$/u;

test.each(['ENOSPC', 'EACCES', 'EIO', 'EMFILE'])(
  'SPOOL-1: with %s in the way each of keep, edit, hand and drop is refused in one line, and nothing is lost',
  async (code) => {
    const session = running();
    const prompts = keeping({ find: session.find });
    refuses = { code, what: 'write' };
    expect(await ask(prompts, keep)).toEqual({
      kind: 'refused',
      message: `it can't be kept: ${code}: the disk refuses`,
    });
    refuses = undefined;
    expect(await ask(prompts, keep)).toEqual({ kind: 'done' });
    refuses = { code, what: 'write' };
    for (const what of [
      { do: 'edit', kept: 'k1', text: 'another' },
      hand,
      { do: 'drop', kept: 'k1' },
    ] as const) {
      const answer = await ask(prompts, what);
      expect({ what, answer }).toMatchObject({ answer: { kind: 'refused', message: ONE_LINE } });
      expect(JSON.stringify(answer)).toContain(code);
    }
    expect(session.ids).toEqual([]);
    refuses = { code, what: 'both' };
    // As another host finds it, which has read nothing yet.
    const next = keeping();
    for (const what of [{ do: 'list' }, { do: 'show', kept: 'k1' }, keep] as const)
      expect(await ask(next, what)).toEqual({
        kind: 'refused',
        message: `${code}: the disk refuses`,
      });
    refuses = undefined;
    expect(await ask(next, { do: 'list' })).toMatchObject({
      entries: [{ id: 'p1', text: 'run the tests', reached: 'no' }],
    });
    expect(onDisk()).toMatchObject([{ id: 'p1', text: 'run the tests' }]);
  },
);

test('HOST-14: what a session has taken is handed over, though the disk does not take that down', async () => {
  const session = running();
  const prompts = keeping({
    find: async () => {
      const found = await session.find();
      const { say } = found.session.control;
      // The disk is full from here on.
      Object.assign(found.session.control, {
        say: (said: Parameters<typeof say>[0]) => {
          refuses = { code: 'ENOSPC', what: 'write' };
          return say(said);
        },
      });
      return found;
    },
    takenBy: () => session.ids,
  });
  await ask(prompts, keep);
  expect(await ask(prompts, hand)).toEqual({ kind: 'done' });
  refuses = undefined;
  expect(onDisk()).toMatchObject([{ id: 'p1', to: 's1' }]);
  expect(await ask(prompts, { do: 'list' })).toMatchObject({ entries: [] });
  expect(session.ids).toEqual(['p1']);
});

test('HOST-14: what a session took and could not write down may have reached its agent when the host has died', async () => {
  const session = running({ unkept: 'ENOSPC: no space left' });
  const prompts = keeping({ find: session.find });
  await ask(prompts, keep);
  expect(await ask(prompts, hand)).toEqual({ kind: 'done', unkept: 'ENOSPC: no space left' });
  expect(await ask(prompts, { do: 'list' })).toMatchObject({ entries: [{ to: 's1' }] });
  // The next host finds a session that knows nothing of it.
  const forgotten = running();
  const next = keeping({ find: forgotten.find, takenBy: () => [] });
  expect(await ask(next, { do: 'list' })).toMatchObject({
    entries: [{ id: 'p1', reached: 'perhaps' }],
  });
  expect(onDisk()[0]).not.toHaveProperty('to');
});

test('HOST-14: and so it may when the session that could not write it down has ended', async () => {
  const session = running({ unkept: 'ENOSPC: no space left' });
  const prompts = keeping({ find: session.find });
  await ask(prompts, keep);
  await ask(prompts, hand);
  const next = keeping();
  const left = { sessionId: 's1', because: 'keeper-died', prompts: [], taken: [] } as const;
  expect(next.keepLeft(left)).toBe(true);
  expect(onDisk()).toMatchObject([{ id: 'p1', reached: 'perhaps' }]);
});

test('HOST-14: what is under way to a session whose queue can’t be read stays under way', async () => {
  const session = running({ unkept: 'EIO: it fails' });
  const prompts = keeping({ find: session.find });
  await ask(prompts, keep);
  await ask(prompts, hand);
  let taken: readonly string[] | 'unknown' = 'unknown';
  const next = keeping({ takenBy: () => taken });
  expect(await ask(next, { do: 'list' })).toMatchObject({ entries: [{ id: 'p1', to: 's1' }] });
  taken = ['p1'];
  expect(await ask(next, { do: 'list' })).toMatchObject({ entries: [] });
});

test('HOST-13: what can’t be kept when its session ends, or its turn fails, is held until it can', async () => {
  const prompts = keeping();
  refuses = { code: 'ENOSPC', what: 'both' };
  const saidAtMs = 1;
  const said = { id: 'p1', text: 'left', intent: 'send', origin: 'say', saidAtMs } as const;
  const left: LeftBySession = {
    ...{ sessionId: 's1', because: 'agent-ended', taken: ['p1'] },
    prompts: [{ ...said, reached: 'no' }],
  };
  prompts.keepOrHold(left);
  prompts.keepFailed('s1', { id: 'p2', text: 'failed', why: 'stream disconnected' });
  expect(prompts.isHolding).toBe(true);
  expect(notes).toEqual(['a prompt could not be kept: ENOSPC: the disk refuses']);
  refuses = undefined;
  const answer = await ask(prompts, { do: 'list' });
  expect(answer.kind === 'kept' ? answer.entries.map(({ text }) => text) : answer).toEqual([
    'left',
    'failed',
  ]);
  expect(prompts.isHolding).toBe(false);
  expect(onDisk()).toHaveLength(2);
});

test('SPOOL-5: a text that is too long to be kept is refused, and not called kept', async () => {
  const text = 'x'.repeat(65_537);
  expect(await ask(keeping(), { ...keep, text })).toMatchObject({ kind: 'refused' });
  expect(onDisk()).toEqual([]);
});
