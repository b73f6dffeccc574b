// A session of another machine beside plain `ssh -t` to the same one: how long a key takes to come back as
// its echo, and how many bytes the link has while somebody speaks. Both machines are this one, so that no
// network is in it. A second user and an sshd of the bench's own need root.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeScratchHome, startSecondMachine, TerminalProgram } from '@codex-voice/testing';
import { countOption, digits, publish, quantile, sleep } from './statistics.ts';

const ROOT = join(import.meta.dirname, '..');
const LAUNCHER = join(ROOT, 'bin', 'codex-voice.js');
const THERE = join(ROOT, 'bin', 'codex-voice');
const RECORDING = join(ROOT, 'examples', 'recordings', 'first-light.wav');
/** A length of the demonstration's recording, in s: what bytes are counted over. */
const SPEECH_S = 9;
/** Sound as recognisers take it: 16 kHz, 16 bit, one channel. */
const SOUND_BYTES_PER_SECOND = 32_000;
/** Bytes that nobody's own screen shows, so that an echo cannot be mistaken. */
const KEYS = ['~', '#', '@', '^'];
const PACE_MS = 5;
const WARM_UP_KEYS = 50;
const LOST_KEY_MS = 5_000;
const PATIENCE_MS = 60_000;
const ECHO = `sh -c 'stty raw -echo; printf "\\033[2Jready"; exec cat'`;
const DETACH = '\u001cd';
const F2 = '\u001bOQ';

if (process.getuid?.() !== 0) {
  console.log('remote: not run: it makes a second user, which takes root');
  process.exit(0);
}

const home = makeScratchHome();
const there = await startSecondMachine();
const counted = countingSsh();

class Probe {
  readonly name: string;
  readonly samplesMs: number[] = [];
  readonly program: TerminalProgram;
  #awaited: { readonly key: string; readonly seen: () => void } | undefined;

  constructor(
    name: string,
    { file, args, path = there.path }: { file: string; args: readonly string[]; path?: string },
  ) {
    this.name = name;
    this.program = new TerminalProgram({
      ...{ file, args, cwd: home.path, columns: 80, rows: 24 },
      env: { ...home.env, PATH: path },
      onOutput: (chunk) => {
        const awaited = this.#awaited;
        if (awaited !== undefined && Buffer.from(chunk).includes(awaited.key)) awaited.seen();
      },
    });
  }

  async strike(key: string): Promise<number> {
    return await new Promise((resolve, reject) => {
      const lost = setTimeout(() => reject(new Error(`${this.name} lost a key`)), LOST_KEY_MS);
      const startMs = performance.now();
      const seen = (): void => {
        const elapsedMs = performance.now() - startMs;
        this.#awaited = undefined;
        clearTimeout(lost);
        resolve(elapsedMs);
      };
      this.#awaited = { key, seen };
      this.program.send(key);
    });
  }
}

interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

function onSsh(command: string): Command {
  const args = ['-tt', '-e', 'none', '-p', String(there.port), `${there.user}@127.0.0.1`, command];
  return { file: 'ssh', args };
}

/** A session there that its person has left. */
async function startThere(command: string, text: string): Promise<void> {
  const starter = new Probe('starter', onSsh(`${THERE} run --mode tap -- ${command}`));
  await starter.program.waitForText(text, PATIENCE_MS);
  starter.program.send(DETACH);
  await starter.program.exited;
}

function attached(options: readonly string[]): Command {
  const args = [LAUNCHER, 'attach', '--there', THERE, ...options, there.address];
  return { file: process.execPath, args };
}

async function readyProbe(name: string, command: Command): Promise<Probe> {
  const probe = new Probe(name, command);
  await probe.program.waitForText('ready', PATIENCE_MS);
  await probe.program.waitForQuiet(1_000, PATIENCE_MS);
  return probe;
}

