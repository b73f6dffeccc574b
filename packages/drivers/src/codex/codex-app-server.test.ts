// What an owner of an app-server is told where it does not get another one.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CodexAppServer, type CodexAppServerOptions } from './codex-app-server.ts';

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

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'app-server-'));
  writeProgram(SERVER);
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeProgram(text: string): void {
  writeFileSync(join(folder, 'codex'), text);
  chmodSync(join(folder, 'codex'), 0o755);
}

async function started(more: Partial<CodexAppServerOptions> = {}): Promise<CodexAppServer> {
  const file = join(folder, 'codex');
  const own = { file, cwd: folder, env: process.env, folder, changed: () => undefined };
  const server = await CodexAppServer.start({ ...own, ...more });
  if (typeof server === 'string') throw new Error(server);
  return server;
}

test('CODEX-14 bug: a server that could not be started anew left its owner waiting for ever', async () => {
  let starts = 0;
  await using server = await started({
    descriptors: (needed) => {
      starts += 1;
      if (starts > 1) throw new Error('spawn ENOMEM');
      return needed;
    },
  });
  expect(await server.restart()).toBe('its app-server can’t be started: spawn ENOMEM');
  expect(server.pid).toBeUndefined();
});

test('CODEX-14 bug: one that died at once in the place of another was told as not there in time', async () => {
  await using server = await started();
  expect(await server.untilReady()).toBeUndefined();
  writeProgram('#!/bin/sh\nexit 3\n');
  expect(await server.restart()).toBe('its app-server is gone: it ended with status 3');
});

test('CODEX-10 bug: one that ended at its start without a word was told as not answering', async () => {
  writeProgram('#!/bin/sh\nexit 3\n');
  await expect(started()).rejects.toThrow(/app-server is gone: it ended with status 3$/u);
});
