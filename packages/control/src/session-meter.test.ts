// What is recorded of a session's work: which spans, from where to where, and no word of what was said.
import type { AgentEvent, ApprovalRequest } from '@codex-voice/drivers';
import type { MetricRecord } from '@codex-voice/metrics';
import type { FinalEvent, SessionEvent, VoiceEvent } from '@codex-voice/protocol';
import { beforeEach, expect, test } from 'vitest';
import { StillClock, settings } from './control-world.test-support.ts';
import { SessionMeter } from './session-meter.ts';

let clock: StillClock;
let records: MetricRecord[];
let meter: SessionMeter;
beforeEach(() => {
  clock = new StillClock();
  records = [];
  meter = new SessionMeter({ sessionId: 's1', clock, record: (record) => records.push(record) });
});

const voice = (event: VoiceEvent): void => meter.event({ type: 'voice', event });

/** Speech that ended 300 ms ago, was known to be over 100 ms later, decoded in 50, on disk in 10. */
function final(id: string, more: Partial<FinalEvent> = {}): FinalEvent {
  const endedMs = clock.nowMs() - 300;
  return {
    ...{ type: 'final', utteranceId: id, segmentId: id, text: 'the secret words' },
    ...{ verdict: 'accepted', endedBy: 'silence', startMs: 0, endMs: 900 },
    stamps: {
      speechEndedMs: endedMs,
      segmentClosedMs: endedMs + 100,
      decodedMs: endedMs + 150,
      journaledMs: endedMs + 160,
    },
    ...more,
  };
}

/** `phase event` → ms, or how often. */
function told(): Record<string, number | string> {
  const all: Record<string, number | string> = {};
  for (const { phase, event, fields } of records) {
    const { ms, value, why, code } = fields;
    all[`${phase} ${event}`] = ms ?? value ?? why ?? code ?? 1;
  }
  return all;
}

function agent(...events: readonly AgentEvent[]): void {
  for (const event of events) {
    meter.agent(event);
    clock.pass(10);
  }
}

const turn = (turnId: string): AgentEvent => ({ kind: 'turn-started', turnId });
const given = (promptId: string, state: 'offered' | 'taken'): AgentEvent => ({
  ...{ kind: 'prompt', promptId, state },
});
const says = (turnId: string): AgentEvent => ({
  ...{ kind: 'item-delta', turnId, itemId: 'i', delta: 'the secret answer' },
});

test('CONTROL-110: speech is measured in the steps of its way, from the stamps it carries', () => {
  voice({ type: 'speech-started', segmentId: 'u1', atMs: clock.nowMs() - 220 });
  voice({ type: 'partial', segmentId: 'u1', text: 'the' });
  voice({ type: 'partial', segmentId: 'u1', text: 'the secret' });
  voice(final('u1'));
  meter.outcome({ utteranceId: 'u1', outcome: 'composed', latencyMs: 320, waited: false });
  expect(told()).toEqual({
    'speech noticed': 220,
    'speech first-words': 220,
    'speech end-point': 100,
    'speech decode': 50,
    'speech journal': 10,
    'speech hand-over': 140,
    'deliver composed': 320,
  });
  expect(records).toHaveLength(7);
  expect(records[0]).toMatchObject({ atMs: clock.wallMs(), fields: { session: 's1' } });
});

test('CONTROL-110: what a key ended has no end-point, what was refused is counted, what waited is not timed', () => {
  voice(final('u1', { endedBy: 'stop-key', verdict: 'rejected' }));
  voice(final('u2', { verdict: 'rejected', refusedBy: 'other-voice' }));
  meter.outcome({ utteranceId: 'u3', outcome: 'sent', latencyMs: 9_000, waited: true });
  const names = records.map(({ phase, event }) => `${phase} ${event}`);
  expect(names.filter((name) => name === 'speech end-point')).toHaveLength(1);
  expect(records.flatMap(({ fields }) => fields.why ?? [])).toEqual([
    'not-understood',
    'other-voice',
  ]);
  expect(told()).toMatchObject({ 'deliver waited': 1 });
  expect(told()).not.toHaveProperty('deliver sent');
});

test('CONTROL-111: a turn is measured from its prompt to its first sign, and from the end of speech where the way was ours alone', () => {
  voice(final('u1'));
  agent(given('u1', 'offered'), turn('t1'), given('u1', 'taken'), says('t1'), says('t1'));
  agent({ kind: 'turn-completed', turnId: 't1', how: 'finished' });
  expect(told()).toMatchObject({
    'deliver taken': 20,
    'turn first-sign': 30,
    'turn round-trip': 330,
    'turn length': 40,
  });
  expect(records.filter(({ event }) => event === 'first-sign')).toHaveLength(1);
});

test('CONTROL-111: a prompt taken before its turn begins is its first; one that stood in the composer has no round trip', () => {
  voice(final('u1'));
  meter.outcome({ utteranceId: 'u1', outcome: 'composed', latencyMs: 320, waited: false });
  agent(given('u1', 'offered'), given('u1', 'taken'), turn('t1'), says('t1'));
  expect(told()).toMatchObject({ 'turn first-sign': 30 });
  expect(told()).not.toHaveProperty('turn round-trip');
});

