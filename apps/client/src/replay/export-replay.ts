// `codex-voice replay FILE --export KIND OUT`: a recording as a moving picture or a page for documents and for
// sharing. How one looks is the `pictures` package's.
import { existsSync, writeFileSync } from 'node:fs';
import {
  type Film,
  type FilmEvent,
  FilmTooLongError,
  filmOf,
  filmPage,
  Looks,
  movingSvg,
  TerminalCrashError,
} from '@codex-voice/pictures';
import {
  type CastEvent,
  type Mark,
  marksOf,
  momentOf,
  type ReadCast,
  sizeOf,
} from '@codex-voice/recording';
import { type CommandGiven, note } from '../commands/session-access.ts';
import { UserError, visible } from '../user-error.ts';
import { readNamed, unreadNote } from './read-recording.ts';
import { exportKind, idleMs, usage } from './replay-words.ts';

/** More is no picture any more: a browser takes its time, and the file is tens of megabytes. */
const MOST_FRAMES = 3_000;
/** How long the last frame stays before a picture begins anew, in ms. */
const REST_MS = 3_500;
const MS_PER_S = 1_000;

/** Throws `UserError`. */
export async function exportReplay({ request }: CommandGiven): Promise<number> {
  const { options, rest } = request;
  const [file = '', out = ''] = rest;
  const kind = exportKind(options.export);
  const cast = readNamed(file);
  const marks = marksOf(cast.events);
  const fromMs = momentIn(options.from, { marks, option: '--from' }) ?? 0;
  const toMs = momentIn(options.to, { marks, option: '--to' }) ?? Number.POSITIVE_INFINITY;
  if (toMs <= fromMs) throw usage('--to is before --from: turn them round');
  const looks = new Looks();
  const film = filmed(cast, { fromMs, toMs, longestPauseMs: idleMs(options.idle), looks });
  const [first] = film.frames;
  if (first === undefined) throw usage('nothing is shown in that part: choose another one');
  const description = `A terminal: ${film.title}`;
  const last = film.frames.at(-1) ?? first;
  const text =
    kind === 'svg'
      ? movingSvg({ film, looks, description, still: last, restMs: REST_MS })
      : filmPage({ film, looks, description });
  written(out, text);
  const unread = unreadNote(cast);
  if (unread !== undefined) note(unread);
  const seconds = last.atMs / MS_PER_S;
  note(
    `${visible(out)}: ${film.frames.length} frames in ${seconds.toFixed(1)} s, ${Math.ceil(text.length / 1_000)} kB`,
  );
  return 0;
}

interface Part {
  readonly fromMs: number;
  readonly toMs: number;
  readonly longestPauseMs: number;
  readonly looks: Looks;
}

function filmed(cast: ReadCast, { fromMs, toMs, longestPauseMs, looks }: Part): Film {
  const { header, events } = cast;
  const { columns, rows } = header.size;
  const session = {
    title: visible(header.title ?? header.session?.agent ?? 'a recording'),
    ...{ columns, rows },
    events: filmEvents(events, { fromMs, toMs }),
  };
  try {
    return filmOf(session, looks, { longestPauseMs, mostFrames: MOST_FRAMES });
  } catch (error) {
    if (error instanceof FilmTooLongError)
      throw usage(`that part has ${error.message}: choose a shorter one, --from and --to`);
    if (error instanceof TerminalCrashError)
      throw new UserError(`it can't be drawn: ${error.message}`);
    throw error;
  }
}

/** The output, what it is cut to, and each mark as a moment. */
function filmEvents(
  events: readonly CastEvent[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): FilmEvent[] {
  const film: FilmEvent[] = [];
  let begins: FilmEvent | undefined = { kind: 'begins', atMs: fromMs };
  for (const { code, atMs, data } of events) {
    if (atMs > toMs) break;
    if (begins !== undefined && atMs >= fromMs) {
      film.push(begins);
      begins = undefined;
    }
    const event = filmEvent({ code, atMs, data });
    if (event !== undefined) film.push(event);
  }
  if (begins !== undefined) film.push(begins);
  return film;
}

function filmEvent({ code, atMs, data }: CastEvent): FilmEvent | undefined {
  if (code === 'm') return { kind: 'mark', atMs, label: visible(data) };
  if (code === 'o') return { kind: 'output', atMs, bytes: data };
  const size = code === 'r' ? sizeOf(data) : undefined;
  return size === undefined ? undefined : { kind: 'resized', atMs, ...size };
}

function momentIn(
  given: unknown,
  { marks, option }: { readonly marks: readonly Mark[]; readonly option: string },
): number | undefined {
  if (typeof given !== 'string') return undefined;
  const ms = momentOf(given, marks);
  if (ms === undefined)
    throw usage(`${option} takes a time, #NUMBER or words of a mark (not ${visible(given)})`);
  return ms;
}

/** Never over what is there. */
function written(out: string, text: string): void {
  if (existsSync(out)) throw usage(`${visible(out)} is there already: name another file`);
  try {
    writeFileSync(out, text, { flag: 'wx' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${visible(out)} can't be written (${reason})`);
  }
}
