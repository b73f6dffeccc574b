// The report of a drift run: one Markdown page, short enough for an issue, with what asks for work at its top.
import type { CheckedDrift, Verdict } from './finding.ts';

/** More lines of one finding stand in the run's own output. */
const MOST_LINES = 60;
/** An issue of GitHub's has room for 65,536 characters; cut before that. */
const MOST_CHARACTERS = 60_000;

const WORDS: Readonly<Record<Verdict, string>> = {
  failed: '✗ failed',
  changed: '△ changed',
  unreachable: '– not reached',
  same: '✓ pass',
};
const ORDER: readonly Verdict[] = ['failed', 'changed', 'unreachable', 'same'];

/** Whether a person has something to do. */
export function asksForWork(all: readonly CheckedDrift[]): boolean {
  return all.some(({ finding }) => finding.verdict === 'failed' || finding.verdict === 'changed');
}

export function reportTitle(all: readonly CheckedDrift[]): string {
  const count = (verdict: Verdict): number =>
    all.filter(({ finding }) => finding.verdict === verdict).length;
  const [failed, changed, unreached] = [count('failed'), count('changed'), count('unreachable')];
  const rest = unreached === 0 ? '' : `, ${unreached} not reached`;
  if (failed + changed > 0) return `Drift: ${failed} failed, ${changed} changed${rest}`;
  return unreached === 0
    ? 'Drift: nothing that we use has changed'
    : `Drift: nothing has changed of what was looked at${rest}`;
}

/** `day` as `2026-01-31`. */
export function reportPage(all: readonly CheckedDrift[], day: string): string {
  const ordered = ORDER.flatMap((verdict) =>
    all.filter(({ finding }) => finding.verdict === verdict),
  );
  const rows = ordered.map(
    ({ about, finding }) =>
      `| ${WORDS[finding.verdict]} | ${cell(about)} | ${cell(finding.summary)} |`,
  );
  const head = [
    `# ${reportTitle(all)}`,
    '',
    `What is newest on ${day}, against what is pinned. \`npm run drift -- --only NAME\` looks again.`,
    '',
    '| verdict | what | found |',
    '|---|---|---|',
    ...rows,
  ];
  const details = ordered.flatMap(detail);
  return cut(`${[...head, ...details].join('\n')}\n`);
}

function detail({ name, about, finding }: CheckedDrift): readonly string[] {
  const { verdict, lines } = finding;
  if (lines.length === 0) return [];
  const shown = lines.slice(0, MOST_LINES).map((line) => line.replaceAll('```', "'''"));
  const left = lines.length - shown.length;
  const rest = left > 0 ? [`… and ${left} more`] : [];
  return ['', `## ${WORDS[verdict]}: ${about} (\`${name}\`)`, '```text', ...shown, ...rest, '```'];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function cut(page: string): string {
  if (page.length <= MOST_CHARACTERS) return page;
  return `${page.slice(0, MOST_CHARACTERS).toWellFormed()}\n\`\`\`\n… cut: the run's own output has all of it\n`;
}
