// The incoming side: takes what the terminal sends and gives, in order, the bytes for the child and
// what is ours among them. Knows no clock and no stream: time is passed in, results are returned.
import type { KeyBinding } from './bindings.ts';
import type { InputGeometry } from './geometry.ts';
import { HotKeys } from './hot-keys.ts';
import { InputEvents, type InputResult, type Outcome, PASS } from './input-event.ts';
import { MODIFIER } from './key-chord.ts';
import {
  decodeCharacter,
  decodeCsi,
  decodeLinuxFunction,
  decodeSs3,
  type KeyEvent,
  withEscapePrefix,
} from './key-decode.ts';
import { PasteGuard } from './paste-guard.ts';
import {
  type MouseEncoding,
  type Scan,
  scanInput,
  scanLongCsi,
  scanStringPayload,
  utf8Length,
} from './sequence-scan.ts';
import { type AskerLedger, type FocusFor, TerminalReports } from './terminal-reports.ts';

/**
 * How long an ESC (or ESC and an introducer such as `[`) waits for the rest of a sequence, in ms.
 * A terminal writes a sequence at once; vim and tmux users hold 10 ms for unnoticeable.
 */
export const ESCAPE_WAIT_MS = 10;

/** How long a sequence that no single key can be waits for its rest, in ms: a slow link's hiccup. */
export const SEQUENCE_WAIT_MS = 100;

/** A string reply without a byte for this long, in ms, counts as over. */
export const STRING_STALL_MS = 1_000;

/**
 * After a paste without a byte for this long, in ms, hot keys live again: they must not stay dead
 * because the end of a paste got lost. The paste itself stays open until its end comes.
 */
export const PASTE_STALL_MS = 10_000;

export interface InputFilterOptions {
  readonly bindings: readonly KeyBinding[];
  readonly geometry: InputGeometry;
  readonly ledger: AskerLedger;
}

type Mode = 'ground' | 'paste' | 'string' | 'long-csi';

const NOTHING = new Uint8Array(0);
const ESC = 0x1b;

/** One person's input on its way to one child. */
export class InputFilter {
  readonly #hotKeys: HotKeys;
  readonly #reports: TerminalReports;
  readonly #paste = new PasteGuard();
  /** The child has got the start of a paste and not its end. */
  #isPasteOpen = false;
  /** 1 for the bytes that text can't be skipped over for: ESC and bound control bytes. */
  #stops: Uint8Array;
  #mode: Mode = 'ground';
  /** An unfinished piece, at most `CSI_LIMIT_BYTES`. */
  #held: Uint8Array = NOTHING;
  #heldUntilMs = 0;
  /** Continuation bytes still to come of a character that was passed on cut in two. */
  #utf8Missing = 0;
  #lastByteMs = Number.NEGATIVE_INFINITY;
  #lastInputMs: number | undefined;

  constructor(options: InputFilterOptions) {
    this.#hotKeys = new HotKeys(options.bindings);
    this.#reports = new TerminalReports(options.geometry, options.ledger);
    this.#stops = stopsOf(this.#hotKeys);
  }

  /** Other keys are ours from now on. */
  rebind(bindings: readonly KeyBinding[]): void {
    this.#hotKeys.rebind(bindings);
    this.#stops = stopsOf(this.#hotKeys);
  }

  /** The terminal or our share of it changed. */
  resize(geometry: InputGeometry): void {
    this.#reports.resize(geometry);
  }

  /** The encoding that the child last asked mouse reports in. */
  setMouseEncoding(encoding: MouseEncoding): void {
    this.#reports.mouseEncoding = encoding;
  }

  /** Whom the terminal's focus is told; the child's alone unless said otherwise. */
  setFocusFor(whom: FocusFor): void {
    this.#reports.focusFor = whom;
  }

  /** Height of a cell in pixels, where known; also learnt from size replies that pass by. */
  setCellHeight(cellHeightPx: number): void {
    this.#reports.cellHeightPx = cellHeightPx;
  }

  /** When text or a key of the person last reached the child (not mouse, focus or replies). */
  get lastInputMs(): number | undefined {
    return this.#lastInputMs;
  }

