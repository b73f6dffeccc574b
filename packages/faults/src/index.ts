// The front door: plans from seeds, runs of them, and a failing plan made small.
export type { Broken } from './ledger.ts';
export { ALL_KINDS, FAULTS_OF_A_RUN, type Plan, planOf, type Step } from './plan.ts';
export { type Outcome, simulate } from './simulate.ts';
export { smallest, stepText } from './smallest.ts';
