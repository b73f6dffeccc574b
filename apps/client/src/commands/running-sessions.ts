// What runs: as the host knows it and, where it does not run or does not know one yet, as the keepers
// themselves tell. Starts nothing and changes nothing.
import type {
  KeeperConnection,
  KeeperPeer,
  SessionFacts,
  SessionInfo,
  SessionRow,
} from '@codex-voice/protocol';
import type { SessionRecord } from './session-record.ts';

/**
 * A keeper answers in a few ms; one that does not let us in within this, in ms, or then answers nothing
 * for as long, is told as lost. Others are asked meanwhile.
 */
export const ANSWER_PATIENCE_MS = 1_000;
/** Its screen may be read a moment later than it answers; after this, in ms, the state is unknown. */
const SCREEN_PATIENCE_MS = 300;

/** A session; what is undefined could not be asked. */
export interface RunningSession {
  readonly sessionId: string;
  readonly state: SessionRow['state'];
  readonly agent: string | undefined;
  readonly cwd: string | undefined;
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  /** Wall clock, in ms since 1970. */
  readonly startedAtMs: number | undefined;
  readonly terminals: number | undefined;
  readonly held: boolean | undefined;
  /** Prompts that wait; only a host knows. */
  readonly queued: number | undefined;
  /** How prompts reach the agent; only a host knows. */
  readonly rung: SessionRow['rung'];
  /** Its program wants somebody; only a host knows. */
  readonly call?: SessionRow['call'];
  readonly keeperMemoryBytes: number | undefined;
  readonly agentMemoryBytes: number | undefined;
}

/** A connection to a keeper, or why there is none. */
export type KeeperAnswer =
  | { readonly kind: 'connected'; readonly peer: KeeperPeer & { close(): void } }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

export interface KeeperListening {
  readonly sessionId: string;
  readonly capability: 'control' | 'view';
  readonly connection: KeeperConnection;
  readonly onClosed: (why: string) => void;
  /** Time for it to let us in, in ms; absent: as long as a busy machine may take. */
  readonly patienceMs?: number;
}

export interface SessionSources {
  /** Names of the keepers that have a socket. */
  readonly keepers: () => readonly string[];
  readonly connect: (listening: KeeperListening) => Promise<KeeperAnswer>;
  /** As the host has it; undefined where no host answers. */
  readonly hostRows: () => Promise<readonly SessionRow[] | undefined>;
  /** What its keeper wrote down about a session. */
  readonly record: (sessionId: string) => SessionRecord | undefined;
}

/** All sessions, the oldest first. */
export async function runningSessions(sources: SessionSources): Promise<RunningSession[]> {
  const rows = (await sources.hostRows()) ?? [];
  const unknown = sources
    .keepers()
    .filter((sessionId) => rows.every((row) => row.sessionId !== sessionId));
  const asked = await Promise.all(
    unknown.map(async (sessionId) => {
      const answer = await askKeeper(sources, sessionId);
      if (answer === 'gone') return [];
      const record = answer.session === undefined ? sources.record(sessionId) : undefined;
      return [sessionOf(sessionId, { ...answer, record })];
    }),
  );
  return [...rows.map(sessionOfRow), ...asked.flat()].toSorted(byAge);
}

function byAge(one: RunningSession, other: RunningSession): number {
  const difference = (one.startedAtMs ?? Infinity) - (other.startedAtMs ?? Infinity);
  // Two of unknown age have no difference that is a number.
  if (difference !== 0 && !Number.isNaN(difference)) return difference;
  return one.sessionId < other.sessionId ? -1 : 1;
}

/** What a keeper told within our patience. */
interface KeeperTold {
  readonly session?: SessionInfo;
  readonly facts?: SessionFacts;
}

/** Asks one keeper what it is and what its screen shows. `gone`: nothing listens there any more. */
export async function askKeeper(
  sources: Pick<SessionSources, 'connect'>,
  sessionId: string,
): Promise<KeeperTold | 'gone'> {
  const told: { session?: SessionInfo; facts?: SessionFacts } = {};
  const both = gate();
  const first = gate();
  const connection: KeeperConnection = {
    event: (event) => {
      if (event.type === 'status') told.session = event.session;
      else if (event.type === 'facts') told.facts = event;
      else return;
      if (told.session === undefined) return;
      first.open();
      // Facts come at once, and again when the screen has been read.
      const { facts } = told;
      if (facts !== undefined && facts.assessedBytes === facts.outputBytes) both.open();
    },
    output: () => undefined,
    snapshot: () => undefined,
    picture: () => undefined,
  };
  const onClosed = (): void => {
    first.open();
    both.open();
  };
  const answer = await sources.connect({
    sessionId,
    capability: 'view',
    connection,
    onClosed,
    patienceMs: ANSWER_PATIENCE_MS,
  });
  if (answer.kind === 'refused') return answer.code === 'absent' ? 'gone' : {};
  answer.peer.request({ type: 'watch' });
  answer.peer.request({ type: 'status', requestId: 'status' });
  await first.within(ANSWER_PATIENCE_MS);
  if (told.session !== undefined) await both.within(SCREEN_PATIENCE_MS);
  answer.peer.close();
  return told;
}

/** Something that happens once, waited for no longer than a bound. */
function gate(): { open(): void; within(ms: number): Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    open: () => open(),
    within: async (ms) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms);
      });
      await Promise.race([opened, late]);
      clearTimeout(timer);
    },
  };
}

function sessionOfRow(row: SessionRow): RunningSession {
  const known = {
    ...row,
    rung: row.rung ?? 'plain',
    call: row.call,
    agentMemoryBytes: row.agentMemoryBytes,
  };
  if (row.state !== 'lost') return known;
  // Only its keeper knows, and it does not answer.
  return {
    ...known,
    columns: undefined,
    rows: undefined,
    terminals: undefined,
    held: undefined,
    keeperMemoryBytes: undefined,
    agentMemoryBytes: undefined,
  };
}

interface KeeperKnown extends KeeperTold {
  /** Where it told nothing. */
  readonly record: SessionRecord | undefined;
}

function sessionOf(sessionId: string, { session, facts, record }: KeeperKnown): RunningSession {
  return {
    sessionId,
    state: session === undefined ? 'lost' : stateOf(facts),
    agent: session?.agent.name ?? record?.agent.name,
    cwd: session?.cwd ?? record?.cwd,
    columns: session?.size.columns,
    rows: session?.size.rows,
    startedAtMs: session?.startedAtMs ?? record?.startedAtMs,
    terminals: session?.terminals,
    held: session?.held,
    queued: undefined,
    rung: undefined,
    keeperMemoryBytes: session?.keeperMemoryBytes,
    agentMemoryBytes: session?.agentMemoryBytes,
  };
}

function stateOf(facts: SessionFacts | undefined): RunningSession['state'] {
  switch (facts?.screen.kind) {
    case 'composer':
      return 'idle';
    case 'busy':
      return 'busy';
    case 'dialog':
      return 'dialog';
    case 'unknown':
    case undefined:
      return 'unknown';
  }
}
