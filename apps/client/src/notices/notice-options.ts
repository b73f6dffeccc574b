// What of `[notify]` concerns a session before anything of it is loaded.
import type { FocusReports } from '@codex-voice/ansi';
import type { SessionOptions } from '../session-options.ts';

/** Without voice, rows and lines of ours there is nothing that hears of anything. */
export function hearsOfAnything({ voice, hud, linear }: SessionOptions): boolean {
  return voice === 'on' || hud !== 'off' || linear !== 'off';
}

export function isTold(options: SessionOptions): boolean {
  return options.notify.on.length > 0 && hearsOfAnything(options);
}

/** The terminal is asked for its focus only where somebody wants to know it. */
export function focusReportsFor(options: SessionOptions): FocusReports {
  return isTold(options) && options.notify.when === 'unfocused' ? 'ours' : 'childs';
}
