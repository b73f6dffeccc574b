// What changed, of what we use, between two versions of an agent: in the types that Codex generates of its
// protocol, or in the structure of what Claude Code tells its hooks and writes into its transcript.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claudeUses, missingProtocol, protocolChanges, shapeChanges } from '@codex-voice/drivers';
import { CLAUDE_VERSION, CODEX_VERSION } from '@codex-voice/testing';
import { type Golden, goldenText, readGolden, recordClaude } from './drift/claude-golden.ts';
import { codexTypes } from './drift/codex-types.ts';
import { newest } from './drift/newest.ts';
import { saysNoRegistry } from './drift/npm-packages.ts';
import { KEPT_WORD_ERRORS, measureWordErrors, wordErrorsText } from './drift/word-errors.ts';

const USAGE = `usage: node scripts/drift.ts codex [[OLDER] NEWER]
       node scripts/drift.ts claude [--all] [[OLDER] NEWER]
       node scripts/drift.ts claude --record
       node scripts/drift.ts words --record
       node scripts/drift.ts newest [--only CHECK,…] [--report FILE]
OLDER and NEWER are versions, fetched from npm; by default the pinned one, which is compared with itself.
For Claude Code each may be a golden file, as --record writes it for the pinned version. --all tells also what we do not use.
newest looks at all that may drift (npm run drift): newest agents, libraries and models against the pinned ones.
The status is 1 where something that we use has changed, 2 where nothing can be compared, 3 where the registry was not reached.`;

const GOLDEN = join(import.meta.dirname, '../tests/golden/claude-code.json');

const [agent, ...rest] = process.argv.slice(2);
const options = new Set(rest.filter((word) => word.startsWith('--')));
const words = rest.filter((word) => !word.startsWith('--'));
const isKnown = [...options].every((option) => ['--all', '--record'].includes(option));

try {
  if (agent === 'newest') process.exitCode = await newest(rest);
  else if (agent === 'words' && options.has('--record')) await recordWords();
  else if (!isKnown || words.length > 2) usage();
  else if (agent === 'codex' && options.size === 0) await codex();
  else if (agent === 'claude' && options.has('--record')) await record();
  else if (agent === 'claude') await claude();
  else usage();
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  console.error(`drift: ${why}`);
  process.exitCode = saysNoRegistry(why) ? 3 : 2;
}

function usage(): void {
  console.error(USAGE);
  process.exitCode = 2;
}

async function codex(): Promise<void> {
  const [older, newer] = sides(CODEX_VERSION);
  using before = await codexTypes(older);
  using after = await codexTypes(newer);
  const changes = protocolChanges(before.read, after.read);
  const missing = missingProtocol(after.read);
  for (const line of new Set([...changes, ...missing])) console.log(line);
  tell({ older, newer, used: new Set([...changes, ...missing]).size });
}

async function claude(): Promise<void> {
  const [older, newer] = sides(GOLDEN, CLAUDE_VERSION);
  const [before, after] = [await golden(older), await golden(newer)];
  const changes = shapeChanges({ older: before.shapes, newer: after.shapes, uses: claudeUses() });
  for (const line of changes.used) console.log(line);
  if (options.has('--all')) for (const line of changes.others) console.log(`unused: ${line}`);
  tell({ older: before.version, newer: after.version, used: changes.used.length });
  if (changes.others.length > 0 && !options.has('--all'))
    console.log(`${changes.others.length} changes of what is not used: --all names them`);
}

async function record(): Promise<void> {
  writeFileSync(GOLDEN, goldenText(await recordClaude(CLAUDE_VERSION)));
  console.log(`written: ${GOLDEN}`);
}

async function recordWords(): Promise<void> {
  writeFileSync(KEPT_WORD_ERRORS, wordErrorsText(await measureWordErrors()));
  console.log(`written: ${KEPT_WORD_ERRORS}`);
}

/** Without words both are the pinned version; one word is the newer one. */
function sides(pinned: string, fresh = pinned): readonly [string, string] {
  const [first, second] = words;
  if (first === undefined) return [pinned, fresh];
  return second === undefined ? [pinned, first] : [first, second];
}

async function golden(side: string): Promise<Golden> {
  return side.endsWith('.json') ? readGolden(readFileSync(side, 'utf8')) : await recordClaude(side);
}

function tell({ older, newer, used }: { older: string; newer: string; used: number }): void {
  console.log(`${older} → ${newer}: ${used} ${used === 1 ? 'change' : 'changes'} of what is used`);
  process.exitCode = used === 0 ? 0 : 1;
}
