// Before a speech model is fetched or tried: the library that computes it, asked for in one line with its
// size where it is missing. Nothing comes unasked.
import { SPEECH_ENGINE } from '@codex-voice/folders';
import { UserError } from '../user-error.ts';
import { type EngineStanding, engineStanding, fetchedEngine } from './engine-standing.ts';
import { fetchEngine } from './fetch-engine.ts';

/** Measured on linux-x64, in MB: what npm fetches, and what it is on the disk. Others differ little. */
export const ENGINE_MEGABYTES = { fetched: 11, kept: 32 } as const;

export const ENGINE_COMMAND = 'codex-voice models engine';

export interface EngineWish {
  readonly launcher: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `question` is one line and wants yes or no. */
  readonly agree: (question: string) => Promise<'yes' | 'no' | 'nobody'>;
  readonly tell: (line: string) => void;
}

/** `refused`: by the person. Throws `UserError` where it can't be had. */
export async function ensureEngine(wish: EngineWish): Promise<'there' | 'fetched' | 'refused'> {
  const { launcher, environment, agree, tell } = wish;
  const standing = engineStanding(launcher, environment);
  if (standing.kind === 'there') return 'there';
  const lock = lockOf(standing);
  const { packageName, version } = SPEECH_ENGINE;
  const { fetched, kept } = ENGINE_MEGABYTES;
  const answer = await agree(
    `Speech models need ${packageName} ${version}, about ${fetched} MB from npm, ${kept} on the disk. Fetch it?`,
  );
  if (answer === 'nobody')
    throw new UserError(
      `speech models need ${packageName} ${version} (about ${fetched} MB from npm), and nobody can be asked here: add --yes`,
    );
  if (answer === 'no') return 'refused';
  tell(`fetching ${packageName} ${version} …`);
  const interrupted = new AbortController();
  const stop = (): void => interrupted.abort();
  process.once('SIGINT', stop);
  try {
    const folder = fetchedEngine(environment);
    await fetchEngine({ lock, folder, environment, signal: interrupted.signal });
  } finally {
    process.off('SIGINT', stop);
  }
  tell(`${packageName} ${version} is installed, its checksums are those of this build`);
  return 'fetched';
}

function lockOf({ lock }: Extract<EngineStanding, { kind: 'missing' }>) {
  if (lock !== undefined) return lock;
  throw new UserError(
    'sherpa-onnx is missing from this installation: npm ci --include=optional in its folder, or install it again',
  );
}
