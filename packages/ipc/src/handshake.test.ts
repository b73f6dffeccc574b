// Who may come in: strangers with wrong tokens, recorded bytes, no hello, too many at once.
import { chmodSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClientHandshake, type WireVersions } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { connectHost } from './host-socket.ts';
import {
  host,
  keeper,
  runtimeFolder,
  SESSION,
  Stranger,
  Terminal,
  terminal,
  until,
} from './ipc-world.test-support.ts';
import { connectKeeper } from './keeper-socket.ts';
import { createTokens, nodeCrypto, readTokenFile, writeTokenFile } from './token-file.ts';

const ONE_LINE = /^[^\n]+$/u;

function socketOf(folder: string): string {
  return join(folder, `keeper-${SESSION}.sock`);
}

function tokenOf(folder: string): string {
  return join(folder, `keeper-${SESSION}.token`);
}

async function refused(folder: string, sessionId = SESSION) {
  const found = await connectKeeper({
    runtimeDirectory: folder,
    sessionId,
    capability: 'control',
    connection: new Terminal(),
    onClosed: (why) => {
      throw new Error(`told of a connection that was refused: ${why}`);
    },
  });
  if (found.kind === 'connected') throw new Error('connected');
  expect(found.message).toMatch(ONE_LINE);
  return found;
}

/** Says hello as a client does, with a token of its own choice. */
async function sayHello(stranger: Stranger, token: string): Promise<void> {
  await until(() => stranger.messages.length > 0);
  const handshake = new ClientHandshake({
    role: 'keeper',
    sessionId: SESSION,
    capability: 'control',
    crypto: nodeCrypto,
  });
  const step = handshake.challenged(stranger.messages[0], token);
  if (step.kind === 'refused') throw new Error(step.message);
  stranger.say(step.hello);
}

test('IPC-9: a wrong token is refused with one line, and the keeper is told nothing', async () => {
  const folder = runtimeFolder();
  const { ends } = await keeper(folder);
  writeTokenFile(tokenOf(folder), createTokens());
  expect(await refused(folder)).toMatchObject({ code: 'token' });
  const stranger = new Stranger(socketOf(folder));
  await sayHello(stranger, 'f'.repeat(64));
  await until(() => stranger.closed);
  expect(stranger.messages).toHaveLength(2);
  expect(stranger.messages[1]).toMatchObject({ type: 'refused', code: 'token' });
  expect(ends).toEqual([]);
});

test('IPC-9: a token that is missing, linked or readable for others lets nobody in', async () => {
  const folder = runtimeFolder();
  const { ends } = await keeper(folder);
  const path = tokenOf(folder);
  const token = readFileSync(path);
  rmSync(path);
  expect(await refused(folder)).toMatchObject({ code: 'token' });
  const target = join(folder, 'target');
  writeFileSync(target, token, { mode: 0o600 });
  symlinkSync(target, path);
  expect(await refused(folder)).toMatchObject({ code: 'token' });
  rmSync(path);
  writeFileSync(path, token);
  chmodSync(path, 0o644);
  expect(await refused(folder)).toMatchObject({ code: 'token' });
  chmodSync(path, 0o600);
  expect(ends).toEqual([]);
  expect((await terminal(folder)).version).toBe(2);
});

test('IPC-9: the bytes of a handshake that passed do not pass again', async () => {
  const folder = runtimeFolder();
  const { ends } = await keeper(folder);
  const read = readTokenFile(tokenOf(folder));
  const token = read.kind === 'tokens' ? (read.tokens.control ?? '') : '';
  const first = new Stranger(socketOf(folder));
  await sayHello(first, token);
  await until(() => ends.length === 1);
  const again = new Stranger(socketOf(folder));
  for (const bytes of first.said) again.write(bytes);
  await until(() => again.closed);
  expect(again.messages.at(-1)).toMatchObject({ type: 'refused', code: 'token' });
  expect(ends).toHaveLength(1);
});

test('IPC-9: a server that does not hold the token gets nothing from a client', async () => {
  const folder = runtimeFolder();
  await keeper(folder);
  const other = runtimeFolder();
  // Someone else's socket under the name, with a token of its own that the client does not read.
  symlinkSync(socketOf(folder), socketOf(other));
  writeTokenFile(tokenOf(other), createTokens());
  expect(await refused(other)).toMatchObject({ code: 'token' });
  expect(await refused(other, 'codex-none')).toMatchObject({ code: 'absent' });
});

test('IPC-8: a host that has just begun answers with tokens that are in place, and never with older ones', async () => {
  const folder = runtimeFolder();
  for (let time = 0; time < 10; time += 1) {
    writeTokenFile(join(folder, 'host.token'), { control: createTokens().control });
    const onEvent = (): void => {};
    const starting = host(folder);
    let found = await connectHost({ runtimeDirectory: folder, onEvent, onClosed: () => {} });
    while (found.kind === 'refused' && found.code === 'absent') {
      found = await connectHost({ runtimeDirectory: folder, onEvent, onClosed: () => {} });
    }
    expect(found.kind).toBe('connected');
    await (await starting).close();
  }
});

