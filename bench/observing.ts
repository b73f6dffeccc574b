// What it costs to observe: throughput, processor time and key-to-echo with metrics, and with a recording, against
// the same without. Two processes of a kind differ by more than the bound, so nothing is compared between processes:
// the session stays, what is observed is switched in it, and short blocks with and without it follow one another so that
// what drifts evenly weighs the same on both sides.
import { strikes } from './echo-probe.ts';
import { colouredFile } from './flood.ts';
import { Floodgate, heldCommand } from './floodgate.ts';
import { ObservedSession, type Switch } from './observed-session.ts';
import { type Interval, middleMean, ofAKind, onMore, type Round } from './paired-rounds.ts';
import { isBuilt } from './peers.ts';
import { comesFirst } from './processes.ts';
import { countOption, digits, median, publish } from './statistics.ts';

/** The blocks of one round: two switches, and none between the two that are alike. */
const BLOCKS: readonly Switch[] = ['off', 'on', 'on', 'off'];
const SWITCHES = 2;
/** Before the counted ones: compilers settle. */
const WARM_UP_KEYS = 300;
const WARM_UP_FLOODS = 150;
/** Behind each switch, before what counts: 2 s, in which a recording's thread is young, and holds back what it writes. */
const SETTLING = { metrics: { keys: 0, floods: 0 }, 'a recording': { keys: 300, floods: 80 } };
/** Of the time for floods, the rest is the recording's: it has to settle, and costs more than nothing. */
const METRICS_SHARE = 0.28;
const PERCENT = 100;
const KILOBYTE = 1_000;
/** Before and behind a flood: the screens of what came are drawn. */
const FLOOD_REST_MS = 8;
/**
 * Before and behind each so many: together longer than a keeper waits before it takes a flood for over (SHADOW-5). Where
 * it had to let go of one it follows again, and does not go on letting go of all that come behind it.
 */
const CALM_EVERY = 4;
const CALM_REST_MS = 20;

if (!isBuilt()) throw new Error('nothing is bundled: npm run build');
const sessions = countOption('sessions', 2, 1);
/** For the floods of all sessions. */
const seconds = countOption('seconds', 370, 20);
// Less than can wait before a keeper lets anything go (SHADOW-5): it follows all of it, and each flood is the same work.
const sizeBytes = countOption('kilobytes', 400) * KILOBYTE;
const keyRounds = countOption('rounds', 4, 2);
const keys = countOption('keys', 100, 20);
const floods = countOption('floods', 80, 10);
const file = colouredFile(sizeBytes);

const OBSERVED = ['metrics', 'a recording'] as const;
type Observed = (typeof OBSERVED)[number];

/** What is told of each block, and how it is told. */
const COSTS = [
  { cost: 'key-to-echo p50, ms', digits: 3, more: 'difference' },
  { cost: 'processor time of a key, ms', digits: 3, more: 'ratio' },
  { cost: 'time of a flood, ms', digits: 1, more: 'ratio' },
  { cost: 'processor time of a flood, ms', digits: 1, more: 'ratio' },
  { cost: 'resident memory, MiB', digits: 1, more: 'difference' },
] as const;
type Told = (typeof COSTS)[number];
type Costs = Readonly<Partial<Record<Told['cost'], number>>>;

/** What is done in a block. */
interface Work {
  readonly what: 'key' | 'flood';
  readonly times: number;
  readonly settle: number;
  /** So often; what was measured of it. */
  readonly go: (times: number) => Promise<Costs>;
}

interface Blocks {
  readonly on: Costs[];
  readonly off: Costs[];
}

const found: Readonly<Record<Observed, Blocks[]>> = { metrics: [], 'a recording': [] };

/** One round: what is switched has taken effect, and settled, before a block begins. */
async function round(session: ObservedSession, observed: Observed, work: Work): Promise<void> {
  const { what, times, settle, go } = work;
  const blocks: Blocks = { on: [], off: [] };
  if (observed === 'a recording') await session.measure('on');
  for (const is of BLOCKS) {
    const how = observed === 'metrics' ? await session.measure(is) : await session.record(is);
    if (how === 'switched' && settle > 0) await go(settle);
    const beforeMs = session.books.look();
    const costs = await go(times);
    const usedMs = (session.books.look() - beforeMs) / times;
    blocks[is].push({ ...costs, [`processor time of a ${what}, ms`]: usedMs });
  }
  found[observed].push(blocks);
}

function keysAtPace(session: ObservedSession, observed: Observed): Work {
  const go = async (count: number): Promise<Costs> => ({
    'key-to-echo p50, ms': median(await strikes(session.probe, count)),
  });
  return { what: 'key', times: keys, settle: SETTLING[observed].keys, go };
}