  /** Takes what the terminal sent at `nowMs`; settles first what was due before. */
  accept(chunk: Uint8Array, nowMs: number): InputResult {
    const due = this.expire(nowMs);
    if (chunk.length === 0) return due;
    this.#leaveStalled(nowMs);
    if (this.#mode === 'ground' && this.#isPasteOpen) this.#followStalledPaste(chunk);
    const isLate = nowMs - this.#lastByteMs >= SEQUENCE_WAIT_MS;
    this.#utf8Missing = missingAfter(isLate ? 0 : this.#utf8Missing, chunk);
    this.#lastByteMs = nowMs;
    const bytes = this.#held.length === 0 ? chunk : joined(this.#held, chunk);
    this.#held = NOTHING;
    const events = new InputEvents(bytes);
    let offset = 0;
    while (offset < bytes.length) offset = this.#step(bytes, offset, { events, nowMs });
    events.passUntil(bytes.length - this.#held.length);
    return [...due, ...events.finish()];
  }

  /** When `expire` is to be called next; undefined while nothing waits. */
  deadlineMs(): number | undefined {
    const leader = this.#hotKeys.leaderUntilMs;
    if (this.#held.length === 0) return leader;
    return Math.min(this.#heldUntilMs, leader ?? Number.POSITIVE_INFINITY);
  }

  /** Lets go what has waited long enough. Calling it early does nothing. */
  expire(nowMs: number): InputResult {
    const events = new InputEvents(this.#held);
    if (this.#held.length > 0 && nowMs >= this.#heldUntilMs) {
      const held = this.#held;
      this.#held = NOTHING;
      this.#letGo(held, { events, nowMs });
    }
    const leaderUntilMs = this.#hotKeys.leaderUntilMs;
    if (leaderUntilMs !== undefined && nowMs >= leaderUntilMs) {
      for (const event of this.#hotKeys.endLeader()) events.add(event);
    }
    return events.finish();
  }

  /**
   * Whether text of ours may go in now: not inside a paste, an escape sequence, a character or a
   * leader's wait. However long a paste is silent: for the child it goes on until its end.
   */
  inputAtRest(nowMs: number): boolean {
    if (this.#held.length > 0 || this.#hotKeys.leaderUntilMs !== undefined) return false;
    if (this.#isPasteOpen) return false;
    const isCharacterCut = this.#utf8Missing > 0 && nowMs - this.#lastByteMs < SEQUENCE_WAIT_MS;
    return this.#mode === 'ground' ? !isCharacterCut : this.#isStalled(nowMs);
  }

  /** The child has got the start of a paste and not its end. */
  get insidePaste(): boolean {
    return this.#isPasteOpen;
  }

  /** Whether what the mode stands for has been silent for so long that keys are keys again. */
  #isStalled(nowMs: number): boolean {
    const silentMs = nowMs - this.#lastByteMs;
    switch (this.#mode) {
      case 'ground':
        return false;
      case 'paste':
        return silentMs >= PASTE_STALL_MS;
      case 'string':
      case 'long-csi':
        return silentMs >= STRING_STALL_MS;
    }
  }

  #leaveStalled(nowMs: number): void {
    if (this.#isStalled(nowMs)) this.#mode = 'ground';
  }

  /** Looks for the end of a paste in input that is no longer taken for part of it. */
  #followStalledPaste(chunk: Uint8Array): void {
    if (this.#paste.findEnd(chunk, 0) !== undefined) this.#isPasteOpen = false;
  }

  /** Handles what stands at `offset`; returns the offset to go on from. */
  #step(bytes: Uint8Array, offset: number, context: Context): number {
    switch (this.#mode) {
      case 'ground':
        return this.#ground(bytes, offset, context);
      case 'paste': {
        this.#lastInputMs = context.nowMs;
        const end = this.#paste.findEnd(bytes, offset);
        if (end === undefined) return bytes.length;
        this.#mode = 'ground';
        this.#isPasteOpen = false;
        return end;
      }
      case 'long-csi': {
        const end = scanLongCsi(bytes, offset);
        if (end !== undefined) this.#mode = 'ground';
        return end ?? bytes.length;
      }
      case 'string': {
        const scan = scanStringPayload(bytes, offset);
        if (scan.kind === 'continues') return bytes.length;
        if (scan.kind === 'undecided') {
          return this.#hold(bytes, scan.end, context.nowMs + SEQUENCE_WAIT_MS);
        }
        this.#mode = 'ground';
        return scan.end;
      }
    }
  }

  #ground(bytes: Uint8Array, start: number, context: Context): number {
    let offset = start;
    if (this.#hotKeys.leaderUntilMs === undefined) {
      while (offset < bytes.length && this.#stops[bytes[offset] ?? 0] === 0) offset += 1;
      if (offset > start) {
        this.#lastInputMs = context.nowMs;
        return offset;
      }
    }
    const scan = scanInput(bytes, offset, this.#reports.mouseEncoding);
    if (scan.kind === 'incomplete') {
      const waitMs = scan.reach === 'introducer' ? ESCAPE_WAIT_MS : SEQUENCE_WAIT_MS;
      return this.#hold(bytes, offset, context.nowMs + waitMs);
    }
    this.#settle(bytes, offset, scan, context);
    return scan.end;
  }

  #hold(bytes: Uint8Array, start: number, untilMs: number): number {
    // Not `slice`: a Buffer’s shares its memory, which the caller may use again.
    this.#held = new Uint8Array(bytes.subarray(start));
    this.#heldUntilMs = untilMs;
    return bytes.length;
  }

  /** Decides a finished piece. */
  #settle(bytes: Uint8Array, start: number, scan: FinishedScan, context: Context): void {
    switch (scan.kind) {
      case 'character':
      case 'escape':
      case 'alt':
        this.#key(characterKey(bytes, start, scan), { start, end: scan.end }, context);
        break;
      case 'csi':
      case 'ss3':
      case 'linux-function':
        this.#sequence(scan, start, context);
        break;
      case 'mouse-bytes':
        apply(this.#reports.mouseBytes(scan), { start, end: scan.end }, context);
        break;
      case 'setting-reply': {
        const status = String.fromCharCode(bytes[start + 2] ?? 0);
        const outcome = this.#reports.setting(status, scan.body);
        apply(outcome, { start, end: scan.end }, context);
        break;
      }
      case 'string':
      case 'long-csi':
        this.#mode = scan.kind;
        break;
      case 'broken':
        break;
    }
  }

  /** An ESC before a key's sequence is Alt; before anything else it is a key of its own. */
  #sequence(scan: SequenceScan, start: number, context: Context): void {
    const proper = { start: scan.start, end: scan.end };
    const isPaste = scan.kind === 'csi' && scan.final === '~' && scan.body === '200';
    const report =
      scan.kind === 'csi' && !isPaste ? this.#reports.csi(scan.body, scan.final) : undefined;
    const key = report === undefined && !isPaste ? decodeSequence(scan) : undefined;
    if (key !== undefined) {
      const whole = { start, end: scan.end };
      this.#key(scan.start > start ? withEscapePrefix(key) : key, whole, context);
      return;
    }
    if (scan.start > start) {
      this.#key(decodeCharacter('\x1b', 0), { start, end: scan.start }, context);
    }
    if (isPaste) this.#pasteBegins(proper, context);
    else if (report !== undefined) apply(report, proper, context);
  }

  #key(key: KeyEvent, span: Span, context: Context): void {
    const outcome = this.#hotKeys.accept(key, context.nowMs);
    if (outcome.bytes !== 'swallow') this.#lastInputMs = context.nowMs;
    apply(outcome, span, context);
  }

  #pasteBegins(span: Span, context: Context): void {
    apply({ ...PASS, events: this.#hotKeys.endLeader() }, span, context);
    this.#mode = 'paste';
    this.#isPasteOpen = true;
    this.#paste.restart();
  }

  /** What was held is all there is: an introducer was a key, anything longer goes as it is. */
  #letGo(held: Uint8Array, context: Context): void {
    this.#mode = 'ground';
    if (held[0] === ESC && held.length === 2 && held[1] !== ESC) {
      this.#key(characterKey(held, 0, { kind: 'alt', end: 2 }), { start: 0, end: 2 }, context);
    } else if (held[0] === ESC && (held.length === 1 || held[1] === ESC)) {
      this.#key(decodeCharacter('\x1b', 0), { start: 0, end: 1 }, context);
      if (held.length > 1) this.#letGoRest(held, context);
    }
    context.events.passUntil(held.length);
  }

  /** The second of two ESC, which may have an introducer after it. */
  #letGoRest(held: Uint8Array, context: Context): void {
    const end = held.length > 2 ? 3 : 2;
    const scan: CharacterScan = end === 3 ? { kind: 'alt', end } : { kind: 'escape', end };
    if (held.length <= 3) this.#key(characterKey(held, 1, scan), { start: 1, end }, context);
  }
}

interface Context {
  readonly events: InputEvents;
  readonly nowMs: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

type FinishedScan = Exclude<Scan, { kind: 'incomplete' }>;
type SequenceScan = Extract<Scan, { final: string }>;
type CharacterScan = Extract<Scan, { kind: 'character' | 'escape' | 'alt' }>;

function characterKey(bytes: Uint8Array, start: number, scan: CharacterScan): KeyEvent {
  if (scan.kind === 'escape') return decodeCharacter('\x1b', 0);
  const from = scan.kind === 'alt' ? start + 1 : start;
  const character = new TextDecoder().decode(bytes.subarray(from, scan.end));
  return decodeCharacter(character, scan.kind === 'alt' ? MODIFIER.alt : 0);
}

function decodeSequence(scan: SequenceScan): KeyEvent | undefined {
  switch (scan.kind) {
    case 'csi':
      return decodeCsi(scan.body, scan.final);
    case 'ss3':
      return decodeSs3(scan.body, scan.final);
    case 'linux-function':
      return decodeLinuxFunction(scan.final);
  }
}

function apply(outcome: Outcome, span: Span, context: Context): void {
  const { events } = context;
  if (outcome.events.length > 0) events.passUntil(span.start);
  for (const event of outcome.events) events.add(event);
  if (outcome.bytes === 'swallow') events.swallow(span.start, span.end);
  else if (outcome.bytes !== 'pass') events.replace(span.start, span.end, outcome.bytes);
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const whole = new Uint8Array(left.length + right.length);
  whole.set(left);
  whole.set(right, left.length);
  return whole;
}

/** Continuation bytes that the last character of `chunk` still lacks; `before`: those lacking before it. */
function missingAfter(before: number, chunk: Uint8Array): number {
  for (let back = 1; back <= 3; back += 1) {
    const byte = chunk[chunk.length - back];
    if (byte === undefined) return Math.max(0, before - chunk.length);
    if ((byte & 0xc0) !== 0x80) return Math.max(0, utf8Length(byte) - back);
  }
  return 0;
}

function stopsOf(hotKeys: HotKeys): Uint8Array {
  const stops = hotKeys.controlBytes();
  stops[ESC] = 1;
  return stops;
}
