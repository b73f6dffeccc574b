// The types of its protocol that a version of Codex generates itself, in a folder that goes with them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProtocolReader } from '@codex-voice/drivers';
import { ensureCodex } from '@codex-voice/testing';

export interface CodexTypes extends Disposable {
  readonly read: ProtocolReader;
}

/** Throws with the reason where this Codex can't be had or generates nothing. */
export async function codexTypes(version: string): Promise<CodexTypes> {
  const file = await ensureCodex(version);
  const folder = mkdtempSync(join(tmpdir(), 'protocol-'));
  const dispose = (): void => rmSync(folder, { recursive: true, force: true });
  const made = spawnSync(file, ['app-server', 'generate-ts', '--out', folder], {
    encoding: 'utf8',
  });
  if (made.status !== 0) {
    dispose();
    const why = made.error?.message ?? (made.stderr.trim() || `status ${made.status}`);
    throw new Error(`Codex ${version} generates no types: ${why}`);
  }
  return { read: (path) => readGenerated(join(folder, path)), [Symbol.dispose]: dispose };
}

function readGenerated(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
