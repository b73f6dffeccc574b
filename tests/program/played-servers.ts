// Keepers and hosts that only a suite plays, over the real sockets: they tell what they are told to tell.
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createTokens, listenHost, listenKeeper } from '@codex-voice/ipc';
import type {
  HostAnswer,
  HostRequest,
  KeeperEvent,
  KeeperRequest,
  SessionFacts,
  SessionInfo,
} from '@codex-voice/protocol';
import type { Home } from './command.ts';

/** No system has so many processes. */
export const NO_PID = 0x7fff_fffe;

export interface PlayedKeeper extends AsyncDisposable {
  readonly asked: KeeperRequest['type'][];
}

export interface KeeperPart {
  readonly home: Home;
  readonly sessionId: string;
  readonly info?: Partial<SessionInfo>;
  readonly screen?: SessionFacts['screen'];
  readonly lastInputMs?: number;
}

/** A keeper that tells what it is, and ends when it is asked to. */
export async function playKeeper(part: KeeperPart): Promise<PlayedKeeper> {
  const { home, sessionId, info, screen, lastInputMs } = part;
  mkdirSync(home.runtimeDirectory, { recursive: true, mode: 0o700 });
  const asked: KeeperRequest['type'][] = [];
  const session: SessionInfo = {
    sessionId,
    agent: { name: 'Codex', kind: 'codex' },
    argv: ['codex'],
    cwd: realpathSync(home.path),
    startedAtMs: Date.now() - 65_000,
    keeperPid: NO_PID,
    agentPid: NO_PID,
    size: { columns: 80, rows: 23 },
    terminals: 1,
    held: true,
    outputBytes: 5,
    keeperMemoryBytes: 42e6,
    ...info,
  };
  const facts: KeeperEvent = {
    type: 'facts',
    screen: screen ?? { kind: 'composer', text: '' },
    assessedBytes: 5,
    outputBytes: 5,
    torn: false,
    midUpdate: false,
    bracketedPaste: true,
    alternate: false,
    inputAtRest: true,
    inputBytes: 0,
    ...(lastInputMs === undefined ? {} : { lastInputMs }),
  };
  const listening = await listenKeeper({
    runtimeDirectory: home.runtimeDirectory,
    sessionId,
    tokens: createTokens(),
    accept: (connection) => ({
      request: (request) => {
        asked.push(request.type);
        if (request.type === 'watch') connection.event(facts);
        if (request.type === 'status') {
          connection.event({ type: 'status', requestId: request.requestId, session });
        }
        if (request.type === 'end') void listening.close();
      },
      input: () => undefined,
      acknowledge: () => undefined,
      deliver: () => undefined,
      closed: () => undefined,
    }),
  });
  return { asked, [Symbol.asyncDispose]: async () => await listening.close() };
}

export interface PlayedHost extends AsyncDisposable {
  readonly asked: HostRequest[];
}

/** A host that answers as it is told to. */
export async function playHost(
  home: Home,
  answer: (request: HostRequest) => HostAnswer | 'hang-up',
): Promise<PlayedHost> {
  mkdirSync(home.runtimeDirectory, { recursive: true, mode: 0o700 });
  const asked: HostRequest[] = [];
  const listening = await listenHost({
    runtimeDirectory: home.runtimeDirectory,
    accept: (client) => ({
      request: (request) => {
        asked.push(request);
        const answered = answer(request);
        if (answered === 'hang-up') client.close();
        else if ('requestId' in request) {
          client.send({ type: 'answer', requestId: request.requestId, answer: answered });
        }
      },
      closed: () => undefined,
    }),
  });
  if (listening.kind === 'taken') throw new Error('another host is in this folder');
  return { asked, [Symbol.asyncDispose]: async () => await listening.close() };
}

export interface MuteKeeper extends AsyncDisposable {
  readonly sockets: readonly Socket[];
}

/** A keeper that takes connections and says nothing, as one that was stopped. */
export async function muteKeeper(home: Home, sessionId: string): Promise<MuteKeeper> {
  mkdirSync(home.runtimeDirectory, { recursive: true, mode: 0o700 });
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    sockets.push(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(join(home.runtimeDirectory, `keeper-${sessionId}.sock`), resolve);
  });
  const directory = join(home.stateDirectory, 'sessions', sessionId);
  mkdirSync(directory, { recursive: true });
  const record = { agent: { name: 'cat' }, cwd: '/', startedAtMs: 1, keeperPid: NO_PID };
  writeFileSync(join(directory, 'session.json'), JSON.stringify(record));
  return {
    sockets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
