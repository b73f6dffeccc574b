// The programs a terminal benchmark compares, each told to run the same command: nothing at all,
// this product in one process tree and in several, bare Node relays, script and tmux. Measuring them is
// left to the benchmarks.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findExecutable, type PtyProcess, spawnPty } from '@codex-voice/pty';
import { makeScratchHome, type ScratchHome } from '@codex-voice/testing';
import { build } from 'rolldown';

export type PeerName =
  | 'bare'
  | 'codex-voice'
  | 'codex-voice --no-host'
  | 'node relay'
  | 'two node relays'
  | 'script'
  | 'tmux';

export interface Peer {
  readonly name: PeerName;
  /** Starts `command` under this peer on a new outer terminal of 80 by 24. */
  start(command: readonly string[]): PeerRun;
}

export interface PeerRun {
  readonly pty: PtyProcess;
  /** Processes of the peer itself that are not children of the one started (tmux's server). */
  extraPids(): readonly number[];
  /** Ends everything that was started. */
  end(): Promise<void>;
}

const root = join(import.meta.dirname, '..');
const COLUMNS = 80;
const ROWS = 24;

/** Quotes for /bin/sh: script and tmux take one command line. */
export function shellLine(command: readonly string[]): string {
  return command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}

/** Starts a command on an outer terminal; throws when it cannot be started. */
export function open(
  command: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): PtyProcess {
  const [file = '', ...args] = command;
  const env = { ...environment, TERM: 'xterm-256color', TMUX: undefined };
  const started = spawnPty({ file, args, cwd: process.cwd(), env, columns: COLUMNS, rows: ROWS });
  if (started.kind === 'failed') throw new Error(started.message);
  return started.pty;
}

/** A peer may ask where the cursor is; a terminal that never answered would not be a terminal. */
const CURSOR_QUERY = '\x1b[6n';
const CURSOR_REPLY = Buffer.from('\x1b[1;1R');

/** Queries come before the first output; later bytes are not searched, so that they cost nothing. */
const QUERY_SEARCH_BYTES = 4096;

/** Receives a terminal's output as the terminal: `receive` gets every chunk, queries get answers. */
export function attend(pty: PtyProcess, receive: (chunk: Uint8Array) => void): void {
  let searchedBytes = 0;
  pty.onData((chunk) => {
    if (searchedBytes < QUERY_SEARCH_BYTES) {
      searchedBytes += chunk.length;
      if (Buffer.from(chunk).includes(CURSOR_QUERY)) pty.write(CURSOR_REPLY);
    }
    receive(chunk);
  });
}

function simple(name: PeerName, wrap: (command: readonly string[]) => readonly string[]): Peer {
  return {
    name,
    start: (command) => {
      const pty = open(wrap(command));
      return {
        pty,
        extraPids: () => [],
        end: async () => await endOf(pty),
      };
    },
  };
}

/** The outer hang-up is what ends the command under a peer that forwards nothing else. */
async function endOf(pty: PtyProcess): Promise<void> {
  if (!pty.kill('SIGTERM')) return;
  const killer = setTimeout(() => pty.kill('SIGKILL'), END_PATIENCE_MS);
  await pty.exited;
  clearTimeout(killer);
}

/** How long a peer gets to end by itself. */
const END_PATIENCE_MS = 1000;

/** The launcher a person would use, on this Node. */
export const CODEX_VOICE: readonly string[] = [process.execPath, join(root, 'bin/codex-voice.js')];

/** A home of a benchmark's own; what is compiled once stays compiled, as on a person's machine. */
export function benchHome(): ScratchHome {
  const home = makeScratchHome();
  return { ...home, env: { ...home.env, XDG_CACHE_HOME: join(root, '.cache/bench/cache') } };
}

/**
 * This product: in a home that was there before and stays, or in a fresh one each time, where nothing
 * of ours runs yet. Without a home of its own nothing it leaves running is ended here.
 */
export function codexVoice(
  name: PeerName,
  options: readonly string[],
  standing?: ScratchHome,
): Peer {
  return {
    name,
    start: (command) => {
      const home = standing ?? benchHome();
      const pty = open([...CODEX_VOICE, 'run', ...options, '--', ...command], home.env);
      return {
        pty,
        extraPids: () => home.running().map(({ pid }) => pid),
        end: async () => {
          await endOf(pty);
          if (standing === undefined) home[Symbol.dispose]();
        },
      };
    },
  };
}

function tmux(): Peer {
  return {
    name: 'tmux',
    start: (command) => {
      const folder = mkdtempSync(join(tmpdir(), 'bench-tmux-'));
      const socket = join(folder, 'socket');
      const config = join(folder, 'tmux.conf');
      // As a plain relay: no status line, no wait after Escape.
      writeFileSync(config, 'set -g status off\nset -g escape-time 0\n');
      const pty = open(['tmux', '-S', socket, '-f', config, 'new-session', shellLine(command)]);
      const ask = (...words: string[]) =>
        spawnSync('tmux', ['-S', socket, ...words], { encoding: 'utf8' }).stdout.trim();
      return {
        pty,
        extraPids: () => {
          const pid = Number(ask('display-message', '-p', '#{pid}'));
          return pid > 0 ? [pid] : [];
        },
        end: async () => {
          ask('kill-server');
          await pty.exited;
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  };
}

/** Whether the product is built here. */
export const isBuilt = (): boolean => existsSync(join(root, 'dist/client.cjs'));

/** The peers that exist on this machine, the bare terminal first. */
export async function peers(): Promise<readonly Peer[]> {
  const installed = (name: string) => findExecutable({ name, env: process.env }).kind === 'found';
  const relay = await bundled('node-relay');
  const socketRelay = await bundled('socket-relay');
  const all: Peer[] = [simple('bare', (command) => command)];
  if (isBuilt()) {
    all.push(codexVoice('codex-voice', ['--no-voice']));
    all.push(codexVoice('codex-voice --no-host', ['--no-voice', '--no-host']));
  }
  all.push(simple('node relay', (command) => [process.execPath, relay, ...command]));
  all.push(simple('two node relays', (command) => [process.execPath, socketRelay, ...command]));
  if (installed('script')) {
    all.push(simple('script', (command) => ['script', '-qefc', shellLine(command), '/dev/null']));
  }
  if (installed('tmux')) all.push(tmux());
  return all;
}

/** A relay as the product is shipped, in one file without types to strip. */
async function bundled(name: 'node-relay' | 'socket-relay'): Promise<string> {
  const file = join(root, `.cache/bench/${name}.js`);
  await build({
    cwd: root,
    input: join(root, `bench/${name}.ts`),
    platform: 'node',
    external: [/^@lydell/],
    output: { file, format: 'esm' },
  });
  return file;
}
