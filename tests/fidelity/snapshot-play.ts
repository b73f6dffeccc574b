// Brings one terminal into a state by its whole stream and another by a snapshot and what came after
// it, and says how they differ. Left out is what the emulator itself loses or keeps unseen.
import { ShadowScreen } from '@codex-voice/shadow';
import {
  type CastEvent,
  compareTerminals,
  type ScreenSnapshot,
  type TerminalSnapshot,
  VirtualTerminal,
} from '@codex-voice/testing';
import { keptLines } from './play.ts';

/** More than any of these streams scrolls. */
const SCROLLBACK_LINES = 20_000;

/** Asked of both at the end; see the play of the filter. */
const PROBES = [
  '\x1b\\',
  'x',
  '\x1bP$qm\x1b\\\x1b[6n',
  '\x1b8y\t\t\x1b[6nz',
  '\x1b[999;999H\x1b[6nw',
  '\r\n\n#',
  '\x1b[H\x1bM^',
];

/** A stream whose screen is written down after `cutBytes` of its last write. */
export interface SnapshotPlay {
  readonly size: { readonly columns: number; readonly rows: number };
  readonly before: readonly CastEvent[];
  readonly last: Uint8Array;
  readonly cutBytes: number;
  /** Which parts of the snapshot the second terminal gets. */
  readonly parts: 'viewport' | 'whole';
}

/** What was found: differences, or that the emulator failed inside the shadow and nothing is decided. */
export type SnapshotOutcome = readonly string[] | 'undecided';

/** Plays it. Throws `TerminalCrashError` where the stream breaks the emulator. */
export function playSnapshot(play: SnapshotPlay): SnapshotOutcome {
  const { columns, rows } = play.size;
  const last: CastEvent = { kind: 'output', atMs: 0, bytes: play.last };
  const kept = { scrollbackLines: SCROLLBACK_LINES, ...keptLines([...play.before, last]) };
  const shadow = new ShadowScreen({ kind: 'plain', columns, rows, ...kept });
  const raw = new VirtualTerminal({ columns, rows, ...kept });
  try {
    for (const event of play.before) {
      if (event.kind === 'output') {
        raw.feed(event.bytes);
        shadow.feed(event.bytes);
      } else {
        raw.resize(event);
        shadow.resize(event);
      }
      if (keepsAboveAlternate(raw)) return 'undecided';
    }
    const startBytes = shadow.consumedBytes;
    shadow.feed(play.last.subarray(0, play.cutBytes));
    if (shadow.failures > 0) return 'undecided';
    const written = shadow.snapshot();
    const snapshot = { ...written, whole: written.whole() ?? new Uint8Array() };
    const at = snapshot.at - startBytes;
    // The sequence began before the last write: what is left of it here continues it.
    if (at < 0) return 'undecided';
    return compareFrom({ raw, snapshot, play, at, kept });
  } finally {
    shadow.dispose();
    raw.dispose();
  }
}

type Written = Omit<ReturnType<ShadowScreen['snapshot']>, 'whole'> & {
  readonly whole: Uint8Array;
};

interface Restored {
  readonly raw: VirtualTerminal;
  readonly snapshot: Written;
  readonly play: SnapshotPlay;
  readonly at: number;
  readonly kept: { readonly scrollbackLines: number };
}

function compareFrom({ raw, snapshot, play, at, kept }: Restored): SnapshotOutcome {
  const restored = new VirtualTerminal({ ...snapshot.size, ...kept });
  try {
    restored.feed(snapshot.viewport);
    if (play.parts === 'whole') restored.feed(snapshot.whole);
    const asked = restored.takeReplies();
    if (asked !== '') return [`the snapshot asks something: ${JSON.stringify(asked)}`];
    raw.feed(play.last.subarray(0, at));
    if (keepsAboveAlternate(raw)) return 'undecided';
    raw.takeReplies();
    for (const bytes of [play.last.subarray(at), ...PROBES]) {
      raw.feed(bytes);
      restored.feed(bytes);
      const found = differences(raw, restored, play.parts);
      if (found.length > 0) return [`after ${JSON.stringify(`${bytes}`)}`, ...found];
    }
    return [];
  } finally {
    restored.dispose();
  }
}

/**
 * Lowered before its first use, the emulator's alternate screen keeps lines above it, and brings them
 * back into places where nothing was.
 */
function keepsAboveAlternate(terminal: VirtualTerminal): boolean {
  return terminal.snapshot('in-mid-stream').alternate.scrollback.length > 0;
}

function differences(
  raw: VirtualTerminal,
  restored: VirtualTerminal,
  parts: SnapshotPlay['parts'],
): readonly string[] {
  const compared = parts === 'whole' ? 'compared' : 'ignored';
  return compareTerminals(asSeen(raw.snapshot()), asSeen(restored.snapshot()), {
    scrollback: compared,
    wrapping: compared,
  });
}

/** Bells ring once; cells beyond the window, halves of characters and rows above a lowered alternate screen aren't seen. */
function asSeen(terminal: TerminalSnapshot): TerminalSnapshot {
  const seen = (screen: ScreenSnapshot, kept: 'all' | 'screen'): ScreenSnapshot => {
    const rows = (all: ScreenSnapshot['rows']) =>
      all.map((row, index) => ({
        cells: row.cells.slice(0, terminal.columns).map((cell, column) => {
          const half = cell === '' || cell.startsWith('{');
          if (half && !(row.cells[column - 1] ?? '').includes('wide')) return `·${cell}`;
          return cell;
        }),
        wrapped: row.wrapped && !(kept === 'screen' && index === 0),
      }));
    return {
      scrollback: kept === 'all' ? rows(screen.scrollback) : [],
      rows: rows(screen.rows),
    };
  };
  return {
    ...terminal,
    bells: 0,
    normal: seen(terminal.normal, 'all'),
    alternate: seen(terminal.alternate, 'screen'),
  };
}
