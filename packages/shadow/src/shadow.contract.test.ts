// What holds for a watched screen.
import { setTimeout as sleep } from 'node:timers/promises';
import { OutputLog, type ScreenShadow, type ScreenShadowListener } from '@codex-voice/session';
import { VirtualTerminal } from '@codex-voice/testing';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { FLOOD_OVER_MS, type ShadowOptions } from './shadow.ts';
import { createShadowInThread } from './shadow-in-thread.ts';
import type { Assessment } from './shadow-screen.ts';
import { ByteRing, RING_BYTES } from './worker/byte-ring.ts';
import { createShadowInWorker } from './worker/shadow-in-worker.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** Longest wait for an assessment, in ms: the machine may be busy. */
const PATIENCE_MS = 30_000;

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
/** A worker that ends when it sees a certain word. */
const brittleUrl = new URL('./worker/brittle-main.test-support.ts', import.meta.url);
const implementations: readonly (readonly [string, Create])[] = [
  ['in this thread', createShadowInThread],
  ['in a worker', (options, listener) => createShadowInWorker({ ...options, workerUrl }, listener)],
  ['in a worker, from shared memory', createOverSharedMemory],
];

/** As a keeper does: output is in the memory before it is fed. */
function createOverSharedMemory(
  options: ShadowOptions,
  listener: ScreenShadowListener,
): ScreenShadow {
  const ring = ByteRing.create(RING_BYTES);
  const log = new OutputLog(RING_BYTES, ring);
  log.append(new Uint8Array(options.missedBytes ?? 0));
  const shadow = createShadowInWorker({ ...options, workerUrl, ring }, listener);
  const feed = shadow.feed.bind(shadow);
  shadow.feed = (bytes) => {
    log.append(bytes);
    feed(bytes);
  };
  return shadow;
}

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

  test('SHADOW-10: gives a snapshot of everything fed before', async () => {
    const { shadow } = watch(create);
    shadow.feed(bytes('one\r\ntwo\u001b[3'));
    const asked = shadow.snapshot();
    shadow.feed(bytes('1m three'));
    const snapshot = await asked;
    expect(snapshot).toMatchObject({ at: 8, basis: 'fresh', size: SIZE });
    const terminal = new VirtualTerminal(SIZE);
    terminal.feed(snapshot.viewport);
    expect(terminal.screenRows().slice(0, 2)).toEqual(['one', 'two']);
    terminal.feed((await snapshot.whole) ?? '');
    terminal.feed(bytes('\u001b[31m three'));
    expect(terminal.screenRows().slice(0, 2)).toEqual(['one', 'two three']);
  });

  test('SHADOW-2, SHADOW-42: what came before the watching runs counts, in its order', async () => {
    const { shadow, caughtUp } = watch(create);
    shadow.resize({ columns: 30, rows: 6 });
    for (const chunk of ['$ ', 'a'.repeat(28), 'bb\r\n']) {
      shadow.feed(bytes(chunk));
      await sleep(5);
    }
    shadow.resize({ columns: 20, rows: 6 });
    const last = await caughtUp();
    expect(last.torn).toBe(false);
    const { size, whole, viewport } = await shadow.snapshot();
    expect(size).toEqual({ columns: 20, rows: 6 });
    const terminal = new VirtualTerminal(size);
    terminal.feed(viewport);
    terminal.feed((await whole) ?? '');
    expect(terminal.screenText().replaceAll('\n', '')).toBe(`$ ${'a'.repeat(28)}bb`);
  });

  test('SHADOW-16: gives its rows', async () => {
    const { shadow } = watch(create);
    shadow.feed(bytes('one\r\ntwo'));
    const { at, torn, cursorRow, rows } = await shadow.rows();
    expect({ at, torn, cursorRow }).toEqual({ at: 8, torn: false, cursorRow: 1 });
    expect(Buffer.from(rows).toString().split('\n')[0]).toBe('one'.padEnd(SIZE.columns));
  });

  test('SHADOW-5: who asks in a flood is answered, with a gap', async () => {
    const { shadow } = watch(create);
    const chunk = bytes(`\u001b[3;1H${'x'.repeat(39)}`.repeat(1024));
    for (let fed = 0; fed <= 2 * RING_BYTES; fed += chunk.length) shadow.feed(chunk);
    const { at, basis, reason } = await shadow.snapshot();
    expect([at, basis]).toEqual([shadow.fedBytes, 'gap']);
    expect(reason).toContain('faster');
  });

  test('SHADOW-20: draws pictures until they are closed, and what was missed when they open', async () => {
    const { shadow, pictures, caughtUp } = watch(create);
    shadow.feed(bytes('one'));
    shadow.openPicture('a', { columns: 10, rows: 2 });
    shadow.feed(bytes(' two'));
    await caughtUp();
    await vi.waitFor(() => expect(drawn(pictures)).toEqual(['one two', '']), PATIENCE_MS);
    shadow.closePicture('a');
    shadow.feed(bytes(' three'));
    await caughtUp();
    await sleep(80);
    expect(drawn(pictures)).toEqual(['one two', '']);
  });

  test('SHADOW-20: a picture is drawn as seldom as its viewer asks, another meanwhile as often as the eye follows', async () => {
    const { shadow, pictures, caughtUp } = watch(create);
    shadow.feed(bytes('one'));
    await caughtUp();
    shadow.openPicture('seldom', { columns: 10, rows: 2, everyMs: 60_000 });
    shadow.openPicture('often', { columns: 10, rows: 2 });
    const of = (id: string) => drawn(pictures.filter((picture) => picture.id === id))[0];
    await vi.waitFor(
      () => expect([of('seldom'), of('often')]).toEqual(['one', 'one']),
      PATIENCE_MS,
    );
    for (const word of [' two', ' 3']) {
      shadow.feed(bytes(word));
      await vi.waitFor(() => expect(of('often')).toContain(word), PATIENCE_MS);
    }
    expect(of('seldom')).toBe('one');
  });

  test('SHADOW-30: answers questions', async () => {
    const { shadow, replies, caughtUp } = watch(create);
    shadow.feed(bytes('ab\u001b[6ncd'));
    await caughtUp();
    expect(replies).toEqual(['6 \u001b[1;3R']);
  });

  test('SHADOW-7: who waits at its end is answered', async () => {
    const { shadow } = watch(create);
    shadow.feed(bytes('one'));
    const asked = shadow.snapshot();
    await shadow.dispose();
    expect((await asked).size).toEqual(SIZE);
  });
});

