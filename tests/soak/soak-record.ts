// What a soak has done and found: faults by kind, how often each invariant was looked at, and what was broken.

/** What must hold, whatever is done to the processes. */
export const INVARIANTS = [
  'delivered exactly once',
  'scrollback byte-exact',
  'terminal restored',
  'memory bounded',
  'no orphan process',
  'no leaked socket or file',
] as const;
export type Invariant = (typeof INVARIANTS)[number];

export interface Breach {
  /** `the lane itself`: it could not go on, and says why. */
  readonly invariant: Invariant | 'the lane itself';
  readonly lane: string;
  readonly what: string;
}

/** A breach with where in the soak it was found. */
interface FoundBreach extends Breach {
  /** Faults until then. */
  readonly afterFaults: number;
}

/** Breaches of one kind that are told in full; more of them say nothing new. */
const TOLD_BREACHES = 5;

export class SoakRecord {
  readonly #faults = new Map<string, number>();
  readonly #looks = new Map<Invariant, number>();
  readonly #breaches: FoundBreach[] = [];
  #told = 0;
  #waiting = 0;

  fault(kind: string, count = 1): void {
    if (count > 0) this.#faults.set(kind, (this.#faults.get(kind) ?? 0) + count);
  }

  /** The invariant was looked at, `count` things of it, and held unless `breach` says so too. */
  looked(invariant: Invariant, count = 1): void {
    this.#looks.set(invariant, (this.#looks.get(invariant) ?? 0) + count);
  }

  /** Prompts that have not arrived: told to be unconfirmed or kept; or seen to wait when nothing has moved for half a minute. */
  waiting({ told, waiting }: { readonly told: number; readonly waiting: number }): void {
    this.#told += told;
    this.#waiting += waiting;
  }

  /** How many those are, in words. */
  get notArrived(): string {
    return `${this.#told} unconfirmed or kept and told so, ${this.#waiting} still waiting`;
  }

  breach(breach: Breach): void {
    const { invariant, lane, what } = breach;
    // At once: an hour is long, and the rest of it says what else there was.
    const afterFaults = this.faultCount;
    console.log(`broken now, after fault ${afterFaults}: ${invariant} (${lane}): ${what}`);
    this.#breaches.push({ ...breach, afterFaults });
  }

  get breaches(): readonly Breach[] {
    return this.#breaches;
  }

  /** Which invariant broke first, and after how many faults; undefined: none. */
  get firstBroken(): string | undefined {
    const [first] = this.#breaches;
    if (first === undefined) return undefined;
    return `${first.invariant} (${first.lane}), after fault ${first.afterFaults}`;
  }

  faultCounts(): ReadonlyMap<string, number> {
    return this.#faults;
  }

  get faultCount(): number {
    return [...this.#faults.values()].reduce((sum, count) => sum + count, 0);
  }

  looks(invariant: Invariant): number {
    return this.#looks.get(invariant) ?? 0;
  }

  /** Invariants that nobody has looked at: a soak without them proves nothing of them. */
  get unseen(): readonly Invariant[] {
    return INVARIANTS.filter((invariant) => this.looks(invariant) === 0);
  }

  /** The faults, an area a line: `transport: cut 12, delay 40`. */
  faultLines(): readonly string[] {
    const areas = Map.groupBy([...this.#faults].sort(), ([kind]) => kind.split(': ')[0] ?? '');
    return [...areas].map(([area, kinds]) => {
      const told = kinds.map(([kind, count]) => `${kind.slice(area.length + 2)} ${count}`);
      return `${area}: ${told.join(', ')}`;
    });
  }

  invariantLines(): readonly string[] {
    return INVARIANTS.map((invariant) => {
      const broken = this.#breaches.filter((breach) => breach.invariant === invariant).length;
      const looks = this.looks(invariant);
      const state = broken > 0 ? `BROKEN ${broken} times` : looks === 0 ? 'not looked at' : 'held';
      return `${invariant}: ${state}, ${looks} looked at`;
    });
  }

  /** Some of each kind: what breaks all the time hides nothing else. */
  breachLines(): readonly string[] {
    const kinds = Map.groupBy(this.#breaches, ({ invariant }) => invariant);
    return [...kinds.values()].flatMap((breaches) => {
      const told = breaches
        .slice(0, TOLD_BREACHES)
        .map(({ invariant, lane, what }) => `broken: ${invariant} (${lane}): ${what}`);
      const more = breaches.length - told.length;
      return more > 0 ? [...told, `and ${more} more of these`] : told;
    });
  }
}
