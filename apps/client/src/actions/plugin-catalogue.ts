// The plugins there are: the person's own, and those that came with a project, which are trusted one by
// one and as they are. What a plugin may do and how it runs is the `plugins` package's knowledge.
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { ACTION_NAMES } from '@codex-voice/actions';
import {
  fileInside,
  MANIFEST_KEYS,
  type Manifest,
  manifestSchema,
  namedFile,
  PLUGIN_NAME,
  sealPlugin,
} from '@codex-voice/plugins';
import { parseTables } from '../config.ts';
import { ConfigFile } from '../config-file.ts';
import { places } from '../places.ts';
import { projectFolders } from '../project-config.ts';
import { UserError } from '../user-error.ts';
import type { Confirmations } from './confirmations.ts';

export interface Plugin {
  readonly name: string;
  /** Without symbolic links. */
  readonly folder: string;
  readonly origin: 'person' | 'project';
  /** The folder that brought it, without symbolic links; of a person's own it says nothing. */
  readonly root: string;
  readonly manifest: Manifest;
}

export interface PluginCatalogue {
  readonly plugins: readonly Plugin[];
  /** What of what lies there is no plugin: by its name, one line of why. */
  readonly problems: ReadonlyMap<string, string>;
}

/** More in one folder is no longer looked through. */
const MOST_PLUGINS = 100;
const LONGEST_MANIFEST_BYTES = 64 * 1024;
/** Names that are taken: commands of ours, those there are and those that are named already. */
const TAKEN: ReadonlySet<string> = new Set([
  ...ACTION_NAMES,
  ...['role', 'session', 'kb', 'note', 'flush', 'debug', 'replay'],
]);

/** The person's go before the project's of the same name. Never throws. */
export function findPlugins(
  directory: string,
  own: string = join(dirname(places(process.env, process.platform).configFile), 'plugins'),
): PluginCatalogue {
  const plugins = new Map<string, Plugin>();
  const problems = new Map<string, string>();
  const project = projectFolders(directory).map(
    (folder) => ({ folder, origin: 'project' }) as const,
  );
  for (const { folder, origin } of [{ folder: own, origin: 'person' } as const, ...project]) {
    const path = origin === 'person' ? folder : join(folder, '.codex-voice', 'plugins');
    for (const name of namesIn(path)) {
      if (plugins.has(name) || problems.has(name)) continue;
      try {
        plugins.set(name, readPlugin({ name, path, origin, root: folder }));
      } catch (error) {
        problems.set(name, error instanceof Error ? error.message : String(error));
      }
    }
  }
  return { plugins: [...plugins.values()], problems };
}

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('.'))
      .toSorted()
      .slice(0, MOST_PLUGINS);
  } catch {
    return [];
  }
}

interface PluginPlace {
  readonly name: string;
  /** Of the folder of plugins. */
  readonly path: string;
  readonly origin: Plugin['origin'];
  /** The project that it came with. */
  readonly root: string;
}

function readPlugin({ name, path, origin, root }: PluginPlace): Plugin {
  const place = join(path, name);
  const problem = (what: string): UserError => new UserError(`${place}: ${what}`);
  if (!PLUGIN_NAME.test(name)) {
    throw problem('its name is no command: use small letters, digits and hyphens');
  }
  if (TAKEN.has(name)) throw problem(`/${name} is a command already: name the folder otherwise`);
  const folder = realpathSync(place);
  const realRoot = realpathSync(root);
  const inProject = join(realRoot, '.codex-voice', 'plugins', name);
  if (origin === 'project' && folder !== inProject) {
    throw problem('it is a link that leads out of the project: put the folder itself there');
  }
  const manifest = readManifest(join(folder, 'plugin.toml'));
  const file = namedFile(manifest);
  if (file !== undefined && fileInside(folder, file) === undefined) {
    throw problem(`${file} is not a file in its folder: put it there`);
  }
  return { name, folder, origin, root: realRoot, manifest };
}

function readManifest(path: string): Manifest {
  let text: string;
  try {
    const found = statSync(path);
    // A pipe would be waited for, for ever; a link may lead anywhere.
    if (!lstatSync(path).isFile() || found.size > LONGEST_MANIFEST_BYTES) {
      throw new UserError(`${path}: this is no file of at most ${LONGEST_MANIFEST_BYTES} bytes`);
    }
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UserError(`${path} can't be read (${code}): write one, see the guide to plugins`);
  }
  return parseTables(new ConfigFile(path, text), manifestSchema, MANIFEST_KEYS);
}

export type Trust =
  | { readonly kind: 'trusted' }
  /** It came with a project, and was not seen as it is now. */
  | {
      readonly kind: 'asked';
      readonly what: string;
      readonly seal: string;
      /** Files of the project outside of its folder that it names, which are part of the seal. */
      readonly outside: readonly string[];
    }
  /** It came with another project than the one it would run for. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'refused'; readonly why: string };

export interface Trusting {
  readonly plugin: Plugin;
  /** The folder that it would run for. */
  readonly project: string;
  readonly confirmations: Confirmations;
}

/** Whether it may run as it is. A folder that nobody was ever asked about is not read for it. */
export function isTrusted(trusting: Trusting): boolean {
  const { plugin, confirmations } = trusting;
  if (plugin.origin === 'person') return true;
  return confirmations.knows(confirmedAs(plugin)) && trustOf(trusting).kind === 'trusted';
}

function confirmedAs({ folder }: Plugin): string {
  return `plugin ${folder}`;
}

export function trustOf({ plugin, project, confirmations }: Trusting): Trust {
  if (plugin.origin === 'person') return { kind: 'trusted' };
  if (!isWithin(plugin.root, project)) return { kind: 'foreign' };
  const sealed = sealPlugin({ ...plugin, project });
  if (sealed.kind === 'refused') return sealed;
  const { seal, outside } = sealed;
  const what = confirmedAs(plugin);
  return confirmations.has(what, seal)
    ? { kind: 'trusted' }
    : { kind: 'asked', what, seal, outside };
}

/** What a person said yes to in one project is no yes to have it done to another one. */
function isWithin(root: string, folder: string): boolean {
  let real: string;
  try {
    real = realpathSync(folder);
  } catch {
    return false;
  }
  return real === root || real.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}
