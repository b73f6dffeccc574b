// A Debian of its own in a folder, with a person in it who has an empty home: made once by debootstrap, copied
// for each use. What runs in it runs in a process namespace, so that nothing of it stays.
import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { TerminalProgram } from '@codex-voice/testing';

export const PERSON = 'person';
export const HOME = `/home/${PERSON}`;
const PERSON_ID = 1000;
/** What a person's shell starts with. */
const PATH = '/usr/local/bin:/usr/bin:/bin';
/** Beside what is essential: how a Debian reaches servers over TLS, and how the install script fetches. */
const INCLUDED = 'ca-certificates,curl';
const SUITE = 'bookworm';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
/** Nothing in it takes longer, in ms: the slowest is an `npm ci` on a slow line. */
const COMMAND_MS = 10 * 60_000;

/** What keeps this machine from making one; undefined: nothing. */
export function lackingPrograms(): string | undefined {
  if (process.getuid?.() !== 0)
    return 'a root of its own takes root: run it as root, in a container say';
  const missing = ['debootstrap', 'chroot', 'unshare'].filter((name) => onPath(name) === undefined);
  return missing.length === 0
    ? undefined
    : `${missing.join(', ')} is missing: apt-get install debootstrap util-linux`;
}

/** Programs of this machine, not those that this project has brought along. */
export function onPath(name: string): string | undefined {
  return ownPath()
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

function ownPath(): readonly string[] {
  const parts = (process.env.PATH ?? '').split(delimiter);
  return [...parts.filter((part) => !part.includes('node_modules')), '/usr/sbin', '/sbin'];
}

/** Whole or not at all. */
export function makeBase(folder: string): void {
  if (existsSync(folder)) return;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  const words = ['--variant=minbase', `--include=${INCLUDED}`, SUITE, unfinished];
  execFileSync('debootstrap', words, { stdio: ['ignore', 'ignore', 'inherit'] });
  const adding = [
    'useradd',
    '--create-home',
    '--shell',
    '/bin/sh',
    '--uid',
    String(PERSON_ID),
    PERSON,
  ];
  execFileSync('chroot', [unfinished, ...adding], { stdio: 'inherit' });
  renameSync(unfinished, folder);
}

export interface CleanRootOptions {
  readonly base: string;
  /** Made anew. */
  readonly folder: string;
  /** Whether this machine's own Node and npm are in it. */
  readonly node: 'with Node' | 'without Node';
}

export interface InRoot {
  readonly as?: 'root';
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it fails that is what is wanted to be known. */
  readonly mayFail?: true;
}

export class CleanRoot implements Disposable {
  readonly folder: string;

  constructor({ base, folder, node }: CleanRootOptions) {
    this.folder = folder;
    // Node's own copy keeps neither owners nor modes.
    execFileSync('cp', ['-a', base, folder]);
    cpSync('/etc/resolv.conf', join(folder, 'etc/resolv.conf'), { dereference: true });
    // Whom this machine trusts: it may reach its servers through one of its own.
    if (existsSync(CERTIFICATES)) cpSync(CERTIFICATES, join(folder, CERTIFICATES));
    if (node === 'with Node') this.#bringNode();
  }

  #bringNode(): void {
    const [node, npm] = [onPath('node'), onPath('npm')];
    if (node === undefined || npm === undefined)
      throw new Error('this machine has no node and npm');
    // It lies beside its own script, wherever that is linked from.
    const folder = resolve(realpathSync(npm), '../..');
    const local = join(this.folder, 'usr/local');
    cpSync(node, join(local, 'bin/node'), { dereference: true });
    cpSync(folder, join(local, 'lib/node_modules/npm'), { recursive: true });
    symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(local, 'bin/npm'));
  }

  put(source: string, target: string): string {
    cpSync(source, join(this.folder, target), { recursive: true });
    return target;
  }

  /** A line for its shell, in the person's home; standard output. Rejects with what it complained about. */
  async run(line: string, how: InRoot = {}): Promise<string> {
    const [file, ...args] = this.#command(line, how);
    const limits = { encoding: 'utf8', timeout: COMMAND_MS, maxBuffer: 1e8 } as const;
    return await new Promise((resolve, reject) => {
      execFile(file, args, limits, (error, stdout, stderr) => {
        if (error === null || how.mayFail === true) resolve(stdout);
        else reject(new Error(`${line}: ${(stderr || stdout || error.message).slice(-2_000)}`));
      });
    });
  }

  /** The same in a terminal. */
  start(line: string, how: InRoot = {}): TerminalProgram {
    const [file, ...args] = this.#command(line, how);
    const env = { PATH: process.env.PATH };
    return new TerminalProgram({ file, args, cwd: '/', env, columns: 100, rows: 24 });
  }

  #command(line: string, { as, environment = {} }: InRoot): readonly [string, ...string[]] {
    const mounted =
      'root=$1; shift; mount -t proc proc "$root/proc"; mount --rbind /dev "$root/dev"; exec "$@"';
    const user = as === 'root' ? [] : [`--userspec=${PERSON_ID}:${PERSON_ID}`, '--groups='];
    const variables = {
      ...{
        HOME: as === 'root' ? '/var/tmp' : HOME,
        USER: as ?? PERSON,
        PATH,
        TERM: 'xterm-256color',
      },
      ...(as === 'root' ? { PATH: `${PATH}:/usr/sbin:/sbin` } : {}),
      ...registry(),
      ...environment,
    };
    const set = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    const chroot = ['chroot', ...user, this.folder, 'env', '-i', ...set];
    const shell = ['sh', '-c', `cd "$HOME" && ${line}`];
    const own = ['--mount', '--pid', '--fork', '--kill-child'];
    return ['unshare', ...own, 'sh', '-c', mounted, 'sh', this.folder, ...chroot, ...shell];
  }

  /** On the disk, without what this machine lends it. */
  bytes(): number {
    const text = execFileSync('du', ['-sx', '--block-size=1', this.folder], { encoding: 'utf8' });
    return Number(text.split('\t', 1)[0]);
  }

  has(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Whom this machine asks for packages, and whom its Node trusts. */
function registry(): Readonly<Record<string, string>> {
  const npm = onPath('npm');
  if (npm === undefined) return {};
  const address = execFileSync(npm, ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  const { NODE_EXTRA_CA_CERTS: more } = process.env;
  const trusted = more === CERTIFICATES ? { NODE_EXTRA_CA_CERTS: CERTIFICATES } : {};
  return { npm_config_registry: address, ...trusted };
}
