// `codex-voice update`: looks for a newer version when it is asked to, puts it beside this one, and
// switches. Sessions stay: each goes on with the files it was started from.
import { execFile, execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createTransport, type Transport } from '@codex-voice/models';
import {
  describedFile,
  type Installation,
  installationOf,
  isVersion,
  type ReleaseDescription,
  type ReleaseFile,
  releaseAddress,
  releasePlatform,
  VersionsFolder,
} from '@codex-voice/releases';
import { askYes } from '../actions/ask-yes.ts';
import { places } from '../places.ts';
import { buildFacts } from '../update/build-facts.ts';
import { fetchArchive } from '../update/fetch-archive.ts';
import { fetchRelease, placeOf, type ReleasePlace } from '../update/fetch-release.ts';
import { keepLook } from '../update/last-look.ts';
import { switchVersion } from '../update/switch-version.ts';
import { nothingToDo, updateProblem } from '../update/update-words.ts';
import { EXIT_FAILURE, EXIT_USAGE, UserError } from '../user-error.ts';
import type { Renewal } from './host.ts';
import { barProgress, lineProgress, type Progress } from './models-progress.ts';
import { type CommandGiven, note, printJson } from './session-access.ts';
import { megabytes } from './session-table.ts';

/** So long without a byte, and a server counts as fallen silent, in ms. */
const STALL_MS = 30_000;
/** A host puts its queues down and its voice process to rest; ample, in ms. */
const HOST_MS = 30_000;

interface Task {
  readonly given: CommandGiven;
  readonly home: string;
  readonly place: ReleasePlace;
  readonly transport: Transport;
  readonly signal: AbortSignal;
}

export async function update(given: CommandGiven): Promise<number> {
  const { back, to } = given.request.options;
  const home = realpathSync(resolve(dirname(given.launcher), '..'));
  const installation = installationOf(home);
  if (back === true) return goBack(given, installation);
  if (typeof to === 'string' && !isVersion(to))
    throw new UserError(`--to wants a version such as 1.2.3, got ${to}`, EXIT_USAGE);
  const facts = buildFacts(home, process.env);
  const place = placeOf(facts);
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const transport = await createTransport({ environment: process.env, stallMs: STALL_MS });
  try {
    const task = { given, home, place, transport, signal: interrupted.signal };
    const wanted = typeof to === 'string' ? to : undefined;
    const release = await fetchRelease(transport, place, wanted, interrupted.signal);
    if (wanted === undefined) noteNewest(release.version);
    return await bring(task, release, facts.version, installation);
  } catch (error) {
    throw updateProblem(error);
  } finally {
    await transport.close();
  }
}

/** For who asks later: `[update] check`, the doctor. */
function noteNewest(newest: string): void {
  const ms = Date.now();
  const { stateDirectory } = places(process.env, process.platform);
  keepLook(stateDirectory, { triedMs: ms, looked: { ms, newest } });
}

async function bring(
  task: Task,
  release: ReleaseDescription,
  version: string,
  installation: Installation,
): Promise<number> {
  const { options } = task.given.request;
  const isNamed = options.to !== undefined;
  const nothing = nothingToDo({ version, found: release.version, isNamed });
  if (nothing !== undefined) {
    tell(task.given, { version, newest: release.version }, nothing);
    return 0;
  }
  const line = `${version} → ${release.version}`;
  if (installation.kind !== 'archive') {
    const how = byHand(installation, release.version);
    tell(task.given, { version, newest: release.version, how }, `${line}: ${how}`);
    return options.check === true ? 0 : EXIT_FAILURE;
  }
  const file = describedFile(release, releasePlatform(process.platform, process.arch));
  const facts = `${line}, ${megabytes(file.bytes)} MB from ${new URL(task.place.address).host}`;
  if (options.check === true) {
    tell(task.given, { version, newest: release.version, bytes: file.bytes }, facts);
    return 0;
  }
  if (options.yes !== true) {
    note(facts);
    const answer = await askYes('Fetch it and switch to it?');
    if (answer === 'nobody') throw new UserError(`nobody can be asked here: add --yes`);
    if (answer === 'no') return EXIT_FAILURE;
  }
  const versions = new VersionsFolder(installation.root);
  if (!versions.versions.includes(release.version))
    await fetchVersion(task, versions, release.version, file);
  return await switchTo(task.given, versions, release.version);
}

async function fetchVersion(
  { given, place, transport, signal }: Task,
  versions: VersionsFolder,
  version: string,
  file: ReleaseFile,
): Promise<void> {
  const { name } = file;
  const progress = progressOf(given);
  try {
    await fetchArchive({
      ...{ versions, version, file, transport, signal },
      address: releaseAddress(place.address, name, version),
      onEvent: (event) =>
        progress.onEvent(
          event.type === 'bytes'
            ? {
                type: 'bytes',
                name,
                fileBytes: event.haveBytes,
                ofFileBytes: event.ofBytes,
                modelBytes: event.haveBytes,
              }
            : { ...event, name },
        ),
    });
  } finally {
    progress.end();
  }
}

/** On standard error: standard output has the one document or line. */
function progressOf({ request }: CommandGiven): Progress {
  return process.stderr.isTTY && request.options.json !== true
    ? barProgress(process.stderr)
    : lineProgress();
}

function goBack(given: CommandGiven, installation: Installation): Promise<number> {
  if (installation.kind !== 'archive')
    throw new UserError(
      `only an installed archive can go back: ${byHand(installation, 'VERSION')}`,
    );
  const versions = new VersionsFolder(installation.root);
  const { previous } = versions;
  if (previous === undefined) throw new UserError('there is no earlier version to go back to');
  return switchTo(given, versions, previous);
}

async function switchTo(
  given: CommandGiven,
  versions: VersionsFolder,
  version: string,
): Promise<number> {
  const program = join(versions.root, 'current', 'bin', 'codex-voice');
  const switched = await switchVersion({
    versions,
    version,
    renewHost: async () => await renewHost(program),
    isUsed,
  });
  tell(given, switched.document, switched.text);
  return switched.isWhole ? 0 : EXIT_FAILURE;
}

const RENEWALS: readonly Renewal[] = ['renewed', 'ended', 'later', 'none'];

async function renewHost(program: string): Promise<Renewal> {
  const { stdout } = await promisify(execFile)(program, ['host', 'renew', '--json'], {
    timeout: HOST_MS,
  });
  const { renewal }: { readonly renewal?: unknown } = JSON.parse(stdout);
  return RENEWALS.find((known) => known === renewal) ?? 'none';
}

/** Whether a process runs from there; where that can't be told, yes. */
function isUsed(folder: string): boolean {
  try {
    const list = execFileSync('ps', ['-axww', '-o', 'args='], { encoding: 'utf8' });
    return list.includes(`${folder}/`);
  } catch {
    return true;
  }
}

function byHand(installation: Installation, version: string): string {
  switch (installation.kind) {
    case 'npm':
      return `npm install -g codex-voice@${version}`;
    case 'sources':
      return `in ${installation.folder}: git pull && npm ci`;
    default:
      return 'get it from where you got this one';
  }
}

function tell({ request }: CommandGiven, document: object, text: string): void {
  if (request.options.json === true) printJson(document);
  else process.stdout.write(`${text}\n`);
}
