// What the host records, and what it keeps to itself until somebody is measured.
import type { MetricRecord } from '@codex-voice/metrics';
import { expect, test } from 'vitest';
import { HostRecords } from './host-records.ts';

function records() {
  const kept: string[] = [];
  const sentTo: (string | undefined)[] = [];
  const host = new HostRecords({
    log: {
      record: ({ phase, event, fields }: MetricRecord) =>
        kept.push(`${phase} ${event} ${JSON.stringify(fields)}`),
      flush: () => undefined,
    },
    otlp: {
      record: () => undefined,
      to: (url) => sentTo.push(url),
      close: () => Promise.resolve(),
    },
  });
  return { host, kept, sentTo };
}

const OFF = { intent: 'compose', mode: 'tap', measured: 'off' } as const;
const ON = { intent: 'compose', mode: 'tap', measuredTo: 'http://127.0.0.1:1' } as const;

test('HOST-19: of a session that is not measured nothing is recorded, and nothing of the host', () => {
  const { host, kept, sentTo } = records();
  host.count('started');
  const meter = host.meterOf('s1');
  meter.heed(() => OFF);
  meter.event({ type: 'voice-state', state: 'restarting' });
  host.echoes('s1', [3]);
  expect(kept).toEqual([]);
  expect(sentTo).toEqual([]);
});

test('HOST-19: what the host did before somebody was measured is recorded then, and what came later at once', () => {
  const { host, kept, sentTo } = records();
  host.count('started');
  const meter = host.meterOf('s1');
  meter.heed(() => ON);
  meter.event({ type: 'voice-state', state: 'restarting' });
  host.count('session-ended', { code: 'quit' });
  expect(kept).toEqual([
    'host started {}',
    'voice restarted {"session":"s1"}',
    'host session-ended {"code":"quit"}',
  ]);
  expect(sentTo).toEqual(['http://127.0.0.1:1']);
  expect(host.happened).toBe(1);
});

test('HOST-19: keys and terminals are no sign that something went on; an ended session is told of no more', () => {
  const { host, kept } = records();
  host.meterOf('s1').heed(() => ON);
  host.echoes('s1', [3]);
  expect(kept).toEqual(['key agent-echo {"ms":3,"session":"s1"}']);
  expect(host.happened).toBe(0);
  host.forget('s1');
  host.echoes('s1', [4]);
  expect(kept).toHaveLength(1);
});
