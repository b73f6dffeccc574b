// The launcher in a folder of its own, in front of roles that only report: on a Node that can run
// them, and on one that can't, which is the same Node told to say that it is older.
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnPty } from '@codex-voice/pty';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../bin', import.meta.url));
const REPORT = `console.log(JSON.stringify({ role: ROLE, words: process.argv.slice(2) }));`;
const windows = process.platform === 'win32';
const onPosix = test.skipIf(windows);
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'codex-voice-launcher-'));
  cpSync(bin, join(root, 'bin'), { recursive: true });
  mkdirSync(join(root, 'dist'));
  for (const role of ['client', 'voice', 'keeper', 'host'])
    play(role, REPORT.replace('ROLE', `'${role}'`));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(root, 'older.cjs'),
    `Object.defineProperty(process.versions, 'node', { value: '12.22.0' });`,
  );
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function play(role: string, source: string): void {
  writeFileSync(join(root, 'dist', `${role}.cjs`), source);
}

/** The pinned Node where the launcher looks for it: this one. */
function pin(): void {
  const platform = windows ? 'win' : process.platform;
  const folder = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin');
  mkdirSync(folder, { recursive: true });
  symlinkSync(process.execPath, join(folder, windows ? 'node.exe' : 'node'));
}

type Node = 'recent' | 'older';

function command(node: Node): string[] {
  const older = node === 'older' ? ['--require', join(root, 'older.cjs')] : [];
  return [...older, join(root, 'bin', 'codex-voice.js')];
}

function run(node: Node, words: readonly string[], input = '') {
  return spawnSync(process.execPath, [...command(node), ...words], {
    input,
    encoding: 'utf8',
    env: { ...process.env, XDG_CACHE_HOME: join(root, 'cache') },
  });
}

