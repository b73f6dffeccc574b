// Whether reports stay within their gates: one figure of a table against another of the same table. Running
// the benchmarks is left to the command.
import type { BenchReport } from '../statistics.ts';

export interface Gate {
  readonly name: string;
  readonly report: string;
  readonly column: string;
  readonly row: string;
  readonly against: string;
  /** `row` may be at most so many times `against`. */
  readonly factor: number;
}

export interface Verdict {
  readonly gate: Gate;
  /** NaN where a figure is missing, which is no pass. */
  readonly ratio: number;
  readonly passed: boolean;
}

/** A gate of which a report, row, column or figure is missing has failed: what is not measured is not held. */
export function judge(
  gates: readonly Gate[],
  reportOf: (name: string) => Pick<BenchReport, 'columns' | 'rows'> | undefined,
): readonly Verdict[] {
  return gates.map((gate) => {
    const report = reportOf(gate.report);
    const figure = (row: string) =>
      report === undefined ? Number.NaN : cell(report, { ...gate, row });
    const [ours, theirs] = [figure(gate.row), figure(gate.against)];
    // A figure that noise made negative tells nothing, and 0 is that of a process that is not there.
    const ratio = ours > 0 && theirs > 0 ? ours / theirs : Number.NaN;
    return { gate, ratio, passed: ratio <= gate.factor };
  });
}

/**
 * Whether gates see what is made slower on purpose: all were measured, and one failed at least. On a busy machine it is no
 * more than that of processor time: whoever waits for others there waits as long for both.
 */
export function sawSlowness(verdicts: readonly Verdict[]): boolean {
  return (
    verdicts.every(({ ratio }) => !Number.isNaN(ratio)) && verdicts.some(({ passed }) => !passed)
  );
}

function cell(
  { columns, rows }: Pick<BenchReport, 'columns' | 'rows'>,
  { row, column }: Pick<Gate, 'row' | 'column'>,
): number {
  const figure = rows.find(([name]) => name === row)?.[columns.indexOf(column)];
  return figure === undefined ? Number.NaN : Number(figure);
}

export function verdictLine({ gate, ratio, passed }: Verdict): string {
  const { name, row, against, column, report, factor } = gate;
  const said = Number.isFinite(ratio) ? ratio.toFixed(2) : 'not measured';
  return `${passed ? 'ok    ' : 'WORSE '} ${name}: ${said}, at most ${factor} (${report}: ${row} / ${against}, ${column})`;
}
