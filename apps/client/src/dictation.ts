// What becomes of a finished utterance: a command is obeyed, a text goes into the queue joined to what
// stands before it. Knows no terminal, voice process or HUD; those are told through callbacks.
import type { FinalEvent } from '@codex-voice/protocol';
import type {
  Delivery,
  DeliveryChange,
  DeliveryOutput,
  Prompt,
  PromptIntent,
  ScreenState,
} from '@codex-voice/session';
import { interpret, joinText, type Phrasebook, type SpokenCommand } from '@codex-voice/speech';

export type Outcome = 'composed' | 'sent' | 'obeyed' | 'unconfirmed' | 'dropped';

export interface DictationParts {
  readonly delivery: Delivery;
  readonly phrasebook: Phrasebook;
  readonly intent: PromptIntent;
  readonly nowMs: () => number;
  /** What the screen shows now: text joins what stands in the composer. */
  readonly screen: () => ScreenState;
  /** Carries out what the delivery decided. */
  readonly apply: (output: DeliveryOutput) => void;
  readonly stopListening: () => void;
  readonly onOutcome: (outcome: {
    readonly utteranceId: string;
    readonly outcome: Outcome;
    /** End of speech → this, in ms. */
    readonly latencyMs: number;
    /** The text had to wait for the person or the agent: the latency is not ours. */
    readonly waited: boolean;
  }) => void;
  /** A command that could not be obeyed; one short line for the HUD. */
  readonly onRefused: (message: string) => void;
}

/** Utterances whose fate is still open; beyond this the oldest is forgotten (its journal line stays). */
const FOLLOWED_UTTERANCES = 256;

export class Dictation {
  readonly #parts: DictationParts;
  /** Utterance → the end of its speech, in ms on the monotonic clock. */
  readonly #followed = new Map<string, number>();
  /** Texts on their way, in order: not yet seen in the composer, or just being sent from it. */
  readonly #underWay = new Map<string, Prompt & { readonly leaving: boolean }>();
  /** Utterances that had to wait for something other than our own work. */
  readonly #waited = new Set<string>();
  #newLineDue = false;

  constructor(parts: DictationParts) {
    this.#parts = parts;
  }

  /** A finished utterance. A rejected one is the HUD's to show. */
  accept(final: FinalEvent): void {
    if (final.verdict === 'rejected') return;
    const action = interpret(final.text, this.#parts.phrasebook);
    if (action.kind === 'command') {
      this.obey(action.command);
      this.#report(final.utteranceId, 'obeyed', final.stamps.speechEndedMs);
      return;
    }
    this.#follow(final);
    const intent = action.afterwards === 'send' ? 'send' : this.#parts.intent;
    this.enqueue({ id: final.utteranceId, text: action.text, intent });
  }

  /** A command, spoken or by key. */
  obey(command: SpokenCommand): void {
    const { delivery, nowMs, apply } = this.#parts;
    switch (command) {
      case 'send':
        this.#carryOut(delivery.send(nowMs()), 'nothing of ours to send: press Enter yourself');
        return;
      case 'scratch':
        this.#carryOut(delivery.scratch(nowMs()), 'nothing of ours left to take back');
        return;
      case 'cancel':
        for (const prompt of delivery.queued) apply(delivery.cancel(prompt.id));
        return;
      case 'new-line':
        this.#newLineDue = true;
        return;
      case 'stop':
        this.#parts.stopListening();
    }
  }

  /** Puts a text into the queue, joined to what stands before it. */
  enqueue(entry: {
    readonly id: string;
    readonly text: string;
    readonly intent: PromptIntent;
  }): void {
    const before = this.#before();
    const newLine = this.#newLineDue && before !== '' ? '\n' : '';
    this.#newLineDue = false;
    const { delivery, nowMs, apply } = this.#parts;
    const prompt: Prompt = {
      ...entry,
      text: newLine + joinText(before + newLine, entry.text),
      origin: 'voice',
      enqueuedMs: nowMs(),
    };
    this.#underWay.set(prompt.id, { ...prompt, leaving: prompt.intent === 'send' });
    apply(delivery.enqueue(prompt));
  }

  /** The delivery's word on what it was given. */
  follow(changes: readonly DeliveryChange[]): void {
    for (const change of changes) {
      this.#track(change);
      const spokenMs = this.#followed.get(change.id);
      if (spokenMs === undefined) continue;
      switch (change.state) {
        case 'composed':
          this.#report(change.id, 'composed', spokenMs);
          break;
        case 'sent':
        case 'unconfirmed':
        case 'dropped':
          this.#followed.delete(change.id);
          this.#report(change.id, change.state, spokenMs);
          break;
        case 'waiting':
          if (change.why !== 'screen-behind' && change.why !== 'settling')
            this.#waited.add(change.id);
          break;
        case 'queued':
        case 'typing':
        case 'sending':
          break;
      }
    }
  }

  #track(change: DeliveryChange): void {
    const prompt = this.#underWay.get(change.id);
    if (prompt === undefined) return;
    switch (change.state) {
      case 'composed':
        if (prompt.intent !== 'send') this.#underWay.delete(change.id);
        break;
      case 'sending':
        this.#underWay.set(change.id, { ...prompt, leaving: true });
        break;
      case 'sent':
      case 'unconfirmed':
      case 'dropped':
        this.#underWay.delete(change.id);
        break;
      case 'queued':
      case 'waiting':
      case 'typing':
        break;
    }
  }

  #carryOut(output: DeliveryOutput, refusal: string): void {
    if (output.refusal !== undefined) this.#parts.onRefused(refusal);
    this.#parts.apply(output);
  }

  #follow(final: FinalEvent): void {
    this.#followed.set(final.utteranceId, final.stamps.speechEndedMs);
    if (this.#followed.size <= FOLLOWED_UTTERANCES) return;
    for (const oldest of this.#followed.keys()) {
      this.#followed.delete(oldest);
      return;
    }
  }

  #report(utteranceId: string, outcome: Outcome, spokenMs: number): void {
    const latencyMs = this.#parts.nowMs() - spokenMs;
    const waited = this.#waited.has(utteranceId);
    if (!this.#followed.has(utteranceId)) this.#waited.delete(utteranceId);
    this.#parts.onOutcome({ utteranceId, outcome, latencyMs, waited });
  }

  /** The text that will stand before the next one, as far as it is known. */
  #before(): string {
    let before = composedText(this.#parts.screen());
    for (const prompt of this.#underWay.values())
      before = prompt.leaving ? '' : before + prompt.text;
    return before;
  }
}

function composedText(screen: ScreenState): string {
  if (screen.kind === 'composer') return textBeforeCursor(screen);
  return screen.kind === 'unknown' || screen.composer === undefined
    ? ''
    : textBeforeCursor(screen.composer);
}

function textBeforeCursor(view: { readonly text: string; readonly cursorOffset?: number }): string {
  return view.cursorOffset === undefined ? view.text : view.text.slice(0, view.cursorOffset);
}
