// A recording as it is shown: what happens when, with rests cut to what a person waits for, its marks, and the moments
// from which the screen can be drawn without all that came before. Pure.
import {
  type CastEvent,
  type CastHeader,
  type CastSize,
  type Mark,
  marksOf,
  SESSION_FORMAT,
  sizeOf,
} from '@codex-voice/recording';

export interface Scene {
  /** From the start as it is shown, in ms. */
  readonly atMs: number;
  /** What the terminal writes, or its size from now on. */
  readonly shows: string | CastSize;
}

export interface Film {
  readonly header: CastHeader;
  readonly scenes: readonly Scene[];
  /** At their moments as they are shown. */
  readonly marks: readonly Mark[];
  /** As it is shown, and as it was, in ms. */
  readonly lengthMs: number;
  readonly recordedMs: number;
  /** Rests that were cut: from when until when nothing of it is shown, in ms as it was. */
  readonly cuts: readonly { readonly fromMs: number; readonly toMs: number }[];
}

/** What a whole picture of ours begins with: the screen before it does not matter. */
const WHOLE = '\u001b[m\u001b[r\u001b[?6l\u001b[H\u001b[J';

/** @param idleMs The longest rest that is kept; the recording's own limit where that is shorter. */
export function filmOf(
  { header, events }: { readonly header: CastHeader; readonly events: readonly CastEvent[] },
  idleMs: number,
): Film {
  const longestMs = Math.min(idleMs, (header.idleLimitS ?? Number.POSITIVE_INFINITY) * 1_000);
  const scenes: Scene[] = [];
  const marks: CastEvent[] = [];
  const cuts: { readonly fromMs: number; readonly toMs: number }[] = [];
  let atMs = 0;
  let beforeMs = 0;
  for (const event of events) {
    const { code, data } = event;
    const isShown = code === 'o' || code === 'r' || code === 'm' || code === 'x';
    if (!isShown) continue;
    atMs += Math.min(event.atMs - beforeMs, longestMs);
    const keptMs = beforeMs + longestMs;
    if (keptMs < event.atMs) cuts.push({ fromMs: keptMs, toMs: event.atMs });
    beforeMs = event.atMs;
    if (code === 'm') marks.push({ ...event, atMs });
    const shows = code === 'o' ? data : code === 'r' ? sizeOf(data) : undefined;
    if (shows !== undefined) scenes.push({ atMs, shows });
  }
  const recordedMs = events.at(-1)?.atMs ?? 0;
  return { header, scenes, marks: marksOf(marks), lengthMs: atMs, recordedMs, cuts };
}

/** Where a moment of the recording is in the film; one in a rest that was cut is at its end. */
export function shownMs({ cuts }: Film, recordedMs: number): number {
  let cutMs = 0;
  for (const { fromMs, toMs } of cuts) cutMs += Math.max(0, Math.min(recordedMs, toMs) - fromMs);
  return recordedMs - cutMs;
}

/** The first scene that is needed to draw the screen behind scene `last`. */
export function firstNeeded({ header, scenes }: Film, last: number): number {
  // Another form of ours may have other pictures.
  if (header.session?.format !== SESSION_FORMAT) return 0;
  for (let index = last; index > 0; index -= 1) {
    const shows = scenes[index]?.shows;
    if (typeof shows !== 'string' || !shows.includes(WHOLE)) continue;
    // Its size was told before it.
    const size = scenes[index - 1]?.shows;
    return typeof size === 'object' ? index - 1 : index;
  }
  return 0;
}

/** The size of the screen before a scene. */
export function sizeBefore({ header, scenes }: Film, index: number): CastSize {
  for (let at = index - 1; at >= 0; at -= 1) {
    const shows = scenes[at]?.shows;
    if (typeof shows === 'object') return shows;
  }
  return header.size;
}

/** How many scenes are over at this moment. */
export function scenesUntil({ scenes }: Film, atMs: number): number {
  let low = 0;
  let high = scenes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((scenes[middle]?.atMs ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
