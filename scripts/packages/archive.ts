// The self-contained archive for this machine's platform: the npm package, what it needs of
// `node_modules`, and the Node to run it.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { create } from 'tar';
import { type LockFile, RUNTIME_ROOTS, runtimeModules } from './runtime-modules.ts';

/** `linux-x64` and the like: of this machine, since native parts are those installed here. */
export const PLATFORM = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** Of a package's folder only what runs is taken: nothing for a compiler, no maps. `src` is what runs of some. */
const LEFT_OUT =
  /(\.map|\.d\.ts|\.d\.mts|\.md|\.cc|\.gyp|\.pdb|\.lib)$|\/(test|tests|docs|examples|include|share)$/;

/** Adds to the npm package's `folder` what the machine does not have by itself. */
export function addRuntime(root: string, folder: string, lock: LockFile): void {
  for (const { path } of runtimeModules(lock, PLATFORM)) {
    if (!existsSync(join(root, path))) throw new Error(`${path} is not installed: run npm ci`);
    cpSync(join(root, path), join(folder, path), {
      recursive: true,
      filter: (source) => !LEFT_OUT.test(source.slice(join(root, path).length)),
    });
  }
  for (const name of Object.keys(RUNTIME_ROOTS)) refuseTorn(folder, name);
  const node = process.platform === 'win32' ? 'node.exe' : 'node';
  const bin = join(folder, 'node_modules', `node-${PLATFORM}`, 'bin');
  mkdirSync(bin, { recursive: true });
  cpSync(process.execPath, join(bin, node), { dereference: true });
  const licence = join(root, 'node_modules', `node-${PLATFORM}`, 'LICENSE');
  if (existsSync(licence)) cpSync(licence, join(bin, '..', 'LICENSE'));
}

/** What the system lacks, such as a sound library, is not the package's fault; a file of its own is. */
const TRIED = `import(process.argv[1]).catch((error) => {
  const said = [];
  for (let at = error; at && said.length < 5; at = at.cause) said.push(at.message);
  if (/Cannot find (?:module|package)/.test(said.join(' '))) console.log(said.join(' '));
}).finally(() => process.exit());`;

/** Throws where something of `name` that it loads was not taken along. */
function refuseTorn(folder: string, name: string): void {
  const options = { cwd: folder, encoding: 'utf8' } as const;
  const missing = execFileSync(process.execPath, ['-e', TRIED, name], options).trim();
  if (missing !== '') throw new Error(`${name} is not whole in the archive: ${missing}`);
}

export interface Archive {
  /** Of the one folder that the archive has. */
  readonly parent: string;
  readonly name: string;
  readonly file: string;
  /** Of compression, 1 to 9: the last ones cost much and bring little. */
  readonly level: number;
}

/** Gzipped, owned by nobody in particular. */
export async function writeArchive({ parent, name, file, level }: Archive): Promise<void> {
  await create({ file, cwd: parent, gzip: { level }, portable: true, strict: true }, [name]);
}
