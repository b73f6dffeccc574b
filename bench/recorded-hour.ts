// Makes the recording of an hour, in an hour: the whole program around the example agent in a terminal, a voice that
// says something every few seconds in a room's hiss, and `--record`. What is done with the file is others' affair:
// `codex-voice replay FILE --check` drives it anew.
//
//   node bench/recorded-hour.ts FILE [--minutes N] [--no-host]
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type PtyProcess, spawnPty } from '@codex-voice/pty';
import { readCast } from '@codex-voice/recording';
import { spokenRecording } from './voice-latency/spoken-recording.ts';

/** Different phrases before the recording begins anew: all there are, once. */
const TEXTS = 33;
/** The session begins, and what was said last is delivered, in ms. */
const SETTLE_MS = 5_000;
/** The session's end writes what still waits, in ms. */
const END_PATIENCE_MS = 30_000;
const MS_PER_MINUTE = 60_000;
/** Ctrl-D. */
const END_OF_INPUT = '\u0004';

const root = resolve(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, 'no-host': { type: 'boolean' } },
  allowPositionals: true,
});
const file = resolve(positionals[0] ?? 'hour.cast');
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new RangeError(`--minutes must be above 0: ${values.minutes}`);

const home = mkdtempSync(join(tmpdir(), 'codex-voice-hour-'));
const speech = spokenRecording(TEXTS);
const rounds = Math.ceil((minutes * MS_PER_MINUTE) / speech.durationMs);
const session = start();
console.log(`recording to ${file}, terminal ${session.pid}, home ${home}`);
const ended = session.exited.then(() => 'ended' as const);
await Promise.race([ended, rest(rounds * speech.durationMs + SETTLE_MS)]);
session.write(new TextEncoder().encode(END_OF_INPUT));
if ((await Promise.race([ended, rest(END_PATIENCE_MS)])) !== 'ended')
  session.kill('SIGHUP', 'group');
await ended;
await rest(SETTLE_MS);
report();
rmSync(home, { recursive: true, force: true, maxRetries: 5 });
process.exit(0);

function start(): PtyProcess {
  const runtime = join(home, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  const launcher = join(root, 'bin/codex-voice.js');
  const agent = [process.execPath, join(root, 'examples/agent/src/main.ts')];
  const heard = Array.from({ length: rounds }, () => ['--audio', speech.path]).flat();
  const host = values['no-host'] === true ? ['--no-host'] : [];
  const spawned = spawnPty({
    file: process.execPath,
    args: [
      launcher,
      'run',
      `--record=${file}`,
      '--mode',
      'auto',
      ...host,
      ...heard,
      '--',
      ...agent,
    ],
    cwd: home,
    env: {
      ...{ PATH: process.env.PATH, LANG: 'C.UTF-8', TERM: 'xterm-256color' },
      ...{ HOME: home, XDG_RUNTIME_DIR: runtime },
    },
    columns: 100,
    rows: 30,
  });
  if (spawned.kind === 'failed') throw new Error(spawned.message);
  spawned.pty.onData(() => undefined);
  return spawned.pty;
}

function report(): void {
  const { events, torn } = readCast(readFileSync(file, 'utf8'));
  const lastMs = events.at(-1)?.atMs ?? 0;
  const count = (code: string): number => events.filter((event) => event.code === code).length;
  const spoken = events.filter(({ code, data }) => code === 'm' && data.startsWith('spoken: '));
  const length = (lastMs / MS_PER_MINUTE).toFixed(1);
  console.log(
    `${length} minutes, ${events.length} events, ${spoken.length} utterances, ${count('w')} writes, ${count('o')} pictures${torn ? ', torn' : ''}`,
  );
}

function rest(ms: number): Promise<'rested'> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('rested'), ms);
  });
}
