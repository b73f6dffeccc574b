// Opens, closes and watches over the voice process for one session: the talk key, auto mode, and a
// process that dies. What is heard is passed on; nothing here knows the terminal.
import type { VoiceCommand, VoiceEvent } from '@codex-voice/protocol';
import { VoiceLink, type VoiceLinkOptions } from './voice-link.ts';
import type { VoiceStart } from './voice-start.ts';

/** A voice process that died this often in a row is left alone until the talk key is pressed. */
const MAXIMUM_RESTARTS = 3;
/** Before the first restart, in ms; doubled for each further one. */
const RESTART_DELAY_MS = 250;

/** A process that answers a key with nothing for this long, in ms, hangs. The slowest honest answer,
 *  writing what was said to a busy disk, is far from it. */
const ANSWER_PATIENCE_MS = 5_000;
/** A timer this late, in ms, means that we were stopped ourselves, and the process with us. */
const WE_WERE_STOPPED_MS = 1_000;

export interface VoiceControlParts {
  readonly start: VoiceStart;
  readonly link: Omit<VoiceLinkOptions, 'onEvent' | 'onEnd'>;
  readonly listenAtOnce: boolean;
  readonly onEvent: (event: VoiceEvent) => void;
  /** The process died: it is being started again, or given up. */
  readonly onDied: (fate: 'restarting' | 'given-up', reason: string) => void;
  /** In place of the usual patience with a process that does not answer, in ms. */
  readonly answerPatienceMs?: number;
}

export class VoiceControl {
  readonly #parts: VoiceControlParts;
  #link: VoiceLink | undefined;
  #wantsOpen: boolean;
  #ready = false;
  #deaths = 0;
  /** What the process said was wrong before it ended: starting it again would end the same way. */
  #fatal: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #answerTimer: NodeJS.Timeout | undefined;
  #hung = false;
  #closed = false;

  constructor(parts: VoiceControlParts) {
    this.#parts = parts;
    this.#wantsOpen = parts.listenAtOnce;
    this.#launch();
  }

  get pid(): number | undefined {
    return this.#link?.pid;
  }

  open(): void {
    this.#wantsOpen = true;
    if (this.#link === undefined) this.#launch();
    else if (this.#ready) this.#ask(this.#link, 'open');
  }

  stop(): void {
    this.#wantsOpen = false;
    if (this.#ready && this.#link !== undefined) this.#ask(this.#link, 'close');
  }

  send(command: VoiceCommand): void {
    this.#link?.send(command);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#answerTimer);
    await this.#link?.close();
  }

  #launch(): void {
    clearTimeout(this.#timer);
    this.#ready = false;
    this.#hung = false;
    this.#fatal = undefined;
    const link = new VoiceLink({
      ...this.#parts.link,
      onEvent: (event) => this.#event(event),
      onEnd: ({ how, stderr }) => this.#died(stderr.trim().split('\n').at(-1) || how),
    });
    this.#link = link;
    link.send(this.#parts.start);
  }

  /** Sends what is always answered, and ends a process that says nothing at all. */
  #ask(link: VoiceLink, type: 'open' | 'close'): void {
    link.send({ type });
    clearTimeout(this.#answerTimer);
    this.#awaitAnswer(link);
  }

  #awaitAnswer(link: VoiceLink): void {
    const patienceMs = this.#parts.answerPatienceMs ?? ANSWER_PATIENCE_MS;
    const askedMs = performance.now();
    this.#answerTimer = setTimeout(() => {
      if (performance.now() - askedMs > patienceMs + WE_WERE_STOPPED_MS) {
        this.#awaitAnswer(link);
        return;
      }
      this.#hung = true;
      link.kill();
    }, patienceMs);
  }

  #event(event: VoiceEvent): void {
    clearTimeout(this.#answerTimer);
    if (event.type === 'ready') {
      this.#ready = true;
      if (this.#wantsOpen && this.#link !== undefined) this.#ask(this.#link, 'open');
    }
    if (event.type === 'problem' && event.severity === 'fatal') this.#fatal = event.message;
    // Whoever could listen is well again.
    if (event.type === 'device' && event.state === 'open') this.#deaths = 0;
    this.#parts.onEvent(event);
  }

  #died(how: string): void {
    const reason = this.#hung ? 'it did not answer' : how;
    clearTimeout(this.#answerTimer);
    this.#link = undefined;
    this.#ready = false;
    if (this.#closed) return;
    this.#deaths += 1;
    if (this.#fatal !== undefined || this.#deaths > MAXIMUM_RESTARTS) {
      this.#deaths = 0;
      this.#wantsOpen = false;
      this.#parts.onDied('given-up', this.#fatal ?? reason);
      return;
    }
    this.#parts.onDied('restarting', reason);
    const delayMs = RESTART_DELAY_MS * 2 ** (this.#deaths - 1);
    this.#timer = setTimeout(() => this.#launch(), delayMs);
  }
}
