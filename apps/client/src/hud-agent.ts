// The facts of our row about the agent: who it is, what it does and how prompts reach it.
import type { HudAgent } from '@codex-voice/overlay';
import type { SessionRung } from '@codex-voice/protocol';
import type { ScreenState } from '@codex-voice/session';
import type { SessionWords } from './words/session-words.ts';

const STATES: Readonly<Record<ScreenState['kind'], HudAgent['state']>> = {
  composer: 'idle',
  busy: 'busy',
  dialog: 'dialog',
  unknown: 'unknown',
};

export class ShownAgent {
  #name: string;
  #state: HudAgent['state'] = 'starting';
  #rung: SessionRung = 'plain';

  constructor(name: string) {
    this.#name = name;
  }

  /** Where the name is learnt only from the session. */
  setName(name: string): void {
    this.#name = name;
  }

  screen(screen: ScreenState): void {
    this.#state = STATES[screen.kind];
  }

  /** `lost`: its protocol was spoken and is away. */
  setRung(rung: SessionRung): 'lost' | 'kept' {
    const was = this.#rung;
    this.#rung = rung;
    return was === 'structured' && rung !== was ? 'lost' : 'kept';
  }

  model({ row }: SessionWords): HudAgent {
    return { name: this.#name, state: this.#state, rung: row.rung[this.#rung] };
  }
}
