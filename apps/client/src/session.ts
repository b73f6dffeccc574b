// One session in this terminal: makes the agent's PTY, the filter, our rows, keys, voice and delivery,
// and says who hears whom. Each part decides for itself; what is decided here is only the wiring.
import { setTimeout as sleep } from 'node:timers/promises';
import { type InputEvent, InputFilter, PassthroughFilter, ReplyLedger } from '@codex-voice/ansi';
import {
  type EndSignal,
  exitStatus,
  followStops,
  type PtyProcess,
  type RawTerminal,
  type StopFollower,
  spawnPty,
  type TerminalSize,
  takeTerminal,
  terminalSize,
  withoutInheriting,
} from '@codex-voice/pty';
import type { AgentChoice } from './agent-choice.ts';
import { HudState } from './hud-state.ts';
import { HudView } from './hud-view.ts';
import { type Action, isAction, keyBindings } from './key-actions.ts';
import { monotonicMs } from './monotonic.ts';
import type { SessionOptions } from './session-options.ts';
import { SessionScreen } from './session-screen.ts';
import { SessionShadow } from './session-shadow.ts';
import { SessionVoice, type SessionVoiceSetup } from './session-voice.ts';
import { EXIT_FAILURE, UserError } from './user-error.ts';
import { VOICE_STDIO } from './voice-link.ts';

/** After our terminal is gone, the agent gets this long to end by itself, in ms. */
const HANGUP_GRACE_MS = 2_000;

/** An agent that shows nothing for this long, in ms, is no longer waited for before we go on loading. */
const START_PATIENCE_MS = 100;

export interface SessionParts {
  readonly agent: AgentChoice;
  readonly options: SessionOptions;
  /** Absent with --no-voice. */
  readonly voice: SessionVoiceSetup | undefined;
}

/** Runs the agent in this terminal to its end. Resolves with its exit status. Throws `UserError`. */
export async function runSession(parts: SessionParts): Promise<number> {
  const bindings = keyBindings(parts.options.keys);
  for (const stream of ['stdin', 'stdout'] as const) {
    if (process[stream].isTTY !== true) throw notATerminal(stream);
  }
  const view = new HudView(parts.options, terminalSize(process.stdout));
  const ledger = new ReplyLedger();
  const filter = new PassthroughFilter({ ...view.geometry, ledger });
  // First of all: the agent boots while the rest is put together.
  const pty = startAgent(parts.agent, filter);
  const taken = takeTerminal({
    stdin: process.stdin,
    stdout: process.stdout,
    restoreBytes: () => filter.finish(),
  });
  if (taken.kind === 'not-a-terminal') throw notATerminal(taken.stream);
  const { terminal } = taken;
  try {
    const input = new InputFilter({ bindings, geometry: view.geometry, ledger });
    const session = new Session({ ...parts, terminal, view, filter, input, pty });
    return await session.run();
  } finally {
    terminal.restore();
  }
}

function notATerminal(stream: 'stdin' | 'stdout'): UserError {
  const name = stream === 'stdin' ? 'input' : 'output';
  return new UserError(
    `standard ${name} is no terminal: start it in one, or use codex-voice transcribe for recordings`,
    EXIT_FAILURE,
  );
}

function startAgent(agent: AgentChoice, filter: PassthroughFilter): PtyProcess {
  const spawned = spawnPty({
    file: agent.file,
    args: agent.args,
    cwd: process.cwd(),
    env: process.env,
    ...filter.childSize,
  });
  if (spawned.kind === 'failed') throw new UserError(spawned.message, spawned.status);
  return spawned.pty;
}

interface RunningParts extends SessionParts {
  readonly terminal: RawTerminal;
  readonly view: HudView;
  readonly filter: PassthroughFilter;
  readonly input: InputFilter;
  readonly pty: PtyProcess;
}

