// How long a terminal that comes back to a session waits for its screen, and for all of its scrollback,
// with as many lines kept as a session usually keeps.
import { isInstalled } from './peer-programs.ts';
import { attend, isBuilt } from './peers.ts';
import {
  nodeStart,
  type StandingSession,
  standingCodexVoice,
  standingDtach,
  standingScreen,
  standingTmux,
} from './standing-session.ts';
import { countOption, digits, median, publish, quantile, sleep } from './statistics.ts';

/** Longer than any attach: the bench stops rather than waiting for ever. */
const PATIENCE_MS = 20_000;
/** Between two attaches: what the last one started has ended. */
const REST_MS = 200;

interface Sample {
  /** The start of the command → the screen's last line is read. */
  readonly firstPaintMs: number;
  /** → the oldest line was read and then the last one again: absent where no scrollback is sent. */
  readonly completeMs: number;
  readonly bytes: number;
}

const lines = countOption('lines', 5000);
const rounds = countOption('rounds', 15, 3);
const oldest = lineText(1);
const newest = lineText(lines);

/** A coloured line like an agent's, the same on each run. */
function lineText(index: number): string {
  return `line ${String(index).padStart(6, '0')} of the log`;
}

const COMMAND = [
  'sh',
  '-c',
  `i=1; while [ $i -lt ${lines} ]; do printf '\\033[3%dmline %06d of the log\\033[0m \\033[1mstep\\033[22m lorem ipsum dolor sit amet\\r\\n' $((i % 8)) $i; i=$((i + 1)); done; printf '%s' '${newest}'; exec sleep 86398`,
];

async function measure(session: StandingSession): Promise<Sample> {
  const startMs = performance.now();
  const pty = session.attach();
  let text = '';
  let bytes = 0;
  let firstPaintMs = Number.NaN;
  let completeMs = Number.NaN;
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${session.name}: ${text}`)), PATIENCE_MS);
    const done = () => {
      clearTimeout(late);
      resolve();
    };
    attend(pty, (chunk) => {
      bytes += chunk.length;
      text += Buffer.from(chunk).toString('latin1');
      if (Number.isNaN(firstPaintMs) && text.includes(newest)) {
        firstPaintMs = performance.now() - startMs;
        // A screen and nothing else: the oldest line does not follow.
        if (session.name !== 'codex-voice') done();
      }
      const from = text.indexOf(oldest);
      if (from >= 0 && text.includes(newest, from)) {
        completeMs = performance.now() - startMs;
        done();
      }
    });
  });
  await session.detach(pty);
  await sleep(REST_MS);
  return { firstPaintMs, completeMs, bytes };
}

const sessions: StandingSession[] = [];
if (isBuilt()) sessions.push(await standingCodexVoice(COMMAND, newest));
if (isInstalled('tmux')) sessions.push(await standingTmux(COMMAND, newest));
if (isInstalled('screen')) sessions.push(await standingScreen(COMMAND, newest));
if (isInstalled('dtach')) sessions.push(await standingDtach(newest));
sessions.push(nodeStart(newest));
const samples = new Map<string, Sample[]>();
for (let round = 0; round < rounds; round += 1) {
  for (const session of sessions)
    samples.set(session.name, [...(samples.get(session.name) ?? []), await measure(session)]);
}
for (const session of sessions) await session.end();

publish({
  name: 'attach',
  about: `From the start of the command until a terminal of 80 by 24 has read the last line of the screen, and until it has read the oldest of ${lines} lines and everything after it; a session that nobody was attached to, ${rounds} alternating rounds. tmux and screen send the screen alone: their scrollback stays in a mode of their own. dtach keeps no screen: the program is asked to draw, and here says one line. node start: this runtime that only writes that line, so that the first column can be read as a ratio.`,
  columns: [
    'peer',
    'first paint p50 ms',
    'p95 ms',
    'with scrollback p50 ms',
    'p95 ms',
    'KB received',
  ],
  rows: [...samples].map(([name, list]) => [
    name,
    ...[0.5, 0.95].map((share) =>
      digits(
        quantile(
          list.map((one) => one.firstPaintMs),
          share,
        ),
        1,
      ),
    ),
    ...[0.5, 0.95].map((share) =>
      digits(
        quantile(
          list.map((one) => one.completeMs),
          share,
        ),
        1,
      ),
    ),
    digits(median(list.map((one) => one.bytes)) / 1000, 0),
  ]),
});
process.exit(0);
