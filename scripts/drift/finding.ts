// What a drift check found, in one shape for all of them: a verdict, a sentence, and lines for who looks closer.

/**
 * `same`: nothing that we use differs. `changed`: something does, and what was tried works. `failed`: something does
 * not work any more. `unreachable`: it could not be looked at from here.
 */
export type Verdict = 'same' | 'changed' | 'failed' | 'unreachable';

export interface Finding {
  readonly verdict: Verdict;
  /** One line. */
  readonly summary: string;
  readonly lines: readonly string[];
}

export interface DriftCheck {
  /** As `--only` names it. */
  readonly name: string;
  /** What is compared, for a person. */
  readonly about: string;
  /** Throws where it can't be carried out. */
  readonly run: () => Promise<Finding>;
}

export interface CheckedDrift {
  readonly name: string;
  readonly about: string;
  readonly finding: Finding;
}

/** One after the other; what throws could not be looked at. */
export async function runChecks(
  checks: readonly DriftCheck[],
  told: (checked: CheckedDrift) => void,
): Promise<readonly CheckedDrift[]> {
  const all: CheckedDrift[] = [];
  for (const { name, about, run } of checks) {
    const finding = await run().catch(
      (error: unknown): Finding => ({
        verdict: 'unreachable',
        summary: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
        lines: [],
      }),
    );
    const checked = { name, about, finding };
    told(checked);
    all.push(checked);
  }
  return all;
}
