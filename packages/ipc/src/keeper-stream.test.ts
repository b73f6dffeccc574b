// A keeper over the stream it was started with.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { KeeperPeer, KeeperStart } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { afterwards, runtimeFolder, Terminal, until } from './ipc-world.test-support.ts';
import { keeperOverStream, serveKeeperOverStream } from './keeper-stream.ts';

const START: KeeperStart = {
  type: 'start',
  sessionId: 'codex-k3fa',
  agent: { name: 'codex', kind: 'codex' },
  file: '/bin/cat',
  args: ['-u'],
  cwd: '/',
  env: { TERM: 'xterm', LONG: 'x'.repeat(100_000) },
  size: { columns: 80, rows: 23 },
  log: { memoryBytes: 1, fileBytes: 2 },
  scrollbackLines: 3,
  runtimeDirectory: '/r',
  sessionDirectory: '/s',
  tokens: { control: 'c', view: 'v' },
};

async function streamPair(): Promise<readonly [Socket, Socket]> {
  const path = join(runtimeFolder(), 'pair');
  const server = createServer();
  server.listen(path);
  await once(server, 'listening');
  const client = connect(path);
  const [accepted]: Socket[] = await once(server, 'connection');
  server.close();
  if (accepted === undefined) throw new Error('no connection');
  afterwards(() => client.destroy());
  afterwards(() => accepted.destroy());
  return [client, accepted];
}

async function started() {
  const [ours, theirs] = await streamPair();
  const told: unknown[] = [];
  const lost: string[] = [];
  const end = new Terminal();
  const peer = keeperOverStream(ours, end, (why) => end.closed.push(why));
  serveKeeperOverStream(theirs, {
    onStart: (start) => told.push(start),
    accept: (connection, capability): KeeperPeer => {
      told.push(capability);
      connection.event({ type: 'stopped' });
      return {
        request: (request) => told.push(request),
        input: (bytes) => told.push(Buffer.from(bytes).toString()),
        acknowledge: (offset) => told.push(offset),
        deliver: () => told.push('deliver'),
        closed: () => told.push('closed'),
      };
    },
    onLost: (why) => lost.push(why),
  });
  return { ours, peer, end, told, lost };
}

test('IPC-17: start comes first, and what follows in the same breath is not lost', async () => {
  const { peer, told, end, lost } = await started();
  peer.start(START);
  peer.request({ type: 'attach', size: START.size, hold: 'take' });
  peer.input(Buffer.from('x'), { atRest: true, insidePaste: false });
  await until(() => told.length === 4 && end.events.length === 1);
  const attach = { type: 'attach', size: START.size, hold: 'take' };
  expect(told).toEqual([START, 'control', attach, 'x']);
  peer.close();
  await until(() => told.length === 5);
  expect(told[4]).toBe('closed');
  expect(lost).toEqual([]);
});

test('IPC-17: anything else first ends the stream, and nothing is started', async () => {
  const { peer, told, end, lost } = await started();
  peer.request({ type: 'watch' });
  peer.start(START);
  await until(() => lost.length === 1 && end.closed.length === 1);
  expect(lost[0]).toMatch(/^[^\n]*no start[^\n]*$/u);
  expect(told).toEqual([]);
});

test('IPC-17: a stream that ends before anything was said is told as lost', async () => {
  const { ours, told, lost } = await started();
  ours.end();
  await until(() => lost.length === 1);
  expect(told).toEqual([]);
});
