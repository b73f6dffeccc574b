// Everything the HUD can show, as plain facts. How it is laid out and coloured is the renderer's.
import type { Meter } from './meter.ts';

/** The agent, as far as its driver can tell. `unknown` is an honest answer. */
export interface HudAgent {
  readonly name: string;
  readonly state: 'starting' | 'idle' | 'busy' | 'dialog' | 'exited' | 'unknown';
  /** How we reach it, such as `plain`; shown where there is room. */
  readonly rung: string;
}

export interface HudVoice {
  readonly state:
    | 'off'
    | 'starting'
    | 'ready'
    | 'opening'
    /** The microphone is open for the wake phrase alone. */
    | 'waiting'
    | 'listening'
    | 'hearing'
    | 'deciding'
    /** A text is read aloud. */
    | 'speaking'
    | 'unavailable';
  /** A mode other than the usual one, in a word or two. */
  readonly mode?: string;
  /** With `waiting`: the phrase that is waited for. */
  readonly wakePhrase?: string;
  /** Why voice is unavailable, in a few words. */
  readonly reason?: string;
  /** What the microphone gives; shown while it is open. */
  readonly meter: Meter;
  /** From the request to the first sample, in ms. */
  readonly microphoneOpenMs?: number;
}

/** The utterance before this moment and what became of it. */
export interface HudHeard {
  readonly text: string;
  readonly verdict:
    | 'composed'
    | 'sent'
    | 'obeyed'
    | 'waiting'
    | 'unconfirmed'
    | 'scratched'
    | 'dropped'
    | 'rejected'
    /** No recogniser could do its work. */
    | 'failed';
}

/** A notice that goes away by itself; when is the caller's. */
export interface HudMessage {
  readonly text: string;
  readonly severity: 'info' | 'warning' | 'error';
  /** Where the whole of it can be read; shown where it is cut. */
  readonly whole?: HudKeyHint;
}

/** What a key does now. The first one is the most important. */
export interface HudKeyHint {
  readonly key: string;
  readonly does: string;
}

export interface HudModel {
  readonly agent: HudAgent;
  readonly voice: HudVoice;
  /** Best guess at the words being spoken; empty while there is none. */
  readonly partial: string;
  /** The session is written to a file; absent: it is not. */
  readonly recording?: true;
  readonly lastHeard?: HudHeard;
  /** Utterances that wait to go in. */
  readonly queueLength: number;
  /** What they wait for, in a few words such as `a dialog is open`. */
  readonly waitingFor?: string;
  /** Measured time from the end of speech until the text was in the agent, in ms. */
  readonly lastLatencyMs?: number;
  readonly message?: HudMessage;
  readonly keyHints: readonly HudKeyHint[];
  /** A leader that was pressed and waits: `keyHints` are then the keys it waits for. */
  readonly leader?: string;
}
