// The runtime folder: where it lies, and which ones are not taken.
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { afterwards, runtimeFolder } from './ipc-world.test-support.ts';
import {
  driverFolder,
  hostFiles,
  keeperFiles,
  runningKeepers,
  runtimeDirectory,
} from './runtime-directory.ts';

function refusal(base: string): string {
  const found = runtimeDirectory({ XDG_RUNTIME_DIR: base });
  return found.kind === 'refused' ? found.message : 'taken';
}

test('IPC-1: the folder lies below XDG_RUNTIME_DIR and is made for its owner alone', () => {
  const base = runtimeFolder();
  const path = join(base, 'codex-voice');
  for (let time = 0; time < 2; time += 1) {
    expect(runtimeDirectory({ XDG_RUNTIME_DIR: base })).toEqual({ kind: 'ready', path });
    expect(statSync(path).mode & 0o777).toBe(0o700);
  }
});

test('IPC-1: without XDG_RUNTIME_DIR, or with one that is relative, it lies below the temporary folder', () => {
  const base = runtimeFolder();
  const before = process.env.TMPDIR;
  process.env.TMPDIR = base;
  afterwards(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
  expect(tmpdir()).toBe(base);
  const path = join(base, `codex-voice-${process.getuid?.()}`);
  for (const given of [undefined, '', 'relative']) {
    expect(runtimeDirectory({ XDG_RUNTIME_DIR: given })).toEqual({ kind: 'ready', path });
  }
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

test('IPC-2: a symbolic link is refused in one line, and its target stays as it was', () => {
  const base = runtimeFolder();
  mkdirSync(join(base, 'target'), { mode: 0o700 });
  symlinkSync(join(base, 'target'), join(base, 'codex-voice'));
  expect(refusal(base)).toMatch(/^[^\n]*is a symbolic link[^\n]*$/u);
  expect(readdirSync(join(base, 'target'))).toEqual([]);
  const dangling = runtimeFolder();
  symlinkSync(join(dangling, 'nowhere'), join(dangling, 'codex-voice'));
  expect(refusal(dangling)).toMatch(/^[^\n]*codex-voice[^\n]*$/u);
  expect(readdirSync(dangling)).toEqual(['codex-voice']);
  for (const folder of [base, dangling]) {
    expect(lstatSync(join(folder, 'codex-voice')).isSymbolicLink()).toBe(true);
  }
});

test('IPC-2: a file, and a folder that others can enter, are refused and stay as they were', () => {
  const base = runtimeFolder();
  const path = join(base, 'codex-voice');
  mkdirSync(path);
  for (const mode of [0o750, 0o701, 0o777]) {
    chmodSync(path, mode);
    expect(refusal(base)).toMatch(/^[^\n]*can be entered by other users[^\n]*$/u);
    expect(statSync(path).mode & 0o777).toBe(mode);
  }
  const other = runtimeFolder();
  writeFileSync(join(other, 'codex-voice'), 'mine');
  expect(refusal(other)).toMatch(/^[^\n]*is no folder[^\n]*$/u);
  expect(refusal(join(other, 'codex-voice'))).toMatch(/^[^\n]*can't be made[^\n]*$/u);
});

test('IPC-2: a folder of another user is refused in one line', () => {
  const base = runtimeFolder();
  const path = join(base, 'codex-voice');
  mkdirSync(path, { mode: 0o700 });
  const own = process.getuid?.() ?? 0;
  // Only root can give a folder away; anyone else becomes someone else.
  if (own === 0) chownSync(path, 12_345, 12_345);
  else {
    const someoneElse = vi.spyOn(process, 'getuid').mockReturnValue(own + 1);
    afterwards(() => someoneElse.mockRestore());
  }
  expect(refusal(base)).toMatch(/^[^\n]*belongs to another user[^\n]*$/u);
});

test('IPC-3: a path longer than a socket may have is told in one line that says what to do', () => {
  const deep = join('/tmp', 'd'.repeat(100));
  expect(() => hostFiles(deep)).toThrow(/^[^\n]*at most \d+: set XDG_RUNTIME_DIR[^\n]*$/u);
  expect(() => keeperFiles(deep, 'codex-aaaa')).toThrow(/at most/u);
  expect(keeperFiles('/tmp/r', 'codex-aaaa').socket).toBe('/tmp/r/keeper-codex-aaaa.sock');
  const driver = { runtimeDirectory: deep, sessionId: 'codex-aaaa', socketName: 's' };
  expect(() => driverFolder(driver)).toThrow(/at most \d+: set XDG_RUNTIME_DIR/u);
  expect(driverFolder({ ...driver, runtimeDirectory: '/tmp/r' })).toBe('/tmp/r/driver-codex-aaaa');
});

test('IPC-3: an id that could be another file is no session', () => {
  const ids = ['', '../host', 'a/b', 'A', 'a b', '-a', 'a.sock', 'a'.repeat(65), 'é'];
  for (const id of ids) {
    expect(() => keeperFiles('/tmp/r', id)).toThrow(/is no session/u);
    const driver = { runtimeDirectory: '/tmp/r', sessionId: id, socketName: 's' };
    expect(() => driverFolder(driver)).toThrow(/is no session/u);
  }
});

test('IPC-7: sessions that have a socket are found; a folder that is missing has none', () => {
  const folder = runtimeFolder();
  const names = ['keeper-b-2.sock', 'keeper-a-1.sock', 'keeper-a-1.token', 'host.sock', 'x.sock'];
  for (const name of names) writeFileSync(join(folder, name), '');
  expect(runningKeepers(folder)).toEqual(['a-1', 'b-2']);
  expect(runningKeepers(join(folder, 'missing'))).toEqual([]);
});
