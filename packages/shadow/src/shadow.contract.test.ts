// What holds for a watched screen.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FLOOD_BYTES, type Shadow, type ShadowOptions } from './shadow.ts';
import { createShadowInThread } from './shadow-in-thread.ts';
import type { Assessment } from './shadow-screen.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** Longest wait for an assessment, in ms: the machine may be busy. */
const PATIENCE_MS = 10_000;

function watch(create: (options: ShadowOptions) => Shadow) {
  const seen: Assessment[] = [];
  const shadow = create({
    kind: 'plain',
    columns: 40,
    rows: 6,
    onAssessment: (one) => seen.push(one),
  });
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
  return { shadow, seen, caughtUp };
}

describe('a watched screen', () => {
  const create = createShadowInThread;

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
    for (let fed = 0; fed <= FLOOD_BYTES; fed += chunk.length) shadow.feed(chunk);
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
    for (let fed = 0; fed <= 4 * FLOOD_BYTES; fed += chunk.length) shadow.feed(chunk);
    shadow.feed(bytes('$ ls'));
    const last = await caughtUp();
    expect(last.torn).toBe(false);
    expect(last.screen).toEqual({ kind: 'composer', text: 'ls', cursorOffset: 2 });
  });

  test('SHADOW-8: a watch that began late trusts nothing until the screen is cleared', async () => {
    const { shadow, caughtUp } = watch((options) => create({ ...options, missedBytes: 1000 }));
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