test('CONTROL-111: a turn that the person typed counts from its start; one that fails is told as that', () => {
  agent(turn('t1'), says('t1'), {
    kind: 'turn-failed',
    turnId: 't1',
    message: 'the secret reason',
  });
  expect(told()).toEqual({ 'turn first-sign': 10, 'turn failed-after': 20 });
});

test('CONTROL-111: an approval is measured until anybody answers', () => {
  const approval: ApprovalRequest = {
    approvalId: 'a',
    turnId: 't',
    subject: 'command',
    text: 'rm -rf secret',
    decisions: ['accept'],
  };
  agent({ kind: 'approval-requested', approval });
  agent({ kind: 'approval-resolved', approvalId: 'a', by: 'elsewhere' });
  agent({ kind: 'approval-resolved', approvalId: 'a', by: 'elsewhere' });
  expect(records).toHaveLength(1);
  expect(records[0]).toMatchObject({ phase: 'approval', fields: { ms: 10, by: 'elsewhere' } });
});

test('CONTROL-112: queue, device, problems, restarts and deliveries that failed are told by number and name', () => {
  const entry = {
    id: 'p',
    text: 'secret',
    intent: 'send',
    origin: 'voice',
    state: 'queued',
  } as const;
  const events: readonly SessionEvent[] = [
    { type: 'queue', entries: [] },
    { type: 'queue', entries: [{ ...entry, queuedAtMs: 1 }] },
    { type: 'voice-state', state: 'restarting', reason: 'the secret reason' },
    { type: 'delivery', id: 'p', text: 'secret', state: 'dropped', why: 'scratched' },
    { type: 'delivery', id: 'p', text: 'secret', state: 'unconfirmed' },
    { type: 'voice', event: { type: 'device', state: 'open', openMs: 88 } },
    { type: 'voice', event: { type: 'device', state: 'unavailable', reason: 'no-device' } },
    {
      type: 'voice',
      event: { type: 'problem', code: 'clipping', message: 'secret', severity: 'warning' },
    },
  ];
  for (const event of events) meter.event(event);
  expect(told()).toEqual({
    'queue depth': 1,
    'voice restarted': 1,
    'deliver dropped': 'scratched',
    'deliver unconfirmed': 1,
    'capture open': 88,
    'capture unavailable': 'no-device',
    'voice problem': 'clipping',
  });
});

test('CONTROL-110: of a prompt: how long it waited, and how long writing it took', () => {
  const told = { type: 'delivery', id: 'p', text: 'secret' } as const;
  meter.event({ ...told, state: 'queued' });
  clock.pass(100);
  meter.event({ ...told, state: 'waiting', why: 'busy' });
  clock.pass(50);
  meter.event({ ...told, state: 'typing' });
  clock.pass(20);
  meter.event({ ...told, state: 'sending' });
  clock.pass(10);
  meter.event({ ...told, state: 'sent' });
  meter.event({ ...told, state: 'sent' });
  expect(records.map(({ phase, event, fields }) => [`${phase} ${event}`, fields.ms])).toEqual([
    ['queue waited', 150],
    ['deliver written', 30],
  ]);
});

test('CONTROL-112: refusals and problems are counted by their code, without their words', () => {
  meter.event({ type: 'notice', severity: 'info', text: 'secret', code: 'nothing-to-send' });
  meter.event({ type: 'notice', severity: 'info', text: 'secret' });
  meter.event({ type: 'notice', severity: 'error', text: 'secret' });
  meter.keeper({ type: 'problem', code: 'output-log', message: 'secret' });
  meter.keeper({ type: 'delivered', writeId: 'secret:text', result: 'stale' });
  meter.keeper({ type: 'delivered', writeId: 'secret:text', result: 'written' });
  expect(records.map(({ phase, event, fields }) => `${phase} ${event} ${fields.code}`)).toEqual([
    'notice info nothing-to-send',
    'notice error uncoded',
    'keeper problem output-log',
    'deliver not-written stale',
  ]);
  expect(JSON.stringify(records)).not.toContain('secret');
});

test('CONTROL-114: what a terminal tells of itself', () => {
  const quiet = { echoMs: [1.5, 3], held: 0, skipped: 2, memoryBytes: 52_428_800 };
  meter.terminal({ type: 'measured', ...quiet, processorPercent: 0.25 });
  expect(
    records.map(({ phase, event, fields: { session, ...fields } }) => [phase, event, fields]),
  ).toEqual([
    ['key', 'echo', { ms: 1.5 }],
    ['key', 'echo', { ms: 3 }],
    ['terminal', 'rows-skipped', { times: 2 }],
    ['terminal', 'memory-mib', { value: 50 }],
    ['terminal', 'cpu-percent', { value: 0.25 }],
  ]);
});

test('CONTROL-113: no word of what was said, typed or answered is in a record', () => {
  voice(final('u1'));
  agent(given('u1', 'offered'), turn('t1'), given('u1', 'taken'), says('t1'));
  agent({ kind: 'error', message: 'the secret error' });
  expect(JSON.stringify(records)).not.toContain('secret');
});

test('CONTROL-113: a person who switched it off is not measured', () => {
  meter.heed(() => ({ ...settings(), measured: 'off' }));
  voice(final('u1'));
  expect(records).toEqual([]);
  meter.heed(() => settings());
  voice(final('u1'));
  expect(records.length).toBeGreaterThan(0);
});
