// Reads and writes mouse reports in the five encodings terminals use. Whose a report is, is
// mouse-router.ts's.
import type { MouseEncoding, Scan } from './sequence-scan.ts';

/** One mouse report. */
export interface MouseReport {
  readonly format: 'bytes' | 'sgr' | 'urxvt';
  /** The button code with its modifier and motion bits, without any offset. */
  readonly code: number;
  /** 1-based; pixels when the terminal was asked for pixels. 0: the encoding could not say. */
  readonly x: number;
  readonly y: number;
  /** Only SGR says it outright; elsewhere button code 3 is a release. */
  readonly isRelease: boolean;
}

export type HudMouseButton =
  | 'left'
  | 'middle'
  | 'right'
  | 'wheel-up'
  | 'wheel-down'
  | 'other'
  | 'none';
export type HudMousePhase = 'press' | 'release' | 'drag' | 'move';

/** Added to every value of the older encodings so that it is a printable character. */
const OFFSET = 32;
const MOTION = 32;
const WHEEL = 64;
const EXTRA = 128;
/** Low bits of the code that name the button; 3 is none, or a release in the older encodings. */
const BUTTON_MASK = 3;
const NO_BUTTON = 3;

/** Reads `CSI < code;x;y M|m` and urxvt's `CSI code;x;y M`; undefined for anything else. */
export function readCsiMouse(body: string, final: string): MouseReport | undefined {
  if (final !== 'M' && final !== 'm') return undefined;
  const match = /^(<?)(\d+);(\d+);(\d+)$/u.exec(body);
  if (match === null) return undefined;
  const [, mark, code, x, y] = match;
  const position = { x: Number(x), y: Number(y) };
  if (mark === '<') return sgr(Number(code), position, final === 'm');
  if (final === 'm' || Number(code) < OFFSET) return undefined;
  return older('urxvt', Number(code) - OFFSET, position);
}

/** Reads the three values of `CSI M`. */
export function readByteMouse(scan: Extract<Scan, { kind: 'mouse-bytes' }>): MouseReport {
  const [code = 0, x = 0, y = 0] = scan.values;
  const position = { x: Math.max(0, x - OFFSET), y: Math.max(0, y - OFFSET) };
  return older('bytes', Math.max(0, code - OFFSET), position);
}

function sgr(code: number, position: { x: number; y: number }, isRelease: boolean): MouseReport {
  return { format: 'sgr', code, ...position, isRelease };
}

function older(
  format: 'bytes' | 'urxvt',
  code: number,
  position: { x: number; y: number },
): MouseReport {
  const isRelease = (code & BUTTON_MASK) === NO_BUTTON && (code & (MOTION | WHEEL | EXTRA)) === 0;
  return { format, code, ...position, isRelease };
}

/** Writes a report back with another vertical position. */
export function writeMouse(report: MouseReport, y: number, encoding: MouseEncoding): Uint8Array {
  switch (report.format) {
    case 'sgr':
      return new TextEncoder().encode(
        `\x1b[<${report.code};${report.x};${y}${report.isRelease ? 'm' : 'M'}`,
      );
    case 'urxvt':
      return new TextEncoder().encode(`\x1b[${report.code + OFFSET};${report.x};${y}M`);
    case 'bytes':
      return Uint8Array.from([
        ...[0x1b, 0x5b, 0x4d],
        ...[report.code + OFFSET, report.x === 0 ? 0 : report.x + OFFSET, y + OFFSET].flatMap(
          (value) => mouseByte(value, encoding),
        ),
      ]);
  }
}

function mouseByte(value: number, encoding: MouseEncoding): readonly number[] {
  if (encoding !== 'utf8' || value < 0x80) return [value & 0xff];
  return [0xc0 | (value >> 6), 0x80 | (value & 0x3f)];
}

/** What the pointer does. */
export function mousePhase(report: MouseReport): HudMousePhase {
  if (report.isRelease) return 'release';
  if ((report.code & MOTION) === 0) return 'press';
  return (report.code & BUTTON_MASK) === NO_BUTTON ? 'move' : 'drag';
}

/** A wheel has presses and no releases. */
export function isWheel(report: MouseReport): boolean {
  return (report.code & WHEEL) !== 0;
}

/** The button's number without modifiers and motion. */
export function buttonNumber(report: MouseReport): number {
  return report.code & (BUTTON_MASK | WHEEL | EXTRA);
}

/** The button by name. */
export function buttonName(report: MouseReport): HudMouseButton {
  switch (buttonNumber(report)) {
    case 0:
      return 'left';
    case 1:
      return 'middle';
    case 2:
      return 'right';
    case NO_BUTTON:
      return 'none';
    case WHEEL:
      return 'wheel-up';
    case WHEEL + 1:
      return 'wheel-down';
    default:
      return 'other';
  }
}
