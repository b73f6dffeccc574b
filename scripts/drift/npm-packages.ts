// Asks npm what is newest, and installs a package into a folder of its own. What is done with it is the caller's.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { UnreachedError } from './finding.ts';

/** What npm calls a network or a registry that does not serve us. */
const NO_REGISTRY =
  /\bcode (?:EAI_AGAIN|ENOTFOUND|ECONN[A-Z]+|E[A-Z]*TIMEDOUT|E(?:HOST|NET)UNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR|E4(?:01|03|07|29)|E5\d\d)\b/u;
/** Of npm's own lines, so many are told: the code, and what it means. */
const MOST_REASONS = 3;
/** A slow line, and a package of a few hundred megabytes, in ms. */
const NPM_LIMIT_MS = 600_000;

function npm(args: readonly string[], cwd: string): { status: number | null; stdout: string } {
  const options = { cwd, encoding: 'utf8', timeout: NPM_LIMIT_MS } as const;
  const { status, stdout, stderr, error } = spawnSync('npm', args, options);
  if (error !== undefined)
    throw failure(args, `${error.message} (npm error code ${codeOf(error)})`);
  if (status !== 0 && stdout.trim() === '')
    throw failure(args, stderr.trim() || `ended with ${status}`);
  return { status, stdout };
}

function failure([command]: readonly string[], said: string): Error {
  const text = `npm ${command}: ${reasonIn(said)}`;
  return saysNoRegistry(said) ? new UnreachedError(text) : new Error(text);
}

function codeOf(error: Error): unknown {
  return 'code' in error ? error.code : undefined;
}

/** The lines that say why; npm's last ones name its log. */
function reasonIn(said: string): string {
  const why = said.split('\n').filter((line) => !/^npm (?:warn|notice)|complete log/u.test(line));
  return why.slice(0, MOST_REASONS).join('; ');
}

/** Whether npm said that its registry did not answer, or lets us have nothing; that it lacks something, it has told. */
export function saysNoRegistry(said: string): boolean {
  return NO_REGISTRY.test(said);
}

export function newestVersion(name: string): string {
  const { stdout } = npm(['view', name, 'version'], tmpdir());
  const version = stdout.trim();
  if (!/^\d+\.\d+\.\d+/u.test(version)) throw new Error(`npm knows no version of ${name}`);
  return version;
}

export interface InstalledPackage extends Disposable {
  /** The folder that has `node_modules`. */
  readonly folder: string;
  readonly version: string;
}

/** The newest, without running what it would run when installed. Dispose it: the folder goes. */
export function installNewest(name: string): InstalledPackage {
  const folder = mkdtempSync(join(tmpdir(), 'drift-'));
  const dispose = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
    npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@latest`], folder);
    const manifest: unknown = JSON.parse(
      readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'),
    );
    const { version } = v.parse(v.object({ version: v.string() }), manifest);
    return { folder, version, [Symbol.dispose]: dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

export interface OutdatedPackage {
  readonly name: string;
  readonly current: string;
  readonly latest: string;
}

const outdatedSchema = v.record(
  v.string(),
  v.union([
    v.object({ current: v.optional(v.string()), latest: v.string() }),
    v.array(v.object({ current: v.optional(v.string()), latest: v.string() })),
  ]),
);

const failedSchema = v.object({ error: v.object({ code: v.string(), summary: v.string() }) });

/** Our own dependencies of which npm has another version; what is not installed here is passed over. */
export function outdatedPackages(root: string): readonly OutdatedPackage[] {
  return parseOutdated(npm(['outdated', '--json'], root).stdout);
}

/** Throws what npm tells in place of the packages: with `--json` its error stands there, too. */
export function parseOutdated(text: string): readonly OutdatedPackage[] {
  const json: unknown = JSON.parse(text.trim() || '{}');
  const failed = v.safeParse(failedSchema, json);
  if (failed.success) {
    const { code, summary } = failed.output.error;
    throw failure(['outdated'], `npm error code ${code}\n${summary}`);
  }
  const told = v.parse(outdatedSchema, json);
  return Object.entries(told).flatMap(([name, places]) => {
    const [place] = Array.isArray(places) ? places : [places];
    if (place?.current === undefined || place.current === place.latest) return [];
    return [{ name, current: place.current, latest: place.latest }];
  });
}
