// Messages of other versions, with more than we know, and of connections that may only watch.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HostEvent, parseHostEvent, parseHostRequest } from './host.ts';
import { parseJournalLine } from './journal.ts';
import { type KeeperRequest, parseKeeperEvent, parseKeeperRequest } from './keeper.ts';
import { LISTEN_MODES } from './listening.ts';
import { isOfUnknownType } from './unknown-type.ts';
import { hostEventAs, hostRequestIsIn, keeperRequestIsIn, viewMayAsk } from './versions.ts';

const elsewhere: HostEvent = { type: 'listening-elsewhere', sessionId: 's' };
const attention: HostEvent = { type: 'voice', event: { type: 'attention', to: 'wake' } };
const size = { columns: 80, rows: 23 };
const requests: readonly KeeperRequest[] = [
  { type: 'attach', size, hold: 'take' },
  { type: 'attach', size, hold: 'if-free' },
  { type: 'attach', size, hold: 'never' },
  { type: 'resize', size },
  { type: 'take' },
  { type: 'release' },
  { type: 'rows', requestId: 'r' },
  { type: 'watch' },
  { type: 'signal', signal: 'SIGINT' },
  { type: 'end' },
  { type: 'status', requestId: 's' },
];

test('PROTOCOL-18: version 1 lacks rows, queue, tune, listening-elsewhere, asked, action, rung, approvals, what an agent asks for itself, and attention, and nothing else', () => {
  expect(keeperRequestIsIn(1, 'rows')).toBe(false);
  expect(hostRequestIsIn(1, 'queue')).toBe(false);
  expect(hostRequestIsIn(1, 'tune')).toBe(false);
  for (const type of ['approval', 'reply', 'approvals', 'speak', 'question', 'waiting'] as const)
    expect([1, 2].map((version) => hostRequestIsIn(version, type))).toEqual([false, true]);
  expect(hostEventAs(1, { type: 'approvals', open: [] })).toBeUndefined();
  expect(hostEventAs(1, elsewhere)).toBeUndefined();
  expect(hostEventAs(1, { type: 'asked', command: 'help' })).toBeUndefined();
  expect(hostEventAs(1, { type: 'action', name: 'kb', words: 'x' })).toBeUndefined();
  const rung = { type: 'rung', rung: 'structured', why: 'it answers' } as const;
  expect(hostEventAs(1, rung)).toBeUndefined();
  expect(hostEventAs(2, rung)).toBe(rung);
  expect(hostEventAs(1, attention)).toBeUndefined();
  const speaking = { type: 'speaking', id: 'a', state: 'ended' } as const;
  const problem = { type: 'problem', message: 'mute', severity: 'warning' } as const;
  const failed = { ...problem, code: 'speaking-failed' } as const;
  for (const event of [speaking, failed])
    expect(hostEventAs(1, { type: 'voice', event })).toBeUndefined();
  for (const { type } of requests) {
    expect(keeperRequestIsIn(1, type)).toBe(type !== 'rows');
    expect(keeperRequestIsIn(2, type)).toBe(true);
  }
  const hostRequests = ['open', 'talk', 'mode', 'intent', 'command', 'say', 'status'] as const;
  for (const type of hostRequests) expect(hostRequestIsIn(1, type)).toBe(true);
  const events: HostEvent[] = [
    { type: 'queue', entries: [] },
    { type: 'delivery', id: 'p', text: 'hello', state: 'queued' },
    { type: 'voice', event: { type: 'level', rmsDb: -30, speechProbability: 0.5 } },
    { type: 'notice', severity: 'info', text: 'hello' },
    { type: 'answer', requestId: 'r', answer: { kind: 'done' } },
  ];
  for (const event of events) expect(hostEventAs(1, event)).toEqual(event);
  for (const type of ['queue', 'tune'] as const) expect(hostRequestIsIn(2, type)).toBe(true);
  for (const event of [...events, elsewhere, attention]) expect(hostEventAs(2, event)).toBe(event);
});

test('PROTOCOL-18: version 1 is told of the mode it has that is nearest', () => {
  const told = LISTEN_MODES.map((mode) => hostEventAs(1, { type: 'mode', mode }));
  expect(told).toEqual(
    ['tap', 'auto', 'tap', 'tap', 'auto', 'auto'].map((mode) => ({ type: 'mode', mode })),
  );
});

test('PROTOCOL-19: fields that are not known are dropped', () => {
  for (const request of requests) {
    expect(parseKeeperRequest({ ...request, colour: 'blue' })).toEqual({
      kind: 'message',
      message: request,
    });
  }
  expect(parseHostEvent({ type: 'deciding', sinceMs: 4 })).toEqual({
    kind: 'message',
    message: { type: 'deciding' },
  });
});

