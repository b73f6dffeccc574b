// Whether the library that computes speech models is there, and what npm is to be told where it is not.
// npm's package comes without it; a checkout and the archive have it.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { SPEECH_ENGINE, speechEngineFolder } from '@codex-voice/folders';
import * as v from 'valibot';

/** Entries of a lock file, by path; npm reads more of them than we do. */
const lockSchema = v.record(
  v.string(),
  v.looseObject({ version: v.string(), integrity: v.string() }),
);
const manifestSchema = v.object({
  codexVoice: v.optional(v.object({ engine: v.optional(lockSchema) }), {}),
});

export type EngineLock = v.InferOutput<typeof lockSchema>;

/** `missing`: this build says where it can be had, or it is one that should have it. */
export type EngineStanding =
  | { readonly kind: 'there' }
  | { readonly kind: 'missing'; readonly lock: EngineLock | undefined };

type Environment = Readonly<Record<string, string | undefined>>;

export function engineStanding(launcher: string, environment: Environment): EngineStanding {
  if (isResolved(launcher)) return { kind: 'there' };
  if (isResolved(join(fetchedEngine(environment), 'from-here.cjs'))) return { kind: 'there' };
  return { kind: 'missing', lock: lockOf(launcher) };
}

/** Where it is put when it is fetched. */
export function fetchedEngine(environment: Environment): string {
  return speechEngineFolder(environment, process.platform);
}

function isResolved(from: string): boolean {
  try {
    return existsSync(createRequire(from).resolve(SPEECH_ENGINE.packageName));
  } catch {
    return false;
  }
}

function lockOf(launcher: string): EngineLock | undefined {
  const path = join(launcher, '..', '..', 'package.json');
  if (!existsSync(path)) return undefined;
  return v.parse(manifestSchema, JSON.parse(readFileSync(path, 'utf8'))).codexVoice.engine;
}
