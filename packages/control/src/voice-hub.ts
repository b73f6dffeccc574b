// The voice processes of one user, shared by all sessions: which sessions share one, that no two are
// heard by a microphone at once, and what becomes of words whose process or host has died.
import type { JournalRecord, VoiceEvent, VoiceStart } from '@codex-voice/protocol';
import type { VocabularyTerm } from '@codex-voice/speech';
import type { CancelTimer, Clock } from './clock.ts';
import type { ListenHow } from './session-choices.ts';
import {
  type MomentCommand,
  SharedVoice,
  type UtteranceOutcome,
  type VoiceMember,
  type VoiceProcessState,
} from './shared-voice.ts';
import { type LostUtterance, lostUtterances } from './utterance-recovery.ts';
import type { OpenVoiceLink } from './voice-link.ts';

/**
 * When the journal is looked through for lost words, in ms after a session joins or a voice process
 * dies: a voice process whose host died takes a moment to write down what was being said, and many on
 * a machine that everything was just restarted on.
 */
export const RECOVERY_LOOKS_MS: readonly number[] = [0, 500, 1_500, 3_000, 5_000, 10_000, 30_000];

const LAST_LOOK_MS = Math.max(...RECOVERY_LOOKS_MS);

/** A session, as the hub sees it. */
export interface VoiceListener {
  readonly sessionId: string;
  voiceEvent(event: VoiceEvent): void;
  voiceState(state: VoiceProcessState): void;
  /** `by`: the session that listens instead. */
  notHeard(by: string | undefined): void;
  /** Words of this session that never reached it; the same ones may come several times. */
  lost(utterances: readonly LostUtterance[]): void;
  /** Whether there are any can't be told: the journal can't be read, and is looked at again. */
  unread(why: string): void;
}

/** A session's place at its voice process. */
export interface VoiceSeat {
  /** The session's recordings were played to their end. */
  readonly isPlayedOut: boolean;
  /** Listens to the session, or goes on in another manner. */
  open(how: ListenHow): void;
  stop(): void;
  outcome(outcome: UtteranceOutcome): void;
  /** Something for the process to play or say. Lost where it is not up: it belongs to its moment. */
  tell(command: MomentCommand): void;
  /** What is likely to be said to the session, in place of what was told before. */
  expect(terms: readonly VocabularyTerm[]): void;
  /** Whether anybody is at a HUD of the session. */
  setPresence(presence: 'present' | 'absent'): void;
  leave(): void;
}

export interface VoiceHubParts {
  readonly openLink: OpenVoiceLink;
  readonly clock: Clock;
  /**
   * The last records of the journal in a directory; rejects where it can't be read, and is asked again at the
   * next look. Absent: lost words are not looked for.
   */
  readonly readJournal?: (directory: string) => Promise<readonly JournalRecord[]>;
}

export class VoiceHub {
  readonly #parts: VoiceHubParts;
  readonly #voices = new Map<string, SharedVoice>();
  readonly #looks = new Set<CancelTimer>();
  readonly #ending = new Set<Promise<void>>();
  /** Member → looks for its lost words again. */
  readonly #watched = new Map<VoiceMember, () => void>();
  /** The session that takes the microphone just now. */
  #taking: string | undefined;

  constructor(parts: VoiceHubParts) {
    this.#parts = parts;
  }

