// A session's side of the voice hub: whether it is heard, what state its voice is in, and what a HUD that
// comes later must be told of both.
import type {
  ListenFor,
  OwnMicrophone,
  SessionEvent,
  VoiceEvent,
  VoiceStart,
} from '@codex-voice/protocol';
import type { VocabularyTerm } from '@codex-voice/speech';
import type { ListenHow, OpenedBy } from './session-choices.ts';
import type { MomentCommand, UtteranceOutcome, VoiceProcessState } from './shared-voice.ts';
import type { LostUtterance } from './utterance-recovery.ts';
import type { VoiceHub, VoiceListener, VoiceSeat } from './voice-hub.ts';

/** Utterances whose last outcome is remembered, to be told again; beyond it the oldest is forgotten. */
const REMEMBERED_OUTCOMES = 256;

export interface SessionVoiceParts {
  readonly sessionId: string;
  readonly hub: Pick<VoiceHub, 'join'>;
  /** To what the microphone is to be opened, by the key or because somebody has come. */
  readonly how: (by: OpenedBy) => ListenHow;
  /** To every HUD of the session. */
  readonly emit: (event: SessionEvent) => void;
  readonly onFinal: (event: Extract<VoiceEvent, { type: 'final' }>) => void;
  readonly onLost: (utterances: readonly LostUtterance[]) => void;
}

export class SessionVoice implements VoiceListener {
  readonly #parts: SessionVoiceParts;
  /** The voice processes that it is heard by now. */
  #hub: Pick<VoiceHub, 'join'>;
  #seat: VoiceSeat | undefined;
  /** What the voice process was begun with. */
  #start: VoiceStart | undefined;
  /** What was last said to be likely. */
  #terms: readonly VocabularyTerm[] | undefined;
  #state: VoiceProcessState = { state: 'off' };
  #presence: 'present' | 'absent' = 'absent';
  #listening = false;
  /** What it was opened for last, and whether that is the wake phrase just now. */
  #listenFor: ListenFor = 'on';
  #attention: 'wake' | 'speech' = 'speech';
  /** What was last said of the microphone. */
  #device: Extract<VoiceEvent, { type: 'device' }> | undefined;
  /** Why the journal could not be read, as it was said last. */
  #unread: string | undefined;
  /** Utterance → what was last told of it. */
  readonly #outcomes = new Map<string, UtteranceOutcome>();

  constructor(parts: SessionVoiceParts) {
    this.#parts = parts;
    this.#hub = parts.hub;
  }

  get sessionId(): string {
    return this.#parts.sessionId;
  }

  get state(): VoiceProcessState {
    return this.#state;
  }

  /** It is to have a voice. */
  get isWanted(): boolean {
    return this.#seat !== undefined;
  }

  get isListening(): boolean {
    return this.#listening;
  }

  /** As a list of sessions tells it. */
  get heard(): { readonly listening?: true } {
    return this.#listening ? { listening: true } : {};
  }

