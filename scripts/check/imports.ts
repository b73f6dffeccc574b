// Checks every import against the import table, the front doors, the declared dependencies and the
// runtime of the package it stands in. Circles are `cycles.ts`.
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { type ImportTable, TESTING_PACKAGE } from './import-table.ts';
import { type ImportedModule, modulesOf, type SourceModule } from './source-module.ts';
import {
  type Problem,
  readJson,
  type Tree,
  textsAt,
  type Workspace,
  workspaceAt,
  workspacesOf,
} from './tree.ts';

/** Parsers are put to the test where they are: most of them no other package has any use for. */
const FUZZERS = 'tests/fuzz/';

interface Surroundings {
  readonly table: ImportTable;
  readonly workspaces: readonly Workspace[];
  readonly rootDependencies: ReadonlySet<string>;
}

export function checkImports(tree: Tree, table: ImportTable): Problem[] {
  const workspaces = workspacesOf(tree);
  const manifest = readJson(tree, 'package.json');
  const rootDependencies = new Set(
    ['dependencies', 'devDependencies'].flatMap((kind) => Object.keys(textsAt(manifest, kind))),
  );
  const surroundings = { table, workspaces, rootDependencies };
  const problems = checkTable(surroundings);
  for (const module of modulesOf(tree)) {
    for (const imported of module.imports) {
      const message = judge(module, imported, surroundings);
      if (message === undefined) continue;
      problems.push({ path: module.path, line: imported.line, message });
    }
  }
  return problems;
}

/** The table names exactly the members that exist, and every declared dependency is in it. */
function checkTable({ table, workspaces }: Surroundings): Problem[] {
  const path = 'scripts/check/import-table.ts';
  const problems: Problem[] = [];
  const names = new Set(workspaces.map((workspace) => workspace.shortName));
  for (const [name, allowed] of Object.entries(table)) {
    for (const other of [name, ...allowed]) {
      if (!names.has(other))
        problems.push({ path, message: `names ${other}, which does not exist` });
    }
  }
  for (const { shortName, directory, dependencies } of workspaces) {
    const allowed = table[shortName];
    if (allowed === undefined) problems.push({ path, message: `has no entry for ${shortName}` });
    for (const name of Object.keys(dependencies)) {
      const target = workspaces.find((workspace) => workspace.name === name);
      if (target === undefined || allowed?.includes(target.shortName)) continue;
      problems.push({
        path: `${directory}/package.json`,
        message: `depends on ${name}: the import table lets ${shortName} import ${listed(allowed)}`,
      });
    }
  }
  return problems;
}

function judge(
  module: SourceModule,
  { specifier }: ImportedModule,
  surroundings: Surroundings,
): string | undefined {
  const home = workspaceAt(surroundings.workspaces, module.path);
  if (specifier.startsWith('.')) return judgeRelative(module, specifier, surroundings);
  if (isBuiltin(specifier)) {
    if (home?.runtime !== 'any' || module.isTest) return undefined;
    return `imports ${specifier}: ${home.shortName} has runtime "any", so what needs Node is passed in`;
  }
  const name = packageNameOf(specifier);
  const target = surroundings.workspaces.find((workspace) => workspace.name === name);
  if (target === undefined) return judgeExternal(module, name, surroundings);
  return judgeWorkspace(module, { specifier, target }, surroundings);
}

function judgeRelative(
  module: SourceModule,
  specifier: string,
  { workspaces }: Surroundings,
): string | undefined {
  const path = posix.join(posix.dirname(module.path), specifier);
  const target = workspaceAt(workspaces, path);
  const home = workspaceAt(workspaces, module.path);
  if (target === home || module.path.startsWith(FUZZERS)) return undefined;
  if (target === undefined) {
    return `imports ${path}, outside its package: a package stands on packages only`;
  }
  return `imports ${path} past the front door: import ${target.name} instead`;
}

function judgeWorkspace(
  module: SourceModule,
  { specifier, target }: { specifier: string; target: Workspace },
  { workspaces, table }: Surroundings,
): string | undefined {
  const subpath = `.${specifier.slice(target.name.length)}`;
  if (!target.exports.includes(subpath)) {
    return `imports ${specifier} past the front door: ${target.name} offers ${target.exports.join(' ')}`;
  }
  const home = workspaceAt(workspaces, module.path);
  if (home === undefined) return undefined;
  if (home === target) return `imports its own package by name: use a relative path`;
  const isTesting = target.shortName === TESTING_PACKAGE;
  const allowed = table[home.shortName];
  if (!allowed?.includes(target.shortName) && !(isTesting && module.isTest)) {
    if (isTesting) return `imports ${specifier}: only tests may`;
    return `imports ${specifier}: the import table lets ${home.shortName} import ${listed(allowed)}`;
  }
  const declared = module.isTest
    ? { ...home.dependencies, ...home.devDependencies }
    : home.dependencies;
  if (target.name in declared) return undefined;
  return `imports ${target.name}, which ${home.directory}/package.json does not declare`;
}

function judgeExternal(
  module: SourceModule,
  name: string,
  { workspaces, rootDependencies }: Surroundings,
): string | undefined {
  const home = workspaceAt(workspaces, module.path);
  if (home === undefined) {
    if (rootDependencies.has(name)) return undefined;
    return `imports ${name}, which the root package.json does not declare`;
  }
  if (name in home.dependencies) return undefined;
  const forTests = name in home.devDependencies || rootDependencies.has(name);
  if (module.isTest && forTests) return undefined;
  return `imports ${name}, which ${home.directory}/package.json does not declare`;
}

function packageNameOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function listed(names: readonly string[] | undefined): string {
  return names === undefined || names.length === 0 ? 'nothing' : names.join(', ');
}