test('IPC-10: a stranger that says nothing is sent away, and others are served meanwhile', async () => {
  const folder = runtimeFolder();
  const { ends } = await keeper(folder);
  const silent = new Stranger(socketOf(folder));
  const cut = new Stranger(socketOf(folder));
  cut.write(Buffer.from([0, 0]));
  const { peer } = await terminal(folder);
  await until(() => silent.closed && cut.closed);
  expect(silent.messages.at(-1)).toMatchObject({
    type: 'refused',
    message: 'no hello came in time',
  });
  peer.acknowledge(5);
  await until(() => ends[0]?.told.length === 1);
  expect(ends).toHaveLength(1);
});

test('IPC-10: a stranger may not say long frames', async () => {
  const folder = runtimeFolder();
  const { ends } = await keeper(folder);
  const stranger = new Stranger(socketOf(folder));
  stranger.write(Buffer.from([0, 0, 0x10, 1, 1]));
  await until(() => stranger.closed);
  expect(stranger.messages[1]).toMatchObject({ type: 'refused', code: 'malformed' });
  const silent = new Stranger(socketOf(folder));
  await until(() => silent.messages.length === 1);
  silent.write(Buffer.from([0, 0, 0x10, 0, 1]));
  const { peer } = await terminal(folder);
  peer.acknowledge(5);
  await until(() => ends[0]?.told.length === 1);
  expect(silent.closed).toBe(false);
});

test('IPC-10: when too many strangers wait, one more is told to come later', async () => {
  const folder = runtimeFolder();
  const { ends } = await keeper(folder);
  const before = await terminal(folder);
  const strangers = Array.from({ length: 32 }, () => new Stranger(socketOf(folder)));
  await until(() => strangers.every(({ messages }) => messages.length === 1));
  expect(await refused(folder)).toMatchObject({ code: 'busy' });
  before.peer.acknowledge(5);
  await until(() => ends[0]?.told.length === 1);
  strangers[0]?.socket.destroy();
  await until(() => strangers[0]?.closed === true);
  // A place is free as soon as the server has seen it go.
  let found = await connectKeeper(asking(folder));
  while (found.kind === 'refused' && found.code === 'busy')
    found = await connectKeeper(asking(folder));
  expect(found.kind).toBe('connected');
  if (found.kind === 'connected') found.peer.close();
});

function asking(runtimeDirectory: string) {
  return {
    runtimeDirectory,
    sessionId: SESSION,
    capability: 'control',
    connection: new Terminal(),
    onClosed: () => {},
  } as const;
}

const RANGES: readonly (readonly [WireVersions, WireVersions, number])[] = [
  [{ oldest: 1, newest: 2 }, { oldest: 1, newest: 1 }, 1],
  [{ oldest: 1, newest: 1 }, { oldest: 1, newest: 2 }, 1],
  [{ oldest: 1, newest: 2 }, { oldest: 2, newest: 3 }, 2],
  [{ oldest: 2, newest: 3 }, { oldest: 1, newest: 2 }, 2],
];

test('IPC-15: clients and servers of neighbouring versions work together, both ways', async () => {
  for (const [ours, theirs, version] of RANGES) {
    const folder = runtimeFolder();
    const { ends } = await keeper(folder, { versions: theirs });
    const hosts = await host(folder, { versions: theirs });
    const { peer, end, version: spoken } = await terminal(folder, { versions: ours });
    expect(spoken).toBe(version);
    peer.request({ type: 'rows', requestId: 'r' });
    peer.request({ type: 'watch' });
    await until(() => ends[0]?.told.some((each) => Object(each).type === 'watch') === true);
    const events: unknown[] = [];
    const found = await connectHost({
      runtimeDirectory: folder,
      versions: ours,
      onEvent: (event) => events.push(event),
      onClosed: () => {},
    });
    if (found.kind === 'refused') throw new Error(found.message);
    found.host.request({ type: 'queue', requestId: 'q', edit: { do: 'clear' } });
    found.host.request({ type: 'status', requestId: 's' });
    await until(() => hosts.ends[0]?.told.some((each) => Object(each).type === 'status') === true);
    hosts.ends[0]?.client.send({ type: 'listening-elsewhere', sessionId: 'codex-b' });
    hosts.ends[0]?.client.send({ type: 'deciding' });
    await until(() => events.some((each) => Object(each).type === 'deciding'));
    if (version === 1) {
      expect(ends[0]?.told).toEqual([{ type: 'watch' }]);
      expect(end.events).toMatchObject([{ type: 'problem', code: 'version' }]);
      expect(hosts.ends[0]?.told).toEqual([{ type: 'status', requestId: 's' }]);
      expect(events).toMatchObject([
        { type: 'answer', requestId: 'q', answer: { kind: 'refused' } },
        { type: 'deciding' },
      ]);
    } else {
      expect(ends[0]?.told).toEqual([{ type: 'rows', requestId: 'r' }, { type: 'watch' }]);
      expect(hosts.ends[0]?.told).toMatchObject([{ type: 'queue' }, { type: 'status' }]);
      expect(events).toMatchObject([{ type: 'listening-elsewhere' }, { type: 'deciding' }]);
    }
    found.host.close();
  }
});

test('IPC-15: where no version is common, the refusal says which side to update', async () => {
  const folder = runtimeFolder();
  await keeper(folder, { versions: { oldest: 3, newest: 4 } });
  expect(await refused(folder)).toMatchObject({
    code: 'version',
    message: expect.stringContaining('update this one'),
  });
});
