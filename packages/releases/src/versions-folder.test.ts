import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VersionsFolder } from './versions-folder.ts';

let scratch = '';
let folder = new VersionsFolder('');

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'codex-voice-versions-'));
  folder = new VersionsFolder(join(scratch, 'root'));
});

afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

interface Packed {
  /** What it calls itself; undefined: it has no program. */
  readonly says?: string;
  readonly add?: (tree: string) => void;
}

async function archiveOf(version: string, { says = `codex-voice ${version}`, add }: Packed = {}) {
  const name = `codex-voice-${version}`;
  const tree = join(scratch, 'packing', name);
  mkdirSync(join(tree, 'bin'), { recursive: true });
  writeFileSync(join(tree, 'bin', 'codex-voice'), `#!/bin/sh\necho '${says}'\n`);
  chmodSync(join(tree, 'bin', 'codex-voice'), 0o755);
  add?.(tree);
  const file = join(scratch, `${name}.tar.gz`);
  await create({ file, cwd: join(scratch, 'packing'), gzip: true }, [name]);
  rmSync(join(scratch, 'packing'), { recursive: true });
  return file;
}

async function install(version: string): Promise<void> {
  await folder.unpack({ archive: await archiveOf(version), version });
}

/** All names below versions/, unfinished ones too. */
function inVersions(): readonly string[] {
  const path = join(folder.root, 'versions');
  return existsSync(path) ? readdirSync(path).sort() : [];
}

describe('unpacking', () => {
  test('REL-4: a version stands beside the others once it has named itself', async () => {
    await install('1.0.0');
    await install('1.1.0');
    expect(inVersions()).toEqual(['1.0.0', '1.1.0']);
    expect(folder.current).toBeUndefined();
  });

  test.each([
    ['calls itself otherwise', { says: 'codex-voice 9.9.9' }, /calls itself "codex-voice 9\.9\.9"/],
    [
      'does not start',
      {
        add: (tree: string) => writeFileSync(join(tree, 'bin/codex-voice'), '#!/bin/sh\nexit 3\n'),
      },
      /can't be used here/,
    ],
    [
      'has no program',
      { add: (tree: string) => rmSync(join(tree, 'bin'), { recursive: true }) },
      /has no bin\/codex-voice/,
    ],
  ])('REL-4: one that %s leaves all as it was', async (_, packed, line) => {
    await install('1.0.0');
    folder.switchTo('1.0.0');
    const archive = await archiveOf('1.1.0', packed);
    await expect(folder.unpack({ archive, version: '1.1.0' })).rejects.toThrow(line);
    expect(inVersions()).toEqual(['1.0.0']);
    expect(folder.current).toBe('1.0.0');
  });

  test('REL-4: a torn archive leaves all as it was, wherever it is torn', async () => {
    const { readFileSync } = await import('node:fs');
    const archive = await archiveOf('1.1.0');
    const bytes = readFileSync(archive);
    for (let length = 0; length < bytes.length; length += 7) {
      writeFileSync(archive, bytes.subarray(0, length));
      await expect(folder.unpack({ archive, version: '1.1.0' })).rejects.toThrow();
      expect(inVersions()).toEqual([]);
    }
  });

  test.each([
    ['a link out of it', (tree: string) => symlinkSync('/etc/passwd', join(tree, 'lib'))],
    ['a link that climbs out', (tree: string) => symlinkSync('../../outside', join(tree, 'lib'))],
    ['a link to the folder above', (tree: string) => symlinkSync('..', join(tree, 'up'))],
  ])('REL-5: an archive with %s is refused', async (_, add) => {
    const archive = await archiveOf('1.1.0', { add });
    await expect(folder.unpack({ archive, version: '1.1.0' })).rejects.toThrow(/it is not used/);
    expect(inVersions()).toEqual([]);
  });

  test('REL-5: a link inside it is none of these', async () => {
    const add = (tree: string): void => symlinkSync('codex-voice', join(tree, 'bin', 'cv'));
    await folder.unpack({ archive: await archiveOf('1.1.0', { add }), version: '1.1.0' });
    expect(inVersions()).toEqual(['1.1.0']);
  });

  test('REL-5: two folders, or an entry that climbs, are refused', async () => {
    mkdirSync(join(scratch, 'two', 'a'), { recursive: true });
    mkdirSync(join(scratch, 'two', 'b'));
    const file = join(scratch, 'two.tar.gz');
    await create({ file, cwd: join(scratch, 'two'), gzip: true }, ['a', 'b']);
    await expect(folder.unpack({ archive: file, version: '1.1.0' })).rejects.toThrow(/2 folders/);
    writeFileSync(join(scratch, 'evil'), 'x');
    await create({ file, cwd: join(scratch, 'two'), gzip: true, preservePaths: true }, [
      'a/../../evil',
    ]);
    await expect(folder.unpack({ archive: file, version: '1.1.0' })).rejects.toThrow(/not used/);
  });

  test('a name that is no version is none', async () => {
    const archive = await archiveOf('1.1.0');
    await expect(folder.unpack({ archive, version: '../1.1.0' })).rejects.toThrow('is no version');
  });
});

describe('switching', () => {
  test('REL-6: there and back, the links always whole', async () => {
    await install('1.0.0');
    await install('1.1.0');
    folder.switchTo('1.0.0');
    expect(folder.previous).toBeUndefined();
    expect(() => folder.back()).toThrow('there is no earlier version to go back to');
    folder.switchTo('1.1.0');
    expect([folder.current, folder.previous]).toEqual(['1.1.0', '1.0.0']);
    expect(readlinkSync(join(folder.root, 'current'))).toBe('versions/1.1.0');
    expect(folder.back()).toBe('1.0.0');
    expect([folder.current, folder.previous]).toEqual(['1.0.0', '1.1.0']);
  });

  test('REL-6: to itself nothing changes; to one that is not there, a line', async () => {
    await install('1.0.0');
    folder.switchTo('1.0.0');
    folder.switchTo('1.0.0');
    expect(folder.previous).toBeUndefined();
    expect(() => folder.switchTo('2.0.0')).toThrow('2.0.0 is not installed: there is 1.0.0');
  });

  test('REL-7: what is used, current or previous stays; the rest and what is half unpacked goes', async () => {
    for (const version of ['1.0.0', '1.1.0', '1.2.0', '1.3.0']) {
      await install(version);
      folder.switchTo(version);
    }
    const dead = join(folder.root, 'versions', '.unpacking-dead');
    mkdirSync(dead);
    utimesSync(dead, 1, 1);
    const gone = folder.prune((path) => path === folder.folderOf('1.0.0'));
    expect(gone).toEqual(['1.1.0']);
    expect(inVersions()).toEqual(['1.0.0', '1.2.0', '1.3.0']);
  });

  test('REL-7: what another process is unpacking at this moment stays', async () => {
    await install('1.0.0');
    folder.switchTo('1.0.0');
    mkdirSync(join(folder.root, 'versions', '.unpacking-live'));
    folder.prune(() => false);
    expect(inVersions()).toEqual(['.unpacking-live', '1.0.0']);
    folder.prune(() => false, Date.now() + 3_700_000);
    expect(inVersions()).toEqual(['1.0.0']);
  });
});
