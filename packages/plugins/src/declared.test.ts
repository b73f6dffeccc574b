// What a plugin declares, what that means in words, and how a change of its folder is seen.
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { manifestSchema, PLUGIN_NAME } from './manifest.ts';
import { keepsOffNetwork, permissionLines } from './permission-lines.ts';
import { fileInside, sealFolder } from './plugin-files.ts';
import { manifestOf, PluginWorld } from './plugin-world.test-support.ts';

const isManifest = (value: unknown) => v.safeParse(manifestSchema, value).success;
const script = { kind: 'script', run: ['./x'] };

describe('manifests', () => {
  it('PLUGINS-1 defaults are the careful ones', () => {
    expect(manifestOf({ handler: script })).toMatchObject({
      output: 'compose',
      timeout_ms: 10_000,
      permissions: { network: false, files: 'none', run: false },
      handler: { cwd: 'project', env: [] },
    });
  });

  it('PLUGINS-1 what is not known or not allowed is no manifest', () => {
    const wrong = [
      {},
      { about: 'x' },
      { about: 'x', handler: script, sends: true },
      { about: 'a\nb', handler: script },
      { about: 'x', handler: { kind: 'script', run: [] } },
      { about: 'x', handler: { kind: 'script', run: './x' } },
      { about: 'x', handler: { ...script, shell: true } },
      { about: 'x', handler: { ...script, env: ['A=B'] } },
      { about: 'x', handler: { kind: 'typescript', module: 'a.sh' } },
      { about: 'x', handler: script, output: 'send' },
      { about: 'x', handler: script, timeout_ms: 1e9 },
      { about: 'x', handler: script, output_kb: 0 },
      { about: 'x', handler: script, words: 'lower' },
      { about: 'x', handler: script, permissions: { files: 'all' } },
    ];
    for (const manifest of wrong)
      expect(isManifest(manifest), JSON.stringify(manifest)).toBe(false);
  });

  it.each([
    ['https://example.org/x', true],
    ['http://127.0.0.1:8080', true],
    ['http://localhost/x', true],
    ['http://[::1]:1/x', true],
    ['http://example.org', false],
    ['http://localhost.example.org', false],
    ['http://127.0.0.1.example.org', false],
    ['http://localhost@example.org', false],
    ['file:///etc/passwd', false],
    ['HTTPS://x', false],
  ])('PLUGINS-30 %s: %s', (url, allowed) => {
    expect(isManifest({ about: 'x', handler: { kind: 'http', url } })).toBe(allowed);
  });

  it('PLUGINS-1 names are short words that no path can be', () => {
    for (const name of ['ticket', 'a', 'a-1']) expect(name).toMatch(PLUGIN_NAME);
    for (const name of ['', '.', '..', 'A', 'a b', '1a', 'a/b', '-a', 'x'.repeat(40)])
      expect(name).not.toMatch(PLUGIN_NAME);
  });

  it('PLUGINS-2 what is enforced is told as kept to, what is not as something nothing keeps it from', () => {
    const lines = (handler: object, permissions: object = {}) =>
      permissionLines(manifestOf({ handler, permissions })).join('\n');
    const free = lines({ ...script, env: ['TOKEN'] }, { network: true });
    expect(free).toContain('runs ./x as you');
    expect(free).toContain('says it needs the network; nothing keeps it from');
    expect(free).toContain('gets from your environment: TOKEN');
    const held = lines({ kind: 'typescript', module: 'm.ts' });
    expect(held).toContain('can read its own folder, and no other file of yours');
    expect(held).toContain('is kept from starting other programs');
    expect(held).toContain(
      keepsOffNetwork() ? 'is kept off the network' : 'nothing keeps it from that',
    );
    const wide = lines({ kind: 'typescript', module: 'm.ts' }, { files: 'write', run: true });
    expect(wide).toContain('read and write this project');
    expect(wide).toContain('can start other programs');
    expect(lines({ kind: 'http', url: 'https://example.org/' })).toContain('https://example.org/');
  });
});

describe('folders', () => {
  it('PLUGINS-3 every byte, name and executable bit changes the seal', () => {
    using world = new PluginWorld();
    const seals = new Set<string>();
    const seal = () => {
      const sealed = sealFolder(world.folder);
      if (sealed.kind !== 'sealed') throw new Error(sealed.why);
      seals.add(sealed.seal);
    };
    const path = world.file('a', '1');
    seal();
    seal();
    expect(seals.size).toBe(1);
    world.file('a', '2');
    seal();
    chmodSync(path, 0o755);
    seal();
    world.file('b', '');
    seal();
    mkdirSync(join(world.folder, 'c'));
    seal();
    symlinkSync('a', join(world.folder, 'd'));
    seal();
    expect(seals.size).toBe(6);
  });

  it('PLUGINS-4 a link that leads out, too many files and too large ones have none', () => {
    const refused = (fill: (world: PluginWorld) => void) => {
      using world = new PluginWorld();
      fill(world);
      const sealed = sealFolder(world.folder);
      return sealed.kind === 'refused' ? sealed.why : 'sealed';
    };
    expect(refused(({ folder }) => symlinkSync('/etc/passwd', join(folder, 'p')))).toBe(
      '"p" leads out of it',
    );
    expect(refused(({ folder }) => symlinkSync('..', join(folder, 'up')))).toContain('leads out');
    expect(refused(({ folder }) => symlinkSync('nowhere', join(folder, 'x')))).toContain('ENOENT');
    expect(refused((world) => world.file('big', 'x'.repeat(5 * 1024 * 1024)))).toContain('4 MiB');
    expect(
      refused(({ folder }) => {
        for (let index = 0; index <= 200; index += 1) writeFileSync(join(folder, `f${index}`), '');
      }),
    ).toContain('more than 200 files');
  });

  it('PLUGINS-1 a file is in the folder, or it is none', () => {
    using world = new PluginWorld();
    const path = world.file('in/side.ts', '');
    symlinkSync('/etc/passwd', join(world.folder, 'out'));
    expect(fileInside(world.folder, './in/side.ts')).toBe(path);
    for (const name of ['out', '../project', '/etc/passwd', 'in', 'gone', '.'])
      expect(fileInside(world.folder, name), name).toBeUndefined();
  });
});
