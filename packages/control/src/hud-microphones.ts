// Terminals of other machines bring voice processes of their own: the session is heard by the one that came
// last, and by its own machine's where there is none. How a session is listened to stays its voice's.
import type { HostEvent, HostRequest } from '@codex-voice/protocol';
import type { Clock } from './clock.ts';
import type { Hud } from './session-control-parts.ts';
import type { SessionVoice } from './session-voice.ts';
import type { LostUtterance } from './utterance-recovery.ts';
import { VoiceHub } from './voice-hub.ts';
import type { VoiceLinkHandlers, VoiceLinkPort } from './voice-link.ts';

type Said = Extract<HostRequest, { type: 'microphone' }>['said'];

export interface HudMicrophonesParts {
  /** Of the machine that the session runs on. */
  readonly usual: Pick<VoiceHub, 'join'>;
  readonly clock: Clock;
  readonly voice: SessionVoice;
  readonly onLost: (utterances: readonly LostUtterance[]) => void;
}

/** What a HUD is told instead, and what it must know when it opens. */
export interface SeatedHud extends Hud {
  readonly opened: Pick<Extract<HostEvent, { type: 'opened' }>, 'microphone'>;
}

export class HudMicrophones {
  readonly #parts: HudMicrophonesParts;
  /** In the order they came; the last one is heard. */
  readonly #all: HudMicrophone[] = [];
  /** HUDs whose person is heard, by whatever microphone. */
  readonly #present = new Set<Hud>();

  constructor(parts: HudMicrophonesParts) {
    this.#parts = parts;
  }

  /** Whether somebody is there to be heard. */
  get presence(): 'present' | 'absent' {
    return this.#present.size > 0 ? 'present' : 'absent';
  }

  /** A HUD opens. */
  opened(hud: Hud): SeatedHud {
    const { voice, clock } = this.#parts;
    if (hud.microphone !== 'none') this.#present.add(hud);
    const send = (event: HostEvent): void => hud.send(event);
    const brings = hud.microphone === 'open' || hud.microphone === 'closed';
    if (!brings || !voice.isWanted) return { send, opened: {} };
    const microphone = new HudMicrophone(hud, clock);
    this.#all.push(microphone);
    voice.move(microphone.hub, hud.microphone);
    return {
      // What its own process says it has heard already.
      send: (event) => {
        if (event.type !== 'voice' || this.#all.at(-1) !== microphone) hud.send(event);
      },
      opened: { microphone: 'yours' },
    };
  }

  closed(hud: Hud): void {
    this.#present.delete(hud);
    if (this.presence === 'absent') this.#parts.voice.setPresence('absent');
    const at = this.#all.findIndex((microphone) => microphone.hud === hud);
    const [gone] = at < 0 ? [] : this.#all.splice(at, 1);
    if (gone === undefined) return;
    const { voice, usual } = this.#parts;
    if (at === this.#all.length) voice.move(this.#all.at(-1)?.hub ?? usual, 'closed');
    void gone.hub.close();
  }

  said(hud: Hud, said: Said): void {
    const microphone = this.#all.find((each) => each.hud === hud);
    if (said.kind !== 'lost') {
      microphone?.said(said);
      return;
    }
    // Of those that were dealt with it has not heard so.
    for (const { id } of said.utterances) this.#parts.voice.outcomeAgain(id);
    this.#parts.onLost(said.utterances);
  }
}

/** A voice process at the other end of a HUD. */
class HudMicrophone {
  readonly hud: Hud;
  readonly hub: VoiceHub;
  #handlers: VoiceLinkHandlers | undefined;

  constructor(hud: Hud, clock: Clock) {
    this.hud = hud;
    this.hub = new VoiceHub({ clock, openLink: (handlers) => this.#open(handlers) });
  }

  said(said: Exclude<Said, { kind: 'lost' }>): void {
    if (said.kind === 'event') this.#handlers?.onEvent(said.event);
    else {
      const handlers = this.#handlers;
      this.#handlers = undefined;
      handlers?.onEnd({ how: said.how, stderr: '' });
    }
  }

  #open(handlers: VoiceLinkHandlers): VoiceLinkPort {
    this.#handlers = handlers;
    return {
      // A process of another machine has no number here.
      pid: undefined,
      send: (command) => this.hud.send({ type: 'microphone', order: { kind: 'command', command } }),
      close: () => {
        if (this.#handlers === handlers) this.#handlers = undefined;
        this.hud.send({
          type: 'microphone',
          order: { kind: 'command', command: { type: 'shutdown' } },
        });
        return Promise.resolve();
      },
      kill: () => this.hud.send({ type: 'microphone', order: { kind: 'kill' } }),
    };
  }
}
