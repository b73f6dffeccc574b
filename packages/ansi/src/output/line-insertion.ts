// Lines of ours among the child's own, where it writes line after line like a program without a screen
// of its own. Whether it does is told by what it moved and erased lately.
import type { ChildState } from './child-state.ts';

/** Why no line can be put between the child's just now. */
export type LineBlock =
  /** The child draws on the screen: a full-screen program, or one that moves up over its own lines. */
  | 'drawing'
  /** The child is inside a synchronised update, a string or a sequence. */
  | 'unfinished-sequence'
  /** What is printed would look different, or be linked. */
  | 'rendition'
  /** The child's cursor does not stand at the start of a line, or may not. */
  | 'inside-line';

/** 1 for the final bytes of control sequences that address the screen instead of writing on: moves up,
 *  absolute moves, erasing, scrolling, the region, the saved cursor. */
const DRAWING_FINALS = new Uint8Array(128);
for (const final of 'AFHJLMSTdfru') DRAWING_FINALS[final.charCodeAt(0)] = 1;

/** Takes note of a control sequence of the child, given by its final byte. */
export function noteDrawing(state: ChildState, final: number): void {
  if (DRAWING_FINALS[final] !== 1) return;
  state.draws = true;
  state.plainLines = 0;
}

/** As many lines as the screen has rows, and nothing addressed meanwhile: it writes on. */
export function noteLine(state: ChildState): void {
  if (!state.draws) return;
  state.plainLines += 1;
  if (state.plainLines >= state.cursor.rows) state.draws = false;
}

/** What of the child's state keeps a line out; undefined when nothing does. */
export function lineBlock(state: ChildState): LineBlock | undefined {
  const { cursor } = state;
  const { top, bottom } = cursor.buffer;
  const isWhole = top === 0 && bottom === cursor.rows - 1;
  if (cursor.onAlternate || state.draws || !isWhole || cursor.origin) return 'drawing';
  if (!cursor.sgr.certain || !cursor.charsets.certain) return 'rendition';
  if (state.hyperlinkOpen || state.protectedText || state.singleShift) return 'rendition';
  const column = cursor.slack === 0 && cursor.wrapCertain && !cursor.sideMargins;
  return column && cursor.column === 0 ? undefined : 'inside-line';
}

/**
 * Lines at the start of a line, or from the next one on, with the child's next byte on the line after
 * them: in the column it was in, where `returns` says so and it is known. Each is printable and at most
 * as wide as the screen less one.
 */
export function linesSequence(
  state: ChildState,
  texts: readonly string[],
  returns: 'to-column' | 'to-start',
): string {
  const { cursor, printed } = state;
  const isInside = lineBlock(state) === 'inside-line';
  const column = cursor.slack === 0 && cursor.column < cursor.columns ? cursor.column : 0;
  const sgr = cursor.sgr.sequence();
  const [plain, styled] = sgr === RESET ? ['', ''] : [RESET, sgr];
  const charsets = cursor.charsets;
  const [replaces, inserts] = cursor.insert ? ['\x1b[4l', '\x1b[4h'] : ['', ''];
  cursor.carriageReturn();
  cursor.advanceRows(texts.length + (isInside ? 1 : 0));
  const goesBack = isInside && returns === 'to-column' && column > 0;
  if (goesBack) cursor.column = column;
  printed.just = false;
  printed.spoil();
  const before = `${isInside ? NEXT_LINE : ''}${plain}${charsets.neutralSequence()}${replaces}`;
  const after = `${inserts}${charsets.sequence()}${styled}`;
  return `${before}${texts.map((text) => text + NEXT_LINE).join('')}${after}${goesBack ? `\x1b[${column}C` : ''}`;
}

const NEXT_LINE = '\r\n';
const RESET = '\x1b[m';
