// What an owner of an app-server is told where the system does not give it another one.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CodexAppServer } from './codex-app-server.ts';

/** Welcomes its clients, which is all that is asked of a server. */
const SERVER = `#!${process.execPath}
const server = require('node:http').createServer().on('upgrade', (request, socket) => {
  socket.on('error', () => undefined);
  const key = request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
  const accept = require('node:crypto').createHash('sha1').update(key).digest('base64');
  const head = ['HTTP/1.1 101 Yes', 'Upgrade: websocket', 'Connection: Upgrade'];
  socket.write([...head, 'Sec-WebSocket-Accept: ' + accept, '', ''].join('\\r\\n'));
});
server.listen(process.argv.at(-1).replace('unix://', ''));
`;

test('CODEX-14 bug: a server that could not be started anew left its owner waiting for ever', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'app-server-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'codex');
  writeFileSync(file, SERVER);
  chmodSync(file, 0o755);
  let starts = 0;
  const started = await CodexAppServer.start({
    ...{ file, cwd: folder, env: process.env, folder },
    descriptors: (needed) => {
      starts += 1;
      if (starts > 1) throw new Error('spawn ENOMEM');
      return needed;
    },
    changed: () => undefined,
  });
  if (typeof started === 'string') throw new Error(started);
  await using server = started;
  expect(await server.restart()).toBe(false);
  expect(server.pid).toBeUndefined();
});
