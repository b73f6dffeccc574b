// What a plugin declares, what that means in words, and how a change of its folder is seen.
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { manifestSchema, PLUGIN_NAME } from './manifest.ts';
import { keepsOffNetwork, permissionLines } from './permission-lines.ts';
import { fileInside, sealPlugin } from './plugin-files.ts';
import { manifestOf, PluginWorld } from './plugin-world.test-support.ts';

const isManifest = (value: unknown) => v.safeParse(manifestSchema, value).success;
const script = { kind: 'script', run: ['./x'] };
const sealed = ({ folder, root, project }: PluginWorld, handler: object = script) =>
  sealPlugin({ folder, root, project, manifest: manifestOf({ handler }) });

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
    expect(free).toMatch(/^gets the words .* PATH, HOME, .* from your environment: TOKEN$/mu);
    const held = lines({ kind: 'typescript', module: 'm.ts' });
    expect(held).toContain('can read its own folder, and no other file of yours');
    expect(held).toContain('is kept from starting other programs');
    expect(held).toContain(
      keepsOffNetwork()
        ? 'is kept off the network'
        : 'nothing keeps it from the network and the services of this machine',
    );
    expect(held).toContain('no wall against code that wants to harm');
    const wide = lines({ kind: 'typescript', module: 'm.ts' }, { files: 'write' });
    expect(wide).toContain('read and write this project, what is run in it later too');
    expect(wide).toContain('what links in it lead to');
  });

  it('PLUGINS-2 a module that may start programs is told to be kept from nothing, and a server to get all that it gets', () => {
    const lines = (handler: object, permissions: object = {}) =>
      permissionLines(manifestOf({ handler, permissions })).join('\n');
    const running = lines({ kind: 'typescript', module: 'm.ts' }, { run: true });
    expect(running).toContain('can start other programs');
    expect(running).toContain('nothing keeps it from anything that you may do');
    expect(running).not.toMatch(/kept (?:from starting|off|to this)|no other file/u);
    const url = 'https://example.org/';
    const post = { kind: 'http', url, env: ['TOKEN', 'UNUSED'] };
    const headers = { authorization: 'Bearer {env.TOKEN}' };
    const posted = lines({ ...post, headers });
    expect(posted).toContain(`sends its name, the words and what is piped in to ${url} (POST)`);
    expect(posted).toContain('with the headers authorization: Bearer {env.TOKEN}');
    expect(posted).toMatch(/^sends there from your environment: TOKEN$/mu);
    expect(posted).not.toContain('nothing else');
    expect(lines({ ...post, method: 'GET' })).toContain('sends in the address the words');
    expect(lines(post)).not.toContain('TOKEN');
  });
});

describe('folders', () => {
  it('PLUGINS-3 every byte, name and executable bit changes the seal', () => {
    using world = new PluginWorld();
    const seals = new Set<string>();
    const seal = () => {
      const found = sealed(world);
      if (found.kind !== 'sealed') throw new Error(found.why);
      seals.add(found.seal);
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

  it('PLUGINS-5 files of the project that a script is run with are part of the seal, others are not', () => {
    using world = new PluginWorld();
    const run = [
      'sh',
      'tools/a.sh',
      '--import=./b.mjs',
      'gone.txt',
      '{words}',
      '/bin/sh',
      'own.sh',
    ];
    const seal = (handler: object = { kind: 'script', run }) => {
      const found = sealed(world, handler);
      if (found.kind !== 'sealed') throw new Error(found.why);
      return found;
    };
    world.file('own.sh', '');
    mkdirSync(join(world.project, 'tools'));
    const [a, b] = [join(world.project, 'tools/a.sh'), join(world.project, 'b.mjs')];
    writeFileSync(a, 'echo 1');
    writeFileSync(b, '');
    writeFileSync(join(world.project, 'other'), '');
    expect(seal().outside).toEqual([a, b]);
    const seals = new Set([seal().seal]);
    writeFileSync(join(world.project, 'other'), 'changed');
    seals.add(seal().seal);
    expect(seals.size).toBe(1);
    for (const path of [a, b]) {
      writeFileSync(path, 'echo 2');
      seals.add(seal().seal);
    }
    expect(seals.size).toBe(3);
    // In its own folder the same words name other files.
    expect(seal({ kind: 'script', run, cwd: 'plugin' }).outside).toEqual([]);
    symlinkSync('/etc/hostname', join(world.project, 'gone.txt'));
    expect(seal().outside).toContain(join(world.project, 'gone.txt'));
    writeFileSync(b, 'x'.repeat(5 * 1024 * 1024));
    expect(sealed(world, { kind: 'script', run })).toMatchObject({
      why: expect.stringContaining('4 MiB'),
    });
  });

  it('PLUGINS-4 a link that leads out, too many files and too large ones have none', () => {
    const refused = (fill: (world: PluginWorld) => void) => {
      using world = new PluginWorld();
      fill(world);
      const found = sealed(world);
      return found.kind === 'refused' ? found.why : 'sealed';
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
