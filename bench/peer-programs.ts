// Programs of others that stand between a terminal and a command, each told to run it with the least it does:
// no status line, no start message, no prediction. The product itself is told elsewhere.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findExecutable, type PtyProcess } from '@codex-voice/pty';
import { endOf, open, shellLine } from './outer-terminal.ts';
import { family } from './processes.ts';

/** Each with the Debian package that brings it. */
const PROGRAMS = {
  script: 'bsdutils',
  tmux: 'tmux',
  screen: 'screen',
  dtach: 'dtach',
  'asciinema rec': 'asciinema',
  mosh: 'mosh',
} as const;

export type ProgramName = keyof typeof PROGRAMS;

/** A command under one of them. */
export interface ProgramRun {
  readonly pty: PtyProcess;
  /** Processes of the program that are not children of the one started. */
  extraPids(): readonly number[];
  /** Ends everything that was started. */
  end(): Promise<void>;
}

type Start = (command: readonly string[]) => ProgramRun;

/** Some of them refuse to run where text is not UTF-8. */
const UTF8 = { ...process.env, LC_ALL: 'C.UTF-8' };

/** As a plain relay: no status line, no wait after Escape. */
export const TMUX_CONFIG = 'set -g status off\nset -g escape-time 0\n';
/** As a plain relay, with as many lines kept as a session of ours. */
export const SCREEN_CONFIG =
  'startup_message off\nvbell off\ndefscrollback 10000\nscrollback 10000\n';

const STARTS: Readonly<Record<ProgramName, Start>> = {
  script: (command) => simple(['script', '-qefc', shellLine(command), '/dev/null']),
  tmux,
  screen,
  dtach,
  'asciinema rec': asciinema,
  mosh,
};

/** Those that this machine has, and what to install for the others. */
export function installedPrograms(): {
  readonly found: readonly { readonly name: ProgramName; readonly start: Start }[];
  readonly missing: readonly string[];
} {
  // `Object.keys` forgets what it lists.
  const names = Object.keys(PROGRAMS) as ProgramName[];
  const there = (name: ProgramName) => isInstalled(name === 'mosh' ? 'mosh-server' : name);
  return {
    found: names.filter(there).map((name) => ({ name, start: STARTS[name] })),
    missing: names.filter((name) => !there(name)).map((name) => PROGRAMS[name]),
  };
}

export function isInstalled(name: string): boolean {
  const [program = ''] = name.split(' ');
  return findExecutable({ name: program, env: process.env }).kind === 'found';
}

/** A folder of one run: sockets, configuration, what is recorded. */
export function scratchFolder(name: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `bench-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function simple(command: readonly string[]): ProgramRun {
  const pty = open(command);
  return { pty, extraPids: () => [], end: async () => await endOf(pty) };
}

function tmux(command: readonly string[]): ProgramRun {
  const folder = scratchFolder('tmux');
  const socket = join(folder.path, 'socket');
  const config = join(folder.path, 'tmux.conf');
  writeFileSync(config, TMUX_CONFIG);
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
      folder.remove();
    },
  };
}

function screen(command: readonly string[]): ProgramRun {
  const folder = scratchFolder('screen');
  const config = join(folder.path, 'screenrc');
  writeFileSync(config, SCREEN_CONFIG);
  const env = { ...UTF8, SCREENDIR: folder.path };
  const pty = open(['screen', '-U', '-c', config, '-S', 'bench', ...command], env);
  const ask = (...words: string[]) => spawnSync('screen', words, { env, encoding: 'utf8' }).stdout;
  return {
    pty,
    // Its server has left its parent.
    extraPids: () => [...ask('-ls').matchAll(/(\d+)\.bench/gu)].map(([, pid]) => Number(pid)),
    end: async () => {
      ask('-S', 'bench', '-X', 'quit');
      await endOf(pty);
      folder.remove();
    },
  };
}

/** The one that owns the command outlives the one that was started. */
function outliving(pty: PtyProcess, folder: ReturnType<typeof scratchFolder>): ProgramRun {
  return {
    pty,
    extraPids: () => [],
    end: async () => {
      const all = family(pty.pid);
      await endOf(pty);
      hangUp(all);
      folder.remove();
    },
  };
}

function dtach(command: readonly string[]): ProgramRun {
  const folder = scratchFolder('dtach');
  const pty = open(['dtach', '-A', join(folder.path, 'socket'), '-E', '-z', ...command]);
  return outliving(pty, folder);
}

function asciinema(command: readonly string[]): ProgramRun {
  const folder = scratchFolder('asciinema');
  const env = { ...UTF8, ASCIINEMA_CONFIG_HOME: folder.path };
  const recording = join(folder.path, 'recording.cast');
  const pty = open(['asciinema', 'rec', '-q', '-c', shellLine(command), recording], env);
  return outliving(pty, folder);
}

/** Both ends on this machine, on loopback, without ssh; it may show no key before the other end has it. */
function mosh(command: readonly string[]): ProgramRun {
  const options = { env: { ...UTF8, TERM: 'xterm-256color' }, encoding: 'utf8' } as const;
  const words = ['new', '-i', '127.0.0.1', '-p', '60001:60999', '--', ...command];
  const { stdout, stderr } = spawnSync('mosh-server', words, options);
  const [, port, key] = /^MOSH CONNECT (\d+) (\S+)/mu.exec(stdout) ?? [];
  const pid = Number(/detached, pid = (\d+)/u.exec(stdout + stderr)?.[1]);
  if (port === undefined) throw new Error(`mosh-server says: ${stdout}${stderr}`);
  const env = { ...UTF8, MOSH_KEY: key, MOSH_PREDICTION_DISPLAY: 'never' };
  const pty = open(['mosh-client', '127.0.0.1', port], env);
  return {
    pty,
    extraPids: () => [pid],
    end: async () => {
      hangUp(family(pid));
      await endOf(pty);
    },
  };
}

/** What has ended already is let be. */
function hangUp(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGTERM');
    } catch {}
  }
}
