// Where a model is computed and by how many threads: what the person chose, or what suits the machine.

import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { SPEECH_ENGINE } from '@codex-voice/folders';
import type { ModelSpec } from '@codex-voice/protocol';
import { RecognizerError } from '../failure.ts';
import { sherpaRequire } from './sherpa-require.ts';

/** What the library is told. */
export interface Compute {
  readonly provider: 'cpu' | 'cuda' | 'coreml' | 'directml';
  readonly threads: number;
}

export interface Machine {
  readonly cores: number;
  readonly platform: NodeJS.Platform;
  /** Whether the installed library comes with this file. */
  hasLibrary(name: string): boolean;
}

/**
 * A streaming model is given a fraction of a second at a time: two threads gain little on so small a
 * piece, and more would only wait for each other while the agent wants the cores.
 */
const STREAMING_THREADS = 2;

/** A whole utterance is worth four threads; speech models gain little from more. */
const OFFLINE_THREADS = 4;

/** From so many cores on a streaming model has two of them: on fewer, the agent needs them more. */
const CORES_FOR_TWO = 4;

/**
 * Chooses for `spec`.
 * @throws RecognizerError `engine-failed` for a provider that the installed library lacks: it would
 * compute on the processor without a word to us.
 */
export function chooseCompute(
  spec: Pick<ModelSpec, 'layout' | 'provider' | 'threads'>,
  machine: Machine = thisMachine(),
): Compute {
  return {
    provider: chooseProvider(spec.provider, machine),
    threads: spec.threads ?? suited(spec, machine),
  };
}

function suited({ layout }: Pick<ModelSpec, 'layout'>, { cores }: Machine): number {
  if (!layout.startsWith('streaming-')) return Math.max(1, Math.min(OFFLINE_THREADS, cores));
  return cores < CORES_FOR_TWO ? 1 : STREAMING_THREADS;
}

/** What each provider needs beside the library, by platform; as sherpa-onnx's builds carry it. */
const PROVIDER_LIBRARIES = {
  cuda: { linux: 'libonnxruntime_providers_cuda.so', win32: 'onnxruntime_providers_cuda.dll' },
  directml: { win32: 'DirectML.dll' },
} as const;

/**
 * `auto` is the processor: the builds that npm has can do nothing else on Linux and Windows, and what
 * Core ML gains or costs with these models was not measured, so it is for who asks for it.
 */
function chooseProvider(wanted: ModelSpec['provider'], machine: Machine): Compute['provider'] {
  if (wanted === 'auto' || wanted === 'cpu') return 'cpu';
  const isThere =
    wanted === 'coreml' ? machine.platform === 'darwin' : hasProvider(wanted, machine);
  if (isThere) return wanted;
  throw new RecognizerError(
    'engine-failed',
    `the installed sherpa-onnx can't compute with ${wanted} on this machine: choose provider "auto"`,
  );
}

function hasProvider(wanted: keyof typeof PROVIDER_LIBRARIES, machine: Machine): boolean {
  const libraries: Readonly<Partial<Record<NodeJS.Platform, string>>> = PROVIDER_LIBRARIES[wanted];
  const library = libraries[machine.platform];
  return library !== undefined && machine.hasLibrary(library);
}

function thisMachine(): Machine {
  return {
    cores: availableParallelism(),
    platform: process.platform,
    hasLibrary: (name) => existsSync(join(libraryFolder(), name)),
  };
}

/** The package of this platform lies beside `sherpa-onnx-node`. */
function libraryFolder(): string {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const entry = sherpaRequire().resolve(SPEECH_ENGINE.packageName);
  return join(dirname(entry), '..', `sherpa-onnx-${platform}-${process.arch}`);
}
