// What a program says beside its screen, in a session: who is called, until when, and what is no news.
import type { ProgramSigns, SessionEvent, SessionFacts } from '@codex-voice/protocol';
import { beforeEach, expect, test } from 'vitest';
import { BELL_AFTER_KEY_MS, CALL_EVERY_MS, SessionCalls } from './session-calls.ts';

let nowMs: number;
let told: SessionEvent[];
let calls: SessionCalls;

beforeEach(() => {
  nowMs = 10_000;
  told = [];
  calls = new SessionCalls({
    clock: { nowMs: () => nowMs, wallMs: () => 500_000 + nowMs, after: () => () => undefined },
    emit: (event) => told.push(event),
  });
  facts({});
});

function facts(
  signs: Partial<ProgramSigns>,
  more: Partial<Pick<SessionFacts, 'screen' | 'lastInputMs'>> = {},
): void {
  calls.facts({
    type: 'facts',
    screen: { kind: 'unknown' },
    assessedBytes: 0,
    outputBytes: 0,
    torn: false,
    midUpdate: false,
    bracketedPaste: false,
    alternate: false,
    inputAtRest: true,
    inputBytes: 0,
    signs: { bells: 0, notices: 0, commands: 0, ...signs },
    ...more,
  });
}

test('CONTROL-61: a bell calls once, until a key is pressed', () => {
  facts({ bells: 1 });
  facts({ bells: 3 });
  expect(told).toEqual([{ type: 'call', call: { by: 'bell', atMs: 510_000 } }]);
  expect(calls.called).toEqual({ call: { by: 'bell', atMs: 510_000 } });
  nowMs += 1;
  facts({ bells: 3 }, { lastInputMs: nowMs });
  expect(told.slice(1)).toEqual([{ type: 'call' }]);
  expect(calls.called).toEqual({});
});

test('CONTROL-61: a bell that answers a key calls nobody', () => {
  facts({ bells: 1 }, { lastInputMs: nowMs - BELL_AFTER_KEY_MS + 1 });
  expect(told).toEqual([]);
  facts({ bells: 2 }, { lastInputMs: nowMs - BELL_AFTER_KEY_MS });
  expect(told).toHaveLength(1);
});

test('CONTROL-61: a notification calls with its words, also after a bell and right after a key', () => {
  facts({ bells: 1 });
  facts({ bells: 1, notices: 1, notice: 'done' }, { lastInputMs: nowMs - 5 });
  expect(told.at(-1)).toEqual({
    type: 'call',
    call: { by: 'notification', text: 'done', atMs: 510_000 },
  });
});

test('CONTROL-61: any number of notifications is told once a second', () => {
  for (let count = 1; count <= 100; count += 1) facts({ notices: count, notice: `${count}` });
  expect(told).toHaveLength(1);
  nowMs += CALL_EVERY_MS;
  facts({ notices: 101, notice: '101' });
  expect(told).toHaveLength(2);
});

test('CONTROL-61: a prompt that was sent, or work that begins, is the answer', () => {
  facts({ bells: 1 }, { screen: { kind: 'busy' } });
  facts({ bells: 1 }, { screen: { kind: 'busy' } });
  expect(calls.called.call).toBeDefined();
  calls.event({ type: 'delivery', id: '1', text: '', state: 'composed' });
  expect(calls.called.call).toBeDefined();
  calls.event({ type: 'delivery', id: '1', text: '', state: 'sending' });
  expect(calls.called).toEqual({});
  facts({ bells: 2 });
  expect(calls.called.call).toBeDefined();
  facts({ bells: 2 }, { screen: { kind: 'busy' } });
  expect(calls.called).toEqual({});
});

test('CONTROL-61: a program that calls before its prompt is seen to be sent still calls', () => {
  calls.event({ type: 'delivery', id: '1', text: '', state: 'sending' });
  facts({ bells: 1 });
  calls.event({ type: 'delivery', id: '1', text: '', state: 'sent' });
  expect(calls.called.call).toBeDefined();
});

test('CONTROL-61: what was said before, or is counted anew, is no news', () => {
  const late = new SessionCalls({
    clock: { nowMs: () => nowMs, wallMs: () => 0, after: () => () => undefined },
    emit: (event) => told.push(event),
  });
  calls = late;
  facts({ bells: 5, commands: 2, exitCode: 1 });
  facts({ bells: 1 });
  expect(told).toEqual([]);
  facts({ bells: 2 });
  expect(told).toHaveLength(1);
});

test('CONTROL-62: the end of a command is told with its status', () => {
  facts({ commands: 1, exitCode: 2 });
  facts({ commands: 1, exitCode: 2 });
  facts({ commands: 2 });
  expect(told).toEqual([{ type: 'command-ended', exitCode: 2 }, { type: 'command-ended' }]);
});