describe.each(['recent', 'older'] as const)('on a %s Node', (node) => {
  beforeEach(pin);

  test('the client gets every word as it was given', () => {
    const words = ['run', '--', 'a b', '', '--version', 'ü'];
    expect(JSON.parse(run(node, words).stdout)).toEqual({ role: 'client', words });
  });

  test.each(['voice', 'keeper', 'host'])('the %s role is started by its own word', (role) => {
    const { stdout } = run(node, [`__${role}`, '--x']);
    expect(JSON.parse(stdout)).toEqual({ role, words: ['--x'] });
  });

  test('stdin and the exit status come through', () => {
    play('client', `process.stdin.pipe(process.stdout); process.exitCode = 7;`);
    const ended = run(node, [], 'some bytes');
    expect([ended.stdout, ended.status]).toEqual(['some bytes', 7]);
  });

  test('a role that can not be loaded says why and fails', () => {
    play('client', `require('nowhere');`);
    const ended = run(node, []);
    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(/^codex-voice: .*nowhere/);
  });

  test('with nothing bundled the sources play the role', () => {
    rmSync(join(root, 'dist'), { recursive: true });
    mkdirSync(join(root, 'apps/client/src'), { recursive: true });
    writeFileSync(
      join(root, 'apps/client/src/main.ts'),
      `const a: string = 'source'; console.log(a);`,
    );
    expect(run(node, []).stdout).toBe('source\n');
  });

  onPosix('SIGTERM reaches the role, whose ending is ours', async () => {
    play(
      'client',
      `process.on('SIGTERM', () => process.exit(9)); setInterval(() => {}, 1e6); console.log('up');`,
    );
    const child = spawn(process.execPath, command(node), { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.once('data', () => child.kill('SIGTERM'));
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(9);
  });
});

// An older Node hands over to a recent one, which decides this.
test('what only asks is answered by a bundle of its own, and nothing else is', () => {
  play('help', REPORT.replace('ROLE', `'help'`));
  const roleOf = (...words: string[]) => JSON.parse(run('recent', words).stdout).role;
  expect(['--help', '-h', '--version', '-V'].map((word) => roleOf(word))).not.toContain('client');
  expect([roleOf('models', '--help'), roleOf('run', '-h')]).toEqual(['help', 'help']);
  expect([
    roleOf('codex', '--help'),
    roleOf('run', '--', '--help'),
    roleOf('--hud', '--help'),
    roleOf('models', 'list', '--help'),
    roleOf(),
  ]).toEqual(Array(5).fill('client'));
  rmSync(join(root, 'dist', 'help.cjs'));
  expect(roleOf('--help')).toBe('client');
});

/** What waits for a session, and what is none; an older Node hands over to a recent one, which decides. */
const KEEPER_LINES: Readonly<Record<Node, Record<'sessions' | 'others', readonly string[]>>> = {
  recent: {
    sessions: [
      '',
      'codex --no-host',
      '--hud line claude',
      'run -- top -h',
      'run --no-voice -- attach',
    ],
    others: [
      'attach',
      'sessions --json',
      '--help',
      '--hud line --no-host',
      'run --no-host -- top',
      '-V',
    ],
  },
  older: { sessions: ['run -- top -h'], others: ['attach'] },
};

describe.each(['recent', 'older'] as const)('a keeper ahead of its client on a %s Node', (node) => {
  const CLIENT = `
    const early = globalThis[Symbol.for('codex-voice.keeper')];
    console.log(early === undefined ? 'none' : 'keeper ' + early.pid);
  `;
  const KEEPER = `
    const { Socket } = require('node:net');
    new Socket({ fd: 3 }).on('close', () => process.exit(0)).resume();
  `;

  /** What the client finds when it is started in a terminal. */
  async function found(words: readonly string[]): Promise<string> {
    pin();
    play('client', CLIENT);
    play('keeper', KEEPER);
    const launcher = join(root, 'bin', 'codex-voice.js');
    const text = readFileSync(launcher, 'utf8');
    writeFileSync(launcher, text.replace(/(SESSIONS_BY_DEFAULT =) \w+/, '$1 true'));
    const spawned = spawnPty({
      file: process.execPath,
      args: [...command(node), ...words],
      cwd: root,
      env: { ...process.env, XDG_CACHE_HOME: join(root, 'cache') },
      columns: 80,
      rows: 24,
    });
    if (spawned.kind === 'failed') throw new Error(spawned.message);
    let output = '';
    spawned.pty.onData((chunk) => {
      output += Buffer.from(chunk).toString();
    });
    await spawned.pty.exited;
    return output.trim();
  }

  /** One that nobody has asked after yet is dead all the same. */
  function lives(pid: number): boolean {
    try {
      process.kill(pid, 0);
    } catch {
      return false;
    }
    try {
      return !/^State:\s+Z/mu.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      // It ended meanwhile, or there is no such folder on this system.
      return process.platform !== 'linux';
    }
  }

  onPosix.each(KEEPER_LINES[node].sessions)('waits for a session: %s', async (line) => {
    const [word, pid] = (await found(line.split(' ').filter(Boolean))).split(' ');
    expect(word).toBe('keeper');
    // A client that has no use for it takes it away by ending.
    await expect.poll(() => lives(Number(pid))).toBe(false);
  });

  onPosix.each(KEEPER_LINES[node].others)(
    'is not there for what is no session: %s',
    async (line) => {
      expect(await found(line.split(' '))).toBe('none');
    },
  );
});

test('a keeper is not started ahead of a client without a terminal', () => {
  play('client', `console.log(globalThis[Symbol.for('codex-voice.keeper')]);`);
  const launcher = join(root, 'bin', 'codex-voice.js');
  const text = readFileSync(launcher, 'utf8');
  writeFileSync(launcher, text.replace(/(SESSIONS_BY_DEFAULT =) \w+/, '$1 true'));
  expect(run('recent', []).stdout).toBe('undefined\n');
});

onPosix('the shell route becomes the role, also through a link', () => {
  pin();
  play('client', `console.log(process.pid, ...process.argv.slice(2));`);
  const link = join(root, 'linked');
  symlinkSync('bin/codex-voice', link);
  const ended = spawnSync(link, ['a b', '--c'], { encoding: 'utf8' });
  expect(ended.stdout).toBe(`${ended.pid} a b --c\n`);
});

onPosix('a role killed by a signal ends the launcher with 128 and its number', () => {
  pin();
  play('client', `process.kill(process.pid, 'SIGKILL');`);
  expect(run('older', []).status).toBe(128 + 9);
});

test('an old Node without a pinned one says in one line what is needed', () => {
  const ended = run('older', []);
  expect(ended.status).toBe(1);
  expect(ended.stderr).toMatch(/^codex-voice: Node 22\.18 or newer is needed[^\n]*\n$/);
});

/** The older Node, on another system, below a folder with a blank and a sign in its name. */
function toldOn(platform: string): string {
  writeFileSync(join(root, 'package.json'), '{"type":"module","codexVoice":{"node":"24.1.0"}}');
  writeFileSync(
    join(root, 'older.cjs'),
    `Object.defineProperty(process.versions, 'node', { value: '12.22.0' });
     Object.defineProperty(process, 'platform', { value: '${platform}' });`,
  );
  const folder = join(root, "Ann's & co");
  const env = { ...process.env, LOCALAPPDATA: folder, XDG_DATA_HOME: folder };
  return spawnSync(process.execPath, [...command('older')], { input: '', encoding: 'utf8', env })
    .stderr;
}

onPosix('the command that fetches a Node is one that the shell of the system takes', () => {
  const folder = join('codex-voice', 'node');
  expect(toldOn('win32')).toContain(
    `npm install --prefix "${root}/Ann's & co/${folder}" node-win-`,
  );
  expect(toldOn('linux')).toContain(
    `npm install --prefix '${root}/Ann'\\''s & co/${folder}' node-linux-`,
  );
});

onPosix('on a Mac nothing is offered that npm does not have', () => {
  expect(toldOn('darwin')).toMatch(
    /is needed and this is 12\.22\.0: install a newer Node, or the archive, which brings its own\n$/,
  );
});

test('a missing build says in one line how to make it', () => {
  rmSync(join(root, 'dist'), { recursive: true });
  expect(run('recent', []).stderr).toMatch(/^codex-voice: dist\/client\.cjs is missing[^\n]*\n$/);
});
