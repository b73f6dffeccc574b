// Counts tests from what was told of the files that have ended. Does not know how Vitest is run.

/** How many tests ended which way. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NO_TESTS: Totals = { passed: 0, failed: 0, skipped: 0 };

/** A file of tests that has ended. */
export interface FileReport {
  /** From the root of the project. */
  readonly path: string;
  /** `passed`, `failed` or `skipped`: a file that can't be loaded fails without a test. */
  readonly state: string;
  /** How each of its tests ended, in Vitest's words. */
  readonly tests: readonly string[];
  readonly seconds: number;
}

/** One run of Vitest: its exit status, what it was to run, and what of that has ended. */
export interface FinishedRun {
  readonly exitCode: number;
  readonly asked: readonly string[];
  readonly files: readonly FileReport[];
}

export function addTotals(left: Totals, right: Totals): Totals {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  };
}

/** What was asked for and has not ended. */
export function notEnded({ asked, files }: Omit<FinishedRun, 'exitCode'>): readonly string[] {
  const ended = new Set(files.map(({ path }) => path));
  return asked.filter((path) => !ended.has(path));
}

/**
 * Totals of one run. What failed without being a test counts as one failure each: a file that could
 * not be loaded, one that was asked for and has not ended, and a run that ended badly, or tells
 * of no file at all, although no test in it failed.
 */
export function totalsOfRun(run: FinishedRun): Totals {
  const told = run.files.map(totalsOfFile).reduce(addTotals, NO_TESTS);
  const totals = addTotals(told, { ...NO_TESTS, failed: notEnded(run).length });
  if ((run.exitCode !== 0 || run.files.length === 0) && totals.failed === 0)
    return addTotals(totals, { ...NO_TESTS, failed: 1 });
  return totals;
}

export function totalsOfFile({ state, tests }: FileReport): Totals {
  const passed = tests.filter((test) => test === 'passed').length;
  const failed = tests.filter((test) => test === 'failed').length;
  const brokenFile = failed === 0 && state === 'failed' ? 1 : 0;
  return { passed, failed: failed + brokenFile, skipped: tests.length - passed - failed };
}

/** The line every test command ends with; scripts read it. */
export function totalsLine(totals: Totals): string {
  return `${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`;
}

/** Reads a totals line back, or undefined for any other line. */
export function parseTotalsLine(line: string): Totals | undefined {
  const found = /^(\d+) passed, (\d+) failed, (\d+) skipped$/.exec(line);
  if (found === null) return undefined;
  return { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3]) };
}
