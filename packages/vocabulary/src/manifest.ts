// The names that a project's manifests give: packages, scripts, dependencies. Values (versions, commands,
// addresses) are not names. A manifest that can't be read has none.
import type { NameKind } from '@codex-voice/terms';
import { parse as parseToml } from 'smol-toml';

export interface ManifestName {
  readonly kind: NameKind;
  readonly text: string;
}

type Reader = (text: string) => readonly ManifestName[];

const READERS: Readonly<Record<string, Reader>> = {
  'package.json': readPackageJson,
  'Cargo.toml': readCargo,
  'pyproject.toml': readPyproject,
  'go.mod': readGoMod,
  'requirements.txt': (text) => named('dependency', text.split('\n').map(requirementName)),
  Makefile: (text) =>
    named(
      'script',
      Array.from(text.matchAll(/^([a-z][\w-]*)\s*:(?!=)/gim), (found) => found[1]),
    ),
};

/** Whether a file of this name is a manifest whose names are read. */
export function isManifest(name: string): boolean {
  return Object.hasOwn(READERS, name);
}

/** The names in a manifest; none when the file is no manifest or can't be read. */
export function manifestNames(name: string, text: string): readonly ManifestName[] {
  const read = isManifest(name) ? READERS[name] : undefined;
  if (read === undefined) return [];
  try {
    return read(text);
  } catch {
    // Half-written while the person edits it: its names come with the next change.
    return [];
  }
}

function readPackageJson(text: string): readonly ManifestName[] {
  const manifest: unknown = JSON.parse(text);
  return [
    ...named('package', [textAt(manifest, 'name')]),
    ...named('script', keysAt(manifest, 'scripts')),
    ...named('script', keysAt(manifest, 'bin')),
    ...['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap(
      (kind) => named('dependency', keysAt(manifest, kind)),
    ),
  ];
}

function readCargo(text: string): readonly ManifestName[] {
  const manifest: unknown = parseToml(text);
  return [
    ...named('package', [textAt(valueAt(manifest, 'package'), 'name')]),
    ...named('script', keysAt(manifest, 'features')),
    ...['dependencies', 'dev-dependencies', 'build-dependencies'].flatMap((kind) =>
      named('dependency', keysAt(manifest, kind)),
    ),
    ...named('dependency', keysAt(valueAt(manifest, 'workspace'), 'dependencies')),
  ];
}

function readPyproject(text: string): readonly ManifestName[] {
  const manifest: unknown = parseToml(text);
  const project = valueAt(manifest, 'project');
  const poetry = valueAt(valueAt(manifest, 'tool'), 'poetry');
  const optional = valueAt(project, 'optional-dependencies');
  const groups = [
    valueAt(project, 'dependencies'),
    ...keysAt(project, 'optional-dependencies').map((group) => valueAt(optional, group)),
  ];
  return [
    ...named('package', [textAt(project, 'name'), textAt(poetry, 'name')]),
    ...named('script', [...keysAt(project, 'scripts'), ...keysAt(poetry, 'scripts')]),
    ...named('dependency', keysAt(poetry, 'dependencies')),
    ...groups.flatMap((group) =>
      named('dependency', (Array.isArray(group) ? group : []).map(requirementName)),
    ),
  ];
}

function readGoMod(text: string): readonly ManifestName[] {
  const module = /^module\s+(\S+)/m.exec(text)?.[1];
  const required = Array.from(text.matchAll(/^\s*(?:require\s+)?([\w.-]+\/\S+)\s+v\d/gm));
  return [
    ...named('package', [lastPart(module)]),
    ...named(
      'dependency',
      required.map((found) => lastPart(found[1])),
    ),
  ];
}

/** `github.com/owner/name/v2` → name. */
function lastPart(path: string | undefined): string | undefined {
  return path
    ?.replace(/\/v\d+$/, '')
    .split('/')
    .at(-1);
}

function requirementName(line: unknown): string | undefined {
  return typeof line === 'string' ? /^\s*([A-Za-z][\w.-]*)/.exec(line)?.[1] : undefined;
}

function named(kind: NameKind, names: readonly (string | undefined)[]): readonly ManifestName[] {
  return names.flatMap((name) =>
    name === undefined ? [] : [{ kind, text: name.replace(/^@[^/]*\//, '') }],
  );
}

function valueAt(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}

function keysAt(value: unknown, key: string): readonly string[] {
  const found = valueAt(value, key);
  return typeof found === 'object' && found !== null && !Array.isArray(found)
    ? Object.keys(found)
    : [];
}

function textAt(value: unknown, key: string): string | undefined {
  const found = valueAt(value, key);
  return typeof found === 'string' ? found : undefined;
}
