// The model behind our row: what is shown follows what happened, and old news goes away.
import type { SessionEvent, VoiceEvent } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { HudState } from './hud-state.ts';
import { keyNames } from './key-names.ts';
import { noticeSections } from './panels/notice-rows.ts';
import { ENGLISH } from './words/en.ts';
import { JAPANESE } from './words/ja.ts';

const fresh = (words = ENGLISH, sound: 'kept' | 'not-kept' = 'kept'): HudState =>
  new HudState({
    agentName: 'Codex',
    keys: keyNames('default'),
    voice: 'on',
    mode: 'tap',
    telling: { words, sound },
  });

const device = (state: 'opening' | 'open' | 'closed'): VoiceEvent => ({
  type: 'device',
  state,
  openMs: 42,
});
const final: VoiceEvent = {
  type: 'final',
  utteranceId: 'u1',
  segmentId: '0.1',
  text: 'run the tests',
  verdict: 'accepted',
  endedBy: 'silence',
  startMs: 0,
  endMs: 900,
  stamps: { speechEndedMs: 1, segmentClosedMs: 2, decodedMs: 3, journaledMs: 4 },
};

test('the program wants somebody until one comes, and a command that failed is news', () => {
  const state = fresh();
  const call = { by: 'notification', text: 'built', atMs: 0 } as const;
  state.session({ type: 'call', call }, 0);
  expect(state.model(60_000).message?.text).toBe('wants you: built');
  state.session({ type: 'command-ended', exitCode: 2 }, 60_000);
  expect(state.model(60_001).message?.text).toBe('the command ended with status 2');
  expect(state.model(120_000).message?.text).toBe('wants you: built');
  state.session({ type: 'call' }, 120_000);
  expect(state.model(120_000).message).toBeUndefined();
  state.session({ type: 'command-ended', exitCode: 0 }, 120_000);
  expect(state.model(120_001).message).toBeUndefined();
});

test('the row says how prompts reach the agent, and that they are typed once they no longer go by protocol', () => {
  const told: string[] = [];
  const state = new HudState({
    agentName: 'Codex',
    keys: keyNames('default'),
    voice: 'on',
    mode: 'tap',
    telling: { words: ENGLISH, sound: 'kept' },
    onTold: ({ text }) => told.push(text),
  });
  expect(state.model(0).agent.rung).toBe('plain');
  state.session({ type: 'rung', rung: 'typing', why: 'nobody is there yet' }, 0);
  state.session({ type: 'rung', rung: 'structured', why: '' }, 0);
  expect(state.model(0).agent.rung).toBe('structured');
  expect(told).toEqual([]);
  state.session({ type: 'rung', rung: 'typing', why: 'it was killed' }, 0);
  expect(state.model(0).agent.rung).toBe('typing');
  expect(told).toEqual(['prompts are typed for now: it was killed']);
});

test('bug: a second host that was killed before it heard whom the first one had heard left the microphone closed', () => {
  const state = fresh();
  const opened: SessionEvent = {
    type: 'opened',
    ...{ sessionId: 's', screen: { kind: 'unknown' }, queue: [], mode: 'tap' },
    ...{ intent: 'compose', voice: { state: 'starting' }, listening: false },
  };
  state.voice(device('open'), 0);
  for (const nowMs of [1, 2]) {
    state.hostLost(nowMs);
    expect(state.gap.session(opened)).toBe('start');
    state.session(opened, nowMs);
    expect(state.willBeHeard).toBe(true);
  }
});

test('bug: a session beside another at the same voice process stayed "voice off"', () => {
  const state = fresh();
  state.session(
    {
      type: 'opened',
      ...{ sessionId: 's', screen: { kind: 'unknown' }, queue: [], mode: 'tap' },
      ...{ intent: 'compose', voice: { state: 'off' }, listening: false },
    },
    0,
  );
  state.session({ type: 'voice-state', state: 'up' }, 0);
  expect(state.model(0).voice.state).toBe('ready');
  expect(state.model(0).keyHints[0]).toEqual({ key: 'F2', does: 'talk' });
});

test('bug: voice that died while somebody spoke did not say what became of the words', () => {
  const state = fresh();
  state.voice(device('open'), 0);
  state.session({ type: 'voice-state', state: 'restarting', reason: 'SIGKILL' }, 1);
  const told = 'voice stopped (SIGKILL): starting again';
  expect(state.model(1).message?.text).toBe(told);
  state.voice(device('open'), 2);
  state.voice({ type: 'speech-started', segmentId: '0.1', atMs: 0 }, 2);
  state.session({ type: 'voice-state', state: 'restarting', reason: 'SIGKILL' }, 3);
  expect(state.model(3).message?.text).toBe(
    `${told}; what you said is kept as sound in the journal`,
  );
});

