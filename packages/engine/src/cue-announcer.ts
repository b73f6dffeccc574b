// Which event is told by which short sound, so that a person who doesn't look knows what the microphone
// and the text are doing. Playing is the audio package's; what can't be played is left out.
import type { Cue } from '@codex-voice/audio';
import type { VoiceCommand, VoiceEvent } from '@codex-voice/protocol';

/** A cue's way to the loudspeaker. */
export interface CuePlayer {
  playCue(cue: Cue): Promise<unknown>;
  dispose(): void;
}

export type Outcome = Extract<VoiceCommand, { type: 'outcome' }>['outcome'];

export class CueAnnouncer {
  readonly #player: CuePlayer;
  readonly #names: readonly string[] | undefined;
  #microphone: 'open' | 'closed' = 'closed';

  /** `names`: of the sounds that are wanted; absent: all. */
  constructor(player: CuePlayer, names?: readonly string[]) {
    this.#player = player;
    this.#names = names;
  }

  event(event: VoiceEvent): void {
    switch (event.type) {
      case 'device':
        this.#device(event.state);
        return;
      case 'final':
        // Somebody else in the room is no reason for a sound.
        if (event.verdict === 'rejected' && event.refusedBy === undefined) this.#play('refused');
        return;
      case 'ready':
      case 'level':
      case 'microphones':
      case 'speech-started':
      case 'speech-dropped':
      case 'partial':
      case 'source-ended':
      case 'problem':
    }
  }

  outcome(outcome: Outcome): void {
    switch (outcome) {
      case 'sent':
        this.#play('sent');
        return;
      case 'unconfirmed':
        this.#play('refused');
        return;
      case 'composed':
      case 'obeyed':
      case 'dropped':
    }
  }

  /** The agent began to work on what it was sent. */
  thinking(): void {
    this.#play('thinking');
  }

  dispose(): void {
    this.#player.dispose();
  }

  #device(state: Extract<VoiceEvent, { type: 'device' }>['state']): void {
    switch (state) {
      case 'open':
        this.#play('open');
        this.#microphone = 'open';
        return;
      case 'closed':
        // A warm microphone says at the start that nobody is listened to: no news.
        if (this.#microphone === 'open') this.#play('close');
        this.#microphone = 'closed';
        return;
      case 'unavailable':
        this.#play('refused');
        this.#microphone = 'closed';
        return;
      case 'opening':
    }
  }

  #play(cue: Cue): void {
    if (this.#names === undefined || this.#names.includes(cue)) void this.#player.playCue(cue);
  }
}
