// Fetches the library that computes speech models, by npm with its own settings: into a folder beside its
// place, held to the checksums that this build brings along, tried, and only then given its name.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolder, SPEECH_ENGINE } from '@codex-voice/folders';
import { UserError } from '../user-error.ts';
import type { EngineLock } from './engine-standing.ts';
import { type Ended, engineProblem, folderProblem } from './engine-words.ts';

const FOLDER_MODE = 0o755;
/** Begins the name of what is not whole. */
const UNFINISHED = '.fetching-';
/** What is not whole after this long, in ms, nobody fetches any more. */
const UNFINISHED_MS = 3_600_000;
/** Of npm's own complaints the last so many characters are looked at. */
const COMPLAINT_CHARACTERS = 8_000;

export interface EngineFetching {
  readonly lock: EngineLock;
  /** Its place, which is not there yet. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Throws `UserError`; then nothing of it is left. */
export async function fetchEngine(fetching: EngineFetching): Promise<void> {
  try {
    await fetchWhole(fetching);
  } catch (error) {
    const problem = folderProblem(error);
    throw problem === undefined ? error : new UserError(problem);
  }
}

async function fetchWhole({ lock, folder, environment, signal }: EngineFetching): Promise<void> {
  const above = dirname(folder);
  makeFolder(above, FOLDER_MODE);
  removeUnfinished(above);
  const staging = mkdtempSync(join(above, UNFINISHED));
  try {
    writeProject(staging, lock);
    const context = { cwd: staging, environment, signal };
    await runNpm(context);
    await tryIt(context);
    rmSync(folder, { recursive: true, force: true });
    renameSync(staging, folder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  removeOthers(above, basename(folder));
}

/** What npm reads: one package that is wanted, and what may come. */
function writeProject(staging: string, lock: EngineLock): void {
  const { packageName, version } = SPEECH_ENGINE;
  const project = {
    name: 'codex-voice-speech-engine',
    version: '0.0.0',
    private: true,
    dependencies: { [packageName]: version },
  };
  const locked = {
    name: project.name,
    version: project.version,
    lockfileVersion: 3,
    requires: true,
    packages: { '': project, ...lock },
  };
  writeFileSync(join(staging, 'package.json'), JSON.stringify(project));
  writeFileSync(join(staging, 'package-lock.json'), JSON.stringify(locked));
}

interface Running {
  readonly cwd: string;
  readonly environment: EngineFetching['environment'];
  readonly signal: AbortSignal;
}

async function runNpm(running: Running): Promise<void> {
  const words = ['ci', '--global=false', '--prefix', running.cwd, '--ignore-scripts'];
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  // Once again after a second: whoever is offline is told soon.
  const patience = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
  // On Windows npm is a script of its shell's.
  const shell = process.platform === 'win32';
  const ended = await run('npm', [...words, ...quiet, ...patience], { ...running, shell });
  if (running.signal.aborted)
    throw new UserError('the speech engine was not fetched: ended by you');
  if (ended.how !== 'ended well') throw new UserError(engineProblem(ended));
}

async function tryIt(running: Running): Promise<void> {
  const load = `require(${JSON.stringify(SPEECH_ENGINE.packageName)})`;
  const ended = await run(process.execPath, ['-e', load], { ...running, shell: false });
  if (ended.how === 'ended well') return;
  const platform = `${process.platform}-${process.arch}`;
  throw new UserError(
    `the speech engine does not load on ${platform}, it is not used: codex-voice doctor says what the system lacks; a server needs no engine (docs/models.md)`,
  );
}

async function run(
  file: string,
  args: readonly string[],
  { cwd, environment, signal, shell }: Running & { readonly shell: boolean },
): Promise<Ended> {
  return await new Promise((resolve) => {
    const child = spawn(file, args, {
      ...{ cwd, signal, shell },
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-COMPLAINT_CHARACTERS);
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ how: error.code === 'ENOENT' ? 'not there' : 'failed', complaint: error.message });
    });
    child.once('close', (code) => {
      resolve({ how: code === 0 ? 'ended well' : 'failed', complaint });
    });
  });
}

/** Of one that was killed. */
function removeUnfinished(above: string): void {
  for (const name of readdirSync(above)) {
    if (!name.startsWith(UNFINISHED)) continue;
    const path = join(above, name);
    try {
      if (Date.now() - statSync(path).mtimeMs > UNFINISHED_MS)
        rmSync(path, { recursive: true, force: true });
    } catch {
      // Its owner has taken it away.
    }
  }
}

/** Earlier versions, which this build does not load. */
function removeOthers(above: string, ours: string): void {
  for (const name of readdirSync(above)) {
    if (name === ours || name.startsWith(UNFINISHED)) continue;
    try {
      rmSync(join(above, name), { recursive: true, force: true });
    } catch {
      // In use, where that keeps it.
    }
  }
}
