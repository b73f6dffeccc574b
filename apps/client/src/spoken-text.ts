// Whether our own voice is heard just now, from what the voice process tells of texts read aloud.
import type { HudModel } from '@codex-voice/overlay';
import type { VoiceEvent } from '@codex-voice/protocol';

type VoiceState = HudModel['voice']['state'];

export class SpokenText {
  #id: string | undefined;

  get sound(): 'speaking' | 'silent' {
    return this.#id === undefined ? 'silent' : 'speaking';
  }

  told({ id, state }: Extract<VoiceEvent, { type: 'speaking' }>): void {
    if (state === 'started') this.#id = id;
    else if (id === this.#id) this.#id = undefined;
  }

  /** The process that spoke is gone. */
  gone(): void {
    this.#id = undefined;
  }

  /** What is shown of a state: beside our own voice nobody is heard but who talks over it. */
  over(state: VoiceState): VoiceState {
    return this.#id === undefined || state === 'hearing' ? state : 'speaking';
  }
}
