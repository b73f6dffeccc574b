import type { SessionEvent } from '@codex-voice/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENGLISH } from '../words/en.ts';
import { Announcer, BURST_LINES, LINE_INTERVAL_MS, WAITING_LIMIT } from './announcer.ts';

const TELLING = { words: ENGLISH, sound: 'kept' } as const;

const voice = (event: Extract<SessionEvent, { type: 'voice' }>['event']): SessionEvent => ({
  type: 'voice',
  event,
});
const STAMPS = { speechEndedMs: 0, segmentClosedMs: 0, decodedMs: 0, journaledMs: 0 };
const heard = (utteranceId: string, text: string): SessionEvent =>
  voice({
    type: 'final',
    segmentId: 's',
    utteranceId,
    text,
    verdict: 'accepted',
    endedBy: 'silence',
    startMs: 0,
    endMs: 0,
    stamps: STAMPS,
  });
type Fate = Extract<SessionEvent, { type: 'delivery' }>;
const fate = (state: Fate['state'], more: Partial<Fate> = {}): SessionEvent => ({
  type: 'delivery',
  id: 'a',
  text: 'run the tests',
  state,
  ...more,
});

/** What is said of events, given one after the other with time enough between them. */
function said(...events: readonly SessionEvent[]): string[] {
  const announcer = new Announcer(TELLING);
  return events.flatMap((event, index) => {
    announcer.session(event);
    return announcer.take(index * 2 * LINE_INTERVAL_MS);
  });
}

const news = (text: string, about = text) =>
  ({ about, text, weight: 'usual', nature: 'news' }) as const;

describe('announcements', () => {
  it.each<[SessionEvent, string]>([
    [voice({ type: 'device', state: 'open' }), 'voice: listening'],
    [voice({ type: 'device', state: 'closed' }), 'voice: not listening'],
    [
      voice({ type: 'device', state: 'unavailable', reason: 'no-device', detail: 'none found' }),
      'voice: no microphone: none found',
    ],
    [heard('a', 'run the tests'), 'voice: heard: run the tests'],
    [{ type: 'aloud', aloud: 'off' }, 'voice: reading aloud is off'],
    [{ type: 'aloud', aloud: 'on' }, 'voice: reading aloud is on'],
    [fate('composed', { latencyMs: 268.7 }), 'voice: in the composer, 269 ms'],
    [fate('waiting', { why: 'dialog' }), 'voice: waiting: a question is open'],
    [fate('waiting', { why: 'dialog', what: 'Allow?' }), 'voice: waiting: Allow?'],
    [fate('sent'), 'voice: sent'],
    [fate('unconfirmed'), 'voice: warning: not confirmed: look at the composer'],
    [fate('dropped', { why: 'scratched' }), 'voice: taken back'],
    [fate('dropped', { why: 'cancelled' }), 'voice: dropped: run the tests'],
    [{ type: 'mode', mode: 'auto' }, 'voice: listens all the time'],
    [
      { type: 'screen', screen: { kind: 'dialog', what: 'x' } },
      'voice: the agent asks you something',
    ],
    [{ type: 'voice-state', state: 'up' }, 'voice: ready'],
    [
      { type: 'notice', severity: 'warning', text: 'the disk is full' },
      'voice: warning: the disk is full',
    ],
    [{ type: 'notice', severity: 'info', text: 'two\nlines\x1b[2J' }, 'voice: two lines[2J'],
    [{ type: 'listening-elsewhere', sessionId: 'x-1' }, 'voice: another session listens now: x-1'],
  ])('%j is one line', (event, line) => {
    expect(said(event)).toEqual([line]);
  });

  it.each<[SessionEvent]>([
    [voice({ type: 'partial', segmentId: 's', text: 'run' })],
    [voice({ type: 'level', rmsDb: -20, speechProbability: 1 })],
    [{ type: 'deciding' }],
    [{ type: 'queue', entries: [] }],
    [fate('typing')],
  ])('%j is nothing to hear', (event) => {
    expect(said(event)).toEqual([]);
  });

  it('a state is said when it changes, news again after a while', () => {
    const open = voice({ type: 'device', state: 'open' });
    const closed = voice({ type: 'device', state: 'closed' });
    expect(said(open, open, closed, open)).toEqual([
      'voice: listening',
      'voice: not listening',
      'voice: listening',
    ]);
    const announcer = new Announcer(TELLING);
    const times = [0, 5_000, 11_000].map((atMs) => {
      announcer.add(news('the same', 'x'));
      return announcer.take(atMs).length;
    });
    expect(times).toEqual([1, 0, 1]);
  });

  it('of what was not said yet about a thing only the newest is said', () => {
    const announcer = new Announcer(TELLING);
    for (const state of ['waiting', 'composed', 'sent'] as const) announcer.session(fate(state));
    expect(announcer.take(0)).toEqual(['voice: sent']);
  });

  it('a burst is said at once, what is more in its time', () => {
    const announcer = new Announcer(TELLING);
    for (let count = 0; count < 6; count += 1) announcer.add(news(`line ${count}`));
    expect(announcer.take(0)).toHaveLength(BURST_LINES);
    expect(announcer.nextMs(0)).toBe(LINE_INTERVAL_MS);
    expect(announcer.take(LINE_INTERVAL_MS - 1)).toEqual([]);
    expect(announcer.take(LINE_INTERVAL_MS)).toEqual(['voice: line 4']);
    expect(announcer.take(2 * LINE_INTERVAL_MS)).toEqual(['voice: line 5']);
    expect(announcer.nextMs(2 * LINE_INTERVAL_MS)).toBeUndefined();
  });

  it('too many are left out, told, and what is urgent stays', () => {
    const announcer = new Announcer(TELLING);
    announcer.add({ ...news('urgent'), weight: 'urgent' });
    for (let count = 0; count < WAITING_LIMIT + 2; count += 1) announcer.add(news(`line ${count}`));
    expect(announcer.take(0)[0]).toBe('voice: (3 left out) urgent');
    expect(announcer.take(1_000_000)[0]).toBe('voice: line 6');
  });

  it('however much happens, no more is said than can be heard, and each line is one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.nat(400)), { maxLength: 80 }),
        (steps) => {
          const announcer = new Announcer(TELLING);
          let nowMs = 0;
          let lines = 0;
          for (const [text, waitMs] of steps) {
            nowMs += waitMs;
            announcer.add(news(text));
            for (const line of announcer.take(nowMs)) {
              expect(line).not.toMatch(/\p{Cc}/u);
              lines += 1;
            }
          }
          expect(lines).toBeLessThanOrEqual(BURST_LINES + nowMs / LINE_INTERVAL_MS);
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });
});

it('what could not be transcribed is announced with what became of its sound', () => {
  const announcer = new Announcer({ words: ENGLISH, sound: 'not-kept' });
  const stamps = { speechEndedMs: 1, segmentClosedMs: 2, decodedMs: 3, journaledMs: 4 };
  announcer.session({
    type: 'voice',
    event: {
      type: 'final',
      utteranceId: 'u1',
      segmentId: '0.1',
      text: '',
      verdict: 'rejected',
      failure: { code: 'died', message: 'it ended' },
      endedBy: 'silence',
      startMs: 0,
      endMs: 900,
      stamps,
    },
  });
  expect(announcer.take(0)).toEqual([
    'voice: warning: not transcribed (it ended): what you said is not kept: say it again',
  ]);
});
