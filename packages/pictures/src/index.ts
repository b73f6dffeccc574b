// The front door.
export { type CursorState, Emulator, type EmulatorSize, TerminalCrashError } from './emulator.ts';
export {
  type Film,
  type FilmEvent,
  type FilmedSession,
  type FilmLimits,
  FilmTooLongError,
  type Frame,
  filmOf,
  type RowDrawer,
} from './film.ts';
export { fontFolders, MachineFonts, NoFontError } from './fonts/machine-fonts.ts';
export { GifBoundError } from './gif/gif-bound.ts';
export { KeptRows } from './gif/kept-rows.ts';
export { type MadeGif, type MovingGif, movingGif } from './gif/moving-gif.ts';
export { type FilmPage, filmPage } from './page.ts';
export { SCREEN } from './palette.ts';
export { Looks } from './row-marks.ts';
export { movingSvg, stillSvg } from './svg.ts';
