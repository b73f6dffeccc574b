// What the debug panel shows: how the session stands, what its processes cost, how long each step took in
// the last hour, what went wrong, and what was measured last. It looks only while the panel is open.
import type { HelpSection } from '@codex-voice/overlay';
import type { HostEvent, HostRequest, HostStatus } from '@codex-voice/protocol';
import { HostQuestions } from '../commands/host-questions.ts';
import { monotonicMs } from '../monotonic.ts';
import { ourPlaces, sessionsDirectory } from '../places.ts';
import type { ProcessLook } from './process-look.ts';

const LOOK_MS = 1_000;
const HOUR_MS = 3_600_000;
/** The records are read again after so many looks: a file of a MiB takes 10 ms. */
const LOOKS_A_READ = 5;
const LATEST_RECORDS = 8;
const LATEST_TROUBLES = 5;
const KIB_PER_MIB = 1_024;

export interface DebugParts {
  readonly sessionId: string | undefined;
  readonly request: (request: HostRequest) => 'sent' | 'away';
  /** How the session stands and what is under way, a line each. */
  readonly standing: () => {
    readonly now: HelpSection['rows'];
    readonly jobs: HelpSection['rows'];
  };
  readonly changed: () => void;
}

export class DebugFacts {
  readonly #parts: DebugParts;
  readonly #questions: HostQuestions;
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;
  #status: HostStatus | undefined;
  #processes: HelpSection['rows'] = [];
  #measured: readonly HelpSection[] = [];
  #before: { readonly atMs: number; readonly ran: ReadonlyMap<number, number> } | undefined;

  constructor(parts: DebugParts) {
    this.#parts = parts;
    this.#questions = new HostQuestions((request) => parts.request(request));
  }

  get sections(): readonly HelpSection[] {
    const { now, jobs } = this.#parts.standing();
    return [
      { title: 'Now', rows: now },
      ...(jobs.length === 0 ? [] : [{ title: 'Under way', rows: jobs }]),
      { title: 'Processes', rows: this.#processes },
      ...this.#measured,
    ];
  }

  /** Whether it is an answer to what was asked here. */
  accept(event: HostEvent): boolean {
    return this.#questions.accept(event);
  }

  open(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
    void this.#look();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#before = undefined;
    this.#looks = 0;
  }

  dispose(): void {
    this.close();
    this.#questions.closed();
  }

  async #look(): Promise<void> {
    const isFirst = this.#looks % LOOKS_A_READ === 0;
    this.#looks += 1;
    const { lookAt } = await import('./process-look.ts');
    if (isFirst) await this.#read();
    this.#processes = this.#costs(await this.#pids(), lookAt);
    if (this.#timer !== undefined) this.#parts.changed();
  }

  async #pids(): Promise<readonly (readonly [string, number])[]> {
    const { sessionId } = this.#parts;
    const reply = await this.#questions.ask((requestId) => ({ type: 'status', requestId }));
    this.#status = reply.kind === 'status' ? reply.status : undefined;
    const { readSessionRecord } = await import('../commands/session-record.ts');
    const record =
      sessionId === undefined ? undefined : readSessionRecord(sessionsDirectory(), sessionId);
    return [
      ['terminal', process.pid],
      ...(record === undefined
        ? []
        : ([
            ...(record.agentPid === undefined ? [] : [['agent', record.agentPid] as const]),
            ['keeper', record.keeperPid],
          ] as const)),
      ...(this.#status === undefined ? [] : [['host', this.#status.pid] as const]),
      ...(this.#status?.voicePids ?? []).map((pid) => ['voice', pid] as const),
    ];
  }

  #costs(
    pids: readonly (readonly [string, number])[],
    lookAt: (pid: number) => ProcessLook | undefined,
  ): HelpSection['rows'] {
    const before = this.#before;
    const looks = pids.map(([name, pid]) => ({ name, pid, look: lookAt(pid) }));
    const ran = new Map(looks.flatMap(({ pid, look }) => (look ? [[pid, look.ranMs]] : [])));
    const atMs = monotonicMs();
    this.#before = { atMs, ran };
    return looks.map(({ name, pid, look }) => {
      if (look === undefined) return { what: name, does: `${pid}: nothing is told of it here` };
      const earlier = before?.ran.get(pid);
      const percent =
        before === undefined || earlier === undefined
          ? ''
          : ` · ${(((look.ranMs - earlier) / (atMs - before.atMs)) * 100).toFixed(1)} % of a core`;
      return {
        what: name,
        does: `${pid} · ${(look.residentKib / KIB_PER_MIB).toFixed(0)} MiB${percent}`,
      };
    });
  }

  async #read(): Promise<void> {
    const { readMetrics, summarise } = await import('@codex-voice/metrics');
    const { stepRows, happenedRows, latestRows, tailOf, troubleRows } = await import(
      './measured-rows.ts'
    );
    const toMs = Date.now();
    const fromMs = toMs - HOUR_MS;
    try {
      const { records } = readMetrics(ourPlaces().metricsDirectory, fromMs);
      const summary = summarise(records, { fromMs, toMs, parts: 1 });
      this.#measured = [
        { title: 'Went wrong last', rows: troubleRows(records, LATEST_TROUBLES) },
        { title: 'In the last hour: median / 95th percentile, times', rows: stepRows(summary) },
        { title: 'What happened', rows: happenedRows(summary) },
        { title: 'Measured last', rows: latestRows(tailOf(records, LATEST_RECORDS)) },
      ].filter(({ rows }) => rows.length > 0);
    } catch (error) {
      const does = error instanceof Error ? error.message : String(error);
      this.#measured = [{ title: 'What was measured', rows: [{ what: 'not readable', does }] }];
    }
  }
}
