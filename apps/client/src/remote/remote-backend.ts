// What a terminal needs of a session of another machine: keeper and host over one link, sessions under the
// names that they have from here, and a microphone that is this terminal's.
import type { HostEvent, HostRequest, VoiceStart } from '@codex-voice/protocol';
import { HostConnection } from '../host-connection.ts';
import type { HostListener, HostPort, SessionBackend } from '../session-backend.ts';
import type { LinkWords } from '../words/session-words.ts';
import type { RemoteSession } from './remote-session.ts';
import type { TerminalVoice, TerminalVoiceParts } from './terminal-voice.ts';

export interface RemoteBackendParts {
  readonly session: RemoteSession;
  readonly words: LinkWords;
  /** As a person addressed it. */
  readonly machine: string;
  /** Who only watches is not heard. */
  readonly isHeard: boolean;
  /** Before a session's own name. */
  readonly prefix: string;
  /** Undefined: nobody is heard here. */
  readonly makeVoice: (
    start: VoiceStart,
    parts: Pick<TerminalVoiceParts, 'say' | 'show'>,
  ) => TerminalVoice;
}

export interface RemoteBackend extends SessionBackend {
  /** Utterances that the session has not dealt with yet. */
  readonly underway: number;
  /** The link is down, or up again. */
  linkIs(state: 'down' | 'up'): void;
}

export function remoteBackend(parts: RemoteBackendParts): RemoteBackend {
  const { session } = parts;
  let opened: OpenedHost | undefined;
  return {
    sessionId: session.name,
    isElsewhere: true,
    get underway() {
      return opened?.voice?.underway ?? 0;
    },
    openKeeper: (listener, { size }) => {
      session.listener.bind(listener);
      session.keeper.request({ type: 'resize', size });
      return session.keeper;
    },
    openHost: (listener, settings) => {
      const start = parts.isHeard ? settings.voice?.start : undefined;
      opened = new OpenedHost(parts, listener, start);
      return opened;
    },
    linkIs: (state) => opened?.linkIs(state),
    close: async () => {
      session.close();
      await opened?.close();
    },
  };
}

class OpenedHost implements HostPort {
  readonly voice: TerminalVoice | undefined;
  readonly #parts: RemoteBackendParts;
  readonly #listener: HostListener;
  readonly #connection: HostConnection;

  constructor(parts: RemoteBackendParts, listener: HostListener, start: VoiceStart | undefined) {
    this.#parts = parts;
    this.#listener = listener;
    const { session } = parts;
    if (start !== undefined) {
      this.voice = parts.makeVoice(start, {
        say: (said) => {
          if (!session.isUp) return 'away';
          return this.#connection.request({ type: 'microphone', said });
        },
        show: (event) => listener.event({ type: 'voice', event }),
      });
    }
    this.#connection = new HostConnection({
      sessionId: session.sessionId,
      settings: undefined,
      ...(this.voice === undefined ? {} : { microphone: () => this.voice?.microphone }),
      listener: { event: (event) => this.#event(event), lost: (why) => listener.lost(why) },
      find: async (handlers) => await session.findHost(handlers),
    });
  }

  request(request: HostRequest): 'sent' | 'away' {
    const sent = this.#parts.session.isUp
      ? this.#connection.request(this.#theirs(request))
      : 'away';
    // Whoever is heard can always end that.
    const isStop = request.type === 'talk' && request.do !== 'start';
    if (sent === 'sent' || !isStop || this.voice?.microphone !== 'open') return sent;
    this.voice.stop();
    return 'sent';
  }

  linkIs(state: 'down' | 'up'): void {
    const { words, machine } = this.#parts;
    // An error stands before the words that are being heard all the while.
    this.#listener.event(
      state === 'down'
        ? { type: 'notice', severity: 'error', text: words.lost(machine) }
        : { type: 'notice', severity: 'info', text: words.again },
    );
  }

  async close(): Promise<void> {
    await this.#connection.close();
    await this.voice?.close();
  }

  #event(event: HostEvent): void {
    const { words } = this.#parts;
    if (event.type === 'microphone') {
      this.voice?.order(event.order);
      return;
    }
    this.#listener.event(this.#ours(event));
    const isHeardThere = event.type === 'opened' && event.microphone === undefined;
    if (isHeardThere && this.voice !== undefined && event.voice.state !== 'off')
      this.#listener.event({ type: 'notice', severity: 'warning', text: words.oldHost });
  }

  #ours(event: HostEvent): HostEvent {
    const { prefix } = this.#parts;
    if (event.type === 'listening-elsewhere')
      return { ...event, sessionId: prefix + event.sessionId };
    if (event.type !== 'answer' || event.answer.kind !== 'sessions') return event;
    const sessions = event.answer.sessions.map((row) => ({
      ...row,
      sessionId: prefix + row.sessionId,
    }));
    return { ...event, answer: { ...event.answer, sessions } };
  }

  #theirs(request: HostRequest): HostRequest {
    const { prefix } = this.#parts;
    if (!('sessionId' in request) || !request.sessionId?.startsWith(prefix)) return request;
    return { ...request, sessionId: request.sessionId.slice(prefix.length) };
  }
}
