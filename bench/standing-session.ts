// A session that outlives the terminal it was started in, for the benchmarks that come back to one: of
// this product or of tmux. Starting and attaching are here, measuring is left to the benchmarks.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PtyProcess } from '@codex-voice/pty';
import type { ScratchHome } from '@codex-voice/testing';
import { attend, benchHome, CODEX_VOICE, open, shellLine } from './peers.ts';
import { sleep } from './statistics.ts';

/** Ctrl-\ d. */
const DETACH = '\x1cd';
const PATIENCE_MS = 20_000;

export interface StandingSession {
  readonly name: 'codex-voice' | 'tmux' | 'node start';
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

async function detachByKey(pty: PtyProcess): Promise<void> {
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
  const folder = mkdtempSync(join(tmpdir(), 'bench-tmux-'));
  const socket = join(folder, 'socket');
  const config = join(folder, 'tmux.conf');
  writeFileSync(config, 'set -g status off\nset -g escape-time 0\nset -g history-limit 10000\n');
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
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
