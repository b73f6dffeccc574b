// The messages between a keeper and whoever is connected to its session: a terminal, a viewer, the
// host. Bytes travel in frames of their own beside them. Parsed here, once, at the boundary.
import * as v from 'valibot';
import { programSigns } from './calls.ts';
import { type Parsed, parseWith } from './parsed.ts';
import { screenStateSchema } from './screen-state.ts';

/** Columns, and rows, of the largest screen. */
export const MAXIMUM_SIDE_CELLS = 10_000;
/** Cells of the largest screen: more than any monitor shows, and memory for one is a few megabytes. */
export const MAXIMUM_CELLS = 500_000;

/** Cells: what the agent has, without rows of ours. */
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAXIMUM_SIDE_CELLS));
const size = v.pipe(
  v.object({ columns: side, rows: side }),
  v.check(({ columns, rows }) => columns * rows <= MAXIMUM_CELLS, 'a screen of too many cells'),
);
export type CellSize = v.InferOutput<typeof size>;

/** Offsets count bytes of the agent's output from the session's first. */
const offset = v.pipe(v.number(), v.integer(), v.minValue(0));

const agentKind = v.picklist(['codex', 'claude', 'gemini', 'opencode', 'plain']);

const signal = v.picklist([
  'SIGINT',
  'SIGQUIT',
  'SIGTERM',
  'SIGHUP',
  'SIGKILL',
  'SIGCONT',
  'SIGTSTP',
]);

/**
 * Where a driver of the agent finds its protocol: the agent's kind, and the path of its socket or file.
 * A kind that is not known is passed over.
 */
const driverPlace = v.object({ kind: v.string(), path: v.string() });
export type DriverPlace = v.InferOutput<typeof driverPlace>;

/** The first message on the descriptor that a keeper is started with, and never on its socket. */
export const keeperStartSchema = v.object({
  type: v.literal('start'),
  sessionId: v.string(),
  agent: v.object({ name: v.string(), kind: agentKind }),
  file: v.string(),
  args: v.array(v.string()),
  cwd: v.string(),
  env: v.record(v.string(), v.string()),
  size,
  /** Output kept for who was away a moment, in bytes, and the bound of the log file, in bytes. */
  log: v.object({ memoryBytes: v.number(), fileBytes: v.number() }),
  scrollbackLines: v.number(),
  /** Folder of the sockets; folder of this session's files. Both exist and are ours. */
  runtimeDirectory: v.string(),
  sessionDirectory: v.string(),
  tokens: v.object({ control: v.string(), view: v.string() }),
  /**
   * `structured`: beside its own protocol, where it has one that we know; `hooks`: with hooks alone; absent: as it
   * is. `desk`: a program of ours that has a driver of its own, and a desk for it.
   */
  driver: v.exactOptional(v.picklist(['typing', 'structured', 'hooks', 'desk'])),
});
export type KeeperStart = v.InferOutput<typeof keeperStartSchema>;

const keeperRequestSchema = v.variant('type', [
  /** This connection is a terminal. Answered by `role`, then a snapshot or what was missed. */
  v.object({
    type: v.literal('attach'),
    size,
    /** `take`: hold the session, whoever has it. `if-free`: hold it unless someone does. `never`: only watch. */
    hold: v.picklist(['take', 'if-free', 'never']),
    /** Everything up to here is already on this terminal's screen, which was this session's holder. */
    after: v.exactOptional(offset),
    /** As a viewer: at least so long between two pictures, in ms; absent: as often as the eye follows. */
    pictureEveryMs: v.exactOptional(
      v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000)),
    ),
  }),
  v.object({ type: v.literal('resize'), size }),
  v.object({ type: v.literal('take') }),
  v.object({ type: v.literal('release') }),
  /**
   * The screen's rows as they are now, to put back what was drawn over them: answered by `snapshot`
   * with this id, `viewportBytes` being all of it. One row after the other, each from default to
   * default rendition and as wide as the screen, separated by LF, or by VT where the line goes on.
   */
  v.object({ type: v.literal('rows'), requestId: v.string() }),
  /** This connection wants `facts`. */
  v.object({ type: v.literal('watch') }),
  v.object({ type: v.literal('signal'), signal }),
  /** End the agent: hang up, then kill. */
  v.object({ type: v.literal('end') }),
  v.object({
    type: v.literal('status'),
    requestId: v.string(),
    /** With what was measured since it was last asked for so. */
    measured: v.exactOptional(v.literal('taken')),
  }),
]);
export type KeeperRequest = v.InferOutput<typeof keeperRequestSchema>;

