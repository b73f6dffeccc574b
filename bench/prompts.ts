// A hundred prompts of many kinds to each real agent in each way, with parts of the session killed at random
// moments: how many arrived once, in order and whole, and what was not confirmed. A prompt that is lost,
// changed or doubled ends the benchmark with a failure. `--count 100 --seed 1`
import { CLAUDE_VERSION, CODEX_VERSION } from '@codex-voice/testing';
import { mixedPrompts } from '../tests/system/prompts.table.ts';
import { isExact, type LaneOptions, runLane, type Victim } from './prompts/prompt-lane.ts';
import { seededRandom } from './recognition/random.ts';
import { countOption, digits, publish } from './statistics.ts';

interface Way extends Pick<LaneOptions, 'agent' | 'way' | 'whileBusy'> {
  readonly name: string;
  readonly kills: readonly Victim[];
}

const HOSTS: readonly Victim[] = ['host', 'host', 'host', 'host', 'host', 'host'];
/** Of servers and TUIs three in a minute are started again. */
const ALL: readonly Victim[] = ['host', 'app-server', 'tui', 'host', 'app-server', 'tui', 'host'];
const WAYS: readonly Way[] = [
  { name: 'Codex, protocol', agent: 'codex', way: 'protocol', whileBusy: 'queue', kills: ALL },
  { name: 'Codex, steering', agent: 'codex', way: 'protocol', whileBusy: 'steer', kills: ALL },
  {
    name: 'Codex, interrupting',
    agent: 'codex',
    way: 'protocol',
    whileBusy: 'interrupt',
    kills: ALL,
  },
  { name: 'Codex, typed', agent: 'codex', way: 'typing', whileBusy: 'queue', kills: HOSTS },
  { name: 'Claude Code, typed', agent: 'claude', way: 'typing', whileBusy: 'queue', kills: HOSTS },
];

const count = countOption('count', 100, 25);
const seed = countOption('seed', 1);
const texts = mixedPrompts(count);
let failures = 0;

const rows: (readonly (string | number)[])[] = [];
for (const [index, { name, ...way }] of WAYS.entries()) {
  const { fraction: random } = seededRandom(seed + index);
  const outcome = await runLane({ ...way, texts, random });
  const { heard, unconfirmed, seconds } = outcome;
  if (!isExact(outcome)) failures += 1;
  const killed = (victim: Victim): number => way.kills.filter((one) => one === victim).length;
  rows.push([
    name,
    count,
    heard.length,
    isExact(outcome) ? 'yes' : 'NO',
    unconfirmed.length,
    `${killed('host')} / ${killed('app-server')} / ${killed('tui')}`,
    digits(seconds / count, 2),
  ]);
}
publish({
  name: 'prompts',
  about: `${count} prompts of 25 kinds (scripts, many lines, escape sequences, an end of paste, 64,800 characters) said in bursts of eight to sessions around Codex ${CODEX_VERSION} and Claude Code ${CLAUDE_VERSION} with a scripted model, parts of the session killed with signal 9 at random moments (seed ${seed}). Exact: what the model was given in the end is what was said, each once, in order, byte by byte.`,
  columns: [
    'way',
    'said',
    'arrived',
    'exact',
    'not confirmed',
    'kills: host / app-server / TUI',
    's a prompt',
  ],
  rows,
});
process.exitCode = failures > 0 ? 1 : 0;
