// A server that is looked for is found, whatever was cleared away around it.
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { holdPlace } from './held-place.ts';
import { afterwards, runtimeFolder, until } from './ipc-world.test-support.ts';
import { hostFiles } from './runtime-directory.ts';
import { takePlace } from './socket-place.ts';
import { createTokens } from './token-file.ts';

const LOOK_EVERY_MS = 10;

async function held() {
  const files = hostFiles(join(runtimeFolder(), 'below'));
  const tokens = createTokens();
  const seen = { sockets: 0, taken: 0 };
  mkdirSync(dirname(files.socket), { mode: 0o700 });
  const place = await holdPlace({
    files,
    tokens,
    onSocket: (socket) => {
      seen.sockets += 1;
      socket.destroy();
    },
    onTaken: () => {
      seen.taken += 1;
    },
    lookEveryMs: LOOK_EVERY_MS,
  });
  if (place === undefined) throw new Error('the place is taken');
  return { files, tokens, seen, place };
}

async function reach(path: string): Promise<void> {
  const socket = connect(path);
  afterwards(() => socket.destroy());
  await once(socket, 'connect');
}

test('IPC-19: a socket, a token or the whole folder that was removed is there again', async () => {
  const { files, tokens, seen, place } = await held();
  for (const gone of [files.socket, files.token, dirname(files.socket)]) {
    rmSync(gone, { recursive: true });
    await until(() => existsSync(files.socket) && existsSync(files.token));
    expect(JSON.parse(readFileSync(files.token, 'utf8'))).toEqual(tokens);
    const before = seen.sockets;
    await reach(files.socket);
    await until(() => seen.sockets > before);
  }
  await place.close();
  expect([existsSync(files.socket), existsSync(files.token)]).toEqual([false, false]);
  expect(seen.taken).toBe(0);
});

test('IPC-19: where another has taken the place meanwhile it is told, and nothing of the other is removed', async () => {
  const { files, seen, place } = await held();
  rmSync(files.socket);
  const other = await takePlace(files.socket, (socket) => socket.destroy());
  // The one who looks may have been first, and has it again.
  await until(() => seen.taken === (other === undefined ? 0 : 1));
  await place.close();
  expect(existsSync(files.socket)).toBe(other !== undefined);
  await other?.close();
});
