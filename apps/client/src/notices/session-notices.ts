// Tells the person of one session while they look elsewhere: puts together what is worth telling, its words
// and the means that this machine has. A means that fails is followed by the next, down to the bell.
import type { SessionEvent } from '@codex-voice/protocol';
import type { NoticeOptions } from '../config-schema.ts';
import { monotonicMs } from '../monotonic.ts';
import type { SessionWords } from '../words/session-words.ts';
import { Attention, type Notice } from './attention.ts';
import { desktopCommand, desktopProgram, showOnDesktop } from './desktop-notice.ts';
import { type NoticeFrom, type NoticeText, noticeText } from './notice-text.ts';
import { noticeBytes, terminalNotice } from './terminal-notice.ts';

export interface SessionNoticesParts {
  readonly options: NoticeOptions;
  readonly words: SessionWords;
  readonly from: () => NoticeFrom;
  /** Whether this is the terminal that types: of several on a session one tells. */
  readonly tells: () => boolean;
  /** Writes bytes that move nothing to the terminal, at the next moment that takes them. */
  readonly signal: (bytes: Uint8Array) => void;
}

export class SessionNotices {
  readonly #parts: SessionNoticesParts;
  readonly #attention: Attention;
  #options: NoticeOptions;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(parts: SessionNoticesParts) {
    this.#parts = parts;
    this.#options = parts.options;
    const { on, when } = parts.options;
    this.#attention = new Attention({ of: new Set(on), when });
  }

  /** Told otherwise from now on. */
  change(options: NoticeOptions): void {
    this.#options = options;
    this.#attention.change({ of: new Set(options.on), when: options.when });
    this.#look();
  }

  focus(state: 'in' | 'out'): void {
    this.#attention.focus(state);
    this.#look();
  }

  typed(): void {
    this.#attention.typed();
    this.#look();
  }

  session(event: SessionEvent): void {
    this.#attention.session(event, monotonicMs());
    this.#look();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  #look(): void {
    clearTimeout(this.#timer);
    if (this.#ended) return;
    const nowMs = monotonicMs();
    const notice = this.#attention.take(nowMs);
    if (notice !== undefined && this.#parts.tells()) void this.#tell(notice);
    const nextMs = this.#attention.nextMs();
    if (nextMs !== undefined) this.#timer = setTimeout(() => this.#look(), nextMs - nowMs + 1);
  }

  async #tell(notice: Notice): Promise<void> {
    const { words, from, signal } = this.#parts;
    const options = this.#options;
    const text = noticeText(notice, from(), { words, show: options.show });
    if (options.by === 'auto' || options.by === 'desktop') {
      if ((await shownOnDesktop(text)) === 'shown') return;
    }
    if (this.#ended) return;
    const how = options.by === 'bell' ? 'bell' : terminalNotice(process.env);
    signal(noticeBytes(how, text));
  }
}

async function shownOnDesktop(text: NoticeText): Promise<'shown' | 'not'> {
  const program = desktopProgram(process.env, process.platform);
  return program === undefined ? 'not' : await showOnDesktop(desktopCommand(program, text));
}
