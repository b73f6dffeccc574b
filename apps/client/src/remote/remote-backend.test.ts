// What a terminal leaves behind, obeys and says of its microphone where its session is on another machine,
// against a host that does what a test says.
import type { VoiceLinkHandlers } from '@codex-voice/control';
import type { FinalEvent, HostEvent, HostRequest, VoiceStart } from '@codex-voice/protocol';
import { describe, expect, test, vi } from 'vitest';
import { DeferredListener } from '../deferred-listener.ts';
import { ENGLISH } from '../words/en.ts';
import { type RemoteBackend, remoteBackend } from './remote-backend.ts';
import type { RemoteSession } from './remote-session.ts';
import { TerminalVoice } from './terminal-voice.ts';

const START: VoiceStart = {
  type: 'start',
  version: 1,
  source: { kind: 'microphone' },
  phrases: [],
  segmenter: { silenceMs: 1, minimumSpeechMs: 1, maximumSegmentMs: 1, preRollMs: 1 },
  language: 'en',
  warmMicrophone: false,
  journalDirectory: '/ours',
  keepAudioDays: 7,
  cues: false,
};

function final(id: string): FinalEvent {
  const stamps = { speechEndedMs: 1, segmentClosedMs: 2, decodedMs: 3, journaledMs: 4 };
  return {
    type: 'final',
    ...{ utteranceId: id, segmentId: '0', sessionId: 'ssh://host/s1', text: id },
    ...{ verdict: 'accepted', endedBy: 'stop-key', startMs: 0, endMs: 1, stamps },
  };
}

interface Given {
  readonly isHeard?: boolean;
  readonly start?: VoiceStart;
  /** The host says at once what becomes of what it hears. */
  readonly host?: 'answers' | 'silent';
}

class World {
  readonly asked: HostRequest[] = [];
  readonly shown: HostEvent[] = [];
  /** What happened, in order. */
  readonly order: string[] = [];
  readonly backend: RemoteBackend;
  #onEvent: (event: HostEvent) => void = () => undefined;
  #voice: VoiceLinkHandlers | undefined;
  /** What is being said when the process is ended. */
  unfinished: string | undefined;

  constructor({ isHeard = true, start = START, host = 'answers' }: Given = {}) {
    const session: Pick<
      RemoteSession,
      'name' | 'sessionId' | 'listener' | 'keeper' | 'isUp' | 'findHost' | 'close'
    > = {
      name: 'ssh://host/s1',
      sessionId: 's1',
      listener: new DeferredListener(),
      keeper: {
        request: () => undefined,
        input: () => undefined,
        acknowledge: () => undefined,
        deliver: () => undefined,
        closed: () => undefined,
      },
      isUp: true,
      findHost: async ({ onEvent }) => {
        this.#onEvent = onEvent;
        const request = (asked: HostRequest): void => {
          this.asked.push(asked);
          if (host === 'answers') this.#answer(asked);
        };
        return { kind: 'connected', host: { request, close: () => this.order.push('host left') } };
      },
      close: () => this.order.push('link closed'),
    };
    this.backend = remoteBackend({
      session,
      words: ENGLISH.link,
      machine: 'ssh://host',
      isHeard,
      prefix: 'ssh://host/',
      paletteKey: () => 'F9 p',
      makeVoice: (begun, parts) =>
        new TerminalVoice({
          ...parts,
          start: begun,
          openLink: (handlers) => this.#openVoice(handlers),
          sessionName: 'ssh://host/s1',
          theirSessionId: () => 's1',
          toTheirClock: (ms) => ms,
          nowMs: () => 50,
          leftWords: async () => [],
        }),
    });
    const listener = { event: (event: HostEvent) => this.shown.push(event), lost: () => undefined };
    const voice = { start, phrasebook: { language: 'en' as const, phrases: [] } };
    this.backend.openHost(listener, { intent: 'compose', mode: 'tap', voice });
  }

  #openVoice(handlers: VoiceLinkHandlers) {
    this.#voice = handlers;
    return {
      pid: 1,
      send: () => undefined,
      close: async () => {
        if (this.unfinished !== undefined) handlers.onEvent(final(this.unfinished));
        this.order.push('voice ended');
      },
      kill: () => undefined,
    };
  }

  #answer(asked: HostRequest): void {
    if (asked.type !== 'microphone' || asked.said.kind !== 'event') return;
    const { event } = asked.said;
    if (event.type !== 'final') return;
    const command = { type: 'outcome', utteranceId: event.utteranceId, latencyMs: 1 } as const;
    this.event({
      type: 'microphone',
      order: { kind: 'command', command: { ...command, outcome: 'composed' } },
    });
  }

  event(event: HostEvent): void {
    this.#onEvent(event);
  }

  async opened(): Promise<HostRequest | undefined> {
    await vi.waitFor(() => expect(this.asked).not.toEqual([]));
    return this.asked[0];
  }

  /** The session has begun the voice process. */
  async listening(): Promise<void> {
    await this.opened();
    this.event({ type: 'microphone', order: { kind: 'command', command: START } });
    await vi.waitFor(() => expect(this.#voice).toBeDefined());
  }

  get finals(): readonly string[] {
    return this.asked.flatMap((asked) =>
      asked.type === 'microphone' &&
      asked.said.kind === 'event' &&
      asked.said.event.type === 'final'
        ? [asked.said.event.utteranceId]
        : [],
    );
  }
}

describe('leaving a session of another machine', () => {
  test('REMOTE-12: what is being said goes there before anything is closed', async () => {
    const world = new World();
    await world.listening();
    world.unfinished = 'u1';
    await world.backend.close();
    expect(world.finals).toEqual(['u1']);
    expect(world.order).toEqual(['voice ended', 'host left', 'link closed']);
    expect(world.backend.untold).toBeUndefined();
  });

  test('REMOTE-12: what the session says nothing of is told, and as kept only where it is', async () => {
    const { journalDirectory: _, ...unkept } = START;
    for (const [start, told] of [
      [START, ENGLISH.link.underway(1)],
      [unkept, ENGLISH.link.unsure(1)],
    ] as const) {
      const world = new World({ start, host: 'silent' });
      await world.listening();
      world.unfinished = 'u1';
      await world.backend.close();
      expect(world.finals).toEqual(['u1']);
      expect(world.backend.untold).toBe(told);
    }
  });
});

test('REMOTE-13: of what was said to it, only prompts are carried out here', async () => {
  const world = new World();
  await world.opened();
  for (const name of ['kb', 'note', 'role', 'flush', 'session', 'some-plugin'])
    world.event({ type: 'action', name, words: 'password' });
  world.event({ type: 'action', name: 'explain', words: 'the bug' });
  expect(world.shown.filter(({ type }) => type === 'action')).toEqual([
    { type: 'action', name: 'explain', words: 'the bug' },
  ]);
  const notices = world.shown.filter(({ type }) => type === 'notice');
  expect(notices).toHaveLength(6);
  expect(notices[0]).toMatchObject({ text: ENGLISH.link.notByVoice('kb', 'F9 p') });
});

test('CONTROL-124: who brings no microphone says so', async () => {
  expect(await new World({ isHeard: false }).opened()).toMatchObject({ microphone: 'none' });
  expect(await new World().opened()).toMatchObject({ microphone: 'closed' });
});