test('SHADOW-5: a worker looks into a flood that does not end', async () => {
  const { shadow, seen, pictures } = watch((options, listener) => {
    return createShadowInWorker({ ...options, workerUrl }, listener);
  });
  shadow.openPicture('a', { columns: 10, rows: 2 });
  const chunk = bytes('flood\r\n'.repeat(100_000));
  const deadlineMs = performance.now() + PATIENCE_MS;
  const looked = () => seen.length > 0 && drawn(pictures)[0] === 'flood';
  while (!looked() && performance.now() < deadlineMs) {
    shadow.feed(chunk);
    await sleep(5);
  }
  expect(looked()).toBe(true);
  // It ends, and what came last is read on to its end.
  shadow.feed(bytes('end'));
  await vi.waitFor(() => expect(seen.at(-1)?.consumedBytes).toBe(shadow.fedBytes), PATIENCE_MS);
  expect((await shadow.snapshot()).basis).toBe('fresh');
});

test('SHADOW-5: a flood that goes on after rests is read to its end once, and asked about meanwhile', async () => {
  const { shadow, seen, pictures } = watch((options, listener) => {
    return createShadowInWorker({ ...options, workerUrl }, listener);
  });
  shadow.openPicture('a', { columns: 10, rows: 2 });
  const chunk = bytes('flood\r\n'.repeat(100_000));
  for (let burst = 0; burst < 5; burst += 1) {
    for (let part = 0; part < 3; part += 1) shadow.feed(chunk);
    // An order behind what is read on.
    if (burst === 2) expect((await shadow.snapshot()).at).toBe(shadow.fedBytes);
    await sleep(FLOOD_OVER_MS + 15);
  }
  shadow.feed(bytes('end'));
  await vi.waitFor(() => expect(seen.at(-1)?.consumedBytes).toBe(shadow.fedBytes), PATIENCE_MS);
  await vi.waitFor(() => expect(drawn(pictures)).toEqual(['flood', 'end']), PATIENCE_MS);
  expect((await shadow.snapshot()).basis).toBe('fresh');
});