class Session {
  readonly #parts: RunningParts;
  readonly #screen: SessionScreen;
  readonly #hud: HudState;
  readonly #shadow = new SessionShadow();
  readonly #stops: StopFollower;
  #voice: SessionVoice | undefined;
  /** The talk key was pressed before there was a voice to open. */
  #talksFirst = false;
  #noteFirstOutput: () => void = () => undefined;
  readonly #firstOutput = new Promise<void>((resolve) => {
    this.#noteFirstOutput = resolve;
  });
  #inputTimer: NodeJS.Timeout | undefined;
  #hudTimer: NodeJS.Timeout | undefined;
  #ended = false;
  #wasAskedToEnd = false;

  constructor(parts: RunningParts) {
    this.#parts = parts;
    const { agent, options, terminal, view, filter, pty } = parts;
    this.#hud = new HudState({
      agentName: agent.name,
      rung: 'plain',
      keys: options.keys,
      voice: parts.voice === undefined ? 'off' : 'on',
      mode: options.mode,
    });
    this.#screen = new SessionScreen({
      filter,
      output: terminal.output,
      render: () => view.render(this.#hud.model(monotonicMs())),
      onFlow: (flow) => (flow === 'hold' ? pty.pause() : pty.resume()),
    });
    this.#stops = followStops(pty, terminal);
  }

  async run(): Promise<number> {
    const { terminal, pty } = this.#parts;
    this.#screen.start();
    pty.onData((chunk) => this.#agentOutput(chunk));
    pty.onDrain(() => terminal.resumeInput());
    terminal.onInput((bytes) => this.#personInput(bytes));
    terminal.onInputEnd(() => this.#hangUp());
    terminal.onResize((size) => this.#resize(size));
    terminal.onContinue(() => this.#returned(terminal.size()));
    terminal.forwardSignals((signal) => this.#signal(signal));
    this.#changed();
    await Promise.race([this.#firstOutput, sleep(START_PATIENCE_MS, undefined, { ref: false })]);
    // An agent that has ended already needs no watching.
    await Promise.race([this.#watch(), pty.exited]);
    const exit = await pty.exited;
    await this.#end();
    return exitStatus(exit);
  }

  /** Watches the agent's screen, and listens: after its first words, so that they need not wait. */
  async #watch(): Promise<void> {
    const { agent, filter } = this.#parts;
    if (!this.#isWatched) return;
    const loaded = await this.#shadow.load({
      kind: agent.kind,
      ...filter.childSize,
      onAssessment: (assessment) => {
        this.#hud.screen(assessment.screen);
        this.#voice?.assessed(assessment);
        this.#changed();
      },
    });
    if (loaded === 'disposed' || this.#ended) return;
    this.#voice = this.#startVoice();
    if (this.#talksFirst) this.#voice?.toggle();
  }

  /** With neither voice nor rows of ours nothing is watched. */
  get #isWatched(): boolean {
    return this.#parts.voice !== undefined || this.#parts.options.hud !== 'off';
  }

  #startVoice(): SessionVoice | undefined {
    const { voice, pty, filter, input } = this.#parts;
    const shadow = this.#shadow;
    if (voice === undefined) return undefined;
    return new SessionVoice({
      ...voice,
      hud: this.#hud,
      stdio: withoutInheriting(pty.masterFd, VOICE_STDIO),
      terminal: {
        fedBytes: () => shadow.fedBytes,
        bracketedPaste: () => filter.modes.bracketedPaste,
        inputAtRest: () => input.inputAtRest(monotonicMs()),
        lastInputMs: () => input.lastInputMs,
        write: (bytes) => pty.write(bytes),
      },
      onChange: () => this.#changed(),
    });
  }

  #agentOutput(chunk: Uint8Array): void {
    this.#screen.agentOutput(chunk);
    this.#noteFirstOutput();
    if (this.#isWatched) this.#shadow.feed(chunk);
  }

  #personInput(bytes: Uint8Array): void {
    const { input, filter } = this.#parts;
    input.setMouseEncoding(filter.modes.mouseEncoding);
    this.#inputEvents(input.accept(bytes, monotonicMs()));
    this.#voice?.observe();
  }

  #inputEvents(events: readonly InputEvent[]): void {
    const { pty, terminal, input } = this.#parts;
    for (const event of events) {
      if (event.kind === 'pass') {
        if (!pty.write(event.bytes)) terminal.pauseInput();
        this.#stops.inputPassed();
      } else this.#ours(event);
    }
    clearTimeout(this.#inputTimer);
    const dueMs = input.deadlineMs();
    if (dueMs === undefined) return;
    this.#inputTimer = setTimeout(
      () => this.#inputEvents(input.expire(monotonicMs())),
      Math.max(0, dueMs - monotonicMs()),
    );
  }

  #ours(event: Exclude<InputEvent, { kind: 'pass' }>): void {
    switch (event.kind) {
      case 'action':
        if (event.phase === 'press' && isAction(event.action)) this.#act(event.action);
        else if (event.phase === 'press')
          this.#say(`no such key here: ${this.#parts.options.keys.leader} ? shows them`);
        return;
      case 'leader':
        this.#hud.setLeaderWaits(event.state === 'waiting');
        this.#changed();
        return;
      case 'hud-mouse':
        if (event.phase === 'press' && event.button === 'left') this.#act('talk');
        return;
      case 'position-report':
        this.#screen.positionReport(event);
    }
  }

  #act(action: Action): void {
    switch (action) {
      case 'talk':
        this.#talk();
        return;
      case 'auto':
        this.#voice?.setMode(this.#hud.mode === 'auto' ? 'tap' : 'auto');
        return;
      case 'send':
      case 'send-key':
        this.#voice?.obey('send');
        return;
      case 'scratch':
      case 'scratch-key':
        this.#voice?.obey('scratch');
        return;
      case 'empty-queue':
        this.#voice?.obey('cancel');
        return;
      case 'hud':
        this.#parts.view.nextSize();
        this.#applySize();
        return;
      case 'keys':
        this.#say(this.#parts.view.keyList);
        return;
      case 'quit':
        this.#parts.pty.kill('SIGHUP');
    }
  }

  #talk(): void {
    if (this.#parts.voice === undefined) this.#say('voice is off: start without --no-voice');
    else if (this.#voice === undefined) this.#talksFirst = !this.#talksFirst;
    else this.#voice.toggle();
  }

  #say(text: string): void {
    this.#hud.notice({ text, severity: 'info' }, monotonicMs());
    this.#changed();
  }

  #resize(size: TerminalSize): void {
    this.#parts.view.resize(size);
    this.#applySize();
  }

  /** The shell had the terminal: our region is gone, and the cursor is wherever it was left. */
  #returned(size: TerminalSize): void {
    this.#screen.start();
    this.#resize(size);
  }

  #applySize(): void {
    const { view, filter, input, pty } = this.#parts;
    input.resize(view.geometry);
    this.#screen.resize(view.geometry, () => {
      this.#shadow.resize(filter.childSize);
      pty.resize(filter.childSize);
      this.#changed();
    });
  }

  /** Our row may show something else now, and again when something on it expires. */
  #changed(): void {
    // The voice process says its last words after the terminal has been given back.
    if (this.#ended) return;
    this.#screen.invalidate();
    clearTimeout(this.#hudTimer);
    const nowMs = monotonicMs();
    const nextMs = this.#hud.nextChangeMs(nowMs);
    if (nextMs === undefined) return;
    this.#hudTimer = setTimeout(() => this.#changed(), nextMs - nowMs + 1);
  }

  #signal(signal: EndSignal): void {
    this.#parts.pty.kill(signal);
    // An agent may ignore being asked to end, as shells do; asked twice, we end.
    if (signal === 'SIGHUP' || (signal === 'SIGTERM' && this.#wasAskedToEnd)) this.#hangUp();
    if (signal === 'SIGTERM') this.#wasAskedToEnd = true;
  }

  /** Our terminal is gone. Ending ourselves then takes the agent's away too. */
  #hangUp(): void {
    this.#parts.pty.kill('SIGHUP');
    setTimeout(() => process.exit(exitStatus({ exitCode: 0, signal: 1 })), HANGUP_GRACE_MS).unref();
  }

  async #end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#inputTimer);
    clearTimeout(this.#hudTimer);
    this.#stops.dispose();
    this.#screen.end();
    this.#voice?.agentEnded();
    await this.#parts.terminal.output.flush();
    await this.#screen.answered();
    this.#parts.terminal.restore();
    await Promise.all([this.#voice?.close(), this.#shadow.dispose()]);
  }
}
