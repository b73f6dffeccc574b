// What the host records, and what it keeps to itself until somebody is measured.
import type { MetricRecord } from '@codex-voice/metrics';
import { expect, test } from 'vitest';
import { HostRecords } from './host-records.ts';

function records() {
  const kept: string[] = [];
  /** The last that the export was told. */
  let addresses: readonly string[] = [];
  const exported: string[] = [];
  const host = new HostRecords({
    log: {
      record: ({ phase, event, fields }: MetricRecord) =>
        kept.push(`${phase} ${event} ${JSON.stringify(fields)}`),
      flush: () => undefined,
    },
    otlp: {
      record: ({ phase, event }, urls) => {
        for (const url of urls) exported.push(`${phase} ${event} → ${url}`);
      },
      to: (urls) => {
        addresses = urls;
      },
      close: () => Promise.resolve(),
    },
  });
  return { host, kept, exported, addresses: () => addresses };
}

const OFF = { intent: 'compose', mode: 'tap', measured: 'off' } as const;
const HERE = { intent: 'compose', mode: 'tap' } as const;
const ELSEWHERE = { intent: 'compose', mode: 'tap', measuredTo: 'http://127.0.0.1:2' } as const;
const ON = { intent: 'compose', mode: 'tap', measuredTo: 'http://127.0.0.1:1' } as const;

test('HOST-19: of a session that is not measured nothing is recorded, and nothing of the host', () => {
  const { host, kept, exported } = records();
  host.count('started');
  const meter = host.meterOf('s1');
  meter.heed(() => OFF);
  meter.event({ type: 'voice-state', state: 'restarting' });
  host.echoes('s1', [3]);
  expect(kept).toEqual([]);
  expect(exported).toEqual([]);
});

test('HOST-19: what the host did before somebody was measured is recorded then, and what came later at once', () => {
  const { host, kept, exported } = records();
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
  expect(exported).toEqual([
    'host started → http://127.0.0.1:1',
    'voice restarted → http://127.0.0.1:1',
    'host session-ended → http://127.0.0.1:1',
  ]);
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

test('HOST-19: each session is sent where its person wants, and one without an address nowhere', () => {
  const { host, kept, exported, addresses } = records();
  const meters = ([ON, HERE, ELSEWHERE] as const).map((settings, index) => {
    const meter = host.meterOf(`s${index}`);
    meter.heed(() => settings);
    return meter;
  });
  for (const meter of meters) {
    meter.event({ type: 'voice-state', state: 'restarting' });
    expect(addresses()).toEqual(['http://127.0.0.1:1', 'http://127.0.0.1:2']);
  }
  expect(kept).toHaveLength(3);
  expect(exported).toEqual([
    'voice restarted → http://127.0.0.1:1',
    'voice restarted → http://127.0.0.1:2',
  ]);
  // What an ended one told last still waits for its collector; the host's own goes there no more.
  host.forget('s0');
  host.count('session-adopted');
  expect(addresses().toSorted()).toEqual(['http://127.0.0.1:1', 'http://127.0.0.1:2']);
  expect(exported.slice(2)).toEqual(['host session-adopted → http://127.0.0.1:2']);
});

test('HOST-19: once it is switched off everywhere, nothing of the host is recorded and nothing sent', () => {
  const { host, kept, addresses } = records();
  let settings: typeof ON | typeof OFF = ON;
  const meter = host.meterOf('s1');
  meter.heed(() => settings);
  meter.event({ type: 'voice-state', state: 'restarting' });
  expect(addresses()).toEqual(['http://127.0.0.1:1']);
  settings = OFF;
  host.count('idle');
  expect([kept.length, addresses()]).toEqual([1, []]);
  settings = ON;
  host.count('idle');
  expect([kept.length, addresses()]).toEqual([2, ['http://127.0.0.1:1']]);
});
