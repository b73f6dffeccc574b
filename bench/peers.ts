// The peers a terminal benchmark compares, each told to run the same command: nothing at all, this product in
// one process tree and in several, bare Node relays, and programs of others. Measuring them is left to the
// benchmarks.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeScratchHome, type ScratchHome } from '@codex-voice/testing';
import { build } from 'rolldown';
import { endOf, open } from './outer-terminal.ts';
import { installedPrograms, type ProgramName, type ProgramRun, simple } from './peer-programs.ts';

export { attend, open, shellLine } from './outer-terminal.ts';

export type PeerName =
  | 'bare'
  | 'codex-voice'
  | 'codex-voice --no-host'
  | 'node relay'
  | 'two node relays'
  | ProgramName;

export interface Peer {
  readonly name: PeerName;
  /** Starts `command` under this peer on a new outer terminal of 80 by 24. */
  start(command: readonly string[]): PeerRun;
}

export type PeerRun = ProgramRun;

const root = join(import.meta.dirname, '..');

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

/** Whether the product is built here. */
export const isBuilt = (): boolean => existsSync(join(root, 'dist/client.cjs'));

/**
 * The peers that exist on this machine, the bare terminal first; those left out are told on standard error.
 * With `--peers bare,tmux` only those.
 */
export async function peers(): Promise<readonly Peer[]> {
  const at = process.argv.indexOf('--peers');
  const wanted = at < 0 ? undefined : process.argv[at + 1]?.split(',');
  const all = await everyPeer();
  return all.filter(({ name }) => wanted === undefined || wanted.includes(name));
}

async function everyPeer(): Promise<readonly Peer[]> {
  const relay = await bundled('node-relay');
  const socketRelay = await bundled('socket-relay');
  const all: Peer[] = [{ name: 'bare', start: simple }];
  if (isBuilt()) {
    all.push(codexVoice('codex-voice', ['--no-voice']));
    all.push(codexVoice('codex-voice --no-host', ['--no-voice', '--no-host']));
  }
  const through = (name: PeerName, file: string): Peer => ({
    name,
    start: (command) => simple([process.execPath, file, ...command]),
  });
  all.push(through('node relay', relay), through('two node relays', socketRelay));
  const { found, missing } = installedPrograms();
  if (missing.length > 0)
    console.error(`bench: left out, not installed here: apt-get install ${missing.join(' ')}`);
  return [...all, ...found];
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
