// What is to become of the microphone once there is a host again: what the person asked for while there was none,
// and that whom the lost one heard is heard by the next. No session remembers it: it is listened to for a terminal
// that has gone through the gap, and for none that comes later.
import { listensByItself, type SessionEvent } from '@codex-voice/protocol';

type Opened = Extract<SessionEvent, { type: 'opened' }>;
type Wish = 'toggle' | 'listen' | 'stop';

/** What the host that was found is to be asked, or that it hears whom the lost one heard. */
export type AfterGap = 'toggle' | 'start' | 'stop' | 'hears-again' | undefined;

export class HostGap {
  #wish: Wish | undefined;
  /** It was asked to listen on, and does not yet. */
  #isComing = false;

  /** Somebody who was heard will be heard again. */
  get isToListen(): boolean {
    return this.#isComing || this.#wish === 'listen';
  }

  lostWhileHeard(): void {
    this.#isComing = false;
    this.#wish = 'listen';
  }

  /** The talk key, with no host to tell; pressed again it takes itself back. */
  pressed(): void {
    switch (this.#wish) {
      case undefined:
        this.#wish = 'toggle';
        return;
      case 'toggle':
        this.#wish = undefined;
        return;
      case 'listen':
        this.#wish = 'stop';
        return;
      case 'stop':
        this.#wish = 'listen';
    }
  }

  /** A key that is listened to while it is down was let go. */
  released(): void {
    this.#wish = this.#wish === 'listen' ? 'stop' : undefined;
  }

  /** The person has told the host that was found what is to become of it. */
  overtaken(): void {
    this.#isComing = false;
  }

  session(event: SessionEvent): AfterGap {
    if (event.type === 'opened') return this.#opened(event);
    if (isNoMore(event)) this.#isComing = false;
    if (!this.#isComing || event.type !== 'voice' || event.event.type !== 'device')
      return undefined;
    const { state } = event.event;
    if (state === 'opening') return undefined;
    this.#isComing = false;
    return state === 'open' ? 'hears-again' : undefined;
  }

  #opened({ listening, mode, microphone }: Opened): AfterGap {
    const wish = this.#wish;
    this.#wish = undefined;
    if (wish !== 'listen') return wish;
    // A microphone of this terminal's own was open all the time.
    this.#isComing = microphone !== 'yours';
    // By itself it would wait for the wake phrase, which was heard before.
    const isByItself = listening || (listensByItself(mode) && mode !== 'wake');
    return isByItself ? undefined : 'start';
  }
}

/** Nobody is heard here, and nobody will be unless somebody asks for it. */
function isNoMore(event: SessionEvent): boolean {
  if (event.type === 'listening-elsewhere') return true;
  return event.type === 'voice-state' && (event.state === 'off' || event.state === 'unavailable');
}
