// `codex-voice replay FILE --export KIND OUT`: a recording as a moving picture or a page for documents and for
// sharing. How one looks is the `pictures` package's.
import { existsSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import {
  type Film,
  type FilmEvent,
  FilmTooLongError,
  filmOf,
  filmPage,
  fontFolders,
  GifBoundError,
  KeptRows,
  Looks,
  MachineFonts,
  movingGif,
  movingSvg,
  NoFontError,
  type RowDrawer,
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
/** Of a GIF: pixels of one frame (a screen of 200 by 90 cells has fewer), and bytes: no page shows a larger one. */
const GIF_BOUNDS = { pixels: 4_000_000, bytes: 64_000_000 };
/** Of those that no font has so many are named. */
const TOLD_CHARACTERS = 12;

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
  refuseExisting(out);
  const part = { cast, fromMs, toMs, longestPauseMs: idleMs(options.idle) };
  const { film, data, missing } = kind === 'gif' ? asGif(part) : asText(part, kind);
  written(out, data);
  const unread = unreadNote(cast);
  if (unread !== undefined) note(unread);
  if (missing.length > 0) note(missingNote(missing));
  const seconds = (film.frames.at(-1)?.atMs ?? 0) / MS_PER_S;
  note(
    `${visible(out)}: ${film.frames.length} frames in ${seconds.toFixed(1)} s, ${Math.ceil(data.length / 1_000)} kB`,
  );
  return 0;
}

interface Drawn {
  readonly film: Film;
  readonly data: string | Uint8Array;
  /** Characters in whose place there is a box. */
  readonly missing: readonly string[];
}

function asText(part: Part, kind: 'svg' | 'html'): Drawn {
  const looks = new Looks();
  const film = filmed(part, looks);
  const description = `A terminal: ${film.title}`;
  const still = film.frames.at(-1);
  if (still === undefined) throw nothingShown();
  const data =
    kind === 'svg'
      ? movingSvg({ film, looks, description, still, restMs: REST_MS })
      : filmPage({ film, looks, description });
  return { film, data, missing: [] };
}

function asGif(part: Part): Drawn {
  const fonts = openFonts();
  try {
    const rows = new KeptRows();
    const film = filmed(part, rows);
    if (film.frames.length === 0) throw nothingShown();
    const { bytes, missing } = movingGif({
      film,
      rows,
      fonts,
      restMs: REST_MS,
      bounds: GIF_BOUNDS,
    });
    return { film, data: bytes, missing };
  } catch (error) {
    if (error instanceof GifBoundError)
      throw usage(`${error.message}: choose a shorter part, --from and --to, or --export html`);
    throw error;
  } finally {
    fonts.close();
  }
}

function openFonts(): MachineFonts {
  const { platform, env } = process;
  try {
    return new MachineFonts(fontFolders({ platform, home: homedir(), environment: env }));
  } catch (error) {
    if (!(error instanceof NoFontError)) throw error;
    throw new UserError(
      `a GIF is drawn with this machine's fonts, and ${visible(error.message)}: install one, as DejaVu Sans Mono, or --export svg`,
    );
  }
}

function nothingShown(): UserError {
  return usage('nothing is shown in that part: choose another one');
}

function missingNote(missing: readonly string[]): string {
  const some = missing.slice(0, TOLD_CHARACTERS).map(visible).join(' ');
  const more = missing.length > TOLD_CHARACTERS ? ' …' : '';
  const many = missing.length === 1 ? '1 character has' : `${missing.length} characters have`;
  return `${many} no outline in a TrueType font of this machine: a box stands in its place (${some}${more})`;
}

interface Part {
  readonly cast: ReadCast;
  readonly fromMs: number;
  readonly toMs: number;
  readonly longestPauseMs: number;
}

function filmed({ cast, fromMs, toMs, longestPauseMs }: Part, drawer: RowDrawer): Film {
  const { header, events } = cast;
  const { columns, rows } = header.size;
  const session = {
    title: visible(header.title ?? header.session?.agent ?? 'a recording'),
    ...{ columns, rows },
    events: filmEvents(events, { fromMs, toMs }),
  };
  try {
    return filmOf(session, drawer, { longestPauseMs, mostFrames: MOST_FRAMES });
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

function refuseExisting(out: string): void {
  if (existsSync(out)) throw usage(`${visible(out)} is there already: name another file`);
}

/** Never over what is there. */
function written(out: string, data: string | Uint8Array): void {
  try {
    writeFileSync(out, data, { flag: 'wx' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${visible(out)} can't be written (${reason})`);
  }
}
