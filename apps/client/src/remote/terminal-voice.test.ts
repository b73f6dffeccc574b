// The voice process of a terminal whose session is elsewhere, against a process that does what a test says.
import type { VoiceLinkHandlers } from '@codex-voice/control';
import type { HostRequest, VoiceCommand, VoiceEvent, VoiceStart } from '@codex-voice/protocol';
import { describe, expect, test, vi } from 'vitest';
import { composedStart, TerminalVoice } from './terminal-voice.ts';

type Said = Extract<HostRequest, { type: 'microphone' }>['said'];

const START: VoiceStart = {
  type: 'start',
  version: 1,
  source: { kind: 'microphone', device: 'ours' },
  phrases: [{ spoken: 'ours alone' }],
  commands: [{ spoken: 'send it' }, { spoken: 'ours alone' }],
  segmenter: { silenceMs: 1, minimumSpeechMs: 1, maximumSegmentMs: 1, preRollMs: 1 },
  language: 'en',
  warmMicrophone: false,
  journalDirectory: '/ours',
  keepAudioDays: 7,
  cues: false,
};
const THEIRS: VoiceStart = {
  ...START,
  source: { kind: 'files', paths: ['/etc/passwd'], pace: 'fast' },
  phrases: [{ spoken: 'send it' }, { spoken: 'deploy' }],
  commands: [{ spoken: 'deploy' }],
  language: 'fr',
  journalDirectory: '/theirs',
  speaking: { voice: 'model', modelFolder: '/theirs', bargeIn: 'off' },
};

class World {
  readonly said: Said[] = [];
  readonly shown: VoiceEvent[] = [];
  readonly processes: { handlers: VoiceLinkHandlers; commands: VoiceCommand[]; ended: number }[] =
    [];
  away = false;
  wallMs = 1_700_000_000_000;
  /** What the journal can't be read for. */
  journalFails: Error | undefined;
  readonly voice: TerminalVoice;

  constructor(left: readonly string[] = [], change: { readonly cut?: true } = {}) {
    this.voice = new TerminalVoice({
      start: START,
      openLink: (handlers) => {
        const commands: VoiceCommand[] = [];
        const process = { handlers, commands, ended: 0 };
        this.processes.push(process);
        return {
          pid: 1,
          send: (command) => process.commands.push(command),
          close: async () => {
            process.ended += 1;
          },
          kill: () => {
            process.ended += 1;
          },
        };
      },
      sessionName: 'ssh://host/s1',
      theirSessionId: () => 's1',
      say: (said) => {
        if (this.away) return 'away';
        this.said.push(said);
        return 'sent';
      },
      show: (event) => this.shown.push(event),
      toTheirClock: (ms) => ms + 1_000,
      nowMs: () => 50,
      wallMs: () => this.wallMs,
      leftWords: async () => {
        if (this.journalFails !== undefined) throw this.journalFails;
        return left.map((id) => ({
          id,
          text: id,
          speechEndedMs: 1,
          age: 'fresh' as const,
          ...change,
        }));
      },
    });
  }

  order(command: VoiceCommand): void {
    this.voice.order({ kind: 'command', command });
  }

  async start(theirs: VoiceStart = THEIRS): Promise<void> {
    this.order(theirs);
    // It may wait for the end of one before it.
    for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setImmediate(done));
  }

  get process() {
    const last = this.processes.at(-1);
    if (last === undefined) throw new Error('no process was started');
    return last;
  }

  event(event: VoiceEvent): void {
    this.process.handlers.onEvent(event);
  }

  ready(): void {
    this.event({ type: 'ready', version: 1, recognizer: '', voiceActivity: '', startMs: 1 });
  }

  final(id: string): void {
    const stamps = { speechEndedMs: 1, segmentClosedMs: 2, decodedMs: 3, journaledMs: 4 };
    this.event({
      type: 'final',
      ...{ utteranceId: id, segmentId: '0', sessionId: 'ssh://host/s1', text: id },
      ...{ verdict: 'accepted', endedBy: 'silence', startMs: 0, endMs: 1, stamps },
    });
  }

  get lost(): string[][] {
    return this.said.flatMap((said) =>
      said.kind === 'lost' ? [said.utterances.map(({ id }) => id)] : [],
    );
  }
}

