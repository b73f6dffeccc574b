// What a drift check found, in one shape for all of them: a verdict, a sentence, and lines for who looks closer.

/**
 * `same`: nothing that we use differs. `changed`: something does, and what was tried works. `failed`: something does
 * not work any more. `unreachable`: it could not be looked at from here.
 */
export type Verdict = 'same' | 'changed' | 'failed' | 'unreachable';

/** It could not be looked at from here: a network, a registry or a publisher did not answer. */
export class UnreachedError extends Error {
  override readonly name = 'UnreachedError';
}

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
  /** Throws where it can't be carried out; `UnreachedError` where that is the network's fault. */
  readonly run: () => Promise<Finding>;
}

export interface CheckedDrift {
  readonly name: string;
  readonly about: string;
  readonly finding: Finding;
}

/** One after the other. What could not look was not reached; any other error is one of the check's own, and asks for work. */
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

/** `fetch` throws an error with its cause; an aborted one is a `DOMException`. */
function saysUnreached(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof TypeError) return error.cause instanceof Error;
  return error instanceof UnreachedError || ['AbortError', 'TimeoutError'].includes(error.name);
}
