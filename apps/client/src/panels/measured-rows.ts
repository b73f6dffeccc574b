// What was measured, in rows that a panel of 80 cells has room for.

import type { MetricRecord, MetricsSummary, SpanSummary } from '@codex-voice/metrics';
import type { HelpSection } from '@codex-voice/overlay';
import { countName, stepsInOrder } from '../commands/metrics-table.ts';

export function stepRows({ spans }: MetricsSummary): HelpSection['rows'] {
  return stepsInOrder(spans).map(({ span, words }) => ({ what: figures(span), does: words }));
}

export function happenedRows({ counts }: MetricsSummary): HelpSection['rows'] {
  return counts.map((count) => ({
    what: countName(count),
    does: `${count.count}, last at ${clock(count.lastMs)}`,
  }));
}

/** What a developer looks at first where something goes wrong, by phase and event. */
const TROUBLES: ReadonlySet<string> = new Set([
  ...['voice problem', 'voice unavailable', 'voice restarted', 'capture unavailable'],
  ...['speech rejected', 'deliver dropped', 'deliver unconfirmed', 'deliver refused'],
  ...['deliver not-written', 'notice warning', 'notice error', 'keeper problem'],
  ...['driver error', 'driver own-error', 'turn failed-after', 'turn interrupted'],
]);

/** What went wrong, the newest first. */
export function troubleRows(records: readonly MetricRecord[], most: number): HelpSection['rows'] {
  const troubles = records.filter(({ phase, event }) => TROUBLES.has(`${phase} ${event}`));
  return latestRows(troubles.slice(-most));
}

/** Amounts are looked at again and again: they are no events. */
export function tailOf(records: readonly MetricRecord[], most: number): readonly MetricRecord[] {
  const events = records.filter(
    ({ phase, fields }) => fields.value === undefined || phase === 'queue',
  );
  return events.slice(-most);
}

/** The newest first. */
export function latestRows(records: readonly MetricRecord[]): HelpSection['rows'] {
  return records.toReversed().map(({ atMs, phase, event, fields }) => {
    const { session, ...told } = fields;
    const text = Object.entries(told).map(([name, value]) => `${name} ${value}`);
    return { what: clock(atMs), does: [phase, event, ...text, session ?? ''].join(' ').trim() };
  });
}

function figures({ p50, p95, count }: SpanSummary): string {
  return `${p50.toFixed(0)} / ${p95.toFixed(0)} ms, ${count}`;
}

function clock(ms: number): string {
  return new Date(ms).toTimeString().slice(0, 8);
}
