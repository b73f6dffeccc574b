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

/** One after the other. What says that it could not look was not reached; any other error is one of the check's own. */
export async function runChecks(
  checks: readonly DriftCheck[],
  told: (checked: CheckedDrift) => void,
): Promise<readonly CheckedDrift[]> {
  const all: CheckedDrift[] = [];
  for (const { name, about, run } of checks) {
    const finding = await run().catch(
      (error: unknown): Finding => ({
        verdict: saysUnreached(error) ? 'unreachable' : 'failed',
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

/** Checks throw an `Error` with their reason, `fetch` one with its cause; an aborted one is a `DOMException`. */
function saysUnreached(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof TypeError) return error.cause instanceof Error;
  // A file that is not where the newest version had it is the check's own concern.
  return ['Error', 'AbortError', 'TimeoutError'].includes(error.name) && !('syscall' in error);
}
