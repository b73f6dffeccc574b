// Records summed up, and as Prometheus text.
import { describe, expect, it } from 'vitest';
import { prometheusText } from './prometheus.ts';
import type { FieldValue, MetricRecord } from './record.ts';
import { summarise } from './summary.ts';

const STRETCH = { fromMs: 0, toMs: 1_000, parts: 4 };

const record = (
  atMs: number,
  name: string,
  fields: Readonly<Record<string, FieldValue>> = {},
): MetricRecord => {
  const [phase = '', event = ''] = name.split('.');
  return { atMs, phase, event, fields };
};

describe('a summary', () => {
  it('METRICS-8 spans by phase and event, in ms, with three significant figures', () => {
    const spans = Array.from({ length: 1_000 }, (_, at) =>
      record(at, 'speech.decode', { ms: at + 1 }),
    );
    const [span] = summarise(spans, STRETCH).spans;
    expect(span).toMatchObject({ phase: 'speech', event: 'decode', count: 1_000 });
    const near = (value: number | undefined, wanted: number): void =>
      expect(Math.abs((value ?? 0) / wanted - 1)).toBeLessThan(0.002);
    near(span?.mean, 500.5);
    near(span?.p50, 500);
    near(span?.p90, 900);
    near(span?.p95, 950);
    near(span?.p99, 990);
    near(span?.max, 1_000);
  });

  it('METRICS-8 what is below nothing is nothing, what is beyond an hour an hour', () => {
    const spans = [record(1, 'a.b', { ms: -5 }), record(2, 'a.b', { ms: 1e9 })];
    const [span] = summarise(spans, STRETCH).spans;
    expect(span?.count).toBe(2);
    expect(span?.p50).toBeLessThan(0.01);
    expect(span?.max).toBeGreaterThan(3_590_000);
    expect(span?.max).toBeLessThan(3_610_000);
  });

  it('METRICS-9 the history has a median for each part, and nothing for a part without any', () => {
    const spans = [10, 20, 30].map((ms, at) => record(at, 'a.b', { ms }));
    const late = record(900, 'a.b', { ms: 7 });
    const history = summarise([...spans, late], STRETCH).spans[0]?.history ?? [];
    expect(history.map((value) => (value === null ? null : Math.round(value)))).toEqual([
      20,
      null,
      null,
      7,
    ]);
  });

  it('METRICS-10 gauges as last, lowest and highest, counts as how often and when last', () => {
    const summary = summarise(
      [
        record(0, 'queue.depth', { value: 3 }),
        record(10, 'queue.depth', { value: 1 }),
        record(999, 'queue.depth', { value: 2 }),
        record(5, 'voice.restarted', { session: 's' }),
        record(7, 'voice.restarted'),
        record(2_000, 'voice.restarted'),
      ],
      STRETCH,
    );
    expect(summary.gauges).toEqual([
      {
        ...{ phase: 'queue', event: 'depth', last: 2, lowest: 1, highest: 3 },
        history: [2, null, null, 2],
      },
    ]);
    expect(summary.counts).toEqual([{ phase: 'voice', event: 'restarted', count: 2, lastMs: 7 }]);
    expect(summary.spans).toEqual([]);
  });

  it('METRICS-10 each code of a name is counted for itself, and a record may stand for several', () => {
    const summary = summarise(
      [
        record(1, 'voice.problem', { code: 'clipping' }),
        record(2, 'voice.problem', { code: 'audio-dropped' }),
        record(3, 'voice.problem', { code: 'clipping' }),
        record(4, 'terminal.rows-skipped', { times: 3 }),
        record(5, 'terminal.rows-skipped'),
      ],
      STRETCH,
    );
    expect(summary.counts).toEqual([
      { phase: 'voice', event: 'problem', code: 'clipping', count: 2, lastMs: 3 },
      { phase: 'voice', event: 'problem', code: 'audio-dropped', count: 1, lastMs: 2 },
      { phase: 'terminal', event: 'rows-skipped', count: 4, lastMs: 5 },
    ]);
    const lines = prometheusText(summary).trimEnd().split('\n');
    expect(lines).toEqual([
      '# TYPE codex_voice_terminal_rows_skipped_times gauge',
      'codex_voice_terminal_rows_skipped_times 4',
      '# TYPE codex_voice_voice_problem_times gauge',
      'codex_voice_voice_problem_times{code="clipping"} 2',
      'codex_voice_voice_problem_times{code="audio-dropped"} 1',
    ]);
  });

  it('METRICS-11 as Prometheus text: quantiles in seconds, amounts, and how often, all of them gauges', () => {
    const text = prometheusText(
      summarise(
        [
          record(1, 'speech.end-point', { ms: 250 }),
          record(2, 'queue.depth', { value: 4 }),
          record(3, 'error.audio-dropped'),
        ],
        STRETCH,
      ),
    );
    const lines = text.trimEnd().split('\n');
    expect(lines).toContain('# TYPE codex_voice_speech_end_point_seconds gauge');
    const half = lines.find((line) => line.includes('quantile="0.5"')) ?? '';
    expect(Number(half.split(' ')[1])).toBeCloseTo(0.25, 2);
    expect(lines).toContain('codex_voice_speech_end_point_times 1');
    expect(lines).toContain('codex_voice_queue_depth 4');
    expect(lines).toContain('codex_voice_error_audio_dropped_times 1');
    for (const line of lines)
      expect(line).toMatch(/^(?:# TYPE \S+ \S+|[a-z_0-9]+(?:\{[^}]*\})? [\d.e+-]+)$/u);
  });
});
