// Prints one version's part of CHANGELOG.md: `node scripts/release-notes.ts 1.2.3`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [version = ''] = process.argv.slice(2);
const text = readFileSync(join(import.meta.dirname, '../CHANGELOG.md'), 'utf8');
const part = text.split(/^## /m).find((each) => each.startsWith(`[${version}]`));
if (part === undefined) {
  console.error(`release-notes: CHANGELOG.md has no part for ${version || 'no version at all'}`);
  process.exit(1);
}
console.log(part.split('\n').slice(1).join('\n').trim());
