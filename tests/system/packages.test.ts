// needs: curl
// What people install, as they install it: the npm package under an older Node, whole and with all its parts,
// and the archive by the install script, updated under a session that is being spoken to; at full size the npm
// package is spoken to as well. What is installed sees none of this repository.
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeScratchHome, type ScratchHome, sized, TerminalProgram } from '@codex-voice/testing';
import { create } from 'tar';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { EXPECTED_PROMPTS, RECORDING } from '../../scripts/demo/script.ts';
import { describeRelease } from '../../scripts/packages/describe.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);
const PLATFORM = `${process.platform}-${process.arch}`;
const NEXT = '0.99.0';
const SPOKEN_MS = 60_000;
/** 200 MB are compressed: 15 s, and many times that on a machine under load. */
const PACKING_MS = 180_000;

let folder = '';
let server: Server;
let releases = '';
/** What is served as the newest release. */
let served = '';
/** How much of an archive is sent before the connection breaks. */
let cutAtBytes: number | undefined;
let version = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codex-voice-packages-'));
  server = createServer((request, answer) => {
    const name = /^\/(?:latest\/download|download\/v[^/]+)\/([^/]+)$/.exec(request.url ?? '')?.[1];
    const file = join(served, decodeURIComponent(name ?? 'none'));
    if (!existsSync(file)) return answer.writeHead(404).end();
    answer.writeHead(200, { 'content-length': statSync(file).size });
    const part = cutAtBytes === undefined || !file.endsWith('.gz') ? {} : { end: cutAtBytes };
    const stream = createReadStream(file, part);
    if ('end' in part) stream.on('end', () => answer.destroy());
    return stream.pipe(answer, { end: !('end' in part) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  releases = `http://127.0.0.1:${address.port}`;
  served = join(folder, 'first');
  const script = join(root, 'scripts', 'package.ts');
  const words = [script, '--out', served, '--releases', releases, '--level', '1'];
  await run(process.execPath, words, { cwd: root });
  version = JSON.parse(readFileSync(join(served, 'release.json'), 'utf8')).version;
}, PACKING_MS);

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

function home(): ScratchHome {
  const made = makeScratchHome();
  onTestFinished(() => made[Symbol.dispose]());
  return made;
}

/** The machine's own programs, without what this project has brought along. */
function ownPath(): string {
  const parts = (process.env.PATH ?? '').split(delimiter);
  return parts.filter((part) => !part.includes('node_modules')).join(delimiter);
}

/** Speaks the recording to the example agent through an installed program; what the agent received. */
async function spokenTo(
  program: string,
  env: Readonly<Record<string, string | undefined>>,
  meanwhile: (terminal: TerminalProgram) => Promise<void> = async () => undefined,
): Promise<readonly string[]> {
  const log = join(await mkdtemp(join(folder, 'agent-')), 'received.jsonl');
  await using terminal = new TerminalProgram({
    file: '/bin/sh',
    args: [
      '-c',
      'exec "$@"',
      'sh',
      program,
      'run',
      '--mode',
      'auto',
      '--audio',
      join(root, RECORDING),
      '--',
      process.execPath,
      join(root, 'examples/agent/src/main.ts'),
    ],
    cwd: folder,
    env: { ...env, EXAMPLE_AGENT_LOG: log },
    columns: 100,
    rows: 24,
  });
  const received = (): string[] =>
    existsSync(log)
      ? readFileSync(log, 'utf8')
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line).received)
      : [];
  await meanwhile(terminal);
  const deadlineMs = performance.now() + SPOKEN_MS;
  while (received().length < EXPECTED_PROMPTS.length && performance.now() < deadlineMs)
    await sleep(100);
  // Whatever would come twice has the time to.
  await sleep(1_000);
  return received();
}

/** The archive has the same bundles, and is spoken to in any run. */
const isSpokenTo = sized({ usual: false, full: true });

const filesIn = (path: string): readonly string[] =>
  readdirSync(path, { recursive: true }).map(String).sort();

