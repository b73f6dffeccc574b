// What holds for a watched screen.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ScreenShadow, ScreenShadowListener } from '@codex-voice/session';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ShadowOptions } from './shadow.ts';
import { createShadowInThread } from './shadow-in-thread.ts';
import type { Assessment } from './shadow-screen.ts';
import { createShadowInWorker, RING_BYTES } from './worker/shadow-in-worker.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** Longest wait for an assessment, in ms: the machine may be busy. */
const PATIENCE_MS = 10_000;

type Create = (options: ShadowOptions, listener: ScreenShadowListener) => ScreenShadow;

const SIZE = { columns: 40, rows: 6 };

function watch(create: Create, options: Partial<ShadowOptions> = {}) {
  const seen: Assessment[] = [];
  const pictures: { id: string; bytes: Uint8Array }[] = [];
  const replies: string[] = [];
  const shadow = create(
    { kind: 'plain', ...SIZE, scrollbackLines: 100, ...options },
    {
      assessed: (one) => seen.push(one),
      picture: (id, drawn) => pictures.push({ id, bytes: drawn.slice() }),
      reply: (atOffset, answer) => replies.push(`${atOffset} ${Buffer.from(answer).toString()}`),
    },
  );
  onTestFinished(() => shadow.dispose());
  const caughtUp = async () => {
    const deadlineMs = performance.now() + PATIENCE_MS;
    for (;;) {
      const last = seen.at(-1);
      if (last?.consumedBytes === shadow.fedBytes) return last;
      if (performance.now() > deadlineMs) throw new Error(`never caught up: ${seen.length} seen`);
      await sleep(5);
    }
  };
  return { shadow, seen, pictures, replies, caughtUp };
}

const workerUrl = new URL('./worker/main.ts', import.meta.url);
const implementations: readonly (readonly [string, Create])[] = [
  ['in this thread', createShadowInThread],
  ['in a worker', (options, listener) => createShadowInWorker({ ...options, workerUrl }, listener)],
];

describe.each(implementations)('a screen watched %s', (_, create) => {
  test('SHADOW-1: ends with an assessment that covers everything', async () => {
    const { shadow, caughtUp } = watch(create);
    // A Buffer, whose `slice` is no copy.
    const chunk = Buffer.from('$ echo');
    shadow.feed(chunk);
    // The caller may use its buffer again.
    chunk.fill(0x58);
    shadow.feed(bytes(' hello'));
    const last = await caughtUp();
    expect(last.consumedBytes).toBe(12);
    expect(last.screen).toEqual({ kind: 'composer', text: 'echo hello', cursorOffset: 10 });
  });

  test('SHADOW-1: is looked at again when an update ends', async () => {
    const { shadow, caughtUp, seen } = watch(create);
    shadow.feed(bytes('\u001b[?2026h$ half'));
    await caughtUp();
    shadow.feed(bytes(' whole\u001b[?2026l'));
    expect((await caughtUp()).midUpdate).toBe(false);
    expect(seen.at(-1)?.screen).toMatchObject({ text: 'half whole' });
  });

  test('SHADOW-2: is resized in order', async () => {
    const { shadow, caughtUp } = watch(create);
    shadow.feed(bytes(`$ ${'a'.repeat(37)}`));
    shadow.resize({ columns: 80, rows: 6 });
    shadow.feed(bytes('bbbb'));
    const last = await caughtUp();
    expect(last.screen).toMatchObject({ text: `${'a'.repeat(37)}bbbb` });
  });

  test('SHADOW-5: lets the oldest go beyond its bound, and says so', async () => {
    const { shadow, caughtUp } = watch(create);
    const chunk = bytes(`\u001b[3;1H${'x'.repeat(39)}`.repeat(1024));
    for (let fed = 0; fed <= 2 * RING_BYTES; fed += chunk.length) shadow.feed(chunk);
    shadow.feed(bytes('\u001b[4;1H$ ls'));
    expect(await caughtUp()).toMatchObject({ torn: true, screen: { kind: 'unknown' } });
    shadow.feed(bytes('\u001b[2J\u001b[H$ ls'));
    const last = await caughtUp();
    expect(last.torn).toBe(false);
    expect(last.screen).toEqual({ kind: 'composer', text: 'ls', cursorOffset: 2 });
  });

  test('SHADOW-6: a flood that scrolled everything away leaves a whole screen', async () => {
    const { shadow, caughtUp } = watch(create);
    const chunk = bytes(`${'x'.repeat(38)}\r\n`.repeat(1024));
    for (let fed = 0; fed <= 2 * RING_BYTES; fed += chunk.length) shadow.feed(chunk);
    shadow.feed(bytes('$ ls'));
    const last = await caughtUp();
    expect(last.torn).toBe(false);
    expect(last.screen).toEqual({ kind: 'composer', text: 'ls', cursorOffset: 2 });
  });

  test('SHADOW-8: a watch that began late trusts nothing until the screen is cleared', async () => {
    const { shadow, caughtUp } = watch(create, { missedBytes: 1000 });
    shadow.feed(bytes('\r$ ls'));
    const { torn, consumedBytes, screen } = await caughtUp();
    expect({ torn, consumedBytes, screen }).toEqual({
      torn: true,
      consumedBytes: 1005,
      screen: { kind: 'unknown' },
    });
    shadow.feed(bytes('\u001b[2J\u001b[H$ ls'));
    expect((await caughtUp()).torn).toBe(false);
  });

  test('SHADOW-7: says nothing after its end', async () => {
    const { shadow, seen, caughtUp } = watch(create);
    shadow.feed(bytes('$ one'));
    await caughtUp();
    const before = seen.length;
    shadow.feed(bytes(' two'));
    await shadow.dispose();
    shadow.feed(bytes(' three'));
    await sleep(80);
    expect(seen.length).toBe(before);
    await shadow.dispose();
  });
});
