// What was asked for and what is known to have become of it: the promises that every run is held to.
// Throws nothing: the first promise that was broken is kept, with when.
import type { SessionEvent } from '@codex-voice/protocol';

export interface Broken {
  /** The invariant: `SIM-3`. */
  readonly rule: string;
  readonly message: string;
  readonly atMs: number;
}

/** A text with an id that nothing else contains. */
export interface Asked {
  readonly id: string;
  readonly token: string;
  readonly how: 'said' | 'spoken';
  /** The one who asked was told that it is kept, or it is in the journal. */
  isAccepted: boolean;
  /** It was told that it could not be kept: the death of its host may take it, or bring it again. */
  isUnkept: boolean;
  /** Sessions into whose agent its text was written. */
  readonly typedInto: string[];
  /** Sessions whose agent was seen to take it. */
  readonly submittedTo: string[];
  /** States that were told of it, in order. */
  readonly told: string[];
}

export class Ledger {
  readonly asked = new Map<string, Asked>();
  readonly #nowMs: () => number;
  #broken: Broken | undefined;
  #number = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** The first promise that was broken. */
  get broken(): Broken | undefined {
    return this.#broken;
  }

  breaks(rule: string, message: string): void {
    this.#broken ??= { rule, message, atMs: this.#nowMs() };
  }

  holds(rule: string, isHeld: boolean, message: () => string): void {
    if (!isHeld) this.breaks(rule, message());
  }

  /** A host has died while the disk refused, as it had told: what was not on it may come again, or be gone. */
  unprotected(isUnkept: (asked: Asked) => boolean): void {
    for (const asked of this.asked.values()) asked.isUnkept ||= isUnkept(asked);
  }

  /** A new text; its token is found in whatever becomes of it. */
  ask(how: Asked['how']): Asked {
    this.#number += 1;
    const asked: Asked = {
      id: `${how === 'said' ? 'p' : 'u'}${this.#number}`,
      token: `zq${this.#number}x`,
      how,
      isAccepted: false,
      isUnkept: false,
      typedInto: [],
      submittedTo: [],
      told: [],
    };
    this.asked.set(asked.id, asked);
    return asked;
  }

  /** Texts in a piece of text. */
  in(text: string): readonly Asked[] {
    const found = text.toLowerCase().match(/zq\d+x/gu) ?? [];
    return found.flatMap((token) => {
      const number = token.slice(2, -1);
      return this.asked.get(`p${number}`) ?? this.asked.get(`u${number}`) ?? [];
    });
  }

  /** We have written this into the agent of a session. */
  typed(sessionId: string, text: string): void {
    for (const asked of this.in(text)) {
      this.holds(
        'SIM-1',
        !asked.typedInto.includes(sessionId),
        () => `${asked.id} was typed twice into ${sessionId}`,
      );
      this.holds(
        'SIM-1',
        asked.isUnkept || asked.submittedTo.length === 0,
        () =>
          `${asked.id} was typed into ${sessionId} though ${asked.submittedTo.join()} has taken it`,
      );
      asked.typedInto.push(sessionId);
    }
  }

  /** The agent of a session has taken this. */
  submitted(sessionId: string, text: string): void {
    for (const asked of this.in(text)) {
      this.holds(
        'SIM-1',
        asked.isUnkept || asked.submittedTo.length === 0,
        () => `${asked.id} was sent twice: ${asked.submittedTo.join()}, ${sessionId}`,
      );
      asked.submittedTo.push(sessionId);
    }
  }

  /** A session has told this to whoever shows it. */
  told(event: SessionEvent): void {
    if (event.type === 'notice')
      for (const asked of this.in(event.text)) asked.told.push('told in a notice');
    if (event.type !== 'delivery') return;
    const asked = this.asked.get(event.id);
    if (asked === undefined) return;
    const why = 'why' in event && event.why !== undefined ? `: ${event.why}` : '';
    asked.told.push(event.state + why);
    if (event.state !== 'composed' && event.state !== 'sent') return;
    this.holds(
      'SIM-2',
      asked.typedInto.length > 0,
      () => `${asked.id} was told to be ${event.state}, and no agent was given it`,
    );
  }
}
