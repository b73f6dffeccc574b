// What becomes of the microphone over the death of a host: who was heard is heard again, and nobody else.
import type { DeviceEvent, ListenMode, SessionEvent } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { HostGap } from './host-gap.ts';

const opened = (mode: ListenMode, others: object = {}): SessionEvent => ({
  type: 'opened',
  ...{ sessionId: 's', screen: { kind: 'unknown' }, queue: [], mode, intent: 'compose' },
  ...{ voice: { state: 'starting' }, listening: false, rung: 'plain', ...others },
});
const device = (state: DeviceEvent['state']): SessionEvent => ({
  type: 'voice',
  event: { type: 'device', state },
});
const afterBeingHeard = (): HostGap => {
  const gap = new HostGap();
  gap.lostWhileHeard();
  return gap;
};

test('bug: a host that was killed while the person spoke left the microphone closed', () => {
  for (const mode of ['tap', 'hold', 'hybrid'] as const) {
    const gap = afterBeingHeard();
    expect(gap.isToListen).toBe(true);
    expect(gap.session(opened(mode))).toBe('start');
    expect(gap.isToListen).toBe(true);
    expect(gap.session(device('opening'))).toBeUndefined();
    expect(gap.session(device('open'))).toBe('hears-again');
    expect(gap.isToListen).toBe(false);
    expect(gap.session(device('open'))).toBeUndefined();
  }
});

test('a mode that listens by itself is not asked to, but for what the wake phrase had begun', () => {
  for (const mode of ['auto', 'continuous'] as const) {
    const gap = afterBeingHeard();
    expect(gap.session(opened(mode))).toBeUndefined();
    expect(gap.session(device('open'))).toBe('hears-again');
  }
  expect(afterBeingHeard().session(opened('wake'))).toBe('start');
});

test('who was not heard stays so, and another terminal may have asked already', () => {
  const gap = new HostGap();
  expect(gap.session(opened('tap'))).toBeUndefined();
  expect(gap.session(device('open'))).toBeUndefined();
  expect(afterBeingHeard().session(opened('tap', { listening: true }))).toBeUndefined();
});

test('a microphone of the terminal’s own was open all the time: nothing is told of it', () => {
  const gap = afterBeingHeard();
  gap.session(opened('tap', { listening: true, microphone: 'yours' }));
  expect(gap.session(device('open'))).toBeUndefined();
});

test('the talk key in the gap says that it is not to listen on; again, that it is', () => {
  const gap = afterBeingHeard();
  gap.pressed();
  expect(gap.isToListen).toBe(false);
  expect(gap.session(opened('auto'))).toBe('stop');
  const twice = afterBeingHeard();
  twice.pressed();
  twice.pressed();
  expect(twice.session(opened('tap'))).toBe('start');
});

test('the talk key before there is any host begins to talk, unless it is taken back or let go', () => {
  const gap = new HostGap();
  gap.pressed();
  expect(gap.session(opened('tap'))).toBe('toggle');
  gap.pressed();
  gap.pressed();
  expect(gap.session(opened('tap'))).toBeUndefined();
  gap.pressed();
  gap.released();
  expect(gap.session(opened('hold'))).toBeUndefined();
});

test('a held key that is let go in the gap ends what it began', () => {
  const gap = afterBeingHeard();
  gap.released();
  expect(gap.session(opened('hold'))).toBe('stop');
});

test('a microphone that can’t be opened again is not told as one that is', () => {
  const gap = afterBeingHeard();
  gap.session(opened('tap'));
  expect(gap.session(device('unavailable'))).toBeUndefined();
  expect(gap.isToListen).toBe(false);
  expect(gap.session(device('open'))).toBeUndefined();
});

test('bug: a key that was let go before the microphone was open again was taken for one that is to stop it, ever after', () => {
  const gap = afterBeingHeard();
  expect(gap.session(opened('hold'))).toBe('start');
  gap.overtaken();
  expect(gap.isToListen).toBe(false);
  expect(gap.session(device('open'))).toBeUndefined();
});

test.each<SessionEvent>([
  { type: 'voice-state', state: 'unavailable', reason: 'no model' },
  { type: 'voice-state', state: 'off' },
  { type: 'listening-elsewhere', sessionId: 'other' },
])('bug: who can not be heard again stayed one who will be: $type $state', (event) => {
  const gap = afterBeingHeard();
  gap.session(opened('hold'));
  expect(gap.session(event)).toBeUndefined();
  expect(gap.isToListen).toBe(false);
});
