// Fetches the archive of a version beside the versions and unpacks it, for one process at a time: what another
// fetches is waited for by nobody, and no two write to one part. What is fetched and when is decided by others.
import { rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  claimStaging,
  type DownloadEvent,
  downloadFile,
  ModelError,
  type ModelErrorCode,
  systemClock,
  type Transport,
} from '@codex-voice/models';
import type { ReleaseFile, VersionsFolder } from '@codex-voice/releases';

/** Of what is not the file it should be no part is of use. */
const REFUSED: readonly ModelErrorCode[] = ['wrong-hash', 'wrong-size', 'changed'];

export interface ArchiveFetch {
  readonly versions: VersionsFolder;
  readonly version: string;
  readonly file: ReleaseFile;
  readonly address: string;
  readonly transport: Transport;
  readonly signal: AbortSignal;
  readonly onEvent: (event: DownloadEvent) => void;
}

/**
 * The version is there then. A part of its archive stays for the next time, a whole one never does. Throws
 * `ModelError`, `busy` where a living process is at it, and `ReleaseError`.
 */
export async function fetchArchive(wanted: ArchiveFetch): Promise<void> {
  const { versions, version, file, address, transport, signal, onEvent } = wanted;
  const incoming = join(versions.root, 'incoming');
  const staging = await claimStaging(incoming, version);
  let use: 'keep' | 'remove' = 'keep';
  try {
    // Another has had it, and is done.
    if (versions.versions.includes(version)) {
      use = 'remove';
      return;
    }
    const { name, bytes, sha256 } = file;
    const archive = join(staging.path, name);
    const pinned = { bytes, sha256 };
    const download = { transport, address, pinned, partPath: archive, signal, onEvent };
    await downloadFile({ ...download, clock: systemClock });
    // From here on it is whole: one that is refused would be refused again.
    use = 'remove';
    await versions.unpack({ archive, version });
  } catch (error) {
    if (error instanceof ModelError && REFUSED.includes(error.code)) use = 'remove';
    throw error;
  } finally {
    await staging.giveUp(use);
    // As releases before this one left it.
    for (const left of [file.name, `${file.name}.json`])
      rmSync(join(incoming, left), { force: true });
    for (const folder of [dirname(staging.path), incoming]) removeEmpty(folder);
  }
}

/** Others may be fetching into it, and a part of ours waits there for the next time. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {}
}
