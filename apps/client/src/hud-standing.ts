// What our row says while it has nothing newer to say: that the program wants somebody, or that another
// terminal types here. And the news of a shell's command that failed.
import type { HudMessage } from '@codex-voice/overlay';
import type { SessionEvent } from '@codex-voice/protocol';
import type { RowWords } from './words/session-words.ts';

export class HudStanding {
  #call: HudMessage | undefined;
  #viewing: HudMessage | undefined;

  get message(): HudMessage | undefined {
    return this.#call ?? this.#viewing;
  }

  /** Another terminal holds the session, and how to take it over; undefined: this one does. */
  setViewing(hint: string | undefined): void {
    this.#viewing = hint === undefined ? undefined : { text: hint, severity: 'info' };
  }

  /** The answer is what is worth a notice. */
  told(event: SessionEvent, words: RowWords): readonly HudMessage[] {
    switch (event.type) {
      case 'opened':
      case 'call':
        this.#call =
          event.call === undefined
            ? undefined
            : { text: words.calls(event.call.text), severity: 'warning' };
        return [];
      case 'command-ended': {
        const { exitCode = 0 } = event;
        return exitCode === 0 ? [] : [{ text: words.commandFailed(exitCode), severity: 'info' }];
      }
      default:
        return [];
    }
  }
}
