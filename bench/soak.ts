// Whether memory stays flat: one session that prints without end, its terminal attached, looked at every
// second for minutes on end. Shortened: a real day is as many bytes as its agent prints.
import { type ProcessRole, processMemory } from '@codex-voice/testing';
import { attend, benchHome, CODEX_VOICE, open } from './peers.ts';
import { countOption, digits, linearFit, median, publish, sleep } from './statistics.ts';

const LOOK_EVERY_MS = 1000;
const KIB_PER_MIB = 1024;
const ROLES: readonly ProcessRole[] = ['keeper', 'host', 'client'];

/** A screenful of coloured lines ten times a second: about 25 KB/s, some hours of an agent in a minute. */
const COMMAND = [
  'sh',
  '-c',
  `n=0; while :; do i=0; while [ $i -lt 24 ]; do n=$((n + 1)); printf '\\r\\n\\033[3%dm%08d\\033[0m \\033[1mstep\\033[22m lorem ipsum dolor sit amet, and so on – as agents do' $((n % 8)) $n; i=$((i + 1)); done; sleep 0.1; done`,
];

const seconds = countOption('seconds', 300, 15);
using home = benchHome();
const pty = open([...CODEX_VOICE, 'run', '--no-voice', '--', ...COMMAND], home.env);
let receivedBytes = 0;
attend(pty, (chunk) => {
  receivedBytes += chunk.length;
});
const looks = new Map<ProcessRole, [number, number][]>(ROLES.map((role) => [role, []]));
const startMs = performance.now();
while (performance.now() - startMs < seconds * 1000) {
  await sleep(LOOK_EVERY_MS);
  const minutes = (performance.now() - startMs) / 60_000;
  for (const role of ROLES) {
    for (const pid of home.pids(role)) {
      const memory = processMemory(pid);
      if (memory !== undefined) looks.get(role)?.push([minutes, memory.residentKiB / KIB_PER_MIB]);
    }
  }
}
pty.kill('SIGKILL');
await pty.exited;

publish({
  name: 'soak',
  about: `Resident memory over ${seconds} s of one session that prints a screenful of coloured lines ten times a second (${digits(receivedBytes / 1e6, 0)} MB in all), its terminal attached. Growth: a straight line through the second half, when logs and scrollback are full.`,
  columns: ['process', 'second fifth MiB', 'last fifth MiB', 'most MiB', 'growth KiB a minute'],
  rows: [...looks].map(([role, points]) => {
    const fifth = Math.max(1, Math.floor(points.length / 5));
    const values = points.map(([, mib]) => mib);
    const { slope } = linearFit(points.slice(Math.floor(points.length / 2)));
    return [
      role,
      digits(median(values.slice(fifth, 2 * fifth)), 1),
      digits(median(values.slice(-fifth)), 1),
      digits(Math.max(...values), 1),
      digits(slope * KIB_PER_MIB, 0),
    ];
  }),
});
process.exit(0);
