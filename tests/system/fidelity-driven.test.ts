// needs: codex
// As the suite `fidelity`, with Codex's driver active: the recordings stand where Codex's TUI would, beside a
// real app-server that our driver speaks to all the while.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CodexHome,
  codexHome,
  ensureCodex,
  makeScratchDirectory,
  removeDirectory,
  sized,
} from '@codex-voice/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { loadRecordings } from '../fidelity/load-recordings.ts';
import { expectTheSame } from './fidelity-rig.ts';

/** Nobody listens there, and nothing is asked of a model. */
const NO_MODEL = 'http://127.0.0.1:9';

let home = '';
let codex = '';
let codexFolder: CodexHome;
beforeAll(async () => {
  codex = await ensureCodex();
  home = await makeScratchDirectory('fidelity');
  codexFolder = await codexHome({ baseUrl: NO_MODEL, cwd: home });
  const folder = join(home, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), '[agents.codex]\ndriver = "structured"\n');
});
afterAll(async () => {
  await codexFolder.dispose();
  await removeDirectory(home);
});

/** A Codex whose TUI is the player; known as Codex by its name. */
function standIn(player: readonly string[]): readonly string[] {
  const path = join(home, 'codex');
  const quoted = player.map((word) => `'${word}'`).join(' ');
  const text = `#!/bin/sh\nif [ "$1" = app-server ]; then exec '${codex}' "$@"; fi\nexec ${quoted}\n`;
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return [path];
}

/** What is beside the filter, which all of them pass in the suite `fidelity`, is the same for each. */
const EVERY = sized({ usual: 3, full: 1 });

describe('codex-voice with its driver, around recordings of real programs', () => {
  for (const [name, cast] of [...loadRecordings()].filter((_, at) => at % EVERY === 0)) {
    it(`KEEPER-71: ${name} looks and hears what it would without us`, async () => {
      const around = { home, env: codexFolder.env, options: [], agent: standIn } as const;
      await expectTheSame(cast, { ...around, shows: /structured/u, outlives: 'terminal' });
    });
  }
});
