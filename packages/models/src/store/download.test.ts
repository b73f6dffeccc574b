// Downloads into a store from a server on loopback that cuts, refuses, changes and lies.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FRUITLESS_TRIES } from '../download/retry.ts';
import { sha256, someBytes } from '../file-server.test-support.ts';
import type { ModelErrorCode } from '../model-error.ts';
import {
  expectWhole,
  FILE_BYTES,
  failure,
  filesBelow,
  storeWorld,
} from '../store-world.test-support.ts';

const ENCODER = '/m/encoder.onnx';

test('MODEL-13 a model is there with its manifest, and nothing else is', async () => {
  const world = await storeWorld();
  const added = await world.add();
  expect(added.kind).toBe('installed');
  expectWhole(world);
  expect(filesBelow(world.folder)).toEqual([
    'whisper-test/decoder.onnx',
    'whisper-test/encoder.onnx',
    'whisper-test/model.json',
    'whisper-test/tokens.txt',
  ]);
  expect(added.manifest).toMatchObject({
    id: 'whisper-test',
    layout: 'whisper',
    source: `${world.server.origin}/m`,
    installedAt: '2026-01-31T09:30:00.000Z',
  });
  expect(added.manifest.files[0]).toEqual({
    role: 'encoder',
    name: 'encoder.onnx',
    bytes: FILE_BYTES.encoder,
    sha256: sha256(world.contents['encoder.onnx']),
    checkedAgainst: 'catalogue',
  });
  expect(world.events.at(-1)).toMatchObject({ type: 'installed', bytes: 671_235 });
});

test('MODEL-5 cut at any byte, a file goes on there and becomes whole', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: FILE_BYTES.encoder - 1 }), { maxLength: 4 }),
      async (cuts) => {
        const world = await storeWorld();
        world.server.script = ({ path, count, serve, cutAfter }) => {
          const cut = path === ENCODER ? cuts[count] : undefined;
          if (cut === undefined) serve();
          else cutAfter(cut);
        };
        await world.add();
        expectWhole(world);
        const [first, ...others] = world.server.requestsFor(ENCODER);
        expect(first?.range).toBeUndefined();
        for (const { range, ifRange } of others) {
          if (range !== undefined) expect(ifRange).toMatch(/^"/);
        }
      },
    ),
    { numRuns: 12 },
  );
});

test('MODEL-5 a part goes on in the next attempt, and only the rest is fetched', async () => {
  const world = await storeWorld();
  world.server.script = ({ path, status, cutAfter, count, serve }) => {
    if (path !== ENCODER) serve();
    else if (count === 0) cutAfter(400_000);
    else status(404);
  };
  expect((await failure(world.add())).code).toBe('not-found');
  expect(existsSync(join(world.folder, 'whisper-test'))).toBe(false);
  world.server.script = ({ serve }) => serve();
  await world.add();
  expectWhole(world);
  const last = world.server.requestsFor(ENCODER).at(-1);
  expect(Number(/\d+/.exec(last?.range ?? '')?.[0])).toBeGreaterThan(0);
  expect(world.events.some(({ type }) => type === 'resumed')).toBe(true);
});

test('MODEL-6 a server that ignores the range sends the whole file, and that is taken', async () => {
  const world = await storeWorld();
  world.server.script = ({ path, count, cutAfter, serve, request }) => {
    delete request.headers.range;
    if (path === ENCODER && count === 0) cutAfter(400_000);
    else serve();
  };
  await world.add();
  expectWhole(world);
  expect(world.events).toContainEqual(expect.objectContaining({ type: 'restarted' }));
});

test('MODEL-6 a file that changed between two parts is fetched anew, not joined', async () => {
  const world = await storeWorld({ pinned: 'nothing' });
  const other = someBytes(FILE_BYTES.encoder, 9);
  world.server.script = ({ path, count, cutAfter, serve }) => {
    if (path !== ENCODER || count > 0) return serve();
    cutAfter(400_000);
    world.server.files.set(ENCODER, other);
  };
  await world.add();
  expect(readFileSync(join(world.folder, 'whisper-test/encoder.onnx')).equals(other)).toBe(true);
});

