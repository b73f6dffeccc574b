// The last notices of this terminal, whole, in rows of a panel: our row shows each for seconds, and cut.
import type { HelpSection } from '@codex-voice/overlay';
import type { ToldNotice } from '../hud-notices.ts';

/** In the help, above the keys, which must stay in sight. */
const IN_HELP = 5;

/** No section where nothing was told. `nowMs`: on the notices' clock; `wallMs`: the time of day then. */
export function noticeSections(
  last: readonly ToldNotice[],
  { nowMs, wallMs, panel }: { nowMs: number; wallMs: number; panel: 'help' | 'debug' },
): readonly HelpSection[] {
  const shown = panel === 'help' ? last.slice(0, IN_HELP) : last;
  const rows = shown.map(({ text, atMs }) => ({
    what: timeOfDay(new Date(wallMs - (nowMs - atMs))),
    does: text,
  }));
  return rows.length === 0 ? [] : [{ title: 'Last notices', rows }];
}

function timeOfDay(at: Date): string {
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
