// Compiler projects mirror the workspace: references equal declared dependencies, the base config
// equals the runtime, and the root projects list every member.
import { posix } from 'node:path';
import {
  member,
  type Problem,
  readJson,
  type Tree,
  textAt,
  type Workspace,
  workspacesOf,
} from './tree.ts';

export function checkReferences(tree: Tree): Problem[] {
  const workspaces = workspacesOf(tree);
  const all = workspaces.map(({ directory }) => directory);
  return [
    ...workspaces.flatMap((workspace) => checkProject(tree, workspace, workspaces)),
    ...compare(tree, 'tsconfig.json', [...all, 'tsconfig.tests.json']),
    ...compare(tree, 'tsconfig.tests.json', all),
  ];
}

function checkProject(
  tree: Tree,
  { directory, runtime, dependencies }: Workspace,
  workspaces: readonly Workspace[],
): Problem[] {
  const path = `${directory}/tsconfig.json`;
  const wanted = workspaces.filter(({ name }) => name in dependencies);
  const problems = compare(
    tree,
    path,
    wanted.map((workspace) => workspace.directory),
  );
  const base = posix.basename(textAt(readJson(tree, path), 'extends'));
  if (base === `tsconfig.${runtime}.json`) return problems;
  const message = `extends "${base}", but its runtime is "${runtime}": tsconfig.${runtime}.json`;
  return [...problems, { path, message }];
}

function compare(tree: Tree, path: string, wanted: readonly string[]): Problem[] {
  const listed = member(readJson(tree, path), 'references');
  const found = (Array.isArray(listed) ? listed : []).map((reference) =>
    posix.join(posix.dirname(path), textAt(reference, 'path')),
  );
  return [
    ...wanted
      .filter((target) => !found.includes(target))
      .map((target) => ({ path, message: `does not reference ${target}, which it depends on` })),
    ...found
      .filter((target) => !wanted.includes(target))
      .map((target) => ({ path, message: `references ${target}, which it does not depend on` })),
  ];
}