test('MODEL-6 parts joined behind the back of the validator are found out by the checksum', async () => {
  const world = await storeWorld();
  const wrong = someBytes(FILE_BYTES.encoder, 9);
  world.server.headers.set(ENCODER, { etag: '"always-the-same"' });
  const right = world.contents['encoder.onnx'];
  world.server.script = ({ path, count, cutAfter, serve }) => {
    if (path === ENCODER) world.server.files.set(ENCODER, count === 0 ? wrong : right);
    if (path === ENCODER && count === 0) cutAfter(400_000);
    else serve();
  };
  await world.add();
  expectWhole(world);
  expect(world.server.requestsFor(ENCODER)).toHaveLength(3);
});

test.each([
  ['another file', '"other"', 0],
  ['another part', '"same"', 1],
] as const)(
  'MODEL-6 a server that answers with %s is asked for the whole',
  async (_, etag, shift) => {
    const world = await storeWorld({ pinned: 'nothing' });
    world.server.headers.set(ENCODER, { etag: '"same"' });
    const bytes = someBytes(FILE_BYTES.encoder, shift === 0 ? 9 : 1);
    world.server.script = ({ path, count, cutAfter, serve, request, response }) => {
      if (path !== ENCODER || count > 1) return serve();
      if (count === 0) return cutAfter(400_000);
      const start = Number(/\d+/.exec(request.headers.range ?? '')?.[0]) - shift;
      world.server.files.set(ENCODER, bytes);
      const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
      response.writeHead(206, { etag, 'content-range': range }).end(bytes.subarray(start));
    };
    await world.add();
    expect(world.server.requestsFor(ENCODER)).toHaveLength(3);
    expect(readFileSync(join(world.folder, 'whisper-test/encoder.onnx')).equals(bytes)).toBe(true);
  },
);

test('MODEL-6 a part that the server has not is dropped', async () => {
  const world = await storeWorld({ pinned: 'nothing' });
  world.server.script = ({ path, count, cutAfter, serve, status }) => {
    if (path !== ENCODER) serve();
    else if (count === 0) cutAfter(400_000);
    else if (count === 1) status(416, { 'content-range': 'bytes */10' });
    else serve();
  };
  await world.add();
  expectWhole(world);
});

test('MODEL-7 what passes is tried again after a wait that doubles', async () => {
  const world = await storeWorld();
  world.server.script = ({ path, count, serve, status }) => {
    if (path === ENCODER && count < 4) status([500, 502, 503, 408][count] ?? 500);
    else serve();
  };
  await world.add();
  expectWhole(world);
  expect(world.clock.waits).toEqual([500, 1_000, 2_000, 4_000]);
});

test('MODEL-7 a server that says when is waited for, and one that asks for too much is not', async () => {
  const world = await storeWorld();
  world.server.script = ({ path, count, serve, status }) => {
    if (path !== ENCODER) serve();
    else if (count === 0) status(429, { 'retry-after': '7' });
    else if (count === 1) status(503, { 'retry-after': 'Sat, 31 Jan 2026 09:30:17 GMT' });
    else status(429, { 'retry-after': '3600' });
  };
  const error = await failure(world.add());
  expect(error.code).toBe('server');
  expect(world.clock.waits).toEqual([7_000, 10_000]);
});

test('MODEL-7 six tries that bring nothing end it; what is no passing fault is not tried again', async () => {
  const world = await storeWorld();
  world.server.script = ({ status }) => status(500);
  expect((await failure(world.add())).code).toBe('server');
  expect(world.server.seen).toHaveLength(FRUITLESS_TRIES);
  const codes: readonly [number, ModelErrorCode][] = [
    [404, 'not-found'],
    [403, 'forbidden'],
    [401, 'forbidden'],
    [418, 'server'],
  ];
  for (const [status, code] of codes) {
    world.server.seen.length = 0;
    world.server.script = (exchange) => exchange.status(status);
    expect((await failure(world.add())).code).toBe(code);
    expect(world.server.seen).toHaveLength(1);
  }
});

test('MODEL-8 a server that falls silent is left and asked again', async () => {
  const world = await storeWorld();
  world.server.script = ({ path, count, serve, response }) => {
    if (path !== ENCODER || count > 0) return serve();
    response.writeHead(200, { 'content-length': FILE_BYTES.encoder });
    response.write(world.contents['encoder.onnx'].subarray(0, 1_000));
  };
  await world.add();
  expectWhole(world);
  expect(world.events).toContainEqual(
    expect.objectContaining({ type: 'waiting', why: expect.stringContaining('nothing any more') }),
  );
});

