// The disk that a session's queue file lies on, as a port: so that every way a disk can fail can be tried.
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { readText } from './text-if-there.ts';

/** Only the owner may read what was said. */
const FILE_MODE = 0o600;

/** Everything throws the system's error where it fails. */
export interface QueueDisk {
  read(path: string): string;
  /** A descriptor to write at the file's end with; `anew`: of a file that is empty. */
  open(path: string, how: 'append' | 'anew'): number;
  /** Answers how many of the bytes were written. */
  write(fd: number, bytes: Uint8Array): number;
  close(fd: number): void;
  rename(from: string, to: string): void;
  /** Where it is there. */
  remove(path: string): void;
}

export const machineDisk: QueueDisk = {
  read: readText,
  open: (path, how) => openSync(path, how === 'anew' ? 'w' : 'a', FILE_MODE),
  write: (fd, bytes) => writeSync(fd, bytes),
  close: closeSync,
  rename: renameSync,
  remove: (path) => rmSync(path, { force: true }),
};
