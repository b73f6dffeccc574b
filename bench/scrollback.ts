// What lines above the screen cost: the keeper's memory, and how long a terminal that comes back waits for all
// of them, from none to ten times as many as are usually kept.
import { GROWTH_ABOUT, GROWTH_COLUMNS, growthRow } from './growth.ts';
import { attend, benchHome, CODEX_VOICE, open } from './peers.ts';
import { roleMemory } from './role-cost.ts';
import { detachByKey, leaveSession } from './standing-session.ts';
import { countOption, digits, median, publish, sleep } from './statistics.ts';

/** Longer than any attach: the bench stops rather than waiting for ever. */
const PATIENCE_MS = 60_000;
/** What the last attach has started has ended. */
const REST_MS = 1000;

/** The last words of the screen: nothing follows them. */
const NEWEST = 'all-is-said';

/** About 33 KB. */
const LINES_AT_ONCE = 500;
/** All that was printed has been taken in. */
const SETTLE_MS = 3000;
/** Neither of the words looked for is longer, in bytes. */
const WORDS_AT_MOST = 32;

const most = countOption('lines', 50_000, 2000);
const rounds = countOption('rounds', 5, 2);

interface Found {
  readonly lines: number;
  readonly keeperMiB: number;
  readonly paintMs: number;
  readonly completeMs: number;
  readonly bytes: number;
}

/**
 * Coloured lines like an agent's, the same on each run, a little at a time: of a burst beyond 2 MiB a keeper lets
 * go what it can't follow (SHADOW-5), and its scrollback with it.
 */
function printing(lines: number): readonly string[] {
  const line = String.raw`printf "\033[3%dmline %06d of the log\033[0m \033[1mstep\033[22m lorem ipsum dolor sit amet\r\n", i % 8, i`;
  const pause = `if (i % ${LINES_AT_ONCE} == 0) system("sleep 0.04")`;
  const awk = `BEGIN { for (i = 1; i <= ${lines}; i++) { ${line}; ${pause} } }`;
  return ['sh', '-c', `awk '${awk}'; printf ${NEWEST}; exec sleep 86394`];
}

async function attached(
  env: Readonly<Record<string, string | undefined>>,
  lines: number,
): Promise<Pick<Found, 'paintMs' | 'completeMs' | 'bytes'>> {
  const oldest = lines === 0 ? NEWEST : 'line 000001 of the log';
  const startMs = performance.now();
  const pty = open([...CODEX_VOICE, 'attach'], env);
  let bytes = 0;
  let paintMs = Number.NaN;
  let sawOldest = false;
  let tail = '';
  const completeMs = await new Promise<number>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${lines} lines never came`)), PATIENCE_MS);
    attend(pty, (chunk) => {
      bytes += chunk.length;
      const said = tail + Buffer.from(chunk).toString('latin1');
      // Words may be cut between two reads.
      tail = said.slice(-WORDS_AT_MOST);
      if (Number.isNaN(paintMs) && said.includes(NEWEST)) paintMs = performance.now() - startMs;
      const from = sawOldest ? 0 : said.indexOf(oldest);
      sawOldest ||= from >= 0;
      if (!sawOldest || !said.includes(NEWEST, from)) return;
      clearTimeout(late);
      resolve(performance.now() - startMs);
    });
  });
  await detachByKey(pty);
  return { paintMs, completeMs, bytes };
}

async function measured(lines: number): Promise<Found> {
  using home = benchHome();
  const env = { ...home.env, CODEX_VOICE_SESSION_SCROLLBACK_LINES: String(most) };
  await leaveSession({ ...home, env }, printing(lines), NEWEST);
  await sleep(SETTLE_MS);
  const keeperMiB = roleMemory(home, 'keeper').proportionalMiB;
  const each: Awaited<ReturnType<typeof attached>>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    each.push(await attached(env, lines));
    await sleep(REST_MS);
  }
  const middle = (of: 'paintMs' | 'completeMs' | 'bytes') => median(each.map((one) => one[of]));
  return {
    lines,
    keeperMiB,
    paintMs: middle('paintMs'),
    completeMs: middle('completeMs'),
    bytes: middle('bytes'),
  };
}

const found: Found[] = [];
for (const share of [0, 0.02, 0.1, 0.2, 0.4, 0.7, 1])
  found.push(await measured(Math.round(most * share)));
publish({
  name: 'scrollback',
  about: `One session at rest with so many coloured lines above its screen, kept in full (\`session.scrollback_lines\` at ${most}). Attach: from the start of the command until a terminal of 80 by 24 has read the screen, and until it has read the oldest line and everything after it; median of ${rounds}. Memory: the keeper's, proportional, before anything is attached again.`,
  columns: ['lines', 'keeper MiB', 'screen ms', 'everything ms', 'KB received'],
  rows: found.map(({ lines, keeperMiB, paintMs, completeMs, bytes }) => [
    lines,
    digits(keeperMiB, 1),
    digits(paintMs, 1),
    digits(completeMs, 1),
    digits(bytes / 1000, 0),
  ]),
});
const byThousand = (of: (one: Found) => number) =>
  found.map((one) => [one.lines / 1000, of(one)] as const);
publish({
  name: 'scrollback-growth',
  about: GROWTH_ABOUT,
  columns: GROWTH_COLUMNS,
  rows: [
    growthRow(
      'memory of the keeper, MiB a thousand lines',
      byThousand(({ keeperMiB }) => keeperMiB),
    ),
    growthRow(
      'the screen is there, ms a thousand lines',
      byThousand(({ paintMs }) => paintMs),
    ),
    growthRow(
      'everything is there, ms a thousand lines',
      byThousand(({ completeMs }) => completeMs),
    ),
  ],
});
process.exit(0);
