// Finds this person's host, or starts one: a process of its own that outlives us. What is said to it,
// and what follows when it goes away, is left to others.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectHost } from '@codex-voice/ipc';
import type { HostEvent, WireVersions } from '@codex-voice/protocol';
import { monotonicMs } from './monotonic.ts';
import { serviceFile } from './service/service-file.ts';

/** A host listens some 100 ms after its start; on a machine under load ten times that was seen. */
const START_PATIENCE_MS = 3_000;
/** Between two looks for a host that is starting, in ms: short beside its start, long beside a look. */
const LOOK_EVERY_MS = 20;
/** One that is killed while it starts is started once more; one that can't start is not started for ever. */
const MAXIMUM_STARTS = 2;

/** The agent's own programs know by it which session they run in; a host runs in none. */
export const SESSION_VARIABLE = 'CODEX_VOICE_SESSION';
/** In its place where nothing reaches the session (--no-host): no kept session has this name. */
export const UNREACHED_SESSION = 'here';

type Environment = Readonly<Record<string, string | undefined>>;
type HostConnection = Awaited<ReturnType<typeof connectHost>>;
export type ConnectedHost = Extract<HostConnection, { kind: 'connected' }>;
export type HostRefusal = Extract<HostConnection, { kind: 'refused' }>;

/** A host process that was started and may be listening by now. */
export interface StartedHost {
  /** It has ended: it was killed, could not start, or found another one that listens already. */
  hasEnded(): boolean;
}

export interface HostSearch<Connected extends { readonly kind: 'connected' }> {
  readonly connect: () => Promise<Connected | HostRefusal>;
  readonly start: () => StartedHost;
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/** Connects to a host, starting one where none listens. Several may do so at once: one host remains. */
export async function reachHost<Connected extends { readonly kind: 'connected' }>(
  search: HostSearch<Connected>,
): Promise<Connected | HostRefusal> {
  const deadlineMs = search.nowMs() + START_PATIENCE_MS;
  let started: StartedHost | undefined;
  for (let starts = 0; ; ) {
    const answer = await search.connect();
    if (answer.kind === 'connected' || isFinal(answer)) return answer;
    if (search.nowMs() >= deadlineMs) return givenUp(answer);
    const isMissing = answer.code === 'absent' && started?.hasEnded() !== false;
    if (isMissing && starts < MAXIMUM_STARTS) {
      started = search.start();
      starts += 1;
    }
    await search.sleep(LOOK_EVERY_MS);
  }
}

/** The rest is what a host that starts, ends or is followed by another answers for a moment. */
function isFinal({ code }: HostRefusal): boolean {
  return code === 'version' || code === 'capability' || code === 'malformed';
}

function givenUp(last: HostRefusal): HostRefusal {
  if (last.code !== 'absent') return last;
  const seconds = START_PATIENCE_MS / 1_000;
  const message = `the host did not start within ${seconds} s: codex-voice host logs tells why`;
  return { ...last, message };
}

export interface HostPlace {
  readonly runtimeDirectory: string;
  /** Of codex-voice.js, which plays every role. */
  readonly launcher: string;
  readonly env: Environment;
  /** Ended sessions whose files a host that is started keeps; absent: as many as it likes. */
  readonly keepEnded?: number;
}

export interface HostListening {
  readonly onEvent: (event: HostEvent) => void;
  readonly onClosed: (why: string) => void;
  /** Spoken by us; absent: all this release speaks. */
  readonly versions?: WireVersions;
}

/** Connects to this person's host and starts it where none runs. Never throws. */
export async function ensureHost(
  place: HostPlace,
  listening: HostListening,
): Promise<ConnectedHost | HostRefusal> {
  const { runtimeDirectory } = place;
  return await reachHost({
    connect: async () => await connectHost({ runtimeDirectory, ...listening }),
    start: () => startHost(place),
    nowMs: monotonicMs,
    sleep,
  });
}

/** A session of its own, so that neither our end nor our terminal's reaches it; it keeps no folder busy. */
function startHost(place: HostPlace): StartedHost {
  const { [SESSION_VARIABLE]: _, ...outside } = place.env;
  const { file, args } = hostCommand(place);
  const child = spawn(file, args, {
    cwd: '/',
    detached: true,
    stdio: 'ignore',
    env: outside,
  });
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  child.once('error', end);
  child.once('exit', end);
  child.unref();
  return { hasEnded: () => ended };
}

/**
 * In an installed archive the host is that of the version that is used, and not of ours: a terminal that was
 * opened before an update may be the first to miss the old one. `launcher`: with its links resolved.
 */
export function hostCommand(
  place: Omit<HostPlace, 'runtimeDirectory'>,
  exists: (path: string) => boolean = existsSync,
): { readonly file: string; readonly args: readonly string[] } {
  const [launcher, ...words] = hostWords(place, exists);
  const versions = dirname(dirname(dirname(place.launcher)));
  const current = join(dirname(versions), 'current', 'bin', 'codex-voice');
  return basename(versions) === 'versions' && exists(current)
    ? { file: current, args: words }
    : { file: process.execPath, args: [launcher, ...words] };
}

/** Where a person has installed the background service every host stays, whoever starts it. */
export function hostWords(
  { launcher, env, keepEnded }: Omit<HostPlace, 'runtimeDirectory'>,
  exists: (path: string) => boolean = existsSync,
): readonly [string, ...string[]] {
  const keep = keepEnded === undefined ? [] : ['--keep-ended', String(keepEnded)];
  return [launcher, '__host', ...keep, ...(isServiceInstalled(env, exists) ? ['--stay'] : [])];
}

export function isServiceInstalled(
  env: Environment,
  exists: (path: string) => boolean = existsSync,
): boolean {
  const file = serviceFile(process.platform, env);
  return file !== undefined && exists(file);
}
