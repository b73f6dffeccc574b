// A short recorded session as the text of a file: a control that is recorded, an agent with one composer behind
// it, a HUD, and a screen that shows what is typed. Time is what the caller says.
import { RecordedControl } from '@codex-voice/control';
import type { DeliverHeader, SessionFacts } from '@codex-voice/protocol';
import { CastWriter, SESSION_FORMAT } from '@codex-voice/recording';

/** A step of a session: what is said to it, or time that passes, in ms. */
export type SessionStep = { readonly say: string } | { readonly passMs: number };

const STEP_MS = 50;
const START_MS = 5_000;
const WALL_MS = 1_700_000_000_000;

export async function recordedSession(steps: readonly SessionStep[]): Promise<string> {
  const session = new RecordedSession();
  for (const step of steps) await session.take(step);
  return session.text;
}

class RecordedSession {
  #nowMs = START_MS;
  #timers: { readonly dueMs: number; readonly call: () => void }[] = [];
  #composer = '';
  #outputBytes = 1;
  #prompts = 0;
  readonly #writer = new CastWriter();
  readonly #lines: string[] = [
    this.#writer.header({
      size: { columns: 60, rows: 6 },
      startedWallS: WALL_MS / 1_000,
      title: 'codex-voice example',
      session: {
        ...{ format: SESSION_FORMAT, version: '0.1.0', agent: 'example', session: 'example-1' },
        redacted: true,
      },
    }),
  ];
  readonly #control = new RecordedControl(
    {
      sessionId: 'example-1',
      clock: {
        nowMs: () => this.#nowMs,
        wallMs: () => WALL_MS + this.#nowMs - START_MS,
        after: (delayMs, call) => {
          const timer = { dueMs: this.#nowMs + delayMs, call };
          this.#timers.push(timer);
          return () => {
            this.#timers = this.#timers.filter((other) => other !== timer);
          };
        },
      },
      hub: { join: () => NO_VOICE },
      store: {
        load: () => undefined,
        save: () => ({ kind: 'kept' }),
        close: () => undefined,
      },
    },
    ({ code, data }) => this.#write(code, JSON.stringify(data)),
  );

  constructor() {
    this.#control.connected({
      deliver: (header, bytes) => this.#deliver(header, new TextDecoder().decode(bytes)),
      request: () => undefined,
    });
    this.#control.openHud({ send: () => undefined }, { intent: 'send', mode: 'tap' });
    this.#look();
  }

  get text(): string {
    return this.#lines.join('');
  }

  async take(step: SessionStep): Promise<void> {
    if ('say' in step) {
      this.#prompts += 1;
      this.#write('m', `said ${this.#prompts}`);
      const promptId = `p${this.#prompts}`;
      this.#control.say({ promptId, text: step.say, intent: 'send' });
    } else
      for (let passed = 0; passed < step.passMs; passed += STEP_MS) {
        this.#pass(STEP_MS);
        this.#look();
        await new Promise((resolve) => setImmediate(resolve));
      }
  }

  #pass(ms: number): void {
    this.#nowMs += ms;
    const due = this.#timers.filter(({ dueMs }) => dueMs <= this.#nowMs);
    this.#timers = this.#timers.filter((timer) => !due.includes(timer));
    for (const { call } of due) call();
  }

  #deliver({ writeId }: DeliverHeader, text: string): void {
    if (text === '\r') {
      this.#write('o', `\r\n${this.#composer} is done\r\n> `);
      this.#composer = '';
    } else {
      const typed = text.replaceAll(/\u001b\[20[01]~/gu, '');
      this.#composer += typed;
      this.#write('o', typed);
    }
    this.#outputBytes += 1;
    this.#control.keeperConnection.event({ type: 'delivered', writeId, result: 'written' });
    this.#look();
  }

  #look(): void {
    const text = this.#composer;
    const facts: SessionFacts = {
      type: 'facts',
      screen: { kind: 'composer', text, cursorOffset: text.length },
      assessedBytes: this.#outputBytes,
      outputBytes: this.#outputBytes,
      torn: false,
      midUpdate: false,
      bracketedPaste: true,
      alternate: false,
      inputAtRest: true,
      inputBytes: 0,
    };
    this.#control.keeperConnection.event(facts);
  }

  #write(code: string, data: string): void {
    this.#lines.push(this.#writer.event({ atMs: this.#nowMs - START_MS, code, data }));
  }
}

const nothing = (): void => undefined;
const NO_VOICE = {
  isPlayedOut: false,
  open: nothing,
  stop: nothing,
  outcome: nothing,
  tell: nothing,
  expect: nothing,
  setPresence: nothing,
  leave: nothing,
};
