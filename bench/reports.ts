// The figures that are kept with the code, one JSON file for each report, and the results page made from them.
// What is drawn from them is told by the charts.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIRST_LOOK, reportPart } from './charts/benchmark-page.ts';
import { REPORT_FOLDER, type StoredReport } from './statistics.ts';

const KEPT_FOLDER = join(import.meta.dirname, 'reports');
/** Tables that were made before reports were kept. */
const EARLIER_MACHINE = '2 cores of Intel(R) Xeon(R) Processor, Node v24.21.0';
const PAGE = join(import.meta.dirname, 'RESULTS.md');

/** What a benchmark has just reported takes its place among what is kept; a first look never that of figures. */
export function keepReport(name: string): void {
  const made = latestReport(name);
  if (made === undefined) return;
  if (made.quick && reportIn(KEPT_FOLDER, name)?.quick === false) return;
  mkdirSync(KEPT_FOLDER, { recursive: true });
  writeFileSync(join(KEPT_FOLDER, `${name}.json`), `${JSON.stringify(made, null, 2)}\n`);
}

/** The report of a text as `publish` writes it. */
export function parseReport(text: string): StoredReport {
  // Written by `publish`, nobody else.
  return JSON.parse(text) as StoredReport;
}

/** The last one that was made here, kept or not. */
export function latestReport(name: string): StoredReport | undefined {
  return reportIn(REPORT_FOLDER, name);
}

function reportIn(folder: string, name: string): StoredReport | undefined {
  const path = join(folder, `${name}.json`);
  return existsSync(path) ? parseReport(readFileSync(path, 'utf8')) : undefined;
}

/** The page of all tables, in the order of the names; what has no report, or a first look alone, stays as it is. */
export function writeResultsPage(names: readonly string[]): void {
  const before = existsSync(PAGE) ? sectionsOf(readFileSync(PAGE, 'utf8')) : new Map();
  const sections = names.flatMap((name): string[] => {
    const report = reportIn(KEPT_FOLDER, name);
    const isFigures = before.has(name) && !before.get(name)?.includes(FIRST_LOOK);
    const isKept = report !== undefined && !(report.quick && isFigures);
    const section = isKept ? `## ${name}\n\n${reportPart(report)}` : before.get(name);
    return section === undefined ? [] : [section];
  });
  writeFileSync(
    PAGE,
    `# Benchmark results

Each table is of one run on one machine, to be read as ratios between its rows; where it names no machine, it was ${EARLIER_MACHINE}. Made by \`npm run bench\`; [drawn and explained](../docs/benchmarks.md).

${sections.join('\n\n')}
`,
  );
}

/** A page's sections by their headings, the heading in front. */
function sectionsOf(page: string): Map<string, string> {
  const sections = page.split(/^(?=## )/mu).filter((part) => part.startsWith('## '));
  return new Map(sections.map((part) => [/^## (.+)/u.exec(part)?.[1] ?? '', part.trimEnd()]));
}