describe('the voice process of a terminal', () => {
  test('CONTROL-32: what a process before it had heard is looked for when it has its words, and told as cut off', async () => {
    const left: string[] = [];
    const world = new World(left, { cut: true });
    await world.start();
    world.ready();
    left.push('a');
    world.event({ type: 'heard-later', sessionId: 'ssh://host/s1' });
    await vi.waitFor(() => expect(world.lost).toEqual([['a']]));
    expect(world.said.at(-1)).toMatchObject({ utterances: [{ id: 'a', cut: true }] });
    expect(
      world.said.some((said) => said.kind === 'event' && said.event.type === 'heard-later'),
    ).toBe(false);
  });

  test('it listens with what is configured here, for the phrases of there', () => {
    expect(composedStart(START, THEIRS)).toEqual({
      ...START,
      phrases: THEIRS.phrases,
      language: 'fr',
      commands: [{ spoken: 'send it' }],
    });
    const { commands: _, ...plain } = START;
    expect(composedStart(plain, THEIRS)).not.toHaveProperty('commands');
  });

  test('it obeys, under the name that the session has here, and answers under its own', async () => {
    const world = new World();
    await world.start();
    world.order({ type: 'open', sessionId: 's1', listenFor: 'on' });
    expect(world.process.commands.at(-1)).toMatchObject({
      type: 'open',
      sessionId: 'ssh://host/s1',
    });
    world.final('u1');
    expect(world.said.at(-1)).toMatchObject({
      event: { sessionId: 's1', stamps: { speechEndedMs: 1_001, journaledMs: 1_004 } },
    });
    expect(world.shown.at(-1)).toMatchObject({ stamps: { speechEndedMs: 1 } });
  });

  test('levels stay here', async () => {
    const world = new World();
    await world.start();
    world.event({ type: 'level', rmsDb: -20, speechProbability: 1 });
    expect(world.shown).toHaveLength(1);
    expect(world.said).toEqual([]);
  });

  test('REMOTE-10: a break ends nothing, and what was said is told again until its outcome', async () => {
    const world = new World();
    await world.start();
    world.ready();
    world.event({ type: 'device', state: 'open' });
    world.final('u1');
    world.order({ type: 'outcome', utteranceId: 'u1', outcome: 'composed', latencyMs: 1 });
    world.final('u2');
    world.away = true;
    world.final('u3');
    expect(world.voice.microphone).toBe('open');
    world.away = false;
    await world.start();
    expect(world.processes).toHaveLength(1);
    expect(world.said.findLast((said) => said.kind === 'event')).toMatchObject({
      event: { type: 'ready' },
    });
    expect(world.lost).toEqual([['u2', 'u3']]);
    expect(world.said.at(-1)).toMatchObject({ utterances: [{ speechEndedMs: 1_001 }, {}] });
    for (const utteranceId of ['u2', 'u3'])
      world.order({ type: 'outcome', utteranceId, outcome: 'sent', latencyMs: 1 });
    await world.start();
    expect(world.lost).toHaveLength(1);
    expect(world.voice.underway).toBe(0);
  });

  test('REMOTE-10: words of a terminal that died are told once it is there', async () => {
    const world = new World(['u0']);
    await world.start();
    await vi.waitFor(() => expect(world.lost).toEqual([['u0']]));
  });

  test('REMOTE-10: a journal that can’t be read is said, ends nothing, and is read with the next start', async () => {
    const world = new World(['u0']);
    world.journalFails = new Error('EACCES: permission denied');
    await world.start();
    world.final('u1');
    await world.start();
    expect(world.lost).toEqual([['u1']]);
    expect(world.shown.filter(({ type }) => type === 'problem')).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('(EACCES: permission denied)') },
      { severity: 'warning' },
    ]);
    world.journalFails = undefined;
    await world.start();
    expect(world.lost).toEqual([['u1'], ['u1', 'u0']]);
  });

  test('REMOTE-11: what was said before this machine slept is told as late', async () => {
    const world = new World();
    await world.start();
    world.final('u1');
    world.wallMs += 60 * 60_000;
    world.final('u2');
    await world.start();
    expect(world.said.at(-1)).toMatchObject({
      utterances: [
        { id: 'u1', age: 'late' },
        { id: 'u2', age: 'fresh' },
      ],
    });
  });

  test('with other phrases it begins anew', async () => {
    const world = new World();
    await world.start();
    await world.start({ ...THEIRS, phrases: [] });
    expect(world.processes.map(({ ended }) => ended)).toEqual([1, 0]);
  });

  test('its end is told, and the session begins it again', async () => {
    const world = new World();
    await world.start();
    world.process.handlers.onEnd({ how: 'SIGSEGV', stderr: 'a\nbroken\n' });
    expect(world.said.at(-1)).toEqual({ kind: 'ended', how: 'broken' });
    world.order({ type: 'outcome', utteranceId: 'u1', outcome: 'sent', latencyMs: 1 });
    await world.start();
    world.ready();
    expect(world.process.commands.map(({ type }) => type)).toEqual(['start', 'outcome']);
  });

  test('one that does not answer is ended; one whose answer was slow on its way is not', async () => {
    const world = new World();
    await world.start();
    world.order({ type: 'open' });
    world.event({ type: 'device', state: 'open' });
    world.voice.order({ kind: 'kill' });
    expect(world.process.ended).toBe(0);
    world.order({ type: 'close' });
    world.voice.order({ kind: 'kill' });
    expect(world.process.ended).toBe(1);
  });

  test('it ends with the terminal', async () => {
    const world = new World();
    await world.start();
    await world.voice.close();
    expect(world.process.ended).toBe(1);
    world.order({ type: 'open' });
    expect(world.process.commands.map(({ type }) => type)).toEqual(['start']);
  });
});
