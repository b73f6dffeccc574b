// Finds circles: between files, and between members of the workspace by what they declare.
import { posix } from 'node:path';
import { modulesOf } from './source-module.ts';
import { type Problem, type Tree, workspacesOf } from './tree.ts';

type Graph = ReadonlyMap<string, readonly string[]>;

export function checkCycles(tree: Tree): Problem[] {
  return [...circlesIn(fileGraph(tree)), ...circlesIn(packageGraph(tree))].map((circle) => ({
    path: circle[0] ?? '',
    message: `imports itself in a circle: ${circle.join(' → ')}; move what both need below both`,
  }));
}

function fileGraph(tree: Tree): Graph {
  const frontDoors = new Map(
    workspacesOf(tree).map(({ name, directory }) => [name, `${directory}/src/index.ts`]),
  );
  const graph = new Map<string, string[]>();
  for (const module of modulesOf(tree)) {
    const targets = module.imports.map(({ specifier }) =>
      specifier.startsWith('.')
        ? posix.join(posix.dirname(module.path), specifier)
        : frontDoors.get(specifier),
    );
    graph.set(
      module.path,
      targets.filter((target) => target !== undefined && tree.files.has(target)).map(String),
    );
  }
  return graph;
}

function packageGraph(tree: Tree): Graph {
  const workspaces = workspacesOf(tree);
  const directories = new Map(workspaces.map(({ name, directory }) => [name, directory]));
  return new Map(
    workspaces.map(({ directory, dependencies }) => [
      directory,
      Object.keys(dependencies).flatMap((name) => directories.get(name) ?? []),
    ]),
  );
}

/** One circle for each edge that closes one, each starting and ending at the same name. */
export function circlesIn(graph: Graph): readonly (readonly string[])[] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (name: string): void => {
    const at = path.indexOf(name);
    if (at >= 0) circles.push([...path.slice(at), name]);
    if (at >= 0 || done.has(name)) return;
    path.push(name);
    for (const target of graph.get(name) ?? []) visit(target);
    path.pop();
    done.add(name);
  };
  for (const name of graph.keys()) visit(name);
  return circles;
}
