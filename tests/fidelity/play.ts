// Plays a recording raw into a terminal without the reserved row, and through a scheme into one
// with it, cut into random pieces and painted at random moments; then says how they differ.
import { type Cast, type CastEvent, compareTerminals, VirtualTerminal } from '@codex-voice/testing';
import { HUD_READ_AS, RESERVED_ROWS, type SchemeFactory } from './schemes.ts';

/** How the stream is cut into pieces before it reaches the scheme. */
export type Cutting =
  | { kind: 'as-recorded' }
  | { kind: 'each-byte' }
  /** Into pieces of 1 to `longest` bytes. */
  | { kind: 'random'; longest: number }
  /** Into two pieces. */
  | { kind: 'once'; atByte: number };

/** A stream up to this length scrolls no further: room for 20,000 lines takes longer to make than it to play. */
const SHORT = { bytes: 2_000, scrollbackLines: 1_000 };

/** A comparison to be made. */
export interface Play {
  cast: Cast;
  scheme: SchemeFactory;
  cutting: Cutting;
  /** Drives the cuts and the moments of painting; the same seed plays the same. */
  seed: number;
  /** Of all moments between two pieces, the share at which the row is painted, 0 to 1. */
  paintShare: number;
  /** Whether rows must also be joined alike (see {@link compareTerminals}); compared if left out. */
  wrapping?: 'compared' | 'ignored';
  /** What the terminal sent back; compared if left out. */
  replies?: 'compared' | 'ignored';
}

/**
 * Asked of both terminals at the end, through the scheme like any output: where a character lands,
 * what the saved cursor, tabs and pen are, and what scrolls when a line is fed at the bottom.
 */
const PROBES: readonly string[] = [
  '\x1b\\', // ends a string that the stream left open
  'x',
  '\x1bP$qm\x1b\\\x1b[6n',
  '\x1b8y\t\t\x1b[6nz',
  '\x1b[999;999H\x1b[6nw',
  '\r\n\n#',
  '\x1b[H\x1bM^',
];

/** How a play ended. */
export interface Outcome {
  /** After the stream, or else after the probes; empty when nobody could tell the two apart. */
  differences: string[];
  /**
   * In the stream, the probes left out. Not 0 where terminals disagree (on widths, say) and a reset
   * made the scheme put the cursor somewhere all the same: differences then are between terminals
   * and decide nothing.
   */
  guessedPlaces: number;
  /** How often the row was painted. */
  paints: number;
}

/** The differences of a play in which nothing had to be guessed. */
export function differencesOf(play: Play): string[] {
  const { differences, guessedPlaces } = outcomeOf(play);
  if (guessedPlaces > 0) throw new Error('the cursor had to be put back to a guessed place');
  return differences;
}

/** Plays, compares, asks the probes and compares again after each. */
export function outcomeOf(play: Play): Outcome {
  return onStage(play, (stage) => {
    const differences = stage.run();
    return { differences, guessedPlaces: stage.guessedInStream, paints: stage.paints };
  });
}

/**
 * Of `moments` screens spread over a recording, how many look as they do raw. It ends at the first
 * resize: how many lines emulators give back to a window that grew depends on its height.
 */
export function screensRight(play: Play, moments: number): { right: number; total: number } {
  const firstResize = play.cast.events.findIndex((event) => event.kind === 'resize');
  const events = play.cast.events.slice(0, firstResize < 0 ? undefined : firstResize);
  const every = Math.max(1, Math.floor(events.length / moments));
  let right = 0;
  let total = 0;
  onStage(play, (stage) => {
    stage.open();
    for (const [index, event] of events.entries()) {
      stage.take(event);
      if ((index + 1) % every !== 0 && index + 1 !== events.length) continue;
      total += 1;
      if (stage.looksRight()) right += 1;
    }
  });
  return { right, total };
}

function onStage<Result>(play: Play, act: (stage: Stage) => Result): Result {
  const { cast } = play;
  const { columns, rows } = cast;
  const kept = keptLines(cast.events);
  const raw = new VirtualTerminal({ columns, rows, ...kept });
  const outer = new VirtualTerminal({ columns, rows: rows + RESERVED_ROWS, ...kept });
  try {
    return act(new Stage(play, { raw, outer }));
  } finally {
    raw.dispose();
    outer.dispose();
  }
}

/** The room above the screen of terminals that these are played in. */
export function keptLines(events: readonly CastEvent[]): { scrollbackLines?: number } {
  let bytes = 0;
  for (const event of events) if (event.kind === 'output') bytes += event.bytes.length;
  return bytes <= SHORT.bytes ? { scrollbackLines: SHORT.scrollbackLines } : {};
}

