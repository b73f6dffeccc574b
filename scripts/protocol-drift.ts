// What a Codex's protocol lacks of what the driver uses: `node scripts/protocol-drift.ts [CODEX]`,
// by default the pinned one of the suites. It changes nothing.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingProtocol } from '@codex-voice/drivers';
import { ensureCodex } from '@codex-voice/testing';

const file = process.argv[2] ?? (await ensureCodex());
const folder = mkdtempSync(join(tmpdir(), 'protocol-'));
try {
  const made = spawnSync(file, ['app-server', 'generate-ts', '--out', folder], {
    encoding: 'utf8',
  });
  if (made.status !== 0) {
    const why = made.error?.message ?? (made.stderr.trim() || `status ${made.status}`);
    console.error(`protocol-drift: ${file} generates no types: ${why}`);
    process.exitCode = 2;
  } else {
    const missing = missingProtocol((path) => readGenerated(join(folder, path)));
    for (const line of missing) console.log(line);
    console.log(
      `${missing.length} of what the driver uses ${missing.length === 1 ? 'is' : 'are'} missing`,
    );
    process.exitCode = missing.length === 0 ? 0 : 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}

function readGenerated(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
