// A home folder of a test's own, with every place codex-voice keeps files in below it, and all processes
// started in it known by a mark. What runs there is left to the tests.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LeakedProcess, markProcesses, type ProcessMark } from './process-leaks.ts';

/** What one of our processes does; each is the same command started with another first argument. */
export type ProcessRole = 'client' | 'keeper' | 'host' | 'voice';

/** A home that ends with the suite: its processes are killed by pid, its files removed. */
export interface ScratchHome extends Disposable {
  readonly path: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of our sockets and tokens; it exists only once something made it. */
  readonly runtimeDirectory: string;
  /** Folder of journal, sessions and logs; it exists only once something made it. */
  readonly stateDirectory: string;
  /** The processes that were started in this home and still run. */
  running(): LeakedProcess[];
  /** The pids of our own processes of one role that run in this home. */
  pids(role: ProcessRole): number[];
  /** Our own processes that run in this home, each with its role. */
  ours(): readonly { readonly pid: number; readonly role: ProcessRole }[];
  /** Those that still run after `graceMs`; empty as soon as all are gone. */
  leaked(graceMs: number): Promise<LeakedProcess[]>;
  /** What lies in the runtime folder: sockets, tokens, locks. */
  runtimeFiles(): string[];
}

/** Without /proc there is no finding of processes: nothing counts as left behind. */
const NO_MARK: ProcessMark = {
  env: {},
  running: () => [],
  leaked: async () => [],
  end: () => [],
};

/** Homes of tests that have not ended, or never will: what runs in them ends with this process. */
const open = new Set<ScratchHome>();
process.on('exit', () => {
  for (const home of open) home[Symbol.dispose]();
});

/** Makes a home below the system's temporary folder, or below `parent`. */
export function makeScratchHome(parent = tmpdir()): ScratchHome {
  const path = mkdtempSync(join(parent, 'codex-voice-home-'));
  const mark = process.platform === 'linux' ? markProcesses() : NO_MARK;
  // The runtime folder of a login session is there already, and private; so is the temporary folder.
  for (const name of ['run', 'tmp']) mkdirSync(join(path, name), { mode: 0o700 });
  const runtimeDirectory = join(path, 'run', 'codex-voice');
  const home: ScratchHome = {
    path,
    env: {
      ...process.env,
      ...mark.env,
      HOME: path,
      XDG_CONFIG_HOME: join(path, 'config'),
      XDG_STATE_HOME: join(path, 'state'),
      XDG_CACHE_HOME: join(path, 'cache'),
      XDG_DATA_HOME: join(path, 'data'),
      XDG_RUNTIME_DIR: join(path, 'run'),
      TMPDIR: join(path, 'tmp'),
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      NO_COLOR: undefined,
    },
    runtimeDirectory,
    stateDirectory: join(path, 'state', 'codex-voice'),
    running: mark.running,
    pids: (role) => home.ours().flatMap((each) => (each.role === role ? [each.pid] : [])),
    ours: () =>
      mark.running().flatMap(({ pid, command }) => {
        const role = roleOf(command);
        return role === undefined ? [] : [{ pid, role }];
      }),
    leaked: mark.leaked,
    runtimeFiles: () => listed(runtimeDirectory),
    [Symbol.dispose]: () => {
      open.delete(home);
      mark.end();
      rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
  open.add(home);
  return home;
}

/** The launcher's path, then the role; a client has none. */
const LAUNCHED = /^\S*node\S*(?: --\S+)* \S*codex-voice\.js(?: __(\w+))?(?: |$)/u;

function roleOf(command: string): ProcessRole | undefined {
  const launched = LAUNCHED.exec(command);
  if (launched === null) return undefined;
  const role = launched[1] ?? 'client';
  return role === 'client' || role === 'keeper' || role === 'host' || role === 'voice'
    ? role
    : undefined;
}

function listed(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}
