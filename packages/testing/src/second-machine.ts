// A second machine on this one: a user of its own, and an sshd that lets nobody in but by a key made for it.
// Both are gone when it is ended, with everything that the user has started. Needs root and OpenSSH.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The user's processes get this long to end by themselves before they are killed, in ms. */
const END_GRACE_MS = 5_000;
/** What sshd gets until it listens, in ms. */
const START_PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 20;

export interface SecondMachine extends AsyncDisposable {
  /** `ssh://USER@127.0.0.1:PORT`. */
  readonly address: string;
  readonly user: string;
  readonly port: number;
  /** The user's home folder. */
  readonly home: string;
  /** A PATH with an ssh first that knows the key and the host, and nothing of this machine's person. */
  readonly path: string;
  /** The same with an ssh that does not know the host's key. */
  readonly strangersPath: string;
}

/** Throws where the user can't be made. */
export async function startSecondMachine(): Promise<SecondMachine> {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-there-'));
  chmodSync(folder, 0o755);
  const user = `cv-there-${process.pid}`;
  const home = join(folder, 'home');
  execFileSync('useradd', ['-M', '-d', home, '-s', '/bin/sh', '-p', '*', user]);
  const uid = Number(execFileSync('id', ['-u', user], { encoding: 'utf8' }));
  mkdirSync(home, { mode: 0o700 });
  chownSync(home, uid, uid);
  const port = await freePort();
  const sshd = startSshd(folder, port);
  let isOver = false;
  const end = async (): Promise<void> => {
    if (isOver) return;
    isOver = true;
    sshd.kill('SIGTERM');
    await endAll(uid);
    execFileSync('userdel', ['--force', user], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    rmSync(join(tmpdir(), `codex-voice-${uid}`), { recursive: true, force: true });
  };
  const deadlineMs = performance.now() + START_PATIENCE_MS;
  while (!existsSync(join(folder, 'sshd.pid'))) {
    if (performance.now() > deadlineMs) {
      await end();
      throw new Error('sshd does not listen');
    }
    await sleep(LOOK_EVERY_MS);
  }
  const known = `[127.0.0.1]:${port} ${readFileSync(join(folder, 'host.pub'), 'utf8')}`;
  return {
    address: `ssh://${user}@127.0.0.1:${port}`,
    ...{ user, port, home },
    path: sshBefore(folder, { name: 'friend', known }),
    strangersPath: sshBefore(folder, { name: 'stranger', known: '' }),
    [Symbol.asyncDispose]: end,
  };
}

function startSshd(folder: string, port: number): ChildProcess {
  const file = (name: string): string => join(folder, name);
  for (const name of ['host', 'key'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)]);
  writeFileSync(file('authorized'), readFileSync(file('key.pub')));
  const config = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${file('host')}`,
    `AuthorizedKeysFile ${file('authorized')}`,
    `PidFile ${file('sshd.pid')}`,
    'PasswordAuthentication no',
    'StrictModes no',
    'UsePAM no',
    '',
  ];
  writeFileSync(file('sshd_config'), config.join('\n'));
  mkdirSync('/run/sshd', { recursive: true });
  // It starts itself anew for each connection, and wants its own whole path for that.
  const program = whole('sshd');
  const words = ['-D', '-f', file('sshd_config'), '-E', file('sshd.log')];
  return spawn(program, words, { stdio: 'ignore' });
}

function sshBefore(folder: string, { name, known }: { name: string; known: string }): string {
  const file = (of: string): string => join(folder, `${name}-${of}`);
  writeFileSync(file('known'), known);
  const config = [
    'Host *',
    `IdentityFile ${join(folder, 'key')}`,
    'IdentitiesOnly yes',
    `UserKnownHostsFile ${file('known')}`,
    'GlobalKnownHostsFile /dev/null',
    '',
  ];
  writeFileSync(file('config'), config.join('\n'));
  mkdirSync(file('bin'));
  const script = `#!/bin/sh\nexec ${whole('ssh')} -F '${file('config')}' "$@"\n`;
  writeFileSync(join(file('bin'), 'ssh'), script, { mode: 0o755 });
  return `${file('bin')}${delimiter}${process.env.PATH}`;
}

function whole(program: string): string {
  return execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

/** By the owner of their folders in /proc; those that have ended and are not waited for have no words. */
function processesOf(uid: number): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/u.test(name)) return [];
    try {
      if (statSync(`/proc/${name}`).uid !== uid) return [];
      return readFileSync(`/proc/${name}/cmdline`, 'utf8') === '' ? [] : [Number(name)];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

async function endAll(uid: number): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const pid of processesOf(uid)) {
      try {
        process.kill(pid, signal);
      } catch {
        // It was quicker.
      }
    }
    const deadlineMs = performance.now() + END_GRACE_MS;
    while (processesOf(uid).length > 0 && performance.now() < deadlineMs)
      await sleep(LOOK_EVERY_MS);
  }
}
