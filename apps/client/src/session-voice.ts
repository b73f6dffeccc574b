// The spoken side of a session: the voice process, what becomes of its utterances, and their delivery
// into the agent. Tells the HUD's state everything; knows the terminal only through the facts it asks for.

import type { VoiceEvent } from '@codex-voice/protocol';
import { Delivery, type PromptIntent } from '@codex-voice/session';
import type { Assessment } from '@codex-voice/shadow';
import type { Phrasebook, SpokenCommand } from '@codex-voice/speech';
import { DeliveryDriver, type DeliveryDriverParts } from './delivery-driver.ts';
import { Dictation } from './dictation.ts';
import type { HudState } from './hud-state.ts';
import { monotonicMs } from './monotonic.ts';
import { VoiceControl, type VoiceControlParts } from './voice-control.ts';
import type { VoiceStart } from './voice-start.ts';

/** What a session needs to know to start listening. */
export interface SessionVoiceSetup {
  readonly start: VoiceStart;
  readonly phrasebook: Phrasebook;
  readonly intent: PromptIntent;
  readonly command: { readonly file: string; readonly args: readonly string[] };
}

export interface SessionVoiceParts extends SessionVoiceSetup {
  readonly hud: HudState;
  readonly terminal: Omit<DeliveryDriverParts, 'delivery' | 'nowMs' | 'onChanges'>;
  readonly stdio: VoiceControlParts['link']['stdio'];
  /** The HUD's state has changed. */
  readonly onChange: () => void;
}

export class SessionVoice {
  readonly #parts: SessionVoiceParts;
  readonly #delivery = new Delivery();
  readonly #driver: DeliveryDriver;
  readonly #dictation: Dictation;
  readonly #control: VoiceControl;

  constructor(parts: SessionVoiceParts) {
    this.#parts = parts;
    this.#driver = new DeliveryDriver({
      ...parts.terminal,
      delivery: this.#delivery,
      nowMs: monotonicMs,
      onChanges: (changes) => {
        this.#dictation.follow(changes);
        for (const change of changes) parts.hud.delivery(change, monotonicMs());
        this.#showQueue();
      },
    });
    this.#dictation = this.#makeDictation();
    this.#control = new VoiceControl({
      start: parts.start,
      link: { command: parts.command, stdio: parts.stdio },
      listenAtOnce: parts.hud.mode === 'auto',
      onEvent: (event) => this.#event(event),
      onDied: (fate, reason) => this.#died(fate, reason),
    });
  }

  /** The talk key. */
  toggle(): void {
    const { hud, onChange } = this.#parts;
    if (hud.isListening) {
      hud.stopped(monotonicMs());
      this.#control.stop();
    } else this.#control.open();
    onChange();
  }

  /** Listening all the time, or not. */
  setMode(mode: 'tap' | 'auto'): void {
    this.#parts.hud.setMode(mode);
    if (mode === 'auto') this.#control.open();
    else this.#control.stop();
    this.#parts.onChange();
  }

  /** A command by key. */
  obey(command: SpokenCommand): void {
    this.#driver.observe();
    this.#dictation.obey(command);
    this.#parts.onChange();
  }

  assessed(assessment: Assessment): void {
    this.#driver.assessed(assessment);
  }

  /** The person's input or the agent's modes have changed. */
  observe(): void {
    this.#driver.observe();
  }

  /** The agent has ended: nothing is typed any more. */
  agentEnded(): void {
    this.#driver.end();
  }

  async close(): Promise<void> {
    await this.#control.close();
  }

  #makeDictation(): Dictation {
    const { hud, phrasebook, intent } = this.#parts;
    return new Dictation({
      delivery: this.#delivery,
      phrasebook,
      intent,
      nowMs: monotonicMs,
      screen: () => this.#driver.screen,
      apply: (output) => this.#driver.apply(output),
      stopListening: () => {
        hud.setMode('tap');
        this.#control.stop();
      },
      onOutcome: ({ utteranceId, outcome, latencyMs, waited }) => {
        if (outcome === 'composed') hud.latency(waited ? undefined : latencyMs);
        this.#control.send({ type: 'outcome', utteranceId, outcome, latencyMs });
      },
      onRefused: (text) => hud.notice({ text, severity: 'info' }, monotonicMs()),
    });
  }

  #event(event: VoiceEvent): void {
    const { hud, onChange } = this.#parts;
    hud.voice(event, monotonicMs());
    if (event.type === 'final') {
      this.#driver.observe();
      this.#dictation.accept(event);
      this.#showQueue();
    }
    onChange();
  }

  #died(fate: 'restarting' | 'given-up', reason: string): void {
    const { hud, onChange } = this.#parts;
    if (fate === 'restarting') {
      hud.voiceStarting();
      hud.notice(
        { text: `voice stopped (${reason}): starting again`, severity: 'warning' },
        monotonicMs(),
      );
    } else {
      hud.voiceUnavailable('voice stopped');
      hud.notice({ text: reason, severity: 'error' }, monotonicMs());
    }
    onChange();
  }

  #showQueue(): void {
    this.#parts.hud.queue(this.#delivery.queued.length);
  }
}
