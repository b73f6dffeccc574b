// Answers what programs ask a terminal and the headless one leaves open, as a plain dark terminal of
// today would: without an answer some programs wait, others give up features.
import type { AgentModes } from './agent-modes.ts';
import type { HeadlessTerminal } from './headless-core.ts';

/** What is said of a cell's size, in pixels: there is none, but programs divide by it. */
const CELL_PIXELS = { width: 10, height: 20 };
/** Foreground, background and cursor by the number they are asked with: light on dark. */
const THEME: Readonly<Record<string, string>> = {
  10: 'd4d4d4',
  11: '1e1e1e',
  12: 'd4d4d4',
};
/** The first 16 colours, as most terminals have them. */
const PALETTE_16 =
  '000000cd000000cd00cdcd000000eecd00cd00cdcde5e5e57f7f7fff000000ff00ffff005c5cffff00ff00ffffffffff';
const CUBE_LEVELS = [0, 95, 135, 175, 215, 255] as const;
const PALETTE_SIZE = 256;
/** Private modes that the shadow keeps though the headless terminal doesn't. */
const SIZE_REPORTS = 2048;

/** Listens to a terminal; `answer` gets what goes back to the program. */
export function answerQueries(
  terminal: HeadlessTerminal,
  modes: AgentModes,
  answer: (text: string) => void,
): void {
  const { parser } = terminal;
  terminal.onData(answer);
  terminal.onBinary(answer);
  parser.registerCsiHandler({ prefix: '?', final: 'u' }, () => {
    answer(`\u001b[?${modes.keyboardFlags}u`);
    return true;
  });
  parser.registerCsiHandler({ prefix: '>', final: 'q' }, ([asked]) => {
    if ((asked ?? 0) === 0) answer('\u001bP>|xterm.js(6.0.0)\u001b\\');
    return true;
  });
  parser.registerCsiHandler({ prefix: '?', final: 'n' }, ([asked]) => {
    if (asked === 996) answer('\u001b[?997;1n');
    return asked === 996;
  });
  parser.registerCsiHandler({ prefix: '?', intermediates: '$', final: 'p' }, ([mode]) => {
    if (mode !== SIZE_REPORTS) return false;
    answer(`\u001b[?${SIZE_REPORTS};${modes.reportsSize ? 1 : 2}$y`);
    return true;
  });
  parser.registerCsiHandler({ prefix: '?', final: 'h' }, (set) => {
    if (set.includes(SIZE_REPORTS)) answer(sizeReport(terminal));
    return false;
  });
  parser.registerDcsHandler({ intermediates: '+', final: 'q' }, () => {
    answer('\u001bP0+r\u001b\\');
    return true;
  });
  answerPixels(terminal, answer);
  answerColors(terminal, modes, answer);
}

/** The size in cells and pixels, as it is told unasked to who has switched that on. */
export function sizeReport({ rows, cols }: HeadlessTerminal): string {
  const { width, height } = CELL_PIXELS;
  return `\u001b[48;${rows};${cols};${rows * height};${cols * width}t`;
}

function answerPixels(terminal: HeadlessTerminal, answer: (text: string) => void): void {
  const { width, height } = CELL_PIXELS;
  terminal.parser.registerCsiHandler({ final: 't' }, ([asked]) => {
    if (asked === 14) answer(`\u001b[4;${terminal.rows * height};${terminal.cols * width}t`);
    else if (asked === 16) answer(`\u001b[6;${height};${width}t`);
    return asked === 14 || asked === 16;
  });
}

function answerColors(
  { parser }: HeadlessTerminal,
  modes: AgentModes,
  answer: (text: string) => void,
): void {
  const tell = (key: string, usual: string) => {
    answer(`\u001b]${key};${asRgb(modes.color(key)) ?? asRgb(`#${usual}`)}\u001b\\`);
  };
  for (const number of [10, 11, 12]) {
    parser.registerOscHandler(number, (data) => {
      for (const [at, asked] of data.split(';').entries()) {
        const usual = THEME[number + at];
        if (asked === '?' && usual !== undefined) tell(`${number + at}`, usual);
      }
      return false;
    });
  }
  parser.registerOscHandler(4, (data) => {
    const parts = data.split(';');
    for (let at = 0; at + 1 < parts.length; at += 2) {
      const index = Number(parts[at]);
      if (parts[at + 1] !== '?' || !(index >= 0 && index < PALETTE_SIZE)) continue;
      tell(`4;${index}`, paletteColor(index));
    }
    return false;
  });
}

function paletteColor(index: number): string {
  if (index < 16) return PALETTE_16.slice(6 * index, 6 * index + 6);
  const hex = (level: number) => level.toString(16).padStart(2, '0');
  if (index >= 232) return hex(8 + 10 * (index - 232)).repeat(3);
  const cube = index - 16;
  return [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6]
    .map((level) => hex(CUBE_LEVELS[level] ?? 0))
    .join('');
}

/** A colour as terminals tell it, 16 bits a part. */
function asRgb(color: string | undefined): string | undefined {
  if (color?.startsWith('rgb:')) return color;
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/iu.exec(color ?? '');
  if (hex === null) return undefined;
  return `rgb:${hex
    .slice(1)
    .map((part) => part + part)
    .join('/')}`;
}