test('MODEL-8 a file that trickles in becomes whole without a second request', async () => {
  const world = await storeWorld();
  const bytes = world.contents['tokens.txt'];
  world.server.script = ({ path, serve, response }) => {
    if (path !== '/m/tokens.txt') return serve();
    response.writeHead(200, { 'content-length': bytes.length });
    let at = 0;
    const timer = setInterval(() => {
      response.write(bytes.subarray(at, at + 64));
      at += 64;
      if (at < bytes.length) return;
      clearInterval(timer);
      response.end();
    }, 5);
  };
  await world.add();
  expectWhole(world);
  expect(world.server.requestsFor('/m/tokens.txt')).toHaveLength(1);
});

test('MODEL-9 a file that is not the pinned one is refused and thrown away', async () => {
  const world = await storeWorld();
  world.server.files.set(ENCODER, someBytes(FILE_BYTES.encoder, 9));
  expect((await failure(world.add())).code).toBe('wrong-hash');
  expect(existsSync(join(world.folder, 'whisper-test'))).toBe(false);
  expect(await world.store.unfinished()).toEqual([]);
});

test('MODEL-9 without a pinned one the publisher decides, then Git, then nobody, and it is told', async () => {
  const world = await storeWorld({ pinned: 'nothing' });
  const commit = 'c'.repeat(40);
  const encoder = world.contents['encoder.onnx'];
  const decoder = world.contents['decoder.onnx'];
  const gitName = createHash('sha1').update(`blob ${decoder.length}\0`).update(decoder);
  world.server.headers.set('/first', {
    'x-repo-commit': commit,
    'x-linked-etag': `"${sha256(encoder)}"`,
    'x-linked-size': String(encoder.length),
  });
  world.server.headers.set('/m/decoder.onnx', {
    'x-repo-commit': commit,
    etag: `"${gitName.digest('hex')}"`,
  });
  world.server.files.set('/store/encoder', encoder);
  world.server.script = ({ path, serve, status }) => {
    const headers = world.server.headers.get('/first') ?? {};
    if (path === ENCODER) status(302, { location: '/store/encoder', ...headers });
    else serve();
  };
  const { manifest } = await world.add();
  expect(manifest.files.map((file) => file.checkedAgainst)).toEqual([
    'publisher',
    'publisher-git',
    'nothing',
  ]);
  await world.store.remove('whisper-test');
  for (const [path, header] of [
    ['/first', 'x-linked-etag'],
    ['/m/decoder.onnx', 'etag'],
  ] as const) {
    const before = world.server.headers.get(path) ?? {};
    const length = header === 'etag' ? 40 : 64;
    world.server.headers.set(path, { ...before, [header]: `"${'0'.repeat(length)}"` });
    expect((await failure(world.add())).code).toBe('wrong-hash');
    world.server.headers.set(path, before);
  }
});

test('MODEL-10 where publisher and catalogue differ nothing is fetched', async () => {
  const world = await storeWorld();
  world.server.script = ({ response }) => {
    response.writeHead(200, { 'x-linked-etag': `"${'0'.repeat(64)}"`, 'content-length': 10 });
    response.end('0123456789');
  };
  expect((await failure(world.add())).code).toBe('changed');
  expect(await world.store.unfinished()).toEqual([]);
});

test('MODEL-10 a length that is not the stated one ends it, stated by a header or not', async () => {
  const world = await storeWorld();
  world.server.files.set(ENCODER, someBytes(FILE_BYTES.encoder + 1));
  expect((await failure(world.add())).code).toBe('wrong-size');
  world.server.script = ({ response }) => {
    response.writeHead(200);
    response.end(someBytes(FILE_BYTES.encoder + 1));
  };
  expect((await failure(world.add())).code).toBe('wrong-size');
});

test('MODEL-13 stopped by the person, nothing is visible and what came is kept', async () => {
  const world = await storeWorld();
  world.server.script = ({ path, serve, response }) => {
    if (path !== ENCODER) return serve();
    response.writeHead(200, { 'content-length': FILE_BYTES.encoder });
    response.write(world.contents['encoder.onnx'].subarray(0, 60_000));
  };
  const { store, entry, transport, controller } = world;
  const adding = store.add(entry, {
    transport,
    signal: controller.signal,
    onEvent: (event) => {
      if (event.type === 'bytes' && event.fileBytes === 60_000) controller.abort();
    },
  });
  expect((await failure(adding)).code).toBe('stopped');
  expect(store.installed()).toEqual([]);
  const [left] = await store.unfinished();
  expect(left).toMatchObject({ id: 'whisper-test', state: 'left' });
  expect(left?.bytes).toBeGreaterThanOrEqual(60_000);
});