async function keyToEcho(): Promise<void> {
  await startThere(ECHO, 'ready');
  // First, while there is but one session that can be meant.
  const attach = await readyProbe('attach ssh://', attached(['--no-voice']));
  const probes = [
    await readyProbe('ssh -t', onSsh(ECHO)),
    await readyProbe('ssh -t, codex-voice there', onSsh(`${THERE} run --no-voice -- ${ECHO}`)),
    attach,
  ];
  const keys = countOption('keys', 500, 100);
  for (let at = -WARM_UP_KEYS; at < keys; at += 1) {
    for (let turn = 0; turn < probes.length; turn += 1) {
      // Each round starts with another peer, so that none always follows the same one.
      const probe = probes[(turn + at + WARM_UP_KEYS) % probes.length];
      await sleep(PACE_MS);
      const elapsedMs = await probe?.strike(KEYS[(at + WARM_UP_KEYS) % KEYS.length] ?? '~');
      if (at >= 0 && elapsedMs !== undefined) probe?.samplesMs.push(elapsedMs);
    }
  }
  for (const { program } of probes) await program.stop();
  const plain = probes[0]?.samplesMs ?? [];
  const times = (samples: readonly number[], share: number): string =>
    digits(quantile(samples, share) / quantile(plain, share), 2);
  publish({
    name: 'remote',
    about: `One byte into a terminal running \`cat\` in raw mode as another user, over ssh on loopback, until its echo is read, ${keys} keys for each peer in turn.`,
    columns: ['peer', 'p50 ms', 'p99 ms', 'times ssh -t, p50', 'p99'],
    rows: probes.map(({ name, samplesMs }) => [
      name,
      digits(quantile(samplesMs, 0.5), 3),
      digits(quantile(samplesMs, 0.99), 3),
      times(samplesMs, 0.5),
      times(samplesMs, 0.99),
    ]),
  });
}

async function bytesWhileSpeaking(): Promise<void> {
  const ended = new Probe('ended', onSsh(`${THERE} kill --all`));
  await ended.program.exited;
  const agent = join(ROOT, 'examples', 'agent', 'src', 'main.ts');
  await startThere(`${join(ROOT, 'node_modules', '.bin', 'node')} ${agent}`, 'Type or say');
  const probe = new Probe('speaking', {
    ...attached(['--audio', RECORDING]),
    path: counted.path,
  });
  const { program } = probe;
  await program.waitForText('● ready', PATIENCE_MS);
  const before = counted.read();
  program.send(F2);
  await program.waitForText('> Fix the failing tests. Run the tests.', PATIENCE_MS);
  await program.waitForText('● ready', PATIENCE_MS);
  await sleep(1_000);
  const after = counted.read();
  await program.stop();
  const perSecond = (bytes: number): string => digits(bytes / SPEECH_S, 0);
  const gone = after.there - before.there;
  publish({
    name: 'remote-bytes',
    about: `Bytes of the link, before ssh's own, while a recording of ${SPEECH_S} s with five utterances is spoken into a session there, screen included. Sound: by its format, 16 kHz, 16 bit, one channel.`,
    columns: ['what', 'there, bytes a second', 'back, bytes a second', 'there, of sound'],
    rows: [
      [
        'text and screen',
        perSecond(gone),
        perSecond(after.back - before.back),
        digits(gone / SPEECH_S / SOUND_BYTES_PER_SECOND, 3),
      ],
      ['sound, were it sent', SOUND_BYTES_PER_SECOND, '–', '1.000'],
    ],
  });
}

interface Counts {
  readonly there: number;
  readonly back: number;
}

/** An ssh before the other one on the PATH, which writes down what goes through it. */
function countingSsh(): { readonly path: string; read(): Counts; end(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'counting-ssh-'));
  const file = join(folder, 'counts');
  const [friend = ''] = there.path.split(':');
  const script = `#!${process.execPath}
const child = require('child_process').spawn('${join(friend, 'ssh')}', process.argv.slice(2), { stdio: ['pipe', 'pipe', 'inherit'] });
const counts = { there: 0, back: 0 };
const keep = () => require('fs').writeFileSync('${file}', JSON.stringify(counts));
process.stdin.on('data', (chunk) => { counts.there += chunk.length; child.stdin.write(chunk); keep(); });
process.stdin.on('end', () => child.stdin.end());
child.stdout.on('data', (chunk) => { counts.back += chunk.length; process.stdout.write(chunk); keep(); });
child.on('exit', (code) => process.exit(code || 0));
`;
  writeFileSync(join(folder, 'ssh'), script);
  chmodSync(join(folder, 'ssh'), 0o755);
  return {
    path: `${folder}:${there.path}`,
    read: () => JSON.parse(readFileSync(file, 'utf8')),
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

try {
  await keyToEcho();
  await bytesWhileSpeaking();
} finally {
  counted.end();
  await there[Symbol.asyncDispose]();
  home[Symbol.dispose]();
}
