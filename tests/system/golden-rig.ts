// A session of the whole program around a real agent, in which the deeds of golden workflows are done by way
// of the host, as keys and words are, while all that is told of them is written down.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NumberedEvent } from '@codex-voice/drivers';
import { connectHost } from '@codex-voice/ipc';
import type { HostEvent, HostRequest } from '@codex-voice/protocol';
import type { ScreenState } from '@codex-voice/session';
import { defaultPhrasebook } from '@codex-voice/speech';
import {
  ASKED_COMMAND,
  type Golden,
  type GoldenAction,
  type GoldenDriver,
  type GoldenPerformer,
  GoldenRecorder,
  type GoldenTurn,
  type GoldenWorkflow,
  isStepReached,
  type ModelRequest,
  type ScriptedReply,
  type SeenStep,
  type TerminalProgram,
} from '@codex-voice/testing';
import { type Home, runPlain } from '../program/command.ts';
import { listedSessions, until } from '../program/sessions/session-rig.ts';

/** A loaded machine gets many times what anything here takes, in ms. */
export const PATIENCE_MS = 30_000;
const LOOK_MS = 20;
/** Without anything new for as long, in ms, a step that is taken anew is over: sooner where it shows what a scripted agent shows. */
const QUIET_MS = 3_000;
const QUIET_AS_SCRIPTED_MS = 600;
/** What must not happen would have come within this after the last step, in ms. */
const AFTERWARDS_MS = 800;
/** A person looks at what is asked for as long before they say a word, in ms; what comes within 1 s is refused. */
const READING_MS = 1_300;

/** A real agent that has started, and what its model was asked. */
export interface GoldenAgent {
  readonly driver: GoldenDriver;
  readonly home: Home;
  readonly terminal: TerminalProgram;
  /** All that its model was asked, oldest first; a growing list. */
  requests(): readonly Pick<ModelRequest, 'cause' | 'prompt'>[];
  /** Its own keys. */
  readonly keys: { readonly dialog: string; readonly turn: string };
}

/** What the scripted model does, and how a turn that goes on is ended. */
export class GoldenModel {
  turn: GoldenTurn = 'answers';
  #release = Promise.withResolvers<void>();

  readonly script = ({ cause, prompt }: ModelRequest): ScriptedReply => {
    if (cause === 'tool-result') return { kind: 'text', text: `Done: ${prompt}` };
    switch (this.turn) {
      case 'asks':
        return { kind: 'command', command: ASKED_COMMAND, sandbox: 'escalated' };
      case 'works':
        return { kind: 'held', text: `Heard: ${prompt}`, until: this.#release.promise };
      case 'fails':
        return { kind: 'status', status: 500 };
      case 'answers':
        return { kind: 'text', text: `Heard: ${prompt}` };
    }
  };

  finish(): void {
    this.#release.resolve();
    this.#release = Promise.withResolvers<void>();
  }
}

interface Screen {
  request(request: HostRequest): void;
  close(): void;
}

export class GoldenSession implements Disposable {
  readonly #agent: GoldenAgent;
  readonly #model: GoldenModel;
  readonly #sessionId: string;
  #recorder = new GoldenRecorder();
  #screen: Screen | undefined;
  /** What a host was given and has not answered: the next one is given it again, and takes it once. */
  readonly #unanswered = new Map<string, HostRequest>();
  #isOver = false;
  /** What the agent's screen shows. */
  #shown: ScreenState['kind'] = 'unknown';
  #heardRequests = 0;
  #heardEvents = 0;
  /** Of the record of events when it was read last: read each time, it would take most of the time. */
  #readBytes = 0;
  /** When something was told last, on the monotonic clock. */
  #newsMs = 0;

  private constructor(
    agent: GoldenAgent,
    { model, sessionId }: { model: GoldenModel; sessionId: string },
  ) {
    this.#agent = agent;
    this.#model = model;
    this.#sessionId = sessionId;
  }

  static async open(agent: GoldenAgent, model: GoldenModel): Promise<GoldenSession> {
    const [listed] = await until('a session that rests', async () => {
      const all = await listedSessions(agent.home);
      return all[0]?.state === 'idle' ? all : undefined;
    });
    const session = new GoldenSession(agent, { model, sessionId: listed?.session ?? '' });
    await session.#connect();
    return session;
  }

  /** Plays it. A step ends when all that it must show was seen, or, where it is `taken` anew, when all is quiet. */
  async play(
    workflow: GoldenWorkflow,
    { golden, as }: { readonly golden: Golden; readonly as: 'held' | 'taken' },
  ): Promise<readonly SeenStep[]> {
    this.#look();
    this.#recorder = new GoldenRecorder();
    this.#model.turn = 'answers';
    for (const [index, { label, action }] of workflow.deeds.entries()) {
      this.#recorder.step(label);
      await this.#do(action);
      const step = golden.steps[index];
      if (step !== undefined) await this.#settled(step, as);
      if (step?.lines.some(({ text }) => text.includes(ASKED_COMMAND))) await this.#seesDialog();
    }
    await this.#pass(AFTERWARDS_MS);
    return this.#recorder.steps;
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#screen?.close();
  }