test.each(['restarting', 'unavailable'] as const)(
  'bug: words of a voice process that died stood before the notice of it (%s)',
  (state) => {
    const hud = fresh();
    hud.voice(device('open'), 0);
    hud.voice({ type: 'speech-started', segmentId: '0.1', atMs: 0 }, 0);
    hud.voice({ type: 'partial', segmentId: '0.1', text: 'run the tests' }, 0);
    expect(hud.model(0).partial).toBe('run the tests');
    hud.session({ type: 'voice-state', state, reason: 'SIGKILL' }, 1);
    expect(hud.model(1).partial).toBe('');
  },
);

test('bug: a notice that our row had cut could be read nowhere', () => {
  const state = fresh();
  const rest = 'it is written there once there is room again';
  state.tell({ text: `no room in the folder: ${rest}`, severity: 'warning' }, 1_000);
  state.tell({ text: 'the host has gone', severity: 'warning' }, 2_000);
  state.tell({ text: 'the host has gone', severity: 'warning' }, 3_000);
  expect(state.model(3_001).message?.whole).toEqual({ key: 'Ctrl-\\ ?', does: 'more' });
  expect(state.model(60_000).message).toBeUndefined();
  const wallMs = new Date(2026, 0, 1, 12, 0, 10).getTime();
  expect(noticeSections(state.notices.last, { nowMs: 10_000, wallMs, panel: 'help' })).toEqual([
    {
      title: 'Last notices',
      rows: [
        { what: '12:00:03', does: 'the host has gone' },
        { what: '12:00:01', does: `no room in the folder: ${rest}` },
      ],
    },
  ]);
  for (let at = 0; at < 40; at += 1) state.notice({ text: `${at}`, severity: 'info' }, at);
  expect(state.notices.last.map(({ text }) => text)).toEqual(
    Array.from({ length: 20 }, (_, back) => `${39 - back}`),
  );
});

test('voice goes from starting over ready, listening and hearing back to ready', () => {
  const state = fresh();
  const seen = [state.model(0).voice.state];
  const events: VoiceEvent[] = [
    { type: 'ready', version: 1, recognizer: 'r', voiceActivity: 'v', startMs: 3 },
    device('opening'),
    device('open'),
    { type: 'speech-started', segmentId: '0.1', atMs: 0 },
    final,
    device('closed'),
  ];
  for (const event of events) {
    state.voice(event, 10);
    seen.push(state.model(10).voice.state);
  }
  expect(seen).toEqual([
    'starting',
    'ready',
    'opening',
    'listening',
    'hearing',
    'listening',
    'ready',
  ]);
  expect(state.model(10).voice.microphoneOpenMs).toBe(42);
});

test('the talk key says what it does now, and the leader what follows it', () => {
  const state = fresh();
  state.voice({ type: 'ready', version: 1, recognizer: 'r', voiceActivity: 'v', startMs: 3 }, 0);
  expect(state.model(0).keyHints[0]).toEqual({ key: 'F2', does: 'talk' });
  state.voice(device('open'), 0);
  expect(state.model(0).keyHints[0]).toEqual({ key: 'F2', does: 'stop' });
  state.setLeaderWaits(true);
  expect(state.model(0)).toMatchObject({ leader: 'Ctrl-\\' });
  expect(state.model(0).keyHints.map((hint) => hint.key)).toEqual(
    expect.arrayContaining(['s', 'z', 'F2']),
  );
});

test('our own voice is shown with the key that hushes it, until it ends or its process does', () => {
  const state = fresh();
  const speaking = (id: string, what: 'started' | 'ended' | 'interrupted'): VoiceEvent => ({
    type: 'speaking',
    id,
    state: what,
  });
  const shown = () => [state.model(0).voice.state, state.model(0).keyHints[0]?.key];
  state.voice(device('open'), 0);
  state.voice(speaking('1', 'started'), 0);
  expect(shown()).toEqual(['speaking', 'Ctrl-\\ b']);
  state.voice(speaking('2', 'interrupted'), 0);
  expect(shown()).toEqual(['speaking', 'Ctrl-\\ b']);
  state.voice({ type: 'speech-started', segmentId: '0.1', atMs: 0 }, 0);
  expect(shown()[0]).toBe('hearing');
  state.voice(speaking('1', 'ended'), 0);
  state.voice(final, 0);
  expect(shown()).toEqual(['listening', 'F2']);
  state.voice(speaking('3', 'started'), 0);
  state.session({ type: 'voice-state', state: 'restarting' }, 0);
  expect(shown()).toEqual(['starting', 'F2']);
});

test('a stop key shows deciding until the answer, and never for ever', () => {
  const state = fresh();
  state.voice(device('open'), 0);
  state.voice({ type: 'speech-started', segmentId: '0.1', atMs: 0 }, 0);
  state.session({ type: 'deciding' }, 100);
  expect(state.model(200).voice.state).toBe('deciding');
  expect(state.model(10_000).voice.state).toBe('ready');
});

