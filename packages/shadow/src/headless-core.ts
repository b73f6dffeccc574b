// The inside of the headless terminal, as far as the shadow needs it: its published interface gives
// cells one object at a time and knows neither margins nor saved cursors. The version is pinned.
import xterm from '@xterm/headless';

/** The headless terminal itself. */
export type HeadlessTerminal = InstanceType<typeof xterm.Terminal>;

/** What belongs to a cell beyond its three numbers: underline and link. */
export interface ExtendedAttributes {
  /** Underline style in bits 26 to 28, underline colour like a cell's colour below them. */
  readonly _ext: number;
  /** Number of a link; 0: none. */
  readonly urlId: number;
}

/** A pen, or a cell's attributes: colour and flags of foreground and background. */
export interface PenAttributes {
  readonly fg: number;
  readonly bg: number;
  readonly extended: ExtendedAttributes;
}

export interface CoreLine {
  readonly length: number;
  readonly isWrapped: boolean;
  /** Three numbers a cell: content, foreground, background. */
  readonly _data: Uint32Array;
  /** Characters of more than one code point, by column. */
  readonly _combined: Readonly<Record<number, string | undefined>>;
  readonly _extendedAttrs: Readonly<Record<number, ExtendedAttributes | undefined>>;
}

/** A line wherever it is kept: the terminal's own, or one that has scrolled off and was packed. */
export interface StoredLine {
  readonly length: number;
  readonly isWrapped: boolean;
  cleanupMemory(): number;
}

/** A line that the terminal writes on. */
export interface OwnLine extends CoreLine, StoredLine {
  clone(): OwnLine;
  resize(columns: number, fill: object): boolean;
}

/** Lines by index, the oldest first. */
export interface CoreLines {
  readonly length: number;
  get(index: number): StoredLine | undefined;
  set(index: number, line: StoredLine): void;
  /** Of a full list: the oldest line becomes the newest. */
  recycle(): StoredLine;
}

/** A set of characters, as the code points it stands for; undefined: ASCII. */
export type CoreCharset = object | undefined;

export interface CoreBuffer {
  readonly lines: CoreLines;
  /** Number of the first visible line. */
  readonly ybase: number;
  readonly x: number;
  readonly y: number;
  readonly scrollTop: number;
  readonly scrollBottom: number;
  readonly tabs: Readonly<Record<number, boolean | undefined>>;
  readonly savedX: number;
  /** Counted from the first line kept. */
  readonly savedY: number;
  readonly savedCurAttrData: PenAttributes;
  readonly savedCharset: CoreCharset;
  getNullCell(): object;
}

export interface HeadlessCore {
  writeSync(data: Uint8Array): void;
  readonly cols: number;
  readonly rows: number;
  readonly buffers: {
    readonly active: CoreBuffer;
    readonly normal: CoreBuffer;
    readonly alt: CoreBuffer;
  };
  readonly coreService: {
    readonly isCursorHidden: boolean;
    readonly modes: { readonly insertMode: boolean };
    readonly decPrivateModes: {
      readonly applicationCursorKeys: boolean;
      readonly applicationKeypad: boolean;
      readonly bracketedPasteMode: boolean;
      readonly cursorBlink: boolean | undefined;
      readonly cursorStyle: 'block' | 'underline' | 'bar' | undefined;
      readonly origin: boolean;
      readonly reverseWraparound: boolean;
      readonly sendFocus: boolean;
      readonly synchronizedOutput: boolean;
      readonly wraparound: boolean;
    };
  };
  readonly optionsService: { readonly rawOptions: { readonly convertEol: boolean } };
  readonly _charsetService: {
    readonly charset: CoreCharset;
    readonly glevel: number;
    readonly _charsets: readonly CoreCharset[];
  };
  readonly _oscLinkService: {
    getLinkData(id: number): { readonly id?: string; readonly uri: string } | undefined;
  };
  readonly _inputHandler: {
    readonly _curAttrData: PenAttributes;
    readonly _windowTitle: string;
    readonly _iconName: string;
    readonly _parser: {
      readonly currentState: number;
      /** Not 0 right after a character was printed: the next may join it or repeat it. */
      readonly precedingJoinState: number;
      readonly _transitions: { readonly table: Uint8Array };
    };
  };
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** A terminal without a screen. */
export function openHeadlessTerminal(
  size: TerminalSize & { readonly scrollbackLines?: number },
): HeadlessTerminal {
  return new xterm.Terminal({
    cols: size.columns,
    rows: size.rows,
    scrollback: size.scrollbackLines ?? 0,
    allowProposedApi: true,
    logLevel: 'off',
    // Only what is asked: a program may not change a window that nobody has.
    windowOptions: { getWinSizeChars: true, getWinSizePixels: true, getCellSizePixels: true },
  });
}

/** The inside of a terminal. */
export function coreOf(terminal: HeadlessTerminal): HeadlessCore {
  // Not in the typings: the version is pinned, and suites feed recordings and hostile streams through it.
  return (terminal as unknown as { readonly _core: HeadlessCore })._core;
}

/**
 * After a resize: the headless terminal leaves cells beyond the width on its alternate screen, where
 * nothing erases them, and shows them when it grows again. No other terminal does.
 */
export function cutAlternate(terminal: HeadlessTerminal): void {
  const { alt } = coreOf(terminal).buffers;
  for (let index = 0; index < alt.lines.length; index += 1) {
    const line = alt.lines.get(index);
    if (line !== undefined && isOwnLine(line) && line.length > terminal.cols)
      line.resize(terminal.cols, alt.getNullCell());
  }
}

/** Whether the terminal can write on a line. */
export function isOwnLine(line: StoredLine): line is OwnLine {
  return '_data' in line;
}

let charsetNames: Map<CoreCharset, string> | undefined;

/** The final character of the sequence that selects a set; `B` for ASCII. */
export function charsetName(charset: CoreCharset): string {
  if (charset === undefined) return 'B';
  charsetNames ??= learnCharsets();
  return charsetNames.get(charset) ?? 'B';
}

/** The sets are objects without a name: a terminal is asked for each of them once. */
function learnCharsets(): Map<CoreCharset, string> {
  const names = new Map<CoreCharset, string>();
  const terminal = openHeadlessTerminal({ columns: 2, rows: 1 });
  const core = coreOf(terminal);
  for (const name of '0A4C5RQKYE6ZH7=') {
    core.writeSync(new TextEncoder().encode(`\u001b(${name}`));
    const charset = core._charsetService._charsets[0];
    if (charset !== undefined && !names.has(charset)) names.set(charset, name);
  }
  terminal.dispose();
  return names;
}
