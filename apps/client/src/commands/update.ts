// `codex-voice update`: looks for a newer version when it is asked to, puts it beside this one, and
// switches. Sessions stay: each goes on with the files it was started from.
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createTransport, downloadFile, systemClock, type Transport } from '@codex-voice/models';
import {
  compareVersions,
  describedFile,
  type Installation,
  installationOf,
  isVersion,
  type ReleaseDescription,
  type ReleaseFile,
  releaseAddress,
  VersionsFolder,
} from '@codex-voice/releases';
import { askYes } from '../actions/ask-yes.ts';
import { buildFacts } from '../update/build-facts.ts';
import { fetchRelease, placeOf, type ReleasePlace } from '../update/fetch-release.ts';
import { EXIT_FAILURE, EXIT_USAGE, UserError } from '../user-error.ts';
import type { Renewal } from './host.ts';
import { barProgress, jsonProgress, lineProgress, type Progress } from './models-progress.ts';
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
    return await bring(task, release, facts.version, installation);
  } finally {
    await transport.close();
  }
}

async function bring(
  task: Task,
  release: ReleaseDescription,
  version: string,
  installation: Installation,
): Promise<number> {
  const { options } = task.given.request;
  const isOther =
    options.to === undefined
      ? compareVersions(version, release.version) < 0
      : version !== release.version;
  if (!isOther) {
    tell(task.given, { version, newest: release.version }, `${version} is the newest version`);
    return 0;
  }
  const line = `${version} → ${release.version}`;
  if (installation.kind !== 'archive') {
    const how = byHand(installation, release.version);
    tell(task.given, { version, newest: release.version, how }, `${line}: ${how}`);
    return options.check === true ? 0 : EXIT_FAILURE;
  }
  const file = describedFile(release, `${process.platform}-${process.arch}`);
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

/** The archive comes beside the versions, so that a move is a rename, and goes whatever happens to it. */
async function fetchVersion(
  { given, place, transport, signal }: Task,
  versions: VersionsFolder,
  version: string,
  { name, bytes, sha256 }: ReleaseFile,
): Promise<void> {
  const incoming = join(versions.root, 'incoming');
  mkdirSync(incoming, { recursive: true });
  const archive = join(incoming, name);
  const progress = progressOf(given, name);
  try {
    await downloadFile({
      transport,
      address: releaseAddress(place.address, name, version),
      pinned: { bytes, sha256 },
      partPath: archive,
      signal,
      clock: systemClock,
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
    progress.end();
    await versions.unpack({ archive, version });
    rmSync(incoming, { recursive: true, force: true });
  } finally {
    progress.end();
  }
}

function progressOf({ request }: CommandGiven, name: string): Progress {
  if (request.options.json === true) return jsonProgress(name);
  return process.stderr.isTTY ? barProgress(process.stderr) : lineProgress();
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
  const before = versions.current;
  versions.switchTo(version);
  const program = join(versions.root, 'current', 'bin', 'codex-voice');
  const renewal = await renewHost(program);
  const gone = versions.prune(isUsed);
  tell(
    given,
    { version, before, removed: gone, host: renewal },
    `${version} is used from now on${SESSIONS[renewal]}; codex-voice update --back returns to ${before}`,
  );
  return 0;
}

const SESSIONS: Readonly<Record<Renewal, string>> = {
  none: '',
  renewed: '; the sessions there are go on, with a new host',
  later: '; the sessions there are go on, with a new host once nobody is being heard',
};

/** By the new version's own words: what this one has loaded is the old one. */
async function renewHost(program: string): Promise<Renewal> {
  const { stdout } = await promisify(execFile)(program, ['host', 'renew', '--json'], {
    timeout: HOST_MS,
  });
  const { renewal }: { readonly renewal?: unknown } = JSON.parse(stdout);
  return renewal === 'renewed' || renewal === 'later' ? renewal : 'none';
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
