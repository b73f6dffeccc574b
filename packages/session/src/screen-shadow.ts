// What a keeper needs of a copy of the agent's screen, wherever it is kept: in this thread or another.
import type { ScreenState } from './ports.ts';

/** Cells. */
export interface ShadowSize {
  readonly columns: number;
  readonly rows: number;
}

/** What the program has said beside its screen, counted since the copy was begun. */
export interface ShadowSigns {
  readonly bells: number;
  /** Notifications, and the words of the last one: a line, empty where it had none. */
  readonly notices: number;
  readonly notice?: string;
  /** Commands whose end a shell has marked, and the status of the last one where it said it. */
  readonly commands: number;
  readonly exitCode?: number;
}

/** What the copy knows at one moment. */
export interface ShadowAssessment {
  readonly screen: ScreenState;
  readonly bracketedPaste: boolean;
  /** The agent uses the alternate screen. */
  readonly alternate: boolean;
  /** Bytes of output that this covers. */
  readonly consumedBytes: number;
  /** Output was lost: `screen` is a guess until the agent draws everything anew. */
  readonly torn: boolean;
  /** In the middle of a synchronised update. */
  readonly midUpdate: boolean;
  /** Absent: nothing was said. */
  readonly signs?: ShadowSigns;
}

/**
 * The screen in bytes that draw it on a terminal in its initial state, of the same size: at once the
 * screen alone, and all of it when that is written down. Both are of the same moment.
 */
export interface ShadowSnapshot {
  /** Offset in the agent's output: output from here on continues this snapshot. */
  readonly at: number;
  /** `gap`: not all of it is known; `reason` says why in words for a person. */
  readonly basis: 'fresh' | 'gap';
  readonly reason?: string;
  readonly size: ShadowSize;
  /** Draws the screen alone, for a first look. */
  readonly viewport: Uint8Array;
  /**
   * Draws scrollback and screen over that, from the first row on; afterwards everything is in place.
   * Undefined where it could not be written down any more: output goes on from the screen alone.
   */
  readonly whole: Promise<Uint8Array | undefined>;
}

export interface ScreenShadow {
  /** Bytes fed so far. */
  readonly fedBytes: number;
  /** The agent's output; valid during the call only. */
  feed(bytes: Uint8Array): void;
  resize(size: ShadowSize): void;
  /** Of everything fed before the call, or of a little less where that ends within a sequence. */
  snapshot(): Promise<ShadowSnapshot>;
  /**
   * The screen's rows alone, as the wire's `rows` request gives them, at the offset `at`; `cursorRow`
   * is counted from 0.
   */
  rows(): Promise<{
    readonly at: number;
    readonly torn: boolean;
    readonly cursorRow: number;
    readonly rows: Uint8Array;
  }>;
  /** Starts a picture of the screen's upper left part for a smaller window; its first bytes draw it whole. */
  openPicture(id: string, wish: PictureWish): void;
  closePicture(id: string): void;
  dispose(): Promise<void>;
}

/** A picture's window, in cells. */
export interface PictureWish extends ShadowSize {
  /** At least so long between two states of it, in ms; absent: as often as the eye follows. */
  readonly everyMs?: number;
}

export interface ScreenShadowListener {
  assessed(assessment: ShadowAssessment): void;
  /** Bytes that bring picture `id` up to date; at most 30 times a second. */
  picture(id: string, bytes: Uint8Array): void;
  /** What a terminal would have answered to a query that ended at this offset of the output. */
  reply(atOffset: number, bytes: Uint8Array): void;
}