/** Header of a `deliver` frame. Answered by `delivered`. */
export const deliverHeaderSchema = v.object({
  /** Names this write for ever: a second one with it is answered `already-written`. */
  writeId: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  /** Write only if no output and no input of the person has come since; else `stale`. */
  facts: v.object({ outputBytes: offset, inputBytes: offset }),
});
export type DeliverHeader = v.InferOutput<typeof deliverHeaderSchema>;

const sessionInfo = v.object({
  sessionId: v.string(),
  agent: v.object({ name: v.string(), kind: agentKind }),
  argv: v.array(v.string()),
  cwd: v.string(),
  /** Wall clock, in ms since 1970. */
  startedAtMs: v.number(),
  keeperPid: v.number(),
  agentPid: v.number(),
  size,
  /** Connections that are terminals, and whether one of them holds the session. */
  terminals: v.number(),
  held: v.boolean(),
  outputBytes: offset,
  /** Resident memory of the keeper, in bytes; of the agent's own process, where the system tells it. */
  keeperMemoryBytes: v.number(),
  agentMemoryBytes: v.exactOptional(v.number()),
  driver: v.exactOptional(driverPlace),
  /** How long a few keys took from here to the agent's next output, in ms, the shortest first. */
  echoMs: v.exactOptional(v.array(v.number())),
});
export type SessionInfo = v.InferOutput<typeof sessionInfo>;

const facts = v.object({
  type: v.literal('facts'),
  screen: screenStateSchema,
  /** Output that `screen` covers, and output there is. */
  assessedBytes: offset,
  outputBytes: offset,
  torn: v.boolean(),
  midUpdate: v.boolean(),
  bracketedPaste: v.boolean(),
  alternate: v.boolean(),
  inputAtRest: v.boolean(),
  /** Bytes the person has typed so far. */
  inputBytes: offset,
  /** When they last typed, on the machine-wide monotonic clock, in ms. */
  lastInputMs: v.exactOptional(v.number()),
  /** Absent: there is only the agent's terminal. */
  driver: v.exactOptional(driverPlace),
  /** Absent: its program has said nothing beside its screen. */
  signs: v.exactOptional(programSigns),
});
export type SessionFacts = v.InferOutput<typeof facts>;

const keeperEventSchema = v.variant('type', [
  /** What this terminal is, at its attaching and whenever it changes. */
  v.object({
    type: v.literal('role'),
    role: v.picklist(['holder', 'viewer']),
    why: v.picklist(['attached', 'took', 'taken', 'returned', 'released']),
    /** The session's size, which a viewer's picture is cut from. */
    size,
  }),
  /** The session has another size. */
  v.object({ type: v.literal('size'), size }),
  /**
   * `snapshot` frames follow in two parts: `viewportBytes` that draw the screen at once, then those
   * that draw it anew with its scrollback, before any output. `bytes` is how many follow for certain:
   * the second part may still be unwritten. `resumed`: nothing follows but what was missed. `gap`:
   * something of the scrollback is not known any more; `reason` says why.
   */
  v.object({
    type: v.literal('snapshot'),
    requestId: v.exactOptional(v.string()),
    basis: v.picklist(['resumed', 'fresh', 'gap']),
    reason: v.exactOptional(v.string()),
    at: offset,
    /** Of what answers `rows`: the row of the screen that the cursor is in, counted from 0. */
    cursorRow: v.exactOptional(v.number()),
    size,
    viewportBytes: v.number(),
    bytes: v.number(),
  }),
  facts,
  v.object({
    type: v.literal('delivered'),
    writeId: v.string(),
    result: v.picklist(['written', 'already-written', 'stale', 'ended']),
  }),
  v.object({ type: v.literal('status'), requestId: v.string(), session: sessionInfo }),
  /** The agent has stopped itself (Ctrl-Z); a holder's shell takes over until `signal` SIGCONT. */
  v.object({ type: v.literal('stopped') }),
  v.object({
    type: v.literal('exited'),
    exitCode: v.number(),
    /** Number of the signal that ended it; 0: none. */
    signal: v.number(),
    /** The command that opens its conversation again, where the agent itself does not tell it. */
    again: v.exactOptional(v.string()),
  }),
  v.object({ type: v.literal('problem'), code: v.string(), message: v.string() }),
]);
export type KeeperEvent = v.InferOutput<typeof keeperEventSchema>;

/** Parses what enters a keeper. Never throws. */
export function parseKeeperRequest(value: unknown): Parsed<KeeperRequest> {
  return parseWith(keeperRequestSchema, value);
}

/** Parses what a keeper says. Never throws. */
export function parseKeeperEvent(value: unknown): Parsed<KeeperEvent> {
  return parseWith(keeperEventSchema, value);
}