test('the npm package, in an empty folder under an older Node: it says what it needs, fetches it, and is whole', async () => {
  const { path, env } = home();
  const prefix = join(path, 'prefix');
  const cache = (await run('npm', ['config', 'get', 'cache'])).stdout.trim();
  const settings = { ...env, PATH: ownPath(), npm_config_cache: cache, npm_config_prefix: prefix };
  const archive = join(served, `codex-voice-${version}.tgz`);
  const startMs = performance.now();
  await run('npm', ['install', '--global', '--no-audit', '--no-fund', archive], {
    env: settings,
    cwd: path,
  });
  console.log(
    `npm package: ${statSync(archive).size} bytes, installed in ${Math.round(performance.now() - startMs)} ms`,
  );
  const program = join(prefix, 'bin', 'codex-voice');
  const first = await run(program, ['--version'], { env: settings }).catch((error) => error);
  if (
    /^v(?:1\d|20|21|22\.(?:\d|1[0-7])\.)/.test(
      (await run('node', ['--version'], { env: settings })).stdout,
    )
  ) {
    expect(first.stderr).toMatch(
      /^codex-voice: Node 22\.18 or newer is needed and this is [\d.]+: npm install --prefix \S+ node-\S+ fetches one for codex-voice alone\n$/,
    );
    const how = /: (npm install .*) fetches one/.exec(first.stderr)?.[1] ?? 'false';
    await run('/bin/sh', ['-c', how], { env: settings, cwd: path });
  }
  expect((await run(program, ['--version'], { env: settings })).stdout).toBe(
    `codex-voice ${version}\n`,
  );
  expect(existsSync(join(prefix, 'share', 'man', 'man1', 'codex-voice.1'))).toBe(true);
  const schema = await run(program, ['config', 'schema'], { env: settings });
  expect(JSON.parse(schema.stdout)).toHaveProperty('properties.mode');
  for (const part of ['bin', 'dist', 'schema'])
    expect(filesIn(join(prefix, 'lib', 'node_modules', 'codex-voice', part))).toEqual(
      filesIn(join(root, part)),
    );
  await engineOnNeed(program, settings, join(path, 'data', 'codex-voice', 'engine'));
  if (isSpokenTo) expect(await spokenTo(program, settings)).toEqual(EXPECTED_PROMPTS);
}, 180_000);

/** npm's package comes without the library that computes models: asked for, refused in words, fetched whole. */
async function engineOnNeed(
  program: string,
  env: Readonly<Record<string, string | undefined>>,
  folder: string,
): Promise<void> {
  const ours = async (more: Readonly<Record<string, string>>, ...words: string[]) =>
    await run(program, words, { env: { ...env, ...more } }).catch((error) => error);
  const speech = async (): Promise<{ readonly state: string; readonly command: string | null }> => {
    const { stdout } = await ours({}, 'doctor', '--json');
    const { findings } = JSON.parse(stdout);
    return findings.find(({ id }: { readonly id: string }) => id === 'native.speech');
  };
  const left = (): string[] => (existsSync(folder) ? readdirSync(folder) : []);

  expect(await speech()).toMatchObject({ state: 'warning', command: 'codex-voice models engine' });
  expect((await ours({}, 'models', 'add', 'whisper-tiny')).stderr).toMatch(
    /^codex-voice: speech models need sherpa-onnx-node [^\n]+ MB from npm\), and nobody can be asked here: add --yes\n$/,
  );
  const offline = {
    npm_config_registry: 'http://127.0.0.1:9/',
    npm_config_cache: join(folder, '..', 'empty-cache'),
  };
  expect((await ours(offline, 'models', 'engine', '--yes')).stderr).toMatch(
    /\ncodex-voice: the speech engine can’t be fetched \(ECONNREFUSED\), nothing was installed: check the network[^\n]+\n$/,
  );
  expect(left()).toEqual([]);
  const fetched = await ours({}, 'models', 'engine', '--yes');
  expect(fetched.stderr).toContain('is installed, its checksums are those of this build');
  expect(left()).toEqual([expect.stringMatching(/^sherpa-onnx-\d/)]);
  const parts = await partsLoad(program, env);
  expect(parts.find(({ id }) => id === 'native.speech')).toMatchObject({ state: 'ok' });
}

