// What of `[notify]` concerns a session before anything of it is loaded.
import type { FocusReports } from '@codex-voice/ansi';
import type { Config } from '../config-schema.ts';
import type { SessionOptions } from '../session-options.ts';

/** `[notify]` of the config file. */
export type NoticeOptions = Config['notify'];

/** Without voice, rows and lines of ours there is nothing that hears of anything. */
export function isTold({ notify, voice, hud, linear }: SessionOptions): boolean {
  return notify.on.length > 0 && (voice === 'on' || hud !== 'off' || linear !== 'off');
}

/** The terminal is asked for its focus only where somebody wants to know it. */
export function focusReportsFor(options: SessionOptions): FocusReports {
  return isTold(options) && options.notify.when === 'unfocused' ? 'ours' : 'childs';
}
