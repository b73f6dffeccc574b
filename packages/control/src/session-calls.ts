// A session's program calls its person: by the bell or a notification, until somebody comes to it. And what
// its shell says of how a command ended. Who is told, and how, is left to others.
import type { ProgramSigns, SessionCall, SessionEvent, SessionFacts } from '@codex-voice/protocol';
import type { Clock } from './clock.ts';

/** A bell within this long after a key, in ms, is its answer: nothing to complete, nothing to delete. */
export const BELL_AFTER_KEY_MS = 1_000;
/** Between two notifications that are told, in ms, while nobody comes: a program may make any number. */
export const CALL_EVERY_MS = 1_000;

const NOTHING_SAID: ProgramSigns = { bells: 0, notices: 0, commands: 0 };

export interface SessionCallsParts {
  readonly clock: Clock;
  readonly emit: (event: SessionEvent) => void;
}

export class SessionCalls {
  readonly #parts: SessionCallsParts;
  /** What was said until now; undefined: nobody has told us yet. */
  #before: ProgramSigns | undefined;
  #screen: SessionFacts['screen']['kind'] = 'unknown';
  #call: SessionCall | undefined;
  #calledMs = Number.NEGATIVE_INFINITY;

  constructor(parts: SessionCallsParts) {
    this.#parts = parts;
  }

  /** As a HUD or a list is told. */
  get called(): { readonly call?: SessionCall } {
    return this.#call === undefined ? {} : { call: this.#call };
  }

  facts({ screen, signs = NOTHING_SAID, lastInputMs }: SessionFacts): void {
    const worksAgain = screen.kind === 'busy' && this.#screen !== 'busy';
    this.#screen = screen.kind;
    const cameMs = lastInputMs ?? Number.NEGATIVE_INFINITY;
    if (worksAgain || cameMs > this.#calledMs) this.#answered();
    const before = this.#before;
    this.#before = signs;
    // What was said before we came, or before the screen was followed anew, is no news.
    if (before === undefined || isBegunAnew(before, signs)) return;
    if (signs.commands > before.commands) {
      const { exitCode } = signs;
      const status = exitCode === undefined ? {} : { exitCode };
      this.#parts.emit({ type: 'command-ended', ...status });
    }
    if (signs.notices > before.notices) this.#notified(signs.notice ?? '');
    else if (signs.bells > before.bells) this.#rang(cameMs);
  }

  /** What the HUDs are told passes here. A prompt on its way is the answer; that it was sent may be seen later. */
  event(event: SessionEvent): void {
    if (event.type === 'delivery' && event.state === 'sending') this.#answered();
  }

  #rang(lastKeyMs: number): void {
    if (this.#call !== undefined) return;
    if (this.#parts.clock.nowMs() - lastKeyMs < BELL_AFTER_KEY_MS) return;
    this.#calls({ by: 'bell' });
  }

  #notified(text: string): void {
    const isOpen = this.#call?.by === 'notification';
    if (isOpen && this.#parts.clock.nowMs() - this.#calledMs < CALL_EVERY_MS) return;
    this.#calls({ by: 'notification', ...(text === '' ? {} : { text }) });
  }

  #calls(call: Omit<SessionCall, 'atMs'>): void {
    const { clock, emit } = this.#parts;
    this.#calledMs = clock.nowMs();
    this.#call = { ...call, atMs: clock.wallMs() };
    emit({ type: 'call', call: this.#call });
  }

  #answered(): void {
    if (this.#call === undefined) return;
    this.#call = undefined;
    this.#parts.emit({ type: 'call' });
  }
}

function isBegunAnew(before: ProgramSigns, now: ProgramSigns): boolean {
  return now.bells < before.bells || now.notices < before.notices || now.commands < before.commands;
}