class Stage {
  readonly #play: Play;
  readonly #raw: VirtualTerminal;
  readonly #outer: VirtualTerminal;
  readonly #scheme: ReturnType<SchemeFactory>;
  readonly #random: () => number;
  #resized = false;
  paints = 0;
  guessedInStream = 0;

  constructor(play: Play, terminals: { raw: VirtualTerminal; outer: VirtualTerminal }) {
    this.#play = play;
    this.#raw = terminals.raw;
    this.#outer = terminals.outer;
    this.#scheme = play.scheme(terminals.outer);
    this.#random = randomNumbers(play.seed);
  }

  open(): void {
    this.#scheme.start();
    this.#paint();
  }

  /** The differences at the end, or after the first probe that shows any. */
  run(): string[] {
    this.open();
    for (const event of this.#play.cast.events) this.take(event);
    this.guessedInStream = this.#scheme.guessedPlaces();
    const after = this.compare('after the stream');
    if (after.length > 0) return after;
    for (const probe of PROBES) {
      this.#output(new TextEncoder().encode(probe));
      // A probe on whose answer terminals disagree decides nothing, nor do those after it.
      if (this.#scheme.guessedPlaces() > this.guessedInStream) return [];
      const found = this.compare(`after the probe ${JSON.stringify(probe)}`);
      if (found.length > 0) return found;
    }
    return [];
  }

  take(event: CastEvent): void {
    if (event.kind === 'output') {
      this.#output(event.bytes);
      return;
    }
    this.#resized = true;
    const { columns, rows } = event;
    const outerSize = { columns, rows: rows + RESERVED_ROWS };
    this.#raw.resize({ columns, rows });
    this.#outer.resize(outerSize);
    this.#scheme.resize(outerSize);
  }

  #output(bytes: Uint8Array): void {
    this.#raw.feed(bytes);
    for (const piece of cut(bytes, this.#play.cutting, this.#random)) {
      this.#scheme.write(piece);
      if (this.#random() < this.#play.paintShare) this.#paint();
    }
  }

  #paint(): 'painted' | 'not-now' {
    const painted = this.#scheme.paint();
    if (painted === 'painted') this.paints += 1;
    return painted;
  }

  /** Whether the screens are the same now; paints first, as far as the scheme does. */
  looksRight(): boolean {
    this.#paint();
    const wrapping = this.#play.wrapping ?? 'compared';
    return compareTerminals(this.#raw, this.#outer, { modes: 'ignored', wrapping }).length === 0;
  }

  compare(when: string): string[] {
    const painted = this.#paint();
    const found = compareTerminals(this.#raw, this.#outer, {
      // Emulators give scrolled lines back to a window that grew; how many depends on its height.
      scrollback: this.#resized ? 'ignored' : 'compared',
      replies: this.#play.replies ?? 'compared',
      wrapping: this.#play.wrapping ?? 'compared',
    });
    const hud = this.#outer.screenRows().at(-RESERVED_ROWS) ?? '';
    if (painted === 'painted' && !hud.startsWith(HUD_READ_AS.slice(0, this.#outer.columns))) {
      found.push(`the reserved row shows ${JSON.stringify(hud)}`);
    }
    return found.map((difference) => `${when}: ${difference}`);
  }
}

function* cut(bytes: Uint8Array, cutting: Cutting, random: () => number): Generator<Uint8Array> {
  switch (cutting.kind) {
    case 'as-recorded':
      yield bytes;
      return;
    case 'once':
      yield bytes.subarray(0, cutting.atByte);
      yield bytes.subarray(cutting.atByte);
      return;
    case 'each-byte':
    case 'random': {
      const longest = cutting.kind === 'random' ? cutting.longest : 1;
      for (let at = 0; at < bytes.length; ) {
        const end = at + 1 + Math.floor(random() * longest);
        yield bytes.subarray(at, end);
        at = end;
      }
      return;
    }
  }
}

/** Numbers from 0 up to 1 from a seed (mulberry32, a public-domain generator). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A recording made of one write. */
export function castOf(stream: string | Uint8Array, size = { columns: 20, rows: 6 }): Cast {
  return castOfWrites([stream], size);
}

/** A recording made of several writes. */
export function castOfWrites(
  writes: readonly (string | Uint8Array)[],
  size: { columns: number; rows: number },
): Cast {
  const events = writes.map((write, index): CastEvent => {
    const bytes = typeof write === 'string' ? new TextEncoder().encode(write) : write;
    return { kind: 'output', atMs: index, bytes };
  });
  return { title: '', ...size, events };
}
