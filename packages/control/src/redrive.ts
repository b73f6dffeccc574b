// Drives a session's control anew from a recording, as fast as it computes: a fresh control is told every input
// at its recorded time, and what comes of it is held against what came of it then.
import type { SessionDriver } from '@codex-voice/drivers';
import type { AskedRequest, HostRequest, TalkbackRequest } from '@codex-voice/protocol';
import type { ApprovalStore } from './approval-store.ts';
import type { Clock } from './clock.ts';
import { memoryOf, queueLine } from './queue-record.ts';
import type { ControlMemory } from './queue-store.ts';
import { RecordedControl } from './recorded-control.ts';
import { RedriveClock } from './redrive-clock.ts';
import { RedriveDrivers } from './redrive-driver.ts';
import type { RedriveInput } from './redrive-entries.ts';
import { RedrivePorts } from './redrive-ports.ts';
import { type InputOf, RedriveQueue } from './redrive-queue.ts';
import type { ControlMeter, HudSeat } from './session-control-parts.ts';
import type { AskedQuestion } from './session-questions.ts';
import type { TapEntry } from './session-tap.ts';

/** A control's life in a recording: what it was built from, then its inputs in order. */
export interface RecordedLife {
  readonly begin: InputOf<'c'>;
  readonly inputs: readonly Exclude<RedriveInput, { code: 'c' }>[];
}

export interface RedrivenLife {
  readonly outputs: readonly TapEntry[];
  /** Timers of the recording that nobody set this time, and questions to the agent that it has no answer to. */
  readonly unknown: { readonly timers: number; readonly questions: number };
  /** The control threw this; undefined: it did not. */
  readonly failed: { readonly atMs: number; readonly message: string } | undefined;
}

/** Makes what measures a control that is driven anew, by the time of its recording. */
export type MeterOf = (life: {
  readonly sessionId: string;
  readonly clock: Pick<Clock, 'nowMs' | 'wallMs'>;
}) => ControlMeter;

/** Drives one life anew. Resolves when every input was told. */
export async function redriveLife(life: RecordedLife, meterOf?: MeterOf): Promise<RedrivenLife> {
  return await new Redrive(life, meterOf).run();
}

class Redrive {
  readonly #queue: RedriveQueue;
  readonly #clock: RedriveClock;
  readonly #ports: RedrivePorts;
  readonly #drivers: RedriveDrivers;
  readonly #control: RecordedControl;
  readonly #outputs: TapEntry[] = [];
  readonly #huds = new Map<number, HudSeat>();
  readonly #questions = new Map<number, AskedQuestion>();
  /** Inputs that are being told; the control is built in the first. */
  #telling = 1;
  #unknownTimers = 0;