test('PROTOCOL-19: a type that is not known is told from a message that is wrong', () => {
  const parsers = [parseKeeperRequest, parseKeeperEvent, parseHostRequest, parseHostEvent];
  for (const parse of parsers) {
    expect(isOfUnknownType({ type: 'teleport', where: 3 }, parse)).toBe(true);
    expect(isOfUnknownType({ type: 4 }, parse)).toBe(false);
    expect(isOfUnknownType({}, parse)).toBe(false);
    expect(isOfUnknownType('teleport', parse)).toBe(false);
    expect(isOfUnknownType(null, parse)).toBe(false);
  }
  for (const { type } of requests) {
    expect(isOfUnknownType({ type, size: 'wide' }, parseKeeperRequest)).toBe(false);
  }
  expect(isOfUnknownType({ type: 'queue', edit: { do: 'fly' } }, parseHostRequest)).toBe(false);
  expect(isOfUnknownType({ type: 'facts' }, parseKeeperEvent)).toBe(false);
  expect(isOfUnknownType({ type: 'delivery' }, parseHostEvent)).toBe(false);
});

test('PROTOCOL-20: a message that does not fit is refused in one line that names the field', () => {
  const wrong: readonly [unknown, string][] = [
    [{ type: 'attach', size: { columns: 0, rows: 5 }, hold: 'take' }, 'size.columns'],
    [{ type: 'attach', size: { columns: 80.5, rows: 5 }, hold: 'take' }, 'size.columns'],
    [{ type: 'attach', size, hold: 'take', after: -1 }, 'after'],
    [{ type: 'signal', signal: 'SIGSEGV' }, 'signal'],
    [{ type: 'status' }, 'requestId'],
  ];
  for (const [value, field] of wrong) {
    const parsed = parseKeeperRequest(value);
    if (parsed.kind === 'message') throw new Error('taken');
    expect(parsed.reason).toMatch(new RegExp(`^${field}: [^\\n]+$`, 'u'));
  }
  const say = { type: 'say', requestId: 'r', sessionId: 's', promptId: 'p', intent: 'send' };
  expect(parseHostRequest({ ...say, text: 'x'.repeat(65_537) }).kind).toBe('refused');
  expect(parseHostRequest({ ...say, text: 'x' }).kind).toBe('message');
});

test('PROTOCOL-20: no JSON value makes a parser throw', () => {
  const type = fc.constantFrom('attach', 'facts', 'opened', 'queue', 'delivery', 'answer', 'open');
  const shaped = fc.tuple(type, fc.dictionary(fc.string(), fc.jsonValue()));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue(),
        shaped.map(([t, o]) => ({ ...o, type: t })),
      ),
      (value) => {
        const parsers = [parseKeeperRequest, parseKeeperEvent, parseHostRequest, parseHostEvent];
        for (const parse of parsers) expect(['message', 'refused']).toContain(parse(value).kind);
      },
    ),
    { seed: 17, numRuns: 200 },
  );
});

test('PROTOCOL-17: a connection that may only watch asks for nothing that changes the session', () => {
  const allowed = requests
    .filter(viewMayAsk)
    .map((request) => (request.type === 'attach' ? `attach ${request.hold}` : request.type));
  expect(allowed).toEqual(['attach never', 'resize', 'release', 'rows', 'watch', 'status']);
});

test('PROTOCOL-21: a journal line is read, a torn one is refused', () => {
  const transcript = {
    type: 'transcript',
    id: 'u1',
    at: '2026-01-02T03:04:05.000Z',
    sessionId: 'codex-aaaa',
    text: 'add a test',
    verdict: 'accepted',
    recognizer: 'phrases',
    audio: 'audio/u1.wav',
    durationMs: 900,
    sourceEndMs: 1000,
    speechEndedMs: 5000,
    closedMs: 250,
    decodedMs: 300,
  };
  const { sessionId: _sessionId, ...unnamed } = transcript;
  const outcome = { type: 'outcome', id: 'u1', at: transcript.at, outcome: 'sent', latencyMs: 400 };
  const cut = { ...transcript, cut: true };
  const { id, at, audio, durationMs } = transcript;
  const recovered = { type: 'recovered', id, at, audio, durationMs };
  const named = { ...recovered, sessionId: 'codex-aaaa', endedAt: at };
  for (const record of [transcript, unnamed, outcome, cut, recovered, named]) {
    const line = JSON.stringify(record);
    expect(parseJournalLine(line)).toEqual({ kind: 'message', message: record });
    for (let cut = 0; cut < line.length; cut += 1) {
      expect(parseJournalLine(line.slice(0, cut)).kind).toBe('refused');
    }
  }
  expect(parseJournalLine('{"type":"rumour","id":"u1"}').kind).toBe('refused');
});

