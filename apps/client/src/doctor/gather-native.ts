// Whether the parts that are native code or WebAssembly load: each in a process of its own, because one
// that does not fit a machine may end its process instead of failing.
import { execFile } from 'node:child_process';
import { join, resolve as resolvePath } from 'node:path';
import type { NativePart } from '@codex-voice/doctor';
import { installationOf } from '@codex-voice/releases';
import { engineStanding, fetchedEngine } from '../speech-engine/engine-standing.ts';
import { ENGINE_COMMAND } from '../speech-engine/ensure-engine.ts';
import { oneLine } from './asked.ts';

/** A part loads in some 50 ms; on a machine under load far more was seen, in ms. */
const LOADING_MS = 10_000;

const PARTS: readonly Pick<NativePart, 'part' | 'packageName'>[] = [
  { part: 'terminal', packageName: '@lydell/node-pty' },
  { part: 'sound', packageName: 'decibri' },
  { part: 'speech', packageName: 'sherpa-onnx-node' },
  { part: 'phrases', packageName: 'soundswallower' },
];

/** Found from the launcher, as the roles find them; a cause says more than the error around it. */
const LOADER = `
const { createRequire } = require('node:module');
const { pathToFileURL } = require('node:url');
const [, from, name, otherwise] = process.argv;
const found = () => {
  try { return createRequire(from).resolve(name); }
  catch (error) { if (!otherwise) throw error; return createRequire(otherwise).resolve(name); }
};
const started = performance.now();
(async () => import(pathToFileURL(found()).href))().then(
  () => { console.log('\\nloaded ' + (performance.now() - started)); process.exit(0); },
  (error) => {
    const said = [];
    for (let at = error; at && said.length < 5; at = at.cause) said.push(String(at.message || at));
    console.log('\\nfailed ' + said.join(' ').replace(/\\s+/g, ' '));
    process.exit(0);
  },
);
`;

export async function gatherNativeParts(
  launcher: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<readonly NativePart[]> {
  const engine = engineStanding(launcher, environment);
  const { kind: installedAs } = installationOf(resolvePath(launcher, '..', '..'));
  const canFetch = engine.kind === 'missing' && engine.lock !== undefined;
  return await Promise.all(
    PARTS.map(async (part) => ({
      ...part,
      installedAs,
      ...(part.part === 'speech' && canFetch ? { fetchedBy: ENGINE_COMMAND } : {}),
      loading: await load(part.packageName, {
        ...{ launcher, environment },
        otherwise: part.part === 'speech' ? join(fetchedEngine(environment), 'from-here.cjs') : '',
      }),
    })),
  );
}

interface LoadWish {
  readonly launcher: string;
  readonly environment: NodeJS.ProcessEnv;
  /** From where it is found, too; empty: nowhere. */
  readonly otherwise: string;
}

async function load(
  packageName: string,
  { launcher, environment, otherwise }: LoadWish,
): Promise<NativePart['loading']> {
  return await new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['-e', LOADER, launcher, packageName, otherwise],
      { timeout: LOADING_MS, killSignal: 'SIGKILL', encoding: 'utf8', env: environment },
      (error, stdout) => resolve(loadingOf(stdout, error)),
    );
    child.stdin?.end();
  });
}

function loadingOf(
  stdout: string,
  error: { readonly signal?: NodeJS.Signals | null | undefined; readonly message: string } | null,
): NativePart['loading'] {
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  const [word, ...rest] = last.split(' ');
  if (word === 'loaded') return { kind: 'loads', ms: Number(rest[0]) };
  if (word === 'failed') return { kind: 'fails', why: oneLine(rest.join(' ')) };
  const signal = error?.signal;
  if (signal === 'SIGKILL') return { kind: 'fails', why: `not within ${LOADING_MS / 1_000} s` };
  return {
    kind: 'fails',
    why: signal ? `its process ended by ${signal}` : oneLine(error?.message ?? 'no word'),
  };
}
