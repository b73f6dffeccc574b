// The least two Node programs and a local socket can do between two terminals: one owns the child's
// terminal, the other the person's, bytes go both ways. Shows what a client and a keeper cannot do without.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitStatus, spawnPty, takeTerminal } from '@codex-voice/pty';

/** First argument of the process that owns the child's terminal. */
const SERVER = '--server';

function serve(path: string, [file = '', ...args]: readonly string[]): void {
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    const started = spawnPty({
      file,
      args,
      cwd: process.cwd(),
      env: process.env,
      columns: 80,
      rows: 24,
    });
    if (started.kind === 'failed') throw new Error(started.message);
    const { pty } = started;
    // The chunk is the reader's own again after the call, and the socket may keep what it is given.
    pty.onData((chunk) => {
      if (!socket.write(chunk.slice())) pty.pause();
    });
    socket.on('drain', () => pty.resume());
    socket.on('data', (bytes: Buffer) => {
      if (!pty.write(bytes)) socket.pause();
    });
    pty.onDrain(() => socket.resume());
    socket.on('close', () => pty.kill('SIGHUP'));
    void pty.exited.then((exit) => {
      socket.end(() => process.exit(exitStatus(exit)));
    });
  });
  server.listen(path, () => process.stdout.write('listening\n'));
}

async function relay(command: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-relay-'));
  const path = join(folder, 'socket');
  const self = process.argv[1] ?? '';
  const server = spawn(process.execPath, [self, SERVER, path, ...command], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((listening) => server.stdout.once('data', listening));
  const socket = await new Promise<Socket>((connected) => {
    const made = connect(path, () => connected(made));
  });
  rmSync(folder, { recursive: true, force: true });
  await between(socket);
}

async function between(socket: Socket): Promise<void> {
  const taken = takeTerminal({
    stdin: process.stdin,
    stdout: process.stdout,
    restoreBytes: () => new Uint8Array(),
  });
  if (taken.kind === 'not-a-terminal') throw new Error(`${taken.stream} is not a terminal`);
  const { terminal } = taken;
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => {
    if (!terminal.output.write(chunk)) socket.pause();
  });
  terminal.output.onDrain(() => socket.resume());
  terminal.onInput((bytes) => {
    if (!socket.write(bytes.slice())) terminal.pauseInput();
  });
  socket.on('drain', () => terminal.resumeInput());
  await new Promise((ended) => socket.once('close', ended));
  await terminal.output.flush();
  terminal.restore();
  process.exit(0);
}

const [first = '', ...rest] = process.argv.slice(2);
if (first === SERVER) serve(rest[0] ?? '', rest.slice(1));
else await relay([first, ...rest]);
