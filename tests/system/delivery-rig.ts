// A real agent in a terminal, its screen watched and prompts delivered into it, wired as the client
// wires them but without HUD and microphone. The suites see every byte that went in.
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentKind } from '@codex-voice/agents';
import {
  Delivery,
  type DeliveryChange,
  type DeliveryOutput,
  type DeliveryWrite,
  type Observation,
  type PromptIntent,
  type ScreenShadow,
  type ScreenState,
} from '@codex-voice/session';
import { createShadowInThread } from '@codex-voice/shadow';
import { TerminalProgram } from '@codex-voice/testing';

/** How often facts are given to the delivery while nothing happens, in ms. */
const PUMP_EVERY_MS = 20;

/** Longest wait for anything in these suites, in ms: a heavily loaded machine, not a measure. */
export const PATIENCE_MS = 30_000;

/** One write of ours, with what was known of the screen when it was made. */
export interface LoggedWrite {
  readonly write: DeliveryWrite;
  readonly screen: ScreenState;
}

export interface DeliveryRigOptions {
  readonly kind: AgentKind;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Dispose it: the agent is ended. */
export class DeliveryRig {
  readonly program: TerminalProgram;
  readonly delivery = new Delivery();
  readonly writes: LoggedWrite[] = [];
  readonly changes: DeliveryChange[] = [];
  readonly #shadow: ScreenShadow;
  readonly #pump: NodeJS.Timeout;
  #facts: Omit<Observation, 'nowMs' | 'shadowCaughtUp'> = {
    screen: { kind: 'unknown' },
    bracketedPaste: false,
    inputAtRest: true,
  };
  #coveredBytes = 0;

  constructor(options: DeliveryRigOptions) {
    const size = { columns: 90, rows: 26 };
    this.#shadow = createShadowInThread(
      { ...size, kind: options.kind },
      {
        assessed: ({ screen, bracketedPaste, consumedBytes }) => {
          this.#coveredBytes = consumedBytes;
          this.#learn({ screen, bracketedPaste });
        },
        // The terminal program answers for itself, and nobody looks on.
        reply: () => undefined,
        picture: () => undefined,
      },
    );
    this.program = new TerminalProgram({
      ...options,
      ...size,
      env: { PATH: process.env.PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...options.env },
      onOutput: (chunk) => {
        this.#shadow.feed(chunk);
        this.#learn({});
      },
    });
    this.#pump = setInterval(() => this.#learn({}), PUMP_EVERY_MS);
  }

  /** What the shadow screen shows just now. */
  get screen(): ScreenState {
    return this.#facts.screen;
  }

  /** The last known state of a prompt, such as `composed` or `waiting: dialog`. */
  stateOf(id: string): string {
    const last = this.changes.findLast((change) => change.id === id);
    if (last === undefined) return 'unheard of';
    return last.state === 'waiting' ? `waiting: ${last.why}` : last.state;
  }

  say(id: string, text: string, intent: PromptIntent): void {
    const enqueuedMs = performance.now();
    this.#carryOut(this.delivery.enqueue({ id, text, intent, origin: 'say', enqueuedMs }));
  }

  send(): void {
    this.#carryOut(this.delivery.send(performance.now()));
  }

  scratch(): void {
    this.#carryOut(this.delivery.scratch(performance.now()));
  }

  /** Keys of the person; `inputAtRest` as the client's key decoder would tell after them. */
  person(keys: string, after: { readonly inputAtRest: boolean } = { inputAtRest: true }): void {
    this.program.send(keys);
    this.#learn({ lastInputMs: performance.now(), ...after });
  }

  async until(what: string, holds: () => boolean): Promise<void> {
    const deadlineMs = performance.now() + PATIENCE_MS;
    while (!holds()) {
      if (performance.now() > deadlineMs) {
        const states = this.changes.map((change) => JSON.stringify(change)).join('\n');
        const screen = this.program.terminal.screenText();
        throw new Error(
          `not reached: ${what}\n${states}\n${JSON.stringify(this.screen)}\n${screen}`,
        );
      }
      await sleep(PUMP_EVERY_MS);
    }
  }

  async untilState(id: string, state: string): Promise<void> {
    await this.until(`${id} ${state}`, () => this.stateOf(id) === state);
  }

  async untilScreen(kind: ScreenState['kind']): Promise<void> {
    await this.until(`screen ${kind}`, () => this.screen.kind === kind);
  }

  /** Waits for a while in which nothing may happen. */
  async while(durationMs: number): Promise<void> {
    await sleep(durationMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#pump);
    await this.program.stop();
    await this.#shadow.dispose();
  }

  #learn(news: Partial<Observation>): void {
    this.#facts = { ...this.#facts, ...news };
    const shadowCaughtUp = this.#coveredBytes === this.#shadow.fedBytes;
    this.#carryOut(
      this.delivery.observe({ ...this.#facts, shadowCaughtUp, nowMs: performance.now() }),
    );
  }

  #carryOut(output: DeliveryOutput): void {
    this.changes.push(...output.changes);
    for (const write of output.writes) {
      this.writes.push({ write, screen: this.#facts.screen });
      this.program.send(write.bytes);
      const answer = {
        writeId: write.writeId,
        result: 'written',
        nowMs: performance.now(),
      } as const;
      this.#carryOut(this.delivery.answered(answer));
    }
  }
}
