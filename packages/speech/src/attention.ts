// What an open microphone is listened to for, and when it is enough: everything until it is closed, one
// thing and the hush after it, or the wake phrase first. Knows no device and no clock: time is audio heard.

/**
 * - `on`: everything, until it is closed. `once`: until a hush after what is said.
 * - `wake`: the wake phrase, then as `once`, then the wake phrase again. `awake`: as after the phrase.
 */
export type AttentionPurpose = 'on' | 'once' | 'wake' | 'awake';

export type AttentionState = 'closed' | 'waiting' | 'listening';

/**
 * After what was said, in ms: long enough to think between two sentences, short enough not to be talked
 * over. Wake-word assistants wait 0.8–2 s.
 */
export const DEFAULT_CLOSE_AFTER_MS = 1_500;

/** A microphone that was opened and hears nobody closes again after this long, in ms. */
export const NOTHING_SAID_MS = 8_000;

export class Attention {
  #purpose: AttentionPurpose = 'on';
  #state: AttentionState = 'closed';
  #closeAfterMs = DEFAULT_CLOSE_AFTER_MS;
  #hushMs = 0;
  #hasSpoken = false;

  get state(): AttentionState {
    return this.#state;
  }

  /** Opens, or goes on for another purpose; what is being said is not cut by it. */
  open(purpose: AttentionPurpose, closeAfterMs: number = DEFAULT_CLOSE_AFTER_MS): void {
    this.#purpose = purpose;
    this.#closeAfterMs = closeAfterMs;
    this.#state = purpose === 'wake' ? 'waiting' : 'listening';
    this.#begin();
  }

  close(): void {
    this.#state = 'closed';
  }

  /** The wake phrase was heard. */
  woken(): void {
    if (this.#state !== 'waiting') return;
    this.#state = 'listening';
    this.#begin();
  }

  /** So much more audio was heard, inside a segment or not. Says where the state has come to by it. */
  heard({ ms, speaking }: { readonly ms: number; readonly speaking: boolean }): AttentionState {
    if (this.#state !== 'listening' || this.#purpose === 'on') return this.#state;
    this.#hasSpoken ||= speaking;
    this.#hushMs = speaking ? 0 : this.#hushMs + ms;
    if (this.#hushMs >= (this.#hasSpoken ? this.#closeAfterMs : NOTHING_SAID_MS))
      this.#state = this.#purpose === 'once' ? 'closed' : 'waiting';
    return this.#state;
  }

  #begin(): void {
    this.#hushMs = 0;
    this.#hasSpoken = false;
  }
}