  /** What a HUD that opens now has missed. */
  get missed(): SessionEvent[] {
    const device: SessionEvent[] =
      this.#device === undefined ? [] : [{ type: 'voice', event: this.#device }];
    if (!this.#listening || this.#attention === 'speech') return device;
    return [...device, { type: 'voice', event: { type: 'attention', to: 'wake' } }];
  }

  /** The session is to have voice, begun with this. The first word counts. */
  configure(start: VoiceStart): void {
    if (this.#seat === undefined) this.#join(start);
  }

  /**
   * Goes on with another start, by a process that has it: what is being said just now ends there, and is
   * found in the journal. A session without voice stays so.
   */
  restart(start: VoiceStart): void {
    if (this.#seat === undefined || JSON.stringify(start) === JSON.stringify(this.#start)) return;
    const wasListening = this.#listening;
    this.#joinAnew(start);
    if (wasListening) this.#openAgain();
  }

  /**
   * Is heard by these voice processes from now on; `open`: the one there hears it already, and goes on. What
   * was being said to the others ends there.
   */
  move(hub: Pick<VoiceHub, 'join'>, microphone: OwnMicrophone): void {
    this.#hub = hub;
    if (this.#start === undefined || this.#seat === undefined) return;
    const closed: VoiceEvent = { type: 'device', state: 'closed' };
    if (this.#listening) this.#parts.emit({ type: 'voice', event: closed });
    this.#joinAnew(this.#start);
    if (microphone === 'open') this.#openAgain();
  }

  setPresence(presence: 'present' | 'absent'): void {
    this.#presence = presence;
    this.#seat?.setPresence(presence);
  }

  talk(what: 'toggle' | 'start' | 'stop'): void {
    const isHeard = this.#listening && this.#attention === 'speech';
    const starts = what === 'start' || (what === 'toggle' && !isHeard);
    if (this.#seat === undefined || this.#presence === 'absent') {
      const text = 'voice is off: start without --no-voice';
      if (starts) this.#parts.emit({ type: 'notice', severity: 'info', text });
      else this.silence();
    } else if (starts) this.#open(this.#seat, 'key');
    else if (this.#listening) {
      this.#parts.emit({ type: 'deciding' });
      this.#seat.stop();
      if (this.#listenFor === 'wake' || this.#listenFor === 'awake')
        this.#open(this.#seat, 'presence');
    }
  }

  /** A HUD has come to a session that is to be heard without a key. */
  listen(): void {
    if (this.#seat === undefined || this.#presence === 'absent') return;
    if (!this.#listening && !this.#seat.isPlayedOut) this.#open(this.#seat, 'presence');
  }

  /** The person has chosen a mode that listens by itself. */
  listenNow(): void {
    if (this.#seat === undefined || this.#presence === 'absent') this.talk('start');
    else this.#open(this.#seat, 'presence');
  }

  /** The manner has changed: what is open goes on in the new one. */
  retune(): void {
    if (this.#seat === undefined || !this.#listening) return;
    const { manner } = this.#parts.how('presence');
    this.#seat.open({ listenFor: this.#listenFor, manner });
  }

  /** Not listened to any more, without a person's having ended a recording. */
  silence(): void {
    this.#seat?.stop();
  }

  /** What is likely to be said. */
  expect(terms: readonly VocabularyTerm[]): void {
    this.#terms = terms;
    this.#seat?.expect(terms);
  }

  /** Something to be heard now, where a voice process is up. */
  tell(command: MomentCommand): void {
    this.#seat?.tell(command);
  }

  outcome(outcome: UtteranceOutcome): void {
    this.#outcomes.set(outcome.utteranceId, outcome);
    const [oldest] = this.#outcomes.keys();
    if (oldest !== undefined && this.#outcomes.size > REMEMBERED_OUTCOMES)
      this.#outcomes.delete(oldest);
    this.#seat?.outcome(outcome);
  }

  /** Where one was told, it may have got lost. */
  outcomeAgain(utteranceId: string): void {
    const told = this.#outcomes.get(utteranceId);
    if (told !== undefined) this.#seat?.outcome(told);
  }

  leave(): void {
    this.#seat?.leave();
    this.#seat = undefined;
  }

  voiceEvent(event: VoiceEvent): void {
    if (event.type === 'device') this.#device = event;
    if (event.type === 'attention') this.#attention = event.to;
    this.#parts.emit({ type: 'voice', event });
    if (event.type === 'final') this.#parts.onFinal(event);
  }

  voiceState(state: VoiceProcessState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    if (state.state !== 'up') this.#device = undefined;
    this.#parts.emit({ type: 'voice-state', ...state });
  }

  notHeard(by: string | undefined): void {
    this.#listening = false;
    if (by !== undefined) this.#parts.emit({ type: 'listening-elsewhere', sessionId: by });
  }

  lost(utterances: readonly LostUtterance[]): void {
    this.#parts.onLost(utterances);
  }

  /** Said once for each reason. */
  unread(why: string): void {
    if (why === this.#unread) return;
    this.#unread = why;
    const text = `whether words were lost is not known: the journal can't be read (${why}), and is looked at again`;
    this.#parts.emit({ type: 'notice', severity: 'warning', text });
  }

  #join(start: VoiceStart): VoiceSeat {
    const seat = this.#hub.join(this, start);
    this.#start = start;
    this.#seat = seat;
    return seat;
  }

  #joinAnew(start: VoiceStart): void {
    this.#seat?.stop();
    this.#seat?.leave();
    this.#device = undefined;
    this.#listening = false;
    const seat = this.#join(start);
    if (this.#presence === 'present') seat.setPresence('present');
    if (this.#terms !== undefined) seat.expect(this.#terms);
  }

  #openAgain(): void {
    const { listenFor } = this.#parts.how('presence');
    if (this.#seat !== undefined) this.#open(this.#seat, listenFor === 'wake' ? 'presence' : 'key');
  }

  #open(seat: VoiceSeat, by: OpenedBy): void {
    const how = this.#parts.how(by);
    this.#listening = true;
    this.#listenFor = how.listenFor;
    this.#attention = how.listenFor === 'wake' ? 'wake' : 'speech';
    seat.open(how);
  }
}
