// What happens in a run, drawn from its seed beforehand: what people do, and what goes wrong, each with its
// moment and all it needs. A part of a plan is a plan as well, so that a failing one can be made smaller.
import { Random } from './random.ts';
import type { AgentFault } from './simulated-agent.ts';
import type { VoiceFault } from './simulated-voice.ts';
import type { WireFault } from './simulated-wire.ts';

const WIRE_FAULTS = [
  'drop',
  'duplicate',
  'reorder',
  'truncate',
  'garbage',
  'delay',
  'half-close',
  'reset',
] as const satisfies readonly WireFault[];
const AGENT_FAULTS = [
  'hang',
  'lying-composer',
  'swallowed-enter',
  'late-echo',
  'sudden-dialog',
  'flood',
  'output-stall',
  'redraw-storm',
] as const satisfies readonly AgentFault[];
const VOICE_FAULTS = [
  'dies-before-journal',
  'dies-after-journal',
  'late-final',
  'duplicate-final',
  'slow-recognizer',
  'garbage-words',
  'recognizer-crash',
  'dropout',
  'garbage-line',
  'deaf',
] as const satisfies readonly VoiceFault[];
const DISK_FAULTS = ['full', 'slow', 'torn', 'torn-and-killed', 'unreadable'] as const;
const CLOCK_FAULTS = ['forwards', 'backwards', 'suspend'] as const;
const PROCESS_FAULTS = [
  'kill-client',
  'kill-host',
  'kill-voice',
  'stop-host',
  'stop-keeper',
  'stop-client',
  'client-stands-still',
  'kill-keeper',
  'kill-all',
  'agent-crash',
  'agent-quits',
] as const;

export type DiskFault = (typeof DISK_FAULTS)[number];
export type ClockFault = (typeof CLOCK_FAULTS)[number];
export type ProcessFault = (typeof PROCESS_FAULTS)[number];

/** Every kind of fault, as it is counted. */
export const ALL_KINDS: readonly string[] = [
  ...WIRE_FAULTS.map((kind) => `wire: ${kind}`),
  ...AGENT_FAULTS.map((kind) => `agent: ${kind}`),
  ...VOICE_FAULTS.map((kind) => `voice: ${kind}`),
  ...DISK_FAULTS.map((kind) => `disk: ${kind}`),
  ...CLOCK_FAULTS.map((kind) => `clock: ${kind}`),
  ...PROCESS_FAULTS.map((kind) => `process: ${kind}`),
];

export type Fault =
  | {
      readonly area: 'wire';
      readonly kind: WireFault;
      readonly side: 'left' | 'right';
      readonly which: number;
    }
  | { readonly area: 'agent'; readonly kind: AgentFault }
  | { readonly area: 'voice'; readonly kind: VoiceFault }
  | { readonly area: 'disk'; readonly kind: DiskFault; readonly amount: number }
  | { readonly area: 'clock'; readonly kind: ClockFault; readonly amount: number }
  | { readonly area: 'process'; readonly kind: ProcessFault; readonly amount: number };

const ACTIONS = [
  'say',
  'say-send',
  'speak',
  'keys',
  'paste',
  'enter',
  'answer',
  'send',
  'scratch',
  'clear',
  'remove',
  'move',
  'take',
  'resize',
  'detach',
  'attach',
  'flush',
  'talk',
] as const;
export type Action = (typeof ACTIONS)[number];
/** How often each is done, against the others. */
const WEIGHTS: Readonly<Record<Action, number>> = {
  say: 8,
  'say-send': 8,
  speak: 14,
  keys: 3,
  paste: 2,
  enter: 2,
  answer: 8,
  send: 5,
  scratch: 2,
  clear: 1,
  remove: 1,
  move: 1,
  take: 2,
  resize: 1,
  detach: 2,
  attach: 3,
  flush: 5,
  talk: 3,
};

export type Step = { readonly atMs: number } & (
  | { readonly do: Action; readonly amount: number }
  | { readonly do: 'fault'; readonly fault: Fault }
);

export interface Plan {
  readonly seed: number;
  readonly steps: readonly Step[];
}

/** Between two steps, in ms: at most this. */
const LONGEST_PAUSE_MS = 350;
/** Faults that a run has where nobody says otherwise. */
export const FAULTS_OF_A_RUN = 200;
/** Of all steps these are faults. */
const SHARE_OF_FAULTS = 0.5;

/** The plan of a seed. */
export function planOf(seed: number, faults: number = FAULTS_OF_A_RUN): Plan {
  const random = new Random(seed).fork('plan');
  const actions = ACTIONS.flatMap((action) => new Array<Action>(WEIGHTS[action]).fill(action));
  const steps: Step[] = [];
  let atMs = 1_500;
  for (let injected = 0; injected < faults; ) {
    // Mishaps come in bursts: one in the middle of what another has left is where the bugs are.
    atMs += random.chance(0.4) ? random.next() * 30 : random.next() * LONGEST_PAUSE_MS;
    if (random.chance(SHARE_OF_FAULTS)) {
      steps.push({ atMs, do: 'fault', fault: drawFault(random) });
      injected += 1;
    } else steps.push({ atMs, do: random.pick(actions), amount: random.next() });
  }
  return { seed, steps };
}

function drawFault(random: Random): Fault {
  const amount = random.next();
  const area = random.pick([
    'wire',
    'wire',
    'wire',
    'agent',
    'agent',
    'agent',
    'voice',
    'voice',
    'disk',
    'disk',
    'process',
    'process',
    'clock',
  ] as const);
  switch (area) {
    case 'wire':
      return {
        area,
        kind: random.pick(WIRE_FAULTS),
        side: random.pick(['left', 'right']),
        which: amount,
      };
    case 'agent':
      return { area, kind: random.pick(AGENT_FAULTS) };
    case 'voice':
      return { area, kind: random.pick(VOICE_FAULTS) };
    case 'disk':
      return { area, kind: random.pick(DISK_FAULTS), amount };
    case 'clock':
      return { area, kind: random.pick(CLOCK_FAULTS), amount };
    case 'process':
      return { area, kind: drawProcessFault(random), amount };
  }
}

/** The ends of a session are rare beside all else: after one everything is new. */
function drawProcessFault(random: Random): ProcessFault {
  const often = PROCESS_FAULTS.filter(
    (kind) => !/keeper|all|crash|quits/u.test(kind) || kind === 'stop-keeper',
  );
  return random.pick(random.chance(0.2) ? PROCESS_FAULTS : often);
}
