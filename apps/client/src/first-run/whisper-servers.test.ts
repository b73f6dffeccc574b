import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { findWhisperServers } from './whisper-servers.ts';

async function serve(answer: RequestListener): Promise<number> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return port;
}

test('whisper.cpp’s server is known by its page; others, silence and nobody are none', async () => {
  const whisper = await serve((_, response) =>
    response.end('<html><title>Whisper.cpp Server</title>'),
  );
  const other = await serve((_, response) => response.end('<html>hello'));
  const silent = await serve(() => undefined);
  const endless = await serve((_, response) => {
    response.write('x'.repeat(10_000));
  });
  const gone = await serve(() => undefined);
  expect(await findWhisperServers([other, silent, whisper, endless, gone])).toEqual([
    `http://127.0.0.1:${whisper}`,
  ]);
});
