// What a stranger does on a Debian that has just been made: each way of installing codex-voice, to a sentence
// spoken to an agent, with the time and the bytes it takes. Needs root and debootstrap, takes some ten
// minutes: `npm run packages:clean [-- --write] [-- --only npm]`. `--write` puts the figures into
// docs/installing.md; `--release FOLDER` keeps what is packed, and takes it the next time.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeArtefacts } from './clean/artefacts.ts';
import { CleanRoot, lackingPrograms, makeBase } from './clean/clean-root.ts';
import { measuredTable, withTable } from './clean/measured-table.ts';
import { type Measured, WAYS } from './clean/ways.ts';

const root = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    release: { type: 'string' },
    base: { type: 'string', default: join(root, '.cache', 'clean-root', 'bookworm') },
  },
});
const lacking = lackingPrograms();
if (lacking !== undefined) {
  console.error(`packages:clean: ${lacking}`);
  process.exit(2);
}
const unknown = values.only?.find((name) => !WAYS.some((way) => way.name === name));
if (unknown !== undefined) {
  const names = WAYS.map(({ name }) => name).join(', ');
  console.error(`packages:clean: no way of installing is called ${unknown}: choose from ${names}`);
  process.exit(2);
}

const base = resolve(values.base);
if (!existsSync(base)) console.log(`making a Debian in ${base}, once …`);
makeBase(base);
const folder = mkdtempSync(join(tmpdir(), 'codex-voice-clean-'));
const measured: Measured[] = [];
let failed = 0;
try {
  console.log('packing …');
  await using artefacts = await makeArtefacts(
    root,
    resolve(values.release ?? join(folder, 'release')),
  );
  for (const way of WAYS) {
    if (values.only !== undefined && !values.only.includes(way.name)) continue;
    console.log(`\n${way.title} …`);
    try {
      using clean = new CleanRoot({ base, folder: join(folder, way.name), node: way.node });
      const found = await way.install({ clean, artefacts, root });
      measured.push(found);
      for (const line of found.notes) console.log(`  ${line}`);
      console.log(
        `  ${found.seconds.toFixed(1)} s, ${Math.round(found.bytes / 1e6)} MB: spoken to`,
      );
    } catch (error) {
      failed += 1;
      console.error(`  failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const table = measuredTable(measured);
console.log(`\n${table}`);
if (values.write && failed === 0 && values.only === undefined) {
  const page = join(root, 'docs', 'installing.md');
  writeFileSync(page, withTable(readFileSync(page, 'utf8'), table));
}
process.exitCode = failed === 0 ? 0 : 1;