test('what was heard is shown with its fate, then goes away', () => {
  const state = fresh();
  const heard = { type: 'delivery', id: 'u1', text: 'run the tests' } as const;
  const entry = {
    id: 'u1',
    text: 'run the tests',
    intent: 'compose',
    origin: 'voice',
    queuedAtMs: 0,
    state: 'waiting',
  } as const;
  state.voice(final, 1_000);
  state.session({ ...heard, state: 'waiting', why: 'dialog', what: 'an approval' }, 1_000);
  state.session({ type: 'queue', entries: [entry] }, 1_000);
  expect(state.model(1_000)).toMatchObject({
    lastHeard: { text: 'run the tests', verdict: 'waiting' },
    waitingFor: 'an approval',
    queueLength: 1,
  });
  state.session({ ...heard, state: 'composed', latencyMs: 251 }, 2_000);
  state.session({ type: 'queue', entries: [] }, 2_000);
  expect(state.model(2_000)).toMatchObject({
    lastHeard: { verdict: 'composed' },
    lastLatencyMs: 251,
  });
  expect(state.model(2_000).waitingFor).toBeUndefined();
  const nextMs = state.nextChangeMs(2_000) ?? 0;
  expect(state.model(nextMs).lastHeard).toBeUndefined();
  expect(state.nextChangeMs(nextMs)).toBeUndefined();
});

test('no microphone says which of the reasons it is', () => {
  const state = fresh();
  const words = (['no-audio-system', 'no-device', 'no-permission'] as const).map((reason) => {
    state.voice({ type: 'device', state: 'unavailable', reason, detail: 'd' }, 0);
    return state.model(0).voice.reason;
  });
  expect(new Set(words).size).toBe(3);
  expect(state.model(0).voice.state).toBe('unavailable');
});

test('a HUD that opens later shows what is so, and a lost host nothing it said', () => {
  const state = fresh();
  state.session(
    {
      type: 'opened',
      sessionId: 'codex-abcd',
      screen: { kind: 'busy' },
      queue: [],
      mode: 'auto',
      intent: 'compose',
      voice: { state: 'up' },
      listening: true,
    },
    0,
  );
  expect(state.model(0)).toMatchObject({
    agent: { state: 'busy' },
    voice: { state: 'listening', mode: 'auto' },
  });
  state.hostLost(0);
  expect(state.model(0).voice.state).toBe('starting');
});

test('a terminal that only watches says so until it holds the session', () => {
  const state = fresh();
  state.notices.setViewing('viewing 80×23');
  expect(state.model(1e9).message?.text).toBe('viewing 80×23');
  state.notices.setViewing(undefined);
  expect(state.model(1e9).message).toBeUndefined();
});

test('what no recogniser could transcribe is told with what became of its sound', () => {
  const failure = { code: 'timed-out', message: 'the model did not answer' } as const;
  const event: VoiceEvent = { ...final, text: '', verdict: 'rejected', failure };
  const kept = fresh();
  kept.voice(event, 0);
  expect(kept.model(0)).toMatchObject({
    lastHeard: { verdict: 'failed' },
    message: {
      severity: 'warning',
      text: 'not transcribed (the model did not answer): what you said is kept as sound in the journal',
    },
  });
  const lost = fresh(ENGLISH, 'not-kept');
  lost.voice(event, 0);
  expect(lost.model(0).message?.text).toMatch(/not kept: say it again$/u);
  const misheard = fresh();
  misheard.voice({ ...final, text: '', verdict: 'rejected' }, 0);
  expect(misheard.model(0).lastHeard?.verdict).toBe('rejected');
  expect(misheard.model(0).message).toBeUndefined();
});

test('what is told is told in the language that was chosen, and what is not known as it came', () => {
  const state = fresh(JAPANESE);
  state.voice({ type: 'ready', version: 1, recognizer: 'r', voiceActivity: 'v', startMs: 3 }, 0);
  expect(state.model(0).keyHints[0]).toEqual({ key: 'F2', does: '話す' });
  const notice = { type: 'notice', severity: 'info', text: 'in English' } as const;
  state.session({ ...notice, code: 'nothing-to-send' }, 0);
  expect(state.model(0).message?.text).toBe(JAPANESE.answer.refusal['nothing-to-send']);
  state.session({ ...notice, code: 'of a later release' }, 0);
  expect(state.model(0).message?.text).toBe('in English');
  state.session(notice, 0);
  expect(state.model(0).message?.text).toBe('in English');
});

test('"not your voice" is said once, quietly, until one\'s own voice is heard again', () => {
  const state = fresh();
  const other: VoiceEvent = { ...final, text: '', verdict: 'rejected', refusedBy: 'other-voice' };
  const told = (nowMs: number) => state.model(nowMs).message;
  state.voice(other, 10);
  expect(told(10)).toMatchObject({ text: 'not your voice', severity: 'info' });
  expect(state.model(10).lastHeard).toBeUndefined();
  state.voice(other, 20_000);
  expect(told(20_000)).toBeUndefined();
  state.voice(final, 30_000);
  state.voice(other, 40_000);
  expect(told(40_000)?.text).toBe('not your voice');
});
