// What a change may not make worse: each figure against another of the same run, so that a slow or busy machine
// is slow for both. The factors leave room for such a machine; beyond them something became slower.
import type { Gate } from './judge.ts';

/** What each benchmark is run with before it is judged: few rounds, the peers that are compared. */
export const GATE_RUNS: Readonly<Record<string, readonly string[]>> = {
  'key-to-echo': ['--keys', '200'],
  throughput: ['--megabytes', '16', '--rounds', '3'],
  'start-up': ['--rounds', '5'],
  attach: ['--rounds', '5'],
  idle: ['--seconds', '1'],
  brief: [],
};

/** The peers that the gates name. */
export const GATE_PEERS = [
  'bare',
  'codex-voice',
  'codex-voice --no-host',
  'node relay',
  'two node relays',
];

export const GATES: readonly Gate[] = [
  {
    name: 'a key, with keeper and host',
    report: 'key-to-echo',
    column: 'added p50 ms',
    row: 'codex-voice',
    against: 'two node relays',
    // 1.4 undisturbed.
    factor: 2.5,
  },
  {
    name: 'a key, in one process tree',
    report: 'key-to-echo',
    column: 'added p50 ms',
    row: 'codex-voice --no-host',
    against: 'node relay',
    // 1.3 undisturbed.
    factor: 2.5,
  },
  {
    name: 'output, with keeper and host',
    report: 'throughput',
    column: 'seconds',
    row: 'codex-voice',
    against: 'two node relays',
    // 1.6 undisturbed; 2.4 where eight programs share two processors.
    factor: 4,
  },
  {
    name: 'output against nothing between',
    report: 'throughput',
    column: 'seconds',
    row: 'codex-voice',
    against: 'bare',
    // 2.3 undisturbed; up to 5.3 where eight programs share two processors.
    factor: 8,
  },
  {
    name: 'memory under output',
    report: 'throughput',
    column: 'peak MiB',
    row: 'codex-voice',
    against: 'two node relays',
    // 1.5 undisturbed.
    factor: 2.5,
  },
  {
    name: 'start, the host running',
    report: 'start-up',
    column: 'first word ms',
    row: 'codex-voice, host running',
    against: 'two node relays',
    // 1.4 undisturbed.
    factor: 3,
  },
  {
    name: 'start, nothing running',
    report: 'start-up',
    column: 'first word ms',
    row: 'codex-voice, cold',
    against: 'two node relays',
    // 1.9 undisturbed.
    factor: 4,
  },
  {
    name: 'the screen of a session come back to',
    report: 'attach',
    column: 'first paint p50 ms',
    row: 'codex-voice',
    against: 'node start',
    // 2.5 undisturbed; 5 where eight programs share two processors.
    factor: 8,
  },
  {
    name: 'memory of a session at rest',
    report: 'idle',
    column: 'resident MiB',
    row: 'codex-voice',
    against: 'two node relays',
    // 1.7, whatever else runs.
    factor: 2.3,
  },
];

/**
 * What every change is held to, in some seconds. The machine may be as busy as it likes, so only what a path many
 * times slower or a leak would do is told; the gates above are closer.
 */
export const BRIEF_GATES: readonly Gate[] = [
  {
    name: 'a key',
    column: 'key p50 ms',
    factor: 5,
  },
  {
    name: 'output',
    column: 'flood ms',
    factor: 8,
  },
  {
    name: 'processor time of output',
    column: 'processor ms',
    factor: 10,
  },
  {
    name: 'memory under output',
    column: 'peak MiB',
    factor: 3,
  },
].map((gate) => ({ ...gate, report: 'brief', row: 'codex-voice', against: 'two node relays' }));
