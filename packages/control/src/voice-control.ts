// Watches over one voice process: starts it, asks it to listen for a session, starts it again when it
// dies or hangs, and gives up in the end. What is heard is passed on.
import type { VoiceCommand, VoiceEvent, VoiceStart } from '@codex-voice/protocol';
import type { CancelTimer, Clock } from './clock.ts';
import type { ListenHow } from './session-choices.ts';
import type { OpenVoiceLink, VoiceLinkPort } from './voice-link.ts';

/** A voice process that died this often in a row is left alone until it is asked for again. */
const MAXIMUM_RESTARTS = 3;
/** Before the first restart, in ms; doubled for each further one. */
const RESTART_DELAY_MS = 250;
/** A process that answers a key with nothing for this long, in ms, hangs. The slowest honest answer,
 *  writing what was said to a busy disk, is far from it. */
const ANSWER_PATIENCE_MS = 5_000;
/** A timer this late, in ms, means that we were stopped ourselves, and the process with us. */
const WE_WERE_STOPPED_MS = 1_000;

/** Whom to listen for, and how. */
interface Listening extends ListenHow {
  readonly sessionId: string;
}

export interface VoiceControlParts {
  readonly start: VoiceStart;
  readonly openLink: OpenVoiceLink;
  readonly clock: Clock;
  readonly onEvent: (event: VoiceEvent) => void;
  /** The process died: it is being started again, or given up. */
  readonly onDied: (fate: 'restarting' | 'given-up', reason: string) => void;
}

export class VoiceControl {
  readonly #parts: VoiceControlParts;
  #link: VoiceLinkPort | undefined;
  #wanted: Listening | undefined;
  #ready = false;
  #deaths = 0;
  /** What the process said was wrong before it ended: starting it again would end the same way. */
  #fatal: string | undefined;
  #cancelRestart: CancelTimer | undefined;
  #cancelPatience: CancelTimer | undefined;
  #hung = false;
  #closed = false;

  /** Starts the process at once. */
  constructor(parts: VoiceControlParts) {
    this.#parts = parts;
    this.#launch();
  }

  get pid(): number | undefined {
    return this.#link?.pid;
  }

  /** Listens so, now or as soon as the process can. */
  open(listening: Listening): void {
    this.#wanted = listening;
    if (this.#link === undefined) this.#launch();
    else if (this.#ready) this.#ask(this.#link, { type: 'open', ...listening });
  }

  stop(): void {
    this.#wanted = undefined;
    if (this.#ready && this.#link !== undefined) this.#ask(this.#link, { type: 'close' });
  }

  /** It has stopped listening by itself: a restart does not begin again. */
  forget(): void {
    this.#wanted = undefined;
  }

  send(command: VoiceCommand): void {
    this.#link?.send(command);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRestart?.();
    this.#cancelPatience?.();
    await this.#link?.close();
  }

  #launch(): void {
    this.#cancelRestart?.();
    this.#ready = false;
    this.#hung = false;
    this.#fatal = undefined;
    const link = this.#parts.openLink({
      onEvent: (event) => this.#event(event),
      onEnd: ({ how, stderr }) => this.#died(stderr.trim().split('\n').at(-1) || how),
    });
    this.#link = link;
    link.send(this.#parts.start);
  }

  /** Sends what is always answered, and ends a process that says nothing at all. */
  #ask(link: VoiceLinkPort, command: VoiceCommand): void {
    link.send(command);
    this.#cancelPatience?.();
    this.#awaitAnswer(link);
  }

  #awaitAnswer(link: VoiceLinkPort): void {
    const { clock } = this.#parts;
    const askedMs = clock.nowMs();
    this.#cancelPatience = clock.after(ANSWER_PATIENCE_MS, () => {
      if (clock.nowMs() - askedMs > ANSWER_PATIENCE_MS + WE_WERE_STOPPED_MS) {
        this.#awaitAnswer(link);
        return;
      }
      this.#hung = true;
      link.kill();
    });
  }

  #event(event: VoiceEvent): void {
    this.#cancelPatience?.();
    if (event.type === 'ready') {
      this.#ready = true;
      const listening = this.#wanted;
      if (listening !== undefined && this.#link !== undefined)
        this.#ask(this.#link, { type: 'open', ...listening });
    }
    if (event.type === 'problem' && event.severity === 'fatal') this.#fatal = event.message;
    // Whoever could listen is well again.
    if (event.type === 'device' && event.state === 'open') this.#deaths = 0;
    this.#parts.onEvent(event);
  }

  #died(how: string): void {
    const reason = this.#hung ? 'it did not answer' : how;
    this.#cancelPatience?.();
    this.#link = undefined;
    this.#ready = false;
    if (this.#closed) return;
    this.#deaths += 1;
    if (this.#fatal !== undefined || this.#deaths > MAXIMUM_RESTARTS) {
      this.#deaths = 0;
      this.#wanted = undefined;
      this.#parts.onDied('given-up', this.#fatal ?? reason);
      return;
    }
    const delayMs = RESTART_DELAY_MS * 2 ** (this.#deaths - 1);
    this.#cancelRestart = this.#parts.clock.after(delayMs, () => this.#launch());
    this.#parts.onDied('restarting', reason);
  }
}