function floodsInARow(session: ObservedSession, observed: Observed, gate: Floodgate): Work {
  const go = async (count: number): Promise<Costs> => {
    const floodsMs: number[] = [];
    for (let at = 0; at < count; at += 1)
      floodsMs.push(await gate.flood(at % CALM_EVERY === 0 ? CALM_REST_MS : FLOOD_REST_MS));
    return {
      'time of a flood, ms': middleMean(floodsMs),
      'resident memory, MiB': session.residentMiB,
    };
  };
  return { what: 'flood', times: floods, settle: SETTLING[observed].floods, go };
}

async function observe(): Promise<void> {
  const settling = keyRounds * SWITCHES * SETTLING['a recording'].keys;
  const counted = keyRounds * BLOCKS.length * keys * OBSERVED.length;
  const allKeys = WARM_UP_KEYS + settling + counted;
  await using session = await ObservedSession.start(heldCommand(allKeys, file));
  await strikes(session.probe, WARM_UP_KEYS);
  for (let at = 0; at < keyRounds; at += 1) {
    for (const observed of OBSERVED) await round(session, observed, keysAtPace(session, observed));
  }
  const gate = new Floodgate(session.probe.run, []);
  await gate.open();
  await floodsInARow(session, 'metrics', gate).go(WARM_UP_FLOODS);
  const shares = { metrics: METRICS_SHARE, 'a recording': 1 - METRICS_SHARE };
  for (const observed of OBSERVED) {
    const endMs = performance.now() + (seconds / sessions) * shares[observed] * 1000;
    while (performance.now() < endMs)
      await round(session, observed, floodsInARow(session, observed, gate));
  }
}

for (let at = 0; at < sessions; at += 1) await observe();

/** The rounds in which it was told. */
function roundsOf(observed: Observed, { cost }: Told): readonly Round[] {
  return found[observed].flatMap((blocks) => {
    const [on, off] = [blocks.on, blocks.off].map((list) => list.map((costs) => costs[cost]));
    const [on0, on1, off0, off1] = [on?.[0], on?.[1], off?.[0], off?.[1]];
    if (on0 === undefined || on1 === undefined) return [];
    if (off0 === undefined || off1 === undefined) return [];
    return [{ on: [on0, on1], off: [off0, off1] }];
  });
}

function row(observed: Observed, told: Told): readonly string[] {
  const rounds = roundsOf(observed, told);
  const isRatio = told.more === 'ratio';
  const scale = (values: readonly [number, number]): readonly [number, number] =>
    isRatio ? [Math.log(values[0]), Math.log(values[1])] : values;
  const scaled = rounds.map(({ on, off }) => ({ on: scale(on), off: scale(off) }));
  const more = (value: number): string =>
    isRatio ? digits((Math.exp(value) - 1) * PERCENT, 2) : digits(value, 3);
  const unit = isRatio ? '%' : (told.cost.split(', ')[1] ?? '');
  const between = ({ from, to }: Interval): string => `${more(from)} to ${more(to)} ${unit}`;
  const middleOf = (way: Switch): string =>
    digits(median(rounds.flatMap((each) => each[way])), told.digits);
  const costs = onMore(scaled);
  return [
    `${observed}: ${told.cost}`,
    String(rounds.length),
    middleOf('off'),
    middleOf('on'),
    `${more(costs.middle)} ${unit}`,
    between(costs),
    between(ofAKind(scaled)),
  ];
}

publish({
  name: 'observing',
  about: `One session, in which \`metrics.enabled\` is saved as true and false, and a recording begun and ended, while it runs; ${sessions} such sessions one after the other. A round is a block without it, two with it and another without, each of ${keys} keys, or of ${floods} times ${sizeBytes / KILOBYTE} kB of coloured lines, which a shell holds and prints and, where the machine is at rest, a keeper follows all of; what is switched has taken effect in the host, and behind a recording's beginning and end come ${SETTLING['a recording'].keys} keys or ${SETTLING['a recording'].floods} floods that do not count. The time of a flood is the mean of the middle half of its block. Processor time is that of terminal, keeper and host, to the nanosecond. More: the mean of the middle half of the rounds with its 95 % interval, by drawing the rounds anew. Of a kind: the same blocks, one with and one without it on either side, between which nothing lies: what the run can tell apart. While recording is switched, metrics are on.${comesFirst() ? ' All of it came before whatever else the machine had to do (`chrt --rr 1`).' : ''} Bounds: 1 % of throughput, 0.05 ms of the median.`,
  columns: ['observed', 'rounds', 'without', 'with', 'more', '95 % of it', '95 % of a kind'],
  rows: OBSERVED.flatMap((observed) => COSTS.map((told) => row(observed, told))),
});
process.exit(0);
