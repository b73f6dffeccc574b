// Dependencies are pinned exactly, at one version each, and none runs a script when installed.
import {
  member,
  objectAt,
  type Problem,
  readJson,
  type Tree,
  textsAt,
  workspacesOf,
} from './tree.ts';

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

export function checkDependencies(tree: Tree): Problem[] {
  return [...checkVersions(tree), ...checkInstallScripts(tree)];
}

function checkVersions(tree: Tree): Problem[] {
  const workspaces = workspacesOf(tree);
  const own = new Map(workspaces.map(({ name, version }) => [name, version]));
  const first = new Map<string, { version: string; path: string }>();
  const problems: Problem[] = [];
  for (const path of ['package.json', ...workspaces.map((w) => `${w.directory}/package.json`)]) {
    const manifest = readJson(tree, path);
    for (const [name, version] of KINDS.flatMap((k) => Object.entries(textsAt(manifest, k)))) {
      const known = own.get(name) ?? first.get(name)?.version ?? version;
      if (!EXACT.test(version)) {
        problems.push({ path, message: `${name} is "${version}": pin one exact version` });
      } else if (known !== version) {
        const where = first.get(name)?.path ?? 'its own package.json';
        problems.push({ path, message: `${name} is ${version} here and ${known} in ${where}` });
      }
      if (!first.has(name)) first.set(name, { version, path });
    }
  }
  return problems;
}

function checkInstallScripts(tree: Tree): Problem[] {
  const path = 'package-lock.json';
  return Object.entries(objectAt(readJson(tree, path), 'packages'))
    .filter(([, entry]) => member(entry, 'hasInstallScript') === true)
    .filter(([name]) => name !== '')
    .map(([name]) => {
      const short = name.replace(/^.*node_modules\//, '');
      return { path, message: `${short} runs a script when installed: choose one that does not` };
    });
}