test('HOST-17: the install script leaves nothing behind where something is wrong, and installs where nothing is', async () => {
  const { path, env } = home();
  const settings = { ...env, PATH: pathWithoutNode(), HOME: path };
  const install = async (): Promise<{ stdout: string; stderr: string; code?: number }> =>
    await run('/bin/sh', ['-c', `curl -fsSL ${releases}/latest/download/install.sh | sh`], {
      env: settings,
      cwd: path,
    }).catch((error) => error);
  const data = join(path, 'data', 'codex-voice');
  const leftBehind = (): string[] =>
    (existsSync(data) ? readdirSync(data, { recursive: true }) : [])
      .map(String)
      .filter((name) => name !== 'versions');

  const right = join(folder, 'first');
  const sums = readFileSync(join(right, 'SHA256SUMS'), 'utf8');
  served = join(folder, 'replaced');
  mkdirSync(served, { recursive: true });
  for (const name of ['install.sh', 'SHA256SUMS'])
    copyFileSync(join(right, name), join(served, name));
  writeFileSync(join(served, `codex-voice-${version}-${PLATFORM}.tar.gz`), 'another file');
  expect((await install()).stderr).toContain('is not the file it should be');
  expect(leftBehind()).toEqual([]);
  served = right;
  writeFileSync(
    join(served, 'SHA256SUMS'),
    sums
      .split('\n')
      .filter((line) => !line.endsWith('.gz'))
      .join('\n'),
  );
  expect((await install()).stderr).toContain(`the release has no archive for ${PLATFORM}`);
  writeFileSync(join(served, 'SHA256SUMS'), sums);
  cutAtBytes = 1_000_000;
  expect((await install()).stderr).toMatch(/codex-voice: \S+ can't be fetched: check the network/);
  expect(leftBehind()).toEqual([]);
  cutAtBytes = undefined;

  const startMs = performance.now();
  const installed = await install();
  console.log(`archive: installed in ${Math.round(performance.now() - startMs)} ms`);
  expect(installed.stdout).toContain(`codex-voice ${version} is installed`);
  const program = join(path, '.local', 'bin', 'codex-voice');
  await partsLoad(program, settings);
  expect((await install()).stdout).toContain('is installed');
  await updateAndBack(program, settings, join(data, 'versions', version));
}, 240_000);

/** Of `doctor`: an id, what was seen, and how it is. */
interface Finding {
  readonly id: string;
  readonly fact: string;
  readonly state: string;
}

/** What is native code or WebAssembly came along whole; what the system itself lacks is another matter. */
async function partsLoad(
  program: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly Finding[]> {
  const { stdout } = await run(program, ['doctor', '--json'], { env }).catch((error) => error);
  const { findings }: { readonly findings: readonly Finding[] } = JSON.parse(stdout);
  const parts = ['sound', 'speech', 'phrases', 'terminal'].map((part) => `native.${part}`);
  const found = findings.filter(({ id }) => parts.includes(id));
  expect(found).toHaveLength(parts.length);
  expect(found.filter(({ fact }) => !/ loads in |libasound/.test(fact))).toEqual([]);
  return found;
}

/** A newer release is put beside the installed one while a session is spoken to. */
async function updateAndBack(
  program: string,
  env: Readonly<Record<string, string | undefined>>,
  installed: string,
): Promise<void> {
  served = await nextRelease(installed);
  const ours = async (...words: string[]): Promise<string> =>
    (await run(program, words, { env })).stdout;
  let [beganMs, endedMs] = [0, 0];
  const received = await spokenTo(program, env, async (terminal) => {
    await terminal.waitForText('Fix the failing tests.', SPOKEN_MS);
    beganMs = Date.now();
    const updated = await ours('update', '--yes');
    endedMs = Date.now();
    expect(updated).toContain(`${NEXT} is used from now on; the sessions there are go on`);
    expect(await ours('--version')).toBe(`codex-voice ${NEXT}\n`);
  });
  expect(received).toEqual(EXPECTED_PROMPTS);
  // Somebody spoke while it was fetched and switched to.
  const spoken = captured(join(env.XDG_STATE_HOME ?? '', 'codex-voice', 'journal'));
  expect(spoken.filter(([from, until]) => from < endedMs && until > beganMs)).not.toEqual([]);
  expect(await ours('update')).toBe(`${NEXT} is the newest version\n`);
  expect(await ours('update', '--back')).toContain(`${version} is used from now on`);
  expect(await ours('--version')).toBe(`codex-voice ${version}\n`);
}

const WAV_HEADER_BYTES = 44;
/** 16 kHz of 16 bits. */
const WAV_BYTES_PER_MS = 32;

/** From when until when each utterance lasted, in ms since 1970, by the journal and the sound it has kept. */
function captured(journal: string): readonly (readonly [number, number])[] {
  const lines = readFileSync(join(journal, 'utterances.jsonl'), 'utf8').trim().split('\n');
  return lines.flatMap((line) => {
    const { type, at, audio } = JSON.parse(line);
    if (type !== 'transcript') return [];
    const bytes = statSync(join(journal, audio)).size - WAV_HEADER_BYTES;
    const untilMs = Date.parse(at);
    return [[untilMs - bytes / WAV_BYTES_PER_MS, untilMs]];
  });
}

/** What the script may count on, in a folder of links: no Node is among it. */
const BASICS =
  'sh curl tar gzip uname mktemp sha256sum grep cut ln mkdir rm mv readlink ps env cat sed'.split(
    ' ',
  );

function pathWithoutNode(): string {
  const links = join(folder, 'basics');
  if (existsSync(links)) return links;
  mkdirSync(links);
  for (const name of BASICS) {
    const found = ownPath()
      .split(delimiter)
      .find((part) => existsSync(join(part, name)));
    if (found === undefined) throw new Error(`there is no ${name} on this machine`);
    symlinkSync(join(found, name), join(links, name));
  }
  return links;
}

/** The same program under a higher version, as a release of its own. */
async function nextRelease(installed: string): Promise<string> {
  const out = join(folder, 'next');
  const name = `codex-voice-${NEXT}-${PLATFORM}`;
  const tree = join(out, name);
  await mkdir(out, { recursive: true });
  await cp(installed, tree, { recursive: true });
  const manifest = JSON.parse(await readFile(join(tree, 'package.json'), 'utf8'));
  await writeFile(join(tree, 'package.json'), JSON.stringify({ ...manifest, version: NEXT }));
  await chmod(join(tree, 'bin', 'codex-voice'), 0o755);
  const file = join(out, `${name}.tar.gz`);
  await create({ file, cwd: out, gzip: { level: 1 } }, [name]);
  describeRelease(out, NEXT, [file], undefined);
  await rm(tree, { recursive: true });
  return out;
}