  /** Of two hosts that begin at once one gives way: then to the other, as a terminal does. */
  async #connect(): Promise<void> {
    const screen: Screen = await until('host to connect to', async () => {
      const found = await connectHost({
        runtimeDirectory: this.#agent.home.runtimeDirectory,
        onEvent: (event) => this.#told(event),
        onClosed: () => {
          // The last host may have ended with its session.
          if (!this.#isOver && this.#screen === screen) this.#connect().catch(() => undefined);
        },
      });
      return found.kind === 'refused' ? undefined : found.host;
    });
    this.#screen = screen;
    this.#request({ type: 'open', sessionId: this.#sessionId });
    for (const request of this.#unanswered.values()) this.#request(request);
  }

  #told(event: HostEvent): void {
    this.#newsMs = performance.now();
    if (event.type === 'answer') this.#unanswered.delete(event.requestId);
    if (event.type === 'screen' || event.type === 'opened') this.#shown = event.screen.kind;
    this.#recorder.hud(event);
  }

  #request(request: HostRequest): void {
    this.#screen?.request(request);
  }

  async #do(action: GoldenAction): Promise<void> {
    switch (action.do) {
      case 'voice':
        await this.#voice(action.words);
        return;
      case 'say':
        this.#say(action.text, 'send');
        return;
      case 'model':
        this.#model.turn = action.turn;
        return;
      case 'finish':
        this.#model.finish();
        return;
      case 'keys':
        await this.#keys(action.for);
        return;
      case 'crash':
        this.#left();
        for (const pid of this.#agent.home.pids('host')) process.kill(pid, 'SIGKILL');
        await this.#connect();
        return;
      case 'flush':
        await this.#flush();
    }
  }

  /** What the phrasebook says of the words, as a key or another program would ask for it. */
  async #voice(words: string): Promise<void> {
    const { phrases } = defaultPhrasebook('en');
    const action = phrases.find(({ spoken }) => spoken === words)?.action;
    if (action === undefined) throw new TypeError(`"${words}" is no default phrase`);
    if (action.kind === 'text') {
      this.#say(action.text, 'compose');
      return;
    }
    if (action.command === 'approve') await this.#pass(READING_MS);
    this.#request({ type: 'command', command: action.command });
  }

  /** Each by its name: `all` leaves out what an agent has had already. */
  async #flush(): Promise<void> {
    const { home } = this.#agent;
    const listed = await runPlain(home, ['flush', '--json']);
    const kept: readonly { readonly kept: string }[] = JSON.parse(listed.stdout || '[]');
    if (kept.length === 0) return;
    const args = ['flush', 'send', ...kept.map((one) => one.kept), '--session', this.#sessionId];
    const { status, stderr } = await runPlain(home, args);
    if (status !== 0) this.#recorder.note('session', `flush: ${stderr.trim()}`);
  }

  #say(text: string, intent: 'compose' | 'send'): void {
    const sessionId = this.#sessionId;
    const ids = { requestId: randomUUID(), promptId: randomUUID() };
    const request: HostRequest = { type: 'say', ...ids, sessionId, text, intent };
    this.#unanswered.set(ids.requestId, request);
    this.#request(request);
  }

  #left(): void {
    const left = this.#screen;
    this.#screen = undefined;
    left?.close();
  }

  async #keys(what: 'dialog' | 'turn'): Promise<void> {
    const { terminal, keys } = this.#agent;
    const isLeft = (): boolean => this.#shown === (what === 'dialog' ? 'dialog' : 'busy');
    if (!isLeft()) return;
    await this.#pass(READING_MS);
    // What was answered otherwise may still have stood there.
    if (isLeft()) terminal.send(keys[what]);
  }

  /** An agent tells what it asks before it shows it: a person answers what they see. */
  async #seesDialog(): Promise<void> {
    const deadlineMs = performance.now() + PATIENCE_MS;
    const isAsked = this.#agent.driver !== 'plain';
    while (isAsked && this.#shown !== 'dialog' && performance.now() < deadlineMs)
      await this.#pass(LOOK_MS);
  }

  async #settled(step: Golden['steps'][number], as: 'held' | 'taken'): Promise<void> {
    const { driver } = this.#agent;
    const performer: GoldenPerformer = as === 'held' ? `real:${driver}` : `scripted:${driver}`;
    this.#newsMs = performance.now();
    const deadlineMs = this.#newsMs + PATIENCE_MS;
    while (performance.now() < deadlineMs) {
      await this.#pass(LOOK_MS);
      const seen = this.#recorder.last;
      const isReached = seen !== undefined && isStepReached(step, { seen, performer });
      if (as === 'held' && isReached) return;
      const quietMs = isReached ? QUIET_AS_SCRIPTED_MS : QUIET_MS;
      if (as === 'taken' && performance.now() - this.#newsMs > quietMs) return;
    }
  }

  async #pass(durationMs: number): Promise<void> {
    await sleep(durationMs);
    this.#look();
  }

  /** What the model was asked and the agent has told meanwhile. */
  #look(): void {
    const requests = this.#agent.requests().slice(this.#heardRequests);
    for (const request of requests) this.#recorder.model(request);
    this.#heardRequests += requests.length;
    const events = this.#newEvents();
    for (const { event } of events) this.#recorder.agent(event);
    this.#heardEvents += events.length;
    if (requests.length + events.length > 0) this.#newsMs = performance.now();
  }

  #newEvents(): readonly NumberedEvent[] {
    const { stateDirectory } = this.#agent.home;
    const path = join(stateDirectory, 'sessions', this.#sessionId, 'events.jsonl');
    const { size = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
    if (size === this.#readBytes) return [];
    this.#readBytes = size;
    // The last line may be half written: then the file grows once more.
    return readFileSync(path, 'utf8')
      .split('\n')
      .slice(0, -1)
      .filter((line) => line !== '')
      .slice(this.#heardEvents)
      .map((line): NumberedEvent => JSON.parse(line));
  }
}

/** The person's config file, before the session begins. */
export function configure(home: Home, lines: readonly string[]): void {
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), `${lines.join('\n')}\n`);
}
