// The self-contained archive for this machine's platform: the npm package, what it needs of
// `node_modules`, and the Node to run it.
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { create } from 'tar';
import { type LockFile, runtimeModules } from './runtime-modules.ts';

/** `linux-x64` and the like: of this machine, since native parts are those installed here. */
export const PLATFORM = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** Of a package's folder only what runs is taken: no sources for a compiler, no maps. */
const LEFT_OUT =
  /(\.map|\.d\.ts|\.d\.mts|\.md|\.cc|\.gyp|\.pdb|\.lib)$|\/(test|tests|docs|src|include|share)$/;

/** Adds to the npm package's `folder` what the machine does not have by itself. */
export function addRuntime(root: string, folder: string, lock: LockFile): void {
  for (const { path } of runtimeModules(lock, PLATFORM)) {
    if (!existsSync(join(root, path))) throw new Error(`${path} is not installed: run npm ci`);
    cpSync(join(root, path), join(folder, path), {
      recursive: true,
      filter: (source) => !LEFT_OUT.test(source.slice(join(root, path).length)),
    });
  }
  const node = process.platform === 'win32' ? 'node.exe' : 'node';
  const bin = join(folder, 'node_modules', `node-${PLATFORM}`, 'bin');
  mkdirSync(bin, { recursive: true });
  cpSync(process.execPath, join(bin, node), { dereference: true });
  const licence = join(root, 'node_modules', `node-${PLATFORM}`, 'LICENSE');
  if (existsSync(licence)) cpSync(licence, join(bin, '..', 'LICENSE'));
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
