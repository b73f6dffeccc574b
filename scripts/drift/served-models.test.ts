// What publishers tell of the catalogue's files, against a server on loopback.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { servedModels } from './served-models.ts';

const SHA = 'a'.repeat(64);

async function publisher(answers: Readonly<Record<string, (response: ServerResponse) => void>>) {
  const methods: string[] = [];
  const server = createServer((request, response) => {
    methods.push(request.method ?? '');
    const answer = answers[request.url ?? ''];
    if (answer === undefined) response.writeHead(404);
    else answer(response);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has one.
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, methods };
}

const sized = (bytes: number) => (response: ServerResponse) =>
  void response.writeHead(200, { 'content-length': String(bytes) });

test('files that are served as the catalogue says, also behind a redirect that alone tells the checksum', async () => {
  const linked = { location: '/store', 'x-linked-etag': `"${SHA}"`, 'x-linked-size': '7' };
  const { origin, methods } = await publisher({
    '/plain': sized(5),
    '/linked': (response) => void response.writeHead(302, linked),
    '/store': sized(7),
  });
  const finding = await servedModels([
    { name: 'm/plain', address: `${origin}/plain`, bytes: 5 },
    { name: 'm/linked', address: `${origin}/linked`, bytes: 7, sha256: SHA },
    { name: 'm/unknown', address: `${origin}/plain` },
  ]);
  expect(finding).toEqual({
    verdict: 'same',
    summary: '3 of 3 files as the catalogue says',
    lines: [],
  });
  expect(new Set(methods)).toEqual(new Set(['HEAD']));
});

test('what is gone, has another size or another checksum is told by name', async () => {
  const other = { location: '/store', 'x-linked-etag': `"${'b'.repeat(64)}"` };
  const { origin } = await publisher({
    '/larger': sized(6),
    '/other': (response) => void response.writeHead(302, other),
    '/store': sized(7),
  });
  const finding = await servedModels([
    { name: 'm/gone', address: `${origin}/gone`, bytes: 5 },
    { name: 'm/larger', address: `${origin}/larger`, bytes: 5 },
    { name: 'm/other', address: `${origin}/other`, bytes: 7, sha256: SHA },
  ]);
  expect(finding).toEqual({
    verdict: 'failed',
    summary: '0 of 3 files as the catalogue says; 1 gone, 2 other ones',
    lines: [
      'm/gone: HTTP 404',
      'm/larger: 6 bytes, the catalogue says 5',
      `m/other: SHA-256 ${'b'.repeat(64)}, the catalogue says ${SHA}`,
    ],
  });
});

test('a publisher that is away, refuses or leads in a circle was not reached: nothing is said of its files', async () => {
  const { origin } = await publisher({
    '/busy': (response) => void response.writeHead(503),
    '/circle': (response) => void response.writeHead(302, { location: '/circle' }),
  });
  const finding = await servedModels([
    { name: 'm/away', address: 'http://127.0.0.1:1/x', bytes: 5 },
    { name: 'm/busy', address: `${origin}/busy`, bytes: 5 },
    { name: 'm/circle', address: `${origin}/circle`, bytes: 5 },
  ]);
  expect(finding.verdict).toBe('unreachable');
  expect(finding.lines.slice(1)).toEqual(['m/busy: HTTP 503', 'm/circle: more than 4 redirects']);
});
