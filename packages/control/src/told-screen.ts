// What HUDs were last told of the agent's screen, so that only a change is told.
import type { ScreenState } from '@codex-voice/session';

export class ToldScreen {
  #told = '';

  /** Whether it is another one than was told; it counts as told from then on. */
  changes(screen: ScreenState): boolean {
    const told = JSON.stringify(screen);
    const changes = told !== this.#told;
    this.#told = told;
    return changes;
  }
}
