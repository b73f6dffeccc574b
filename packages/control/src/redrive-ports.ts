// The ports of a session's control as a recording has them: they answer what it says was answered, call back
// with what it says came back, and reach nothing.
import type { KeeperPeer } from '@codex-voice/protocol';
import type { VocabularyTerm } from '@codex-voice/speech';
import type { ApprovalStore } from './approval-store.ts';
import type { OpenProjectNames } from './project-names.ts';
import type { ControlMemory, QueueStore } from './queue-store.ts';
import { ANSWER, type InputOf, type RedriveQueue } from './redrive-queue.ts';
import type { SessionControlParts } from './session-control-parts.ts';
import type { VoiceListener, VoiceSeat } from './voice-hub.ts';

export interface RedrivePortsParts {
  readonly queue: RedriveQueue;
  /** Tells the control an input now, at its time. */
  readonly tell: (input: InputOf<'k' | 'v' | 'q' | 'p'>) => void;
}

export class RedrivePorts {
  readonly #parts: RedrivePortsParts;
  readonly #listeners = new Map<number, VoiceListener>();
  readonly #playedOut = new Set<number>();
  readonly #onTerms: ((terms: InputTerms) => void)[] = [];
  readonly #known = new Map<string, boolean>();
  #seats = 0;
  #head: string | undefined;
  #terms: InputTerms = [];
  #names: readonly string[] = [];

  constructor(parts: RedrivePortsParts) {
    this.#parts = parts;
  }

  readonly keeper: Pick<KeeperPeer, 'deliver' | 'request'> = {
    deliver: ({ writeId }) => this.#comeInside('k', writeId),
    request: () => this.#comeInside('k', 'request'),
  };

  readonly hub: SessionControlParts['hub'] = {
    join: (listener) => {
      this.#seats += 1;
      const number = this.#seats;
      this.#listeners.set(number, listener);
      this.#comeInside('v', 'join');
      return this.#seat(number);
    },
  };

  store(memory: ControlMemory | undefined): QueueStore {
    return {
      load: () => memory,
      save: () => this.#kept('unkept'),
      close: () => undefined,
    };
  }

  approvals(asked: ReturnType<ApprovalStore['load']>): ApprovalStore {
    return {
      load: () => asked,
      append: () => this.#kept('unkept-approval'),
      close: () => undefined,
    };
  }

  readonly head = (): string | undefined => {
    const input = this.#parts.queue.takeInside('p', ANSWER, ({ is }) => is === 'head');
    if (input !== undefined) this.port(input);
    return this.#head;
  };

  readonly openProjectNames: OpenProjectNames = (_, onChange) => {
    this.#onTerms.push(onChange);
    this.#comeInside('p', 'names');
    return {
      terms: () => {
        this.#answered('terms-read');
        return this.#terms;
      },
      knows: (word) => {
        this.#answered('knows');
        return this.#known.get(word) ?? false;
      },
      names: () => {
        this.#answered('names');
        this.#answered('names-left-out');
        return this.#names;
      },
      setScreen: () => this.#comeInside('p', 'names'),
      dispose: () => undefined,
    };
  };

  /** A HUD that shows nothing. */
  readonly hudSend = (): void => this.#comeInside('q', 'send');

  /** What the voice hub tells. */
  voice(input: InputOf<'v'>): void {
    if (input.is === 'audio') return;
    const listener = this.#listeners.get(input.seat);
    switch (input.is) {
      case 'event':
        listener?.voiceEvent(input.event);
        return;
      case 'state':
        listener?.voiceState(input.state);
        return;
      case 'not-heard':
        listener?.notHeard(input.by);
        return;
      case 'lost':
        listener?.lost(input.utterances);
        return;
      case 'unread':
        listener?.unread(input.why);
        return;
      case 'played-out':
        if (input.isPlayedOut) this.#playedOut.add(input.seat);
        else this.#playedOut.delete(input.seat);
    }
  }

  /** What a port has answered, or its names are others. */
  port(input: InputOf<'p'>): void {
    switch (input.is) {
      case 'head':
        this.#head = input.head;
        return;
      case 'terms':
        this.#terms = input.terms;
        for (const tell of this.#onTerms) tell(input.terms);
        return;
      case 'terms-read':
        this.#terms = input.terms;
        return;
      case 'knows':
        this.#known.set(input.word, input.knows);
        return;
      case 'names':
        this.#names = input.names;
        return;
      case 'names-left-out':
        this.#names = [];
        return;
      case 'unkept':
      case 'unkept-approval':
    }
  }

  #seat(number: number): VoiceSeat {
    const { queue } = this.#parts;
    const come = (call: string) => (): void => this.#comeInside('v', call);
    const isPlayedOut = (): boolean => {
      const input = queue.takeInside('v', ANSWER, ({ is }) => is === 'played-out');
      if (input !== undefined) this.voice(input);
      return this.#playedOut.has(number);
    };
    return {
      get isPlayedOut() {
        return isPlayedOut();
      },
      open: come('open'),
      stop: come('stop'),
      outcome: come('outcome'),
      tell: come('tell'),
      expect: come('expect'),
      setPresence: come('setPresence'),
      leave: come('leave'),
    };
  }

  #kept(is: 'unkept' | 'unkept-approval'): ReturnType<QueueStore['save']> {
    const input = this.#parts.queue.takeInside('p', ANSWER, (one) => one.is === is);
    return input === undefined || !('message' in input)
      ? { kind: 'kept' }
      : { kind: 'failed', message: input.message };
  }

  #answered(is: InputOf<'p'>['is']): void {
    const input = this.#parts.queue.takeInside('p', ANSWER, (one) => one.is === is);
    if (input !== undefined) this.port(input);
  }

  #comeInside(code: 'k' | 'v' | 'q' | 'p', call: string): void {
    const { queue, tell } = this.#parts;
    for (;;) {
      const input = queue.takeInside(code, call);
      if (input === undefined) return;
      tell(input);
    }
  }
}

type InputTerms = readonly VocabularyTerm[];
