// How cost grows with hours of work: one session with voice, keeper and host, its terminal attached, is spoken to
// and prints in a minute as much as in an hour of work, and is looked at all the while. What is kept for the person
// may grow; all else has to stay as it is, or the benchmark fails.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeScratchHome, type ProcessRole, processMemory } from '@codex-voice/testing';
import { FLAT_RISE, flatness } from './hours/flatness.ts';
import { attend, CODEX_VOICE, open } from './peers.ts';
import { countOption, digits, publish, quantile, sleep } from './statistics.ts';
import { spokenRecording } from './voice-latency/spoken-recording.ts';

/** This long stands for an hour, in ms. */
const HOUR_MS = 60_000;
/** What the agent prints for each prompt: with nine prompts in that time some 6 MB, far more than agents print in an hour. */
const WORK_BYTES = 700_000;
/** Different phrases, before the recording begins anew. */
const TEXTS = 12;
const LOOK_EVERY_MS = 1000;
const START_MS = 5000;
const KIB = 1024;
const ROLES: readonly ProcessRole[] = ['keeper', 'host', 'client', 'voice'];
/** Names of ours, as a person calls them. */
const CALLED: Readonly<Record<ProcessRole, string>> = {
  keeper: 'keeper',
  host: 'host',
  client: 'terminal',
  voice: 'voice',
};
/** Of the agent's output on disk (`session.log_file_mb`), in MiB: less than usual, so that it is full in the second half. */
const LOG_FILE_MB = 4;
/** Folders that may grow, and until when. */
const GROWING: Readonly<Record<string, string>> = {
  journal: 'grows: what was said, kept for you',
  metrics: 'grows, to 4 MiB at most',
};

const hours = countOption('hours', 8, 4);
const root = join(import.meta.dirname, '..');
using home = makeScratchHome();
const speech = spokenRecording(TEXTS);
const times = Math.ceil(((hours + 1) * HOUR_MS) / speech.durationMs);
const pty = open(
  [
    ...[...CODEX_VOICE, 'run', '--mode', 'auto'],
    ...Array.from({ length: times }, () => ['--audio', speech.path]).flat(),
    ...['--', process.execPath, '--import', join(root, 'bench/hours/works-on.ts')],
    join(root, 'examples/agent/src/main.ts'),
  ],
  {
    ...home.env,
    WORK_BYTES: String(WORK_BYTES),
    CODEX_VOICE_SESSION_LOG_FILE_MB: String(LOG_FILE_MB),
  },
);
let receivedBytes = 0;
attend(pty, (chunk) => {
  receivedBytes += chunk.length;
});

/** Amounts by what they are of, as `[hour, amount]`. */
const looks = new Map<string, [number, number][]>();

function look(what: string, hour: number, amount: number): void {
  const list = looks.get(what) ?? [];
  looks.set(what, list);
  list.push([hour, amount]);
}

function fileBytes(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    try {
      bytes += statSync(join(entry.parentPath, entry.name)).size;
    } catch {
      // Turned over meanwhile.
    }
  }
  return bytes;
}

function lookAtAll(hour: number): void {
  for (const role of ROLES) {
    const pids = home.pids(role);
    const memories = pids.map((pid) => processMemory(pid)?.residentKiB ?? 0);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    look(`${CALLED[role]}: memory, MiB`, hour, sum(memories) / KIB);
    const open = pids.map((pid) => {
      try {
        return readdirSync(`/proc/${pid}/fd`).length;
      } catch {
        return 0;
      }
    });
    look(`${CALLED[role]}: open files`, hour, sum(open));
  }
  for (const entry of readdirSync(home.stateDirectory, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const bytes = fileBytes(join(home.stateDirectory, entry.name));
    look(`files of ${entry.name}, KiB`, hour, bytes / KIB);
  }
  look('files in the runtime folder', hour, home.runtimeFiles().length);
}

await sleep(START_MS);
const startMs = performance.now();
const before = receivedBytes;
for (;;) {
  const hour = (performance.now() - startMs) / HOUR_MS;
  lookAtAll(hour);
  if (hour > hours) break;
  await sleep(LOOK_EVERY_MS);
}
const megabytes = (receivedBytes - before) / 1e6 / hours;
const phrases = (speech.utterances.length / speech.durationMs) * HOUR_MS;
const count = home.pids('voice').length;
pty.kill('SIGHUP');
await pty.exited;
if (count !== 1) throw new Error(`${count} voice processes at the end`);

const judged = [...looks]
  .filter(([, points]) => (points[0]?.[0] ?? 1) < 1)
  .map(([what, points]) => ({ what, points, ...flatness(points) }));

/** The levels of an hour whose names match, added up. */
const levelAt = (hour: number, names: RegExp): number =>
  judged
    .filter(({ what }) => names.test(what))
    .reduce((sum, { levels }) => sum + (levels[hour] ?? Number.NaN), 0);
const MEMORIES = ROLES.map((role) => CALLED[role]);
publish({
  name: 'hours',
  about: `One session with voice, keeper and host, its terminal attached, in the example agent. A minute of it stands for an hour of work: ${digits(phrases, 0)} phrases are said, and the agent prints ${digits(megabytes, 1)} MB. Resident memory, files held open and what lies on the disk: the calm level of each such hour, its lowest tenth; of the agent's output ${LOG_FILE_MB} MiB are kept, so that this is full before the second half.`,
  columns: ['hour', ...MEMORIES.map((name) => `${name} MiB`), 'open files', 'on disk KiB'],
  rows: Array.from({ length: hours }, (_, hour) => [
    hour + 1,
    ...MEMORIES.map((name) => digits(levelAt(hour, new RegExp(`^${name}: memory`, 'u')), 1)),
    digits(levelAt(hour, /: open files$/u), 0),
    digits(levelAt(hour, /^files of /u), 0),
  ]),
});

const verdict = ({ what, isFlat }: (typeof judged)[number]): string => {
  const folder = /^files of (\S+),/u.exec(what)?.[1] ?? '';
  return isFlat ? 'flat' : (GROWING[folder] ?? 'GROWS');
};
publish({
  name: 'hours-growth',
  about: `A straight line through the calm levels of the second half of the hours before. Flat: it rises there by ${FLAT_RISE * 100} % of the level at most.`,
  columns: ['cost', 'first hour', 'last hour', 'most', 'of one more hour', 'rise, %', 'it is'],
  rows: judged.map((one) => {
    const places = one.what.includes('memory') ? 1 : 0;
    return [
      one.what,
      digits(one.levels[0] ?? Number.NaN, places),
      digits(one.levels.at(-1) ?? Number.NaN, places),
      digits(
        quantile(
          one.points.map(([, amount]) => amount),
          1,
        ),
        places,
      ),
      digits(one.perHour, 2),
      digits(one.rise * 100, 1),
      verdict(one),
    ];
  }),
});
const grown = judged.filter((one) => verdict(one) === 'GROWS').map(({ what }) => what);
if (grown.length > 0) console.error(`bench: grows with the hours: ${grown.join('; ')}`);
process.exit(grown.length > 0 ? 1 : 0);
