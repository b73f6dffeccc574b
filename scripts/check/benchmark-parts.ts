// What the page of benchmarks has of the reports kept beside the benchmarks: tables as parts of the page, plots
// as files of their own.
import {
  PAGE_REPORTS,
  plots,
  type ReportOf,
  reportPart,
} from '../../bench/charts/benchmark-page.ts';
import { parseReport } from '../../bench/reports.ts';
import type { Tree } from './tree.ts';

const PAGE = 'docs/benchmarks.md';
const PICTURES = 'docs/pictures';

export function benchmarkParts(
  tree: Tree,
): readonly { readonly path: string; readonly name: string; readonly text: string }[] {
  if (!tree.files.has(PAGE)) return [];
  const reportOf = reportsOf(tree);
  return PAGE_REPORTS.map((name) => ({
    path: PAGE,
    name: `figures of ${name}`,
    text: reportPart(reportOf(name)),
  }));
}

/** By path. */
export function benchmarkPlots(tree: Tree): Readonly<Record<string, string>> {
  if (!tree.files.has(PAGE)) return {};
  const drawn = Object.entries(plots(reportsOf(tree)));
  return Object.fromEntries(drawn.map(([name, svg]) => [`${PICTURES}/${name}`, svg]));
}

function reportsOf(tree: Tree): ReportOf {
  return (name) => {
    const text = tree.files.get(`bench/reports/${name}.json`);
    return text === undefined ? undefined : parseReport(text);
  };
}
