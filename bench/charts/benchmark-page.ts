// What the page of benchmarks shows of the reports that are kept with the code: its plots and tables. Nothing
// here is measured, and no figure stands anywhere else.
import type { StoredReport } from '../statistics.ts';
import { type Bar, drawPlot, type Panel } from './drawing.ts';

/** The reports by name, as they are kept; undefined for none. */
export type ReportOf = (name: string) => StoredReport | undefined;

/** Their tables stand in the page. */
export const PAGE_REPORTS: readonly string[] = [
  'key-to-echo',
  'throughput',
  'start-up',
  'attach',
  'idle',
  'sessions',
  'sessions-growth',
  'scrollback',
  'scrollback-growth',
  'hours',
  'hours-growth',
  'voice-stages',
  'observing',
];

/** Stands above a table that was made briefly. */
export const FIRST_LOOK =
  '*A first look on a machine that others were using: to see the form, not figures to keep.*\n\n';

/** A report's sentence, table and machine; a line where there is none yet. */
export function reportPart(report: StoredReport | undefined): string {
  if (report === undefined) return 'Not measured yet.';
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const { about, columns, rows, quick, machine } = report;
  const table = [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
  const where = `*${machine.cores} cores of ${machine.cpu}, Node ${machine.node}.*`;
  return `${quick ? FIRST_LOOK : ''}${about}\n\n${table}\n\n${where}`;
}

/** The plots by the names of their files. */
export function plots(reportOf: ReportOf): Readonly<Record<string, string>> {
  return {
    'benchmarks-peers.svg': drawPlot({
      title: 'Bars: codex-voice beside other programs between a terminal and a command.',
      panels: peerPanels(reportOf),
    }),
    'benchmarks-growth.svg': drawPlot({
      title:
        'Points with straight lines: costs by sessions, viewers, lines of scrollback and hours.',
      panels: growthPanels(reportOf),
    }),
    'benchmarks-voice.svg': drawPlot({
      title: 'Bars: how long each step from spoken words to the agent takes.',
      panels: present([
        barPanel(
          withoutWaits(reportOf('voice-stages')),
          'a spoken phrase: p50, and p95 as a stroke, ms',
          {
            value: 'p50 ms',
            mark: 'p95 ms',
          },
        ),
      ]),
    }),
  };
}

/** A text is sent when the person says so: that is no time of ours. */
function withoutWaits(report: StoredReport | undefined): StoredReport | undefined {
  return report && { ...report, rows: report.rows.filter(([name]) => name !== 'deliver sent') };
}

function peerPanels(reportOf: ReportOf): readonly Panel[] {
  return present([
    barPanel(reportOf('key-to-echo'), 'key to echo: p50, and p99 as a stroke, ms', {
      value: 'p50 ms',
      mark: 'p99 ms',
    }),
    barPanel(reportOf('throughput'), 'throughput: MB a second', { value: 'MB/s' }),
    barPanel(reportOf('start-up'), 'start-up: first word, ms', { value: 'first word ms' }),
    barPanel(reportOf('attach'), 'attach: screen, ms', { value: 'first paint p50 ms' }),
    barPanel(reportOf('idle'), 'at rest: resident memory, MiB', { value: 'resident MiB' }),
  ]);
}

const BY_SESSIONS = { rows: /^(\d+) sessions$/u, across: 'sessions at rest' } as const;
const BY_VIEWERS = {
  rows: /^1 session, (\d+) viewers$/u,
  across: 'viewers of one session that prints',
} as const;
const BY_HOURS = { rows: /^(\d+)$/u, across: 'hours of work' } as const;
const BY_LINES = { rows: /^(\d+)$/u, across: 'lines above the screen' } as const;

function growthPanels(reportOf: ReportOf): readonly Panel[] {
  const sessions = reportOf('sessions');
  const lines = reportOf('scrollback');
  const hours = reportOf('hours');
  const [keepers, host] = ['keepers, proportional MiB', 'host, proportional MiB'];
  return present([
    pointPanel(sessions, 'memory of keepers and host, MiB', {
      ...BY_SESSIONS,
      columns: [keepers, host],
    }),
    pointPanel(sessions, 'processor of keepers and host, % of a core', {
      ...BY_SESSIONS,
      columns: ['keepers CPU %', 'host CPU %'],
    }),
    pointPanel(sessions, 'memory of keeper, host and clients, MiB', {
      ...BY_VIEWERS,
      columns: [keepers, host, 'clients, proportional MiB'],
    }),
    pointPanel(sessions, 'processor of keeper and clients, % of a core', {
      ...BY_VIEWERS,
      columns: ['keepers CPU %', 'clients CPU %'],
    }),
    pointPanel(lines, 'memory of the keeper, MiB', { ...BY_LINES, columns: ['keeper MiB'] }),
    pointPanel(lines, 'attach: everything is there, ms', {
      ...BY_LINES,
      columns: ['everything ms'],
    }),
    pointPanel(hours, 'memory of keeper, host, terminal and voice, MiB', {
      ...BY_HOURS,
      columns: ['keeper MiB', 'host MiB', 'terminal MiB', 'voice MiB'],
    }),
    pointPanel(hours, 'files they hold open', { ...BY_HOURS, columns: ['open files'] }),
  ]);
}

function present(panels: readonly (Panel | undefined)[]): readonly Panel[] {
  return panels.filter((panel) => panel !== undefined);
}

function figure(report: StoredReport, row: readonly (string | number)[], column: string): number {
  return Number(row[report.columns.indexOf(column)] ?? Number.NaN);
}

function barPanel(
  report: StoredReport | undefined,
  title: string,
  columns: { readonly value: string; readonly mark?: string },
): Panel | undefined {
  if (report === undefined) return undefined;
  const bars = report.rows.flatMap((row): Bar[] => {
    const value = figure(report, row, columns.value);
    if (!Number.isFinite(value)) return [];
    const label = String(row[0]);
    const bar = { label, value, isOurs: label.startsWith('codex-voice') };
    return [columns.mark ? { ...bar, mark: figure(report, row, columns.mark) } : bar];
  });
  return { kind: 'bars', title, bars };
}

function pointPanel(
  report: StoredReport | undefined,
  title: string,
  of: { readonly rows: RegExp; readonly columns: readonly string[]; readonly across: string },
): Panel | undefined {
  if (report === undefined) return undefined;
  const points = report.rows.flatMap((row): (readonly [number, number])[] => {
    const count = of.rows.exec(String(row[0]))?.[1];
    if (count === undefined) return [];
    const costs = of.columns.map((column) => figure(report, row, column));
    return [[Number(count), costs.reduce((sum, cost) => sum + cost, 0)]];
  });
  return { kind: 'points', title, across: of.across, points };
}
