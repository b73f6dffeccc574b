// Counts tests from Vitest's JSON reports. Knows the report's shape, not how Vitest is run.

/** How many tests ended which way. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NO_TESTS: Totals = { passed: 0, failed: 0, skipped: 0 };

/** One run of Vitest: its exit status and, unless it died before writing it, its JSON report. */
export interface FinishedRun {
  readonly exitCode: number;
  readonly report: unknown;
}

export function addTotals(left: Totals, right: Totals): Totals {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  };
}

/**
 * Totals of one run. What failed without being a test counts as one failure each: a file that could
 * not be loaded, one that was `asked` for and is not told of, and a run that ended badly, or tells
 * of no file at all, although no test in it failed.
 */
export function totalsOfRun(run: FinishedRun, asked: readonly string[] = []): Totals {
  const files = listAt(run.report, 'testResults');
  const names = files.map((file) => textAt(file, 'name'));
  const untold = asked.filter((path) => !names.some((name) => name.endsWith(path))).length;
  const told = files.map(totalsOfFile).reduce(addTotals, NO_TESTS);
  const totals = addTotals(told, { ...NO_TESTS, failed: untold });
  if ((run.exitCode !== 0 || files.length === 0) && totals.failed === 0)
    return addTotals(totals, { ...NO_TESTS, failed: 1 });
  return totals;
}

/** One file of a run: its totals, and how long it took. */
export interface FileTotals {
  readonly path: string;
  readonly totals: Totals;
  readonly seconds: number;
}

/** Each file that the report tells of, in its order. */
export function totalsByFile({ report }: Pick<FinishedRun, 'report'>): readonly FileTotals[] {
  return listAt(report, 'testResults').map((file) => ({
    path: textAt(file, 'name'),
    totals: totalsOfFile(file),
    seconds: Math.max(0, numberAt(file, 'endTime') - numberAt(file, 'startTime')) / 1_000,
  }));
}

function totalsOfFile(file: unknown): Totals {
  const statuses = listAt(file, 'assertionResults').map((test) => textAt(test, 'status'));
  const passed = statuses.filter((status) => status === 'passed').length;
  const failed = statuses.filter((status) => status === 'failed').length;
  const brokenFile = failed === 0 && textAt(file, 'status') === 'failed' ? 1 : 0;
  return { passed, failed: failed + brokenFile, skipped: statuses.length - passed - failed };
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

function listAt(value: unknown, key: string): readonly unknown[] {
  const found = member(value, key);
  return Array.isArray(found) ? found : [];
}

function textAt(value: unknown, key: string): string {
  const found = member(value, key);
  return typeof found === 'string' ? found : '';
}

function numberAt(value: unknown, key: string): number {
  const found = member(value, key);
  return typeof found === 'number' ? found : 0;
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}
