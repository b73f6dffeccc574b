// The way to a file: redirects, mirrors, proxies, and networks that refuse.
import { connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { LONGEST_REDIRECTION } from '../download/follow.ts';
import { FileServer } from '../file-server.test-support.ts';
import { expectWhole, failure, storeWorld } from '../store-world.test-support.ts';

const ENCODER = '/m/encoder.onnx';

test('MODEL-4 redirects are followed to a bound, and never to an open line', async () => {
  const world = await storeWorld();
  world.server.files.set('/away', world.contents['encoder.onnx']);
  world.server.script = ({ path, serve, status }) => {
    if (path === ENCODER) status(307, { location: '/away' });
    else serve();
  };
  await world.add();
  expectWhole(world);
  await world.store.remove('whisper-test');
  world.server.seen.length = 0;
  world.server.script = ({ path, status }) => status(302, { location: path });
  expect((await failure(world.add())).code).toBe('redirects');
  expect(world.server.seen).toHaveLength(LONGEST_REDIRECTION + 1);
  world.server.script = ({ status }) => status(302, { location: 'http://models.example/x' });
  expect((await failure(world.add())).code).toBe('insecure');
  const place = { host: 'other', base: 'http://models.example' } as const;
  expect((await failure(world.add({ place }))).code).toBe('insecure');
});

test('MODEL-3 a mirror stands in place of the host, its own path before the file', async () => {
  const world = await storeWorld();
  const place = { host: 'hugging-face', repository: 'o/n', revision: 'r1' } as const;
  for (const [name, bytes] of Object.entries(world.contents)) {
    world.server.files.set(`/copy/o/n/resolve/r1/${name}`, bytes);
  }
  const { manifest } = await world.add({ place }, `${world.server.origin}/copy/`);
  expect(manifest.source).toBe(`${world.server.origin}/copy/o/n/resolve/r1`);
  expectWhole(world);
});

test('MODEL-11 a proxy of the environment carries it, unless the host is excepted', async () => {
  const carried: string[] = [];
  const proxy = createServer((socket) => {
    socket.once('data', (head) => {
      carried.push(head.toString('latin1').split('\r\n')[0] ?? '');
      const target = /CONNECT [^ ]*:(\d+)/.exec(carried.at(-1) ?? '')?.[1];
      const onward = connect(Number(target), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  const address = proxy.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const HTTP_PROXY = `http://127.0.0.1:${port}`;
  const through = await storeWorld({ environment: { HTTP_PROXY } });
  await through.add();
  expectWhole(through);
  expect(carried[0]).toContain(`CONNECT 127.0.0.1:${through.server.port}`);
  const count = carried.length;
  const beside = await storeWorld({ environment: { HTTP_PROXY, NO_PROXY: '127.0.0.1' } });
  await beside.add();
  expect(carried).toHaveLength(count);
});

test('MODEL-12 refused, without an address and without TLS: each says so', async () => {
  const world = await storeWorld();
  const gone = await FileServer.start();
  const plain = gone.origin.replace('http:', 'https:');
  const tls = await failure(world.add({ place: { host: 'other', base: plain } }));
  expect(tls.code).toBe('tls');
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const address = closed.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  await new Promise((resolve) => closed.close(resolve));
  const base = `http://127.0.0.1:${port}`;
  expect((await failure(world.add({ place: { host: 'other', base } }))).code).toBe('refused');
  const nowhere = { host: 'other', base: 'https://models.invalid' } as const;
  expect((await failure(world.add({ place: nowhere }))).code).toBe('name-not-found');
});
