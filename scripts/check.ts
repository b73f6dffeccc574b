// The check command: every static check of the project, one line each, with everything that failed.
// `--write` first makes anew what is generated: the package table, the reference pages, and the lock file's
// other platforms.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { changedSinceBase, checkChangelog } from './check/changelog.ts';
import { checkCycles } from './check/cycles.ts';
import { checkDependencies } from './check/dependencies.ts';
import { checkDocuments } from './check/documents.ts';
import { checkFuzzers } from './check/fuzzers.ts';
import { checkHeaders } from './check/headers.ts';
import { checkHygiene } from './check/hygiene.ts';
import { IMPORT_TABLE } from './check/import-table.ts';
import { checkImports } from './check/imports.ts';
import { checkLanguage } from './check/language.ts';
import { checkLicences } from './check/licences.ts';
import { checkLockPlatforms, LOCK_FILE, withAllPlatforms } from './check/lock-platforms.ts';
import { checkNames } from './check/names.ts';
import { checkPackageTable, TABLE_DOCUMENT, withPackageTable } from './check/package-table.ts';
import { checkProgramDocuments } from './check/program-documents.ts';
import { checkPublicFunctions } from './check/public-functions.ts';
import { checkReferenceDocuments, madeDocuments } from './check/reference-documents.ts';
import { checkReferences } from './check/references.ts';
import { checkRuleIds } from './check/rule-ids.ts';
import { checkSizes } from './check/sizes.ts';
import { runTool, TOOLS } from './check/tools.ts';
import { type Problem, readTree, type Tree } from './check/tree.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const CHECKS: Readonly<Record<string, (tree: Tree) => Problem[]>> = {
  imports: (tree) => checkImports(tree, IMPORT_TABLE),
  circles: checkCycles,
  'project references': checkReferences,
  dependencies: checkDependencies,
  'lock file': checkLockPlatforms,
  licences: checkLicences,
  language: checkLanguage,
  'public functions': checkPublicFunctions,
  sizes: checkSizes,
  names: checkNames,
  headers: checkHeaders,
  'rules and tests': checkRuleIds,
  fuzzers: (tree) => checkFuzzers(tree),
  documents: checkDocuments,
  'documents and program': checkProgramDocuments,
  'reference pages': checkReferenceDocuments,
  'package table': (tree) => checkPackageTable(tree, IMPORT_TABLE),
  changelog: () => checkChangelog(changedSinceBase(root, process.env)),
  hygiene: checkHygiene,
};

/** Prints the line of one check, and below it all that it found. */
function report(name: string, found: readonly string[], startMs: number): number {
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  const verdict = found.length === 0 ? 'ok    ' : 'FAILED';
  console.log(`${verdict} ${name} (${seconds} s)`);
  for (const line of found.flatMap((text) => text.split('\n'))) console.log(`       ${line}`);
  return found.length === 0 ? 0 : 1;
}

function printed({ path, line, message }: Problem): string {
  return `${path}${line === undefined ? '' : `:${line}`} ${message}`;
}

/** Pages made from the code. */
function writeMade(tree: Tree): void {
  for (const [path, made] of Object.entries(madeDocuments(tree))) {
    if (made === undefined) continue;
    mkdirSync(dirname(`${root}${path}`), { recursive: true });
    writeFileSync(`${root}${path}`, made);
  }
}

async function main(): Promise<number> {
  let tree = readTree(root);
  if (process.argv.includes('--write')) {
    const text = withPackageTable(tree.files.get(TABLE_DOCUMENT) ?? '', tree, IMPORT_TABLE);
    if (text !== undefined) writeFileSync(`${root}${TABLE_DOCUMENT}`, text);
    const lock = tree.files.get(LOCK_FILE);
    if (lock !== undefined) writeFileSync(`${root}${LOCK_FILE}`, withAllPlatforms(lock));
    writeMade(tree);
    tree = readTree(root);
  }
  const running = TOOLS.map((tool) => {
    const startMs = performance.now();
    return runTool(root, tool).then((output) =>
      report(tool.name, output === '' ? [] : [output], startMs),
    );
  });
  let failed = 0;
  for (const [name, check] of Object.entries(CHECKS)) {
    const startMs = performance.now();
    failed += report(name, check(tree).map(printed), startMs);
  }
  for (const tool of await Promise.all(running)) failed += tool;
  console.log(failed === 0 ? 'check: all passed' : `check: ${failed} failed`);
  return failed;
}

process.exitCode = (await main()) === 0 ? 0 : 1;
