// The four functions of the prebuilt PTY binding, typed; what is done with a descriptor is left to
// the callers. The library's own JavaScript is not used: it overrides TERM and PWD, destroys the
// descriptor 200 ms after the child's death whatever is still unread, and spins on a full one.
import { createRequire } from 'node:module';

export interface ForkedPty {
  /** The master side, non-blocking. */
  readonly fd: number;
  readonly pid: number;
  /** The path of the slave side. */
  readonly pty: string;
}

export interface NativeBinding {
  readonly fork: (
    file: string,
    args: readonly string[],
    env: readonly string[],
    cwd: string,
    columns: number,
    rows: number,
    uid: number,
    gid: number,
    utf8: boolean,
    helperPath: string,
    onExit: (exitCode: number, signal: number) => void,
  ) => ForkedPty;
  readonly resize: (fd: number, columns: number, rows: number) => void;
}

export interface LoadedBinding {
  readonly binding: NativeBinding;
  /** The program macOS needs between fork and exec; a name nobody reads elsewhere. */
  readonly helperPath: string;
}

let loaded: LoadedBinding | undefined;

/** Loads the binding of this platform once. Throws the loader's error when there is none. */
export function loadBinding(): LoadedBinding {
  if (loaded !== undefined) return loaded;
  const require = createRequire(import.meta.url);
  const platformPackage = `@lydell/node-pty-${process.platform}-${process.arch}`;
  // The platform package is the library's dependency, so it is looked up from there.
  const fromLibrary = createRequire(require.resolve('@lydell/node-pty'));
  loaded = {
    // A native module has no types; its four functions are called as the pinned version defines them.
    binding: fromLibrary(`${platformPackage}/pty.node`) as NativeBinding,
    helperPath:
      process.platform === 'darwin' ? fromLibrary.resolve(`${platformPackage}/spawn-helper`) : '',
  };
  return loaded;
}
