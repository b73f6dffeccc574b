// A session that outlives the terminal it was started in, for the benchmarks that come back to one: of
// this product, tmux, screen or dtach. Starting and attaching are here, measuring is left to the benchmarks.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PtyProcess } from '@codex-voice/pty';
import type { ScratchHome } from '@codex-voice/testing';
import { endOf } from './outer-terminal.ts';
import { SCREEN_CONFIG, scratchFolder, TMUX_CONFIG } from './peer-programs.ts';
import { attend, benchHome, CODEX_VOICE, open, shellLine } from './peers.ts';
import { family } from './processes.ts';
import { sleep } from './statistics.ts';

/** Ctrl-\ d. */
const DETACH = '\x1cd';
const PATIENCE_MS = 20_000;

export interface StandingSession {
  readonly name: 'codex-voice' | 'tmux' | 'screen' | 'dtach' | 'node start';
  /** Attaches one more terminal. */
  attach(): PtyProcess;
  /** Takes that terminal away again. */
  detach(pty: PtyProcess): Promise<void>;
  end(): Promise<void>;
}

/** Waits until the terminal's output holds the text; it is read as Latin-1. */
export async function untilSaid(pty: PtyProcess, text: string): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`no ${text}: ${JSON.stringify(said.slice(-400))}`)),
      PATIENCE_MS,
    );
    attend(pty, (chunk) => {
      said = (said + Buffer.from(chunk).toString('latin1')).slice(-65_536);
      if (!said.includes(text)) return;
      clearTimeout(late);
      resolve();
    });
  });
}

/** Starts a session of ours in a home and leaves it; resolves once it runs without a terminal. */
export async function leaveSession(
  home: ScratchHome,
  command: readonly string[],
  said: string,
): Promise<void> {
  const pty = open([...CODEX_VOICE, 'run', '--no-voice', '--', ...command], home.env);
  await untilSaid(pty, said);
  // What is drawn after the agent's first output is let through before the key.
  await sleep(300);
  await detachByKey(pty);
}

/** Leaves the session by its key; the terminal ends. */
export async function detachByKey(pty: PtyProcess): Promise<void> {
  const late = setTimeout(() => pty.kill('SIGKILL'), PATIENCE_MS);
  pty.write(Buffer.from(DETACH));
  await pty.exited;
  clearTimeout(late);
}

/** A session of ours that has said everything; its terminals come and go. */
export async function standingCodexVoice(
  command: readonly string[],
  said: string,
): Promise<StandingSession> {
  const home = benchHome();
  await leaveSession(home, command, said);
  return {
    name: 'codex-voice',
    attach: () => open([...CODEX_VOICE, 'attach'], home.env),
    detach: detachByKey,
    end: async () => home[Symbol.dispose](),
  };
}

/** No session: what any program on this runtime waits for before it can write a first word. */
export function nodeStart(said: string): StandingSession {
  return {
    name: 'node start',
    attach: () => {
      const program = `process.stdout.write(${JSON.stringify(said)}); setInterval(() => {}, 1000)`;
      return open([process.execPath, '-e', program]);
    },
    detach: async (pty) => {
      pty.kill('SIGKILL');
      await pty.exited;
    },
    end: async () => {},
  };
}

/** The same with tmux, keeping as many lines. */
export async function standingTmux(
  command: readonly string[],
  said: string,
): Promise<StandingSession> {
  const folder = scratchFolder('tmux');
  const socket = join(folder.path, 'socket');
  const config = join(folder.path, 'tmux.conf');
  writeFileSync(config, `${TMUX_CONFIG}set -g history-limit 10000\n`);
  const tmux = ['tmux', '-S', socket, '-f', config];
  const ask = (...words: string[]) => spawnSync('tmux', ['-S', socket, ...words]);
  const first = open([...tmux, 'new-session', shellLine(command)]);
  await untilSaid(first, said);
  const detach = async (pty: PtyProcess) => {
    ask('detach-client');
    await pty.exited;
  };
  await detach(first);
  return {
    name: 'tmux',
    attach: () => open([...tmux, 'attach-session']),
    detach,
    end: async () => {
      ask('kill-server');
      folder.remove();
    },
  };
}

/** The same with screen. */
export async function standingScreen(
  command: readonly string[],
  said: string,
): Promise<StandingSession> {
  const folder = scratchFolder('screen');
  const config = join(folder.path, 'screenrc');
  writeFileSync(config, SCREEN_CONFIG);
  const env = { ...process.env, LC_ALL: 'C.UTF-8', SCREENDIR: folder.path };
  const ask = (...words: string[]) => spawnSync('screen', words, { env });
  const first = open(['screen', '-U', '-c', config, '-S', 'bench', ...command], env);
  await untilSaid(first, said);
  const detach = async (pty: PtyProcess) => {
    ask('-d', 'bench');
    await pty.exited;
  };
  await detach(first);
  return {
    name: 'screen',
    attach: () => open(['screen', '-U', '-r', 'bench'], env),
    detach,
    end: async () => {
      ask('-S', 'bench', '-X', 'quit');
      folder.remove();
    },
  };
}

/** dtach keeps no screen and has the program draw: this one says its word each time it is asked. */
export async function standingDtach(said: string): Promise<StandingSession> {
  const folder = scratchFolder('dtach');
  const socket = join(folder.path, 'socket');
  const program = `trap 'printf %s "${said}"' WINCH; printf %s '${said}'; sleep 86395 & while :; do wait $!; done`;
  const first = open(['dtach', '-A', socket, '-E', '-z', 'sh', '-c', program]);
  await untilSaid(first, said);
  const owners = family(first.pid).filter((pid) => pid !== first.pid);
  await endOf(first);
  return {
    name: 'dtach',
    attach: () => open(['dtach', '-a', socket, '-E', '-z', '-r', 'winch']),
    detach: endOf,
    end: async () => {
      for (const pid of owners) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {}
      }
      folder.remove();
    },
  };
}
