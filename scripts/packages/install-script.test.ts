// The install script with a stand-in for curl that takes files from a folder: what it refuses before it has
// changed anything, and where it installs. A real server and a real archive are the system suite's.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../packaging/install.sh', import.meta.url));
const VERSION = '1.2.3';
const TOOLS = 'tar gzip uname mktemp grep cut ln mkdir rm mv readlink cp'.split(' ');

let scratch = '';

beforeEach(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'codex-voice-install-')));
  mkdirSync(join(scratch, 'served'));
  mkdirSync(join(scratch, 'home'));
  mkdirSync(join(scratch, 'tools'));
  for (const name of TOOLS) linkTool(name);
  program('tools/curl', `cp '${scratch}/served/'"\${6##*/}" "$5"`);
  if (toolPath('sha256sum') === undefined) linkTool('shasum');
  else linkTool('sha256sum');
  serve();
});

afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

function toolPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function linkTool(name: string): void {
  const path = toolPath(name);
  if (path === undefined) throw new Error(`there is no ${name} on this machine`);
  symlinkSync(path, join(scratch, 'tools', name));
}

function program(path: string, text: string): void {
  const file = join(scratch, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
}

/** A release whose program only says its name, for every platform. */
function serve(): void {
  program('packed/tree/bin/codex-voice', `echo codex-voice ${VERSION}`);
  const file = join(scratch, 'served', 'archive');
  execFileSync('tar', ['-czf', file, '-C', join(scratch, 'packed'), 'tree']);
  const bytes = readFileSync(file);
  const command = toolPath('sha256sum') === undefined ? ['shasum', '-a', '256'] : ['sha256sum'];
  const [tool = '', ...words] = command;
  const [sum] = execFileSync(tool, [...words, file], { encoding: 'utf8' }).split(' ', 1);
  const lines = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].map((platform) => {
    const name = `codex-voice-${VERSION}-${platform}.tar.gz`;
    writeFileSync(join(scratch, 'served', name), bytes);
    return `${sum}  ${name}\n`;
  });
  writeFileSync(join(scratch, 'served', 'SHA256SUMS'), lines.join(''));
}

function install(env: Readonly<Record<string, string | undefined>> = {}) {
  const { status, stdout, stderr } = spawnSync('/bin/sh', [SCRIPT], {
    cwd: scratch,
    encoding: 'utf8',
    env: {
      HOME: join(scratch, 'home'),
      PATH: join(scratch, 'tools'),
      CODEX_VOICE_RELEASES: 'https://releases.example',
      ...env,
    },
  });
  return { status, stdout, stderr };
}

/** One line that has these words, and nothing was changed. */
function expectRefused(outcome: ReturnType<typeof install>, words: string): void {
  expect(outcome).toMatchObject({ status: 1, stdout: '' });
  expect(outcome.stderr).toMatch(/^codex-voice: [^\n]+\n$/);
  expect(outcome.stderr).toContain(words);
  expect(existsSync(join(scratch, 'home', '.local', 'share'))).toBe(false);
}

describe.skipIf(process.platform === 'win32')('the install script', () => {
  test('HOST-17: installs, says so, and does so again', () => {
    for (const _ of ['first', 'again']) {
      const { status, stdout } = install();
      expect([status, stdout]).toEqual([
        0,
        expect.stringContaining(`codex-voice ${VERSION} is installed`),
      ]);
    }
    const link = join(scratch, 'home', '.local', 'bin', 'codex-voice');
    expect(execFileSync(link, { encoding: 'utf8' })).toBe(`codex-voice ${VERSION}\n`);
    expect(readdirSync(join(scratch, 'home/.local/share/codex-voice/versions'))).toEqual([VERSION]);
  });

  test('HOST-17: a program of somebody else, or a link to one, is refused before anything is fetched', () => {
    program('home/.local/bin/codex-voice', 'echo mine');
    expectRefused(install(), 'is there and is not ours: move it away');
    const link = join(scratch, 'home/.local/bin/codex-voice');
    rmSync(link);
    symlinkSync('/opt/other/codex-voice', link);
    expectRefused(install(), 'leads to /opt/other/codex-voice, which is not ours: move it away');
    expect(readlinkSync(link)).toBe('/opt/other/codex-voice');
  });

  test('HOST-17: a version that is there and does not start is not switched to', () => {
    program(`home/.local/share/codex-voice/versions/${VERSION}/bin/codex-voice`, 'exit 3');
    const { status, stderr } = install();
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^codex-voice: \S+\/versions\/1\.2\.3 is there and does not start: [^\n]+\n$/,
    );
    expect(readdirSync(join(scratch, 'home/.local/share/codex-voice'))).toEqual(['versions']);
  });

  test('HOST-17: folders may be named from where one is', () => {
    expect(install({ CODEX_VOICE_ROOT: 'root/', CODEX_VOICE_BIN: 'bin' }).status).toBe(0);
    expect(readlinkSync(join(scratch, 'bin/codex-voice'))).toBe(
      join(scratch, 'root/current/bin/codex-voice'),
    );
    const said = execFileSync(join(scratch, 'bin/codex-voice'), { encoding: 'utf8' });
    expect(said).toBe(`codex-voice ${VERSION}\n`);
  });

  test.each([
    ['curl', 'neither curl nor wget is here'],
    [toolPath('sha256sum') === undefined ? 'shasum' : 'sha256sum', 'neither sha256sum nor shasum'],
  ])('HOST-17: without %s there is one line', (missing, words) => {
    rmSync(join(scratch, 'tools', missing));
    expectRefused(install(), words);
  });

  test('HOST-17: without HOME there is one line, unless both folders are named', () => {
    expectRefused(install({ HOME: undefined }), 'HOME is not set: name the folders');
    const named = { CODEX_VOICE_ROOT: join(scratch, 'r'), CODEX_VOICE_BIN: join(scratch, 'b') };
    expect(install({ HOME: undefined, ...named }).status).toBe(0);
  });
});
