// Opens, closes and watches over the voice process for one session: the talk key, auto mode, and a
// process that dies. What is heard is passed on; nothing here knows the terminal.
import type { VoiceCommand, VoiceEvent } from '@codex-voice/protocol';
import { VoiceLink, type VoiceLinkOptions } from './voice-link.ts';
import type { VoiceStart } from './voice-start.ts';

/** A voice process that died this often in a row is left alone until the talk key is pressed. */
const MAXIMUM_RESTARTS = 3;
/** Before the first restart, in ms; doubled for each further one. */
const RESTART_DELAY_MS = 250;

export interface VoiceControlParts {
  readonly start: VoiceStart;
  readonly link: Omit<VoiceLinkOptions, 'onEvent' | 'onEnd'>;
  readonly listenAtOnce: boolean;
  readonly onEvent: (event: VoiceEvent) => void;
  /** The process died: it is being started again, or given up. */
  readonly onDied: (fate: 'restarting' | 'given-up', reason: string) => void;
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
    else if (this.#ready) this.#link.send({ type: 'open' });
  }

  stop(): void {
    this.#wantsOpen = false;
    if (this.#ready) this.#link?.send({ type: 'close' });
  }

  send(command: VoiceCommand): void {
    this.#link?.send(command);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#link?.close();
  }

  #launch(): void {
    clearTimeout(this.#timer);
    this.#ready = false;
    this.#fatal = undefined;
    const link = new VoiceLink({
      ...this.#parts.link,
      onEvent: (event) => this.#event(event),
      onEnd: ({ how, stderr }) => this.#died(stderr.trim().split('\n').at(-1) || how),
    });
    this.#link = link;
    link.send(this.#parts.start);
  }

  #event(event: VoiceEvent): void {
    if (event.type === 'ready') {
      this.#ready = true;
      if (this.#wantsOpen) this.#link?.send({ type: 'open' });
    }
    if (event.type === 'problem' && event.severity === 'fatal') this.#fatal = event.message;
    // Whoever could listen is well again.
    if (event.type === 'device' && event.state === 'open') this.#deaths = 0;
    this.#parts.onEvent(event);
  }

  #died(reason: string): void {
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