test('SHADOW-9: a worker that dies is replaced, and what is asked is answered', async () => {
  const { shadow, pictures } = watch((options, listener) => {
    return createShadowInWorker({ ...options, workerUrl: brittleUrl }, listener);
  });
  shadow.openPicture('a', { columns: 10, rows: 2 });
  shadow.feed(bytes('fine'));
  expect((await shadow.snapshot()).basis).toBe('fresh');
  shadow.feed(bytes('deadly'));
  await vi.waitFor(async () => expect((await shadow.snapshot()).basis).toBe('gap'), PATIENCE_MS);
  shadow.feed(bytes('\u001b[2J\u001b[Hagain'));
  const { at, size } = await shadow.snapshot();
  expect([at, size]).toEqual([shadow.fedBytes, SIZE]);
  await vi.waitFor(() => expect(drawn(pictures)[0]).toBe('again'), PATIENCE_MS);
});

test('SHADOW-19: a worker that dies between the parts leaves a screen that goes on', async () => {
  const { shadow } = watch((options, listener) => {
    return createShadowInWorker({ ...options, workerUrl: brittleUrl }, listener);
  });
  shadow.feed(bytes('scrolled\r\n'.repeat(20)));
  shadow.feed(bytes('halfway'));
  const snapshot = await shadow.snapshot();
  expect(snapshot).toMatchObject({ at: 207, basis: 'fresh', size: SIZE });
  expect(await snapshot.whole).toBe(undefined);
  const terminal = new VirtualTerminal(SIZE);
  terminal.feed(snapshot.viewport);
  terminal.feed(bytes(' there'));
  expect(terminal.screenRows().slice(-2)).toEqual(['scrolled', 'halfway there']);
  // The thread that replaces it has not seen what it died of.
  expect((await shadow.snapshot()).basis).toBe('gap');
});

test('SHADOW-7: who waits for the rest of a snapshot at the end is answered', async () => {
  const { shadow } = watch((options, listener) => {
    return createShadowInWorker({ ...options, workerUrl }, listener);
  });
  shadow.feed(bytes('one'));
  const { whole } = await shadow.snapshot();
  const [rest] = await Promise.all([whole, shadow.dispose()]);
  expect(rest === undefined || rest.length > 0).toBe(true);
});

test('SHADOW-9: a worker that can never start ends nothing', async () => {
  const { shadow } = watch((options, listener) => {
    const workerUrl = new URL('data:text/javascript,throw new Error()');
    return createShadowInWorker({ ...options, workerUrl }, listener);
  });
  shadow.feed(bytes('one'));
  expect(await shadow.snapshot()).toMatchObject({ at: 3, basis: 'gap' });
  expect((await shadow.rows()).torn).toBe(true);
});

/** What the pictures show on a window of their size. */
function drawn(pictures: readonly { readonly bytes: Uint8Array }[]): string[] {
  const window = new VirtualTerminal({ columns: 10, rows: 2 });
  for (const picture of pictures) window.feed(picture.bytes);
  return window.screenRows();
}
