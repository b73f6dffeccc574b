// Where the engine's folder can't be made: npm is not even started.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../user-error.ts';
import { fetchEngine } from './fetch-engine.ts';

test('a folder that the system refuses is one line for a person', async () => {
  const above = mkdtempSync(join(tmpdir(), 'fetch-engine-'));
  try {
    writeFileSync(join(above, 'file'), '');
    const fetching = fetchEngine({
      lock: {},
      folder: join(above, 'file', 'engine', '1.0.0'),
      environment: {},
      signal: new AbortController().signal,
    });
    await expect(fetching).rejects.toThrow(UserError);
    await expect(fetching).rejects.toThrow(/^the speech engine can’t be written \(ENOTDIR\)/u);
  } finally {
    rmSync(above, { recursive: true });
  }
});