  constructor({ begin, inputs }: RecordedLife, meterOf: MeterOf | undefined) {
    this.#queue = new RedriveQueue(inputs);
    const tell = (input: RedriveInput): void => this.#tell(input);
    this.#ports = new RedrivePorts({ queue: this.#queue, tell });
    this.#drivers = new RedriveDrivers({ queue: this.#queue, inputs, tell });
    const isTimer = (input: RedriveInput): input is InputOf<'t'> => input.code === 't';
    this.#clock = new RedriveClock(begin, {
      timers: inputs.filter(isTimer),
      onLook: () => this.#looked(),
    });
    const ports = this.#ports;
    this.#control = new RecordedControl(
      {
        sessionId: begin.sessionId,
        clock: this.#clock,
        hub: ports.hub,
        store: ports.store(memoryIn(begin)),
        // As a session's own file has them.
        approvals: ports.approvals(begin.asked as unknown as ReturnType<ApprovalStore['load']>),
        head: begin.head ? ports.head : undefined,
        openProjectNames: begin.names ? ports.openProjectNames : undefined,
        meter: meterOf?.({ sessionId: begin.sessionId, clock: this.#clock }),
      },
      (entry) => {
        if (entry.code === 'w' || entry.code === 'd') this.#outputs.push(entry);
      },
    );
    this.#telling = 0;
  }

  async run(): Promise<RedrivenLife> {
    try {
      for (;;) {
        const { nextMs } = this.#queue;
        if (nextMs === undefined) break;
        if (this.#overdue(nextMs) === 'none') {
          const input = this.#queue.take();
          if (input !== undefined) this.#tell(input);
        }
        // As much of what was promised comes about as had when the next input came, to the turn.
        const { along } = this.#queue;
        if (along === undefined) await promisesKept();
        else for (let turn = 0; turn < along; turn += 1) await undefined;
      }
      return this.#done(undefined);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return this.#done({ atMs: this.#clock.nowMs(), message });
    } finally {
      this.#control.dispose();
    }
  }

  #overdue(atMs: number): 'ran' | 'none' {
    this.#telling += 1;
    try {
      return this.#clock.runOverdue(atMs);
    } finally {
      this.#telling -= 1;
    }
  }

  #done(failed: RedrivenLife['failed']): RedrivenLife {
    const unknown = { timers: this.#unknownTimers, questions: this.#drivers.unanswered };
    return { outputs: [...this.#outputs], unknown, failed };
  }

  /** An answer that was there at once is looked at: it is that late. */
  #looked(): void {
    if (this.#telling > 0) return;
    const atMs = this.#drivers.takeSoon();
    if (atMs !== undefined) this.#clock.be(atMs, undefined);
  }

  #tell(input: RedriveInput): void {
    this.#telling += 1;
    try {
      this.#told(input);
    } finally {
      this.#telling -= 1;
    }
  }

  #told(input: RedriveInput): void {
    this.#clock.be(input.at, 'wall' in input ? input.wall : undefined);
    switch (input.code) {
      case 'c':
        return;
      case 'k':
        this.#keeper(input);
        return;
      case 'v':
        this.#ports.voice(input);
        return;
      case 'q':
        this.#request(input);
        return;
      case 'a':
        if (input.is === 'driver') this.#control.setDriver(this.#driver(input));
        else this.#drivers.event(input);
        return;
      case 'p':
        this.#ports.port(input);
        return;
      case 't':
        if (this.#clock.run(input) === 'unknown') this.#unknownTimers += 1;
    }
  }

  #keeper(input: InputOf<'k'>): void {
    if (input.is === 'event') this.#control.keeperConnection.event(input.event);
    else if (input.is === 'connected') this.#control.connected(this.#ports.keeper);
    else this.#control.disconnected();
  }

  #driver({ driver, look }: Extract<InputOf<'a'>, { is: 'driver' }>): SessionDriver | undefined {
    return driver === undefined || look === undefined
      ? undefined
      : this.#drivers.driver(driver, look);
  }

  #request(input: InputOf<'q'>): void {
    const control = this.#control;
    switch (input.is) {
      case 'open': {
        const { microphone } = input;
        const hud = { microphone, send: this.#ports.hudSend };
        this.#huds.set(input.hud, control.openHud(hud, input.settings));
        return;
      }
      case 'request':
        this.#huds.get(input.hud)?.request(input.request);
        return;
      case 'close':
        this.#huds.get(input.hud)?.close();
        return;
      case 'say':
        control.say(input.said);
        return;
      case 'asked':
        if (isAsked(input.request)) void control.approval(input.request);
        return;
      case 'ask':
        if (isTalkback(input.request))
          this.#questions.set(input.number, control.askFor(input.request));
        return;
      case 'withdraw':
        this.#questions.get(input.number)?.withdraw();
        return;
      case 'notice':
        control.notice(input.notice);
        return;
      case 'dispose':
        control.dispose();
    }
  }
}

function isAsked(request: HostRequest): request is AskedRequest {
  return ['approval', 'reply', 'approvals'].includes(request.type);
}

function isTalkback(request: HostRequest): request is TalkbackRequest {
  return ['speak', 'question', 'waiting'].includes(request.type);
}

/** Held against the form of the queue's own file. */
function memoryIn({ memory }: InputOf<'c'>): ControlMemory | undefined {
  if (memory === undefined) return undefined;
  const known = { ids: new Set<string>(), settings: undefined };
  // As a queue's memory would be written, and read again with all its checks.
  return memoryOf(queueLine(memory as ControlMemory, known));
}

/** All that was promised comes about. */
function promisesKept(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