test('PROTOCOL-22: words heard again are a record of their own', () => {
  const again = {
    type: 'again',
    id: 'u1',
    at: '2026-03-01T12:00:00.000Z',
    text: 'run the tests',
    recognizer: 'any',
    language: 'en',
  };
  expect(parseJournalLine(JSON.stringify(again))).toEqual({ kind: 'message', message: again });
  const { text: _, ...wordless } = again;
  expect(parseJournalLine(JSON.stringify(wordless))).toMatchObject({ kind: 'refused' });
});

test('PROTOCOL-18: approvals are told whole, and to a client that does not know them not at all', () => {
  const entry = {
    id: 'a1',
    subject: 'command',
    text: 'rm -rf build',
    risk: 'destructive',
    takes: ['approve', 'deny'],
    askedAtMs: 1,
    state: 'settled',
    by: 'key',
    outcome: 'approved',
    settledAtMs: 2,
  } as const;
  const { by: _by, outcome: _outcome, settledAtMs: _at, ...rest } = entry;
  const open = { ...rest, state: 'open' } as const;
  const event = { type: 'approvals', open: [open], settled: entry, confirming: 'a1' };
  expect(parseHostEvent(event)).toEqual({ kind: 'message', message: event });
  const listed = { kind: 'approvals', approvals: [entry, open] };
  const answer = { type: 'answer', requestId: 'r', answer: listed };
  expect(parseHostEvent(answer)).toEqual({ kind: 'message', message: answer });
  const request = { type: 'approval', requestId: 'r', id: 'a1', answer: 'deny', by: 'key' };
  expect(parseHostRequest(request)).toEqual({ kind: 'message', message: request });
  for (const wrong of [
    { ...request, by: 'voice' },
    { ...request, answer: 'maybe' },
  ])
    expect(parseHostRequest(wrong).kind).toBe('refused');
});

test('PROTOCOL-18: a question is told with its parts, and answered by words', () => {
  const open = {
    id: 'a1',
    subject: 'question',
    text: 'Which branch?',
    takes: [],
    parts: [
      {
        question: 'Which branch?',
        choices: [{ label: 'main', description: 'the usual one' }, { label: 'next' }],
        words: true,
      },
    ],
    askedAtMs: 1,
    state: 'open',
  } as const;
  const event = { type: 'approvals', open: [open] };
  expect(parseHostEvent(event)).toEqual({ kind: 'message', message: event });
  const request = { type: 'reply', requestId: 'r', id: 'a1', words: ['1'], by: 'command-line' };
  expect(parseHostRequest(request)).toEqual({ kind: 'message', message: request });
  const chosen = { ...request, words: ['1,3'], choices: [0, 2], part: 0, by: 'key' };
  expect(parseHostRequest(chosen)).toEqual({ kind: 'message', message: chosen });
  for (const wrong of [
    { ...chosen, choices: [] },
    { ...chosen, choices: [-1] },
    { ...chosen, choices: Array.from({ length: 33 }, () => 0) },
    { ...request, by: 'voice' },
    { ...request, words: '1' },
    { ...request, words: ['x'.repeat(8_193)] },
    { ...request, words: Array.from({ length: 4_097 }, () => 'x') },
  ])
    expect(parseHostRequest(wrong).kind).toBe('refused');
});

test('PROTOCOL-28: a terminal’s own microphone is opened with, told and heard, in version 2 alone', () => {
  const open = { type: 'open', sessionId: 's1', microphone: 'closed' };
  expect(parseHostRequest(open)).toEqual({ kind: 'message', message: open });
  const none = { ...open, microphone: 'none' };
  expect(parseHostRequest(none)).toEqual({ kind: 'message', message: none });
  expect(parseHostRequest({ ...open, microphone: 'mine' }).kind).toBe('refused');
  const order = { kind: 'command', command: { type: 'close' } } as const;
  const event = { type: 'microphone', order } as const;
  expect(parseHostEvent(event)).toEqual({ kind: 'message', message: event });
  expect(hostEventAs(2, event)).toBe(event);
  expect(hostEventAs(1, event)).toBeUndefined();
  const said = { kind: 'event', event: { type: 'level', rmsDb: -20, speechProbability: 1 } };
  const request = { type: 'microphone', said };
  expect(parseHostRequest(request)).toEqual({ kind: 'message', message: request });
  expect(hostRequestIsIn(1, 'microphone')).toBe(false);
  const utterance = { id: 'u', text: 'x', speechEndedMs: 1, age: 'fresh' };
  const lost = (count: number) => ({
    type: 'microphone',
    said: { kind: 'lost', utterances: Array.from({ length: count }, () => utterance) },
  });
  expect(parseHostRequest(lost(64)).kind).toBe('message');
  expect(parseHostRequest(lost(65)).kind).toBe('refused');
});
