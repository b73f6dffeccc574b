// The command that runs the whole in one process with faults from seeds: `npm run faults -- [--seed N]
// [--count M] [--runs R]`. What is broken is told with its seed, the fewest steps that break it, and the trace.
import { parseArgs } from 'node:util';
import { FAULTS_OF_A_RUN, planOf, simulate, smallest, stepText } from '@codex-voice/faults';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '1' },
    count: { type: 'string', default: String(FAULTS_OF_A_RUN) },
    trace: { type: 'boolean', default: false },
  },
});
const [first, runs, count] = [values.seed, values.runs, values.count].map(Number);
if (![first, runs, count].every((number) => Number.isSafeInteger(number) && Number(number) >= 0)) {
  console.error('faults: --seed, --runs and --count take whole numbers');
  process.exit(2);
}

const total = new Map<string, number>();
const sums = { runs: 0, events: 0, asked: 0, delivered: 0, writes: 0 };
const startMs = performance.now();
for (let seed = Number(first); seed < Number(first) + Number(runs); seed += 1) {
  const plan = planOf(seed, Number(count));
  const outcome = await simulate(plan);
  sums.runs += 1;
  for (const name of ['events', 'asked', 'delivered', 'writes'] as const)
    sums[name] += outcome[name];
  for (const [kind, times] of outcome.injected) total.set(kind, (total.get(kind) ?? 0) + times);
  if (values.trace) console.log(outcome.trace.join('\n'));
  if (outcome.broken === undefined) continue;
  const { rule, message } = outcome.broken;
  console.log(`seed ${seed} breaks ${rule}: ${message}`);
  const small = await smallest(plan, outcome.broken);
  console.log(`the fewest steps that do (${small.plan.steps.length} of ${plan.steps.length}):`);
  for (const step of small.plan.steps) console.log(`  ${stepText(step)}`);
  console.log(`trace:\n  ${small.outcome.trace.join('\n  ')}`);
  console.log(`again: npm run faults -- --seed ${seed} --count ${count}`);
  process.exitCode = 1;
  break;
}

const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
const faults = [...total.values()].reduce((sum, times) => sum + times, 0);
for (const [kind, times] of [...total].sort(([one], [other]) => (one < other ? -1 : 1)))
  console.log(`${String(times).padStart(7)}  ${kind}`);
console.log(
  `${String(faults).padStart(7)}  faults, from seed ${first}, ${sums.runs} runs of ${count}`,
);
console.log(
  `${sums.asked} texts asked for, ${sums.delivered} seen to be taken by agents, ${sums.writes} writes, ${sums.events} events, ${seconds} s`,
);
