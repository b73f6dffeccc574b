// What our row says while it has nothing newer to say: that the program wants somebody, or that another
// terminal types here. And the news of a shell's command that failed.
import { basename } from 'node:path';
import type { HudMessage } from '@codex-voice/overlay';
import type { SessionEvent } from '@codex-voice/protocol';
import type { RowWords } from './words/session-words.ts';

export class HudStanding {
  #call: HudMessage | undefined;
  #viewing: HudMessage | undefined;
  #isRecorded = false;

  get message(): HudMessage | undefined {
    return this.#call ?? this.#viewing;
  }

  /** The session is written to a file. */
  get shown(): { readonly recording?: true } {
    return this.#isRecorded ? { recording: true } : {};
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
      case 'recording': {
        const was = this.#isRecorded;
        this.#isRecorded = event.state === 'on';
        const { file = '', why } = event;
        if (why !== undefined) return [{ text: words.recording.ended(why), severity: 'warning' }];
        if (was === this.#isRecorded) return [];
        const text = this.#isRecorded
          ? words.recording.on(basename(file))
          : words.recording.off(basename(file));
        return [{ text, severity: 'info' }];
      }
      case 'command-ended': {
        const { exitCode = 0 } = event;
        return exitCode === 0 ? [] : [{ text: words.commandFailed(exitCode), severity: 'info' }];
      }
      default:
        return [];
    }
  }
}