  /** Process ids of the voice processes that run. */
  get pids(): readonly number[] {
    return [...this.#voices.values()].flatMap((voice) => voice.pid ?? []);
  }

  /** Somebody is heard, or the last words of somebody are still on their way. */
  get isHearing(): boolean {
    return [...this.#voices.values()].some((voice) => voice.isHearing);
  }

  join(listener: VoiceListener, start: VoiceStart): VoiceSeat {
    const key = voiceKey(start, listener.sessionId);
    const voice = this.#voices.get(key) ?? this.#make(start);
    this.#voices.set(key, voice);
    const member: VoiceMember = {
      sessionId: listener.sessionId,
      voiceEvent: (event) => listener.voiceEvent(event),
      voiceState: (state) => listener.voiceState(state),
      notHeard: () => listener.notHeard(this.#taking),
    };
    voice.join(member);
    const look = (): void =>
      this.#look({ listener, start, isLeft: () => !this.#watched.has(member) });
    this.#watched.set(member, look);
    look();
    return {
      get isPlayedOut() {
        return voice.isPlayedOut;
      },
      open: (how) => this.#open({ voice, member, start, how }),
      stop: () => voice.stop(member),
      outcome: (outcome) => voice.outcome(outcome),
      tell: (command) => voice.tell(command),
      expect: (terms) => voice.expect(member, terms),
      setPresence: (presence) => voice.setPresence(member, presence),
      leave: () => {
        this.#watched.delete(member);
        voice.leave(member);
        if (voice.members.length > 0) return;
        this.#voices.delete(key);
        const ending = voice.close().finally(() => this.#ending.delete(ending));
        this.#ending.add(ending);
      },
    };
  }

  /** Ends all voice processes, and waits for those that are ending. */
  async close(): Promise<void> {
    for (const cancel of this.#looks) cancel();
    this.#looks.clear();
    this.#watched.clear();
    const voices = [...this.#voices.values()];
    this.#voices.clear();
    await Promise.all([...voices.map((voice) => voice.close()), ...this.#ending]);
  }

  #make(start: VoiceStart): SharedVoice {
    const { openLink, clock } = this.#parts;
    const voice = new SharedVoice({
      start,
      openLink,
      clock,
      onDied: () => {
        for (const member of voice.members) this.#watched.get(member)?.();
      },
      onHeardLater: (sessionId) => {
        const member = voice.members.find((one) => one.sessionId === sessionId);
        if (member !== undefined) this.#watched.get(member)?.();
      },
    });
    return voice;
  }

  /** A microphone hears one session; whoever it heard before, by whatever process, is told. */
  #open(given: {
    readonly voice: SharedVoice;
    readonly member: VoiceMember;
    readonly start: VoiceStart;
    readonly how: ListenHow;
  }): void {
    const { voice, member, start, how } = given;
    this.#taking = member.sessionId;
    if (start.source.kind === 'microphone') {
      for (const other of this.#voices.values()) {
        if (other !== voice && other.usesMicrophone && other.heard !== undefined)
          other.stop(other.heard);
      }
    }
    voice.open(member, how);
    this.#taking = undefined;
  }

  #look(watch: JournalWatch): void {
    for (const delayMs of RECOVERY_LOOKS_MS) this.#lookAfter(delayMs, watch);
  }

  #lookAfter(delayMs: number, watch: JournalWatch): void {
    const { listener, start } = watch;
    const { clock, readJournal } = this.#parts;
    const { journalDirectory } = start;
    if (readJournal === undefined || journalDirectory === undefined) return;
    const cancel = clock.after(delayMs, () => {
      this.#looks.delete(cancel);
      // Whoever speaks with us, before or after the reading, tells us itself.
      const pidsBefore = this.pids;
      const found = (records: readonly JournalRecord[]): void => {
        const { sessionId } = listener;
        const nowMs = clock.wallMs();
        const livePids = new Set([...pidsBefore, ...this.pids]);
        const lost = lostUtterances({ records, sessionId, nowMs, livePids });
        if (lost.length > 0) listener.lost(lost);
      };
      const failed = (error: unknown): void => {
        // Those before the last are followed by another anyway.
        if (delayMs < LAST_LOOK_MS || watch.isLeft()) return;
        listener.unread(error instanceof Error ? error.message : String(error));
        this.#lookAfter(delayMs, watch);
      };
      void readJournal(journalDirectory).then(found, failed);
    });
    this.#looks.add(cancel);
  }
}

interface JournalWatch {
  readonly listener: VoiceListener;
  readonly start: VoiceStart;
  /** Nobody wants to know any more. */
  readonly isLeft: () => boolean;
}

/** Sessions with the same key share a process: the same start, and a recording with nobody. */
function voiceKey(start: VoiceStart, sessionId: string): string {
  const owner = start.source.kind === 'files' ? sessionId : '';
  return `${owner}\n${canonicalJson(start)}`;
}

/** JSON with the members of every object in alphabetical order. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
