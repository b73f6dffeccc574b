// One session in this terminal: puts together the filter, our rows, the keys and what the keeper and
// the host tell, and says who hears whom. Each part decides for itself; here is only the wiring.
import { setTimeout as sleep } from 'node:timers/promises';
import { type InputFilter, PassthroughFilter, type ReplyLedger } from '@codex-voice/ansi';
import type { KeeperEvent, KeeperPeer, SessionSettings } from '@codex-voice/protocol';
import { type EndSignal, exitStatus, type RawTerminal, type TerminalSize } from '@codex-voice/pty';
import { ENDED_ELSEWHERE } from '@codex-voice/session';
import type { HudState } from './hud-state.ts';
import type { HudView } from './hud-view.ts';
import { keyBindings } from './key-actions.ts';
import { afterLeader } from './key-names.ts';
import type { LateSettings } from './late-settings.ts';
import { holdAgain } from './lost-connection.ts';
import { monotonicMs } from './monotonic.ts';
import { LiveNotices } from './notices/live-notices.ts';
import { SessionActions } from './session-actions.ts';
import { type SessionAnnouncements, sessionAnnouncements } from './session-announcements.ts';
import type { HostListener, HostPort, KeeperListener, SessionBackend } from './session-backend.ts';
import type { LiveConfig } from './session-config.ts';
import { SessionDisplay } from './session-display.ts';
import { agentEnd, type SessionEnd } from './session-end.ts';
import { sessionHud } from './session-hud.ts';
import { passKeys, SessionInput } from './session-input.ts';
import type { SessionOptions } from './session-options.ts';
import { SessionPanels } from './session-panels.ts';
import { SessionScreen } from './session-screen.ts';
import { meterTerminal } from './terminal-meter.ts';

/** An agent that shows nothing for this long, in ms, is no longer waited for before we go on loading. */
const START_PATIENCE_MS = 100;
/** After the single tree's terminal is gone, its agent gets this long to end by itself, in ms. */
const HANGUP_GRACE_MS = 2_000;

/** `new`: this terminal starts the agent. Else it joins a session that runs, and may hold it. */
export type SessionStart = 'new' | 'if-free' | 'take' | 'never';

/** Of the kitty keyboard protocol: keys that are let go are told. */
const KITTY_REPORTS_EVENT_TYPES = 2;

export interface SessionParts {
  readonly backend: SessionBackend;
  readonly settings: LateSettings;
  /** Absent where only the session knows it. */
  readonly agentName?: string;
  readonly options: SessionOptions;
  readonly start: SessionStart;
  readonly live?: LiveConfig | undefined;
  /** To be told at its start. */
  readonly note?: string | undefined;
}

export interface RunningParts extends SessionParts {
  readonly terminal: RawTerminal;
  readonly view: HudView;
  readonly ledger: ReplyLedger;
  readonly filter: PassthroughFilter;
  readonly keeper: KeeperPeer;
}

export class Session implements KeeperListener {
  readonly #parts: RunningParts;
  readonly #screen: SessionScreen;
  readonly #display: SessionDisplay;
  readonly #inputFilter: InputFilter;
  readonly #input: SessionInput;
  readonly #hud: HudState;
  readonly #actions: SessionActions;
  readonly #panels: SessionPanels;
  /** Present where what happens is announced in lines. */
  readonly #lines: SessionAnnouncements | undefined;
  readonly #notices: LiveNotices;
  #host: HostPort | undefined;
  #hudTimer: NodeJS.Timeout | undefined;
  #endMeter: () => void = () => undefined;
  #stopped = false;
  #wasAskedToEnd = false;
  #endedBy: 'itself' | 'others' = 'itself';
  #finish: (end: SessionEnd) => void = () => undefined;
  readonly #finished = new Promise<SessionEnd>((resolve) => {
    this.#finish = resolve;
  });
  readonly #firstOutput = Promise.withResolvers<void>();
  #ended = false;

  constructor(parts: RunningParts, input: InputFilter) {
    this.#parts = parts;
    const { options, terminal, view, filter, keeper } = parts;
    this.#inputFilter = input;
    this.#hud = sessionHud(parts, (announcement) => this.#lines?.output.say(announcement));
    this.#screen = new SessionScreen({
      first: parts.start === 'new' ? 'rows' : 'screen',
      ...{ filter, measures: () => parts.settings.areMeasured },
      output: terminal.output,
      render: () => view.render(this.#hud.model(monotonicMs())),
      onShown: (offset) => keeper.acknowledge(offset),
      onWrong: (what) => (what === 'all' ? this.#attach() : this.#panels.host.mend(what)),
    });
    this.#display = new SessionDisplay({
      ...{ screen: this.#screen, hud: this.#hud },
      newFilter: () => {
        const { focusReports } = this.#notices;
        return new PassthroughFilter({ ...view.geometry, ledger: parts.ledger, focusReports });
      },
      takeOver: parts.start === 'never' ? undefined : () => afterLeader(options.keys, 'take_over'),
      words: options.telling.words.row,
      askAnew: () => this.#attach(),
      onRestart: () => this.#panels.host.screenRestarted(),
      changed: () => this.#changed(),
    });
    this.#input = this.#makeInput(input);
    this.#actions = new SessionActions({
      options,
      hud: this.#hud,
      watchesOnly: parts.start === 'never',
      canDetach: parts.backend.sessionId !== undefined,
      request: (request) => this.#host?.request(request) ?? 'away',
      keeper,
      role: () => this.#display.role,
      scrollsItself: () => this.filter.modes.alternateScreen,
      inputIsFree: () => this.#input.isFree && !this.#panels.host.takesKeys,
      togglePanel: (name) => this.#panels.host.toggle(name),
      tellsReleases: () =>
        (this.#screen.filter.modes.kittyKeyboardFlags & KITTY_REPORTS_EVENT_TYPES) !== 0,
      nextHudSize: () => {
        view.nextSize();
        this.#applySize();
      },
      detach: () => this.#finish({ kind: 'detached' }),
      changed: () => this.#changed(),
    });
    this.#notices = this.#makeNotices();
    this.#panels = this.#makePanels();
    this.#lines = this.#makeLines();
  }

  /** The filter in use. */
  get filter(): PassthroughFilter {
    return this.#screen.filter;
  }

  async run(): Promise<SessionEnd> {
    const { terminal, start, note } = this.#parts;
    if (start === 'new') this.#display.begin();
    else this.#parts.keeper.request({ type: 'status', requestId: 'name' });
    terminal.onInput((bytes) => this.#input.accept(bytes));
    terminal.onInputEnd(() => this.#terminalGone());
    terminal.onResize((size) => this.#resize(size));
    terminal.onContinue(() => this.#returned(terminal.size()));
    terminal.forwardSignals((signal) => this.#signal(signal));
    if (note !== undefined) this.#hud.tell({ text: note, severity: 'warning' }, monotonicMs());
    this.#changed();
    const patience = sleep(START_PATIENCE_MS, undefined, { ref: false });
    await Promise.race([this.#firstOutput.promise, patience, this.#finished]);
    const settings = await this.#parts.settings.load();
    await this.#notices.start();
    if (!this.#ended) this.#openHost(settings);
    const end = await this.#finished;
    await this.#end(end.kind);
    return end;
  }

  event(event: KeeperEvent): void {
    switch (event.type) {
      case 'role':
        this.#display.takeRole(event);
        return;
      case 'snapshot':
        if (this.#panels.rows.announced(event) === 'other') this.#display.snapshotBegins(event);
        return;
      case 'stopped':
        this.#stopped = true;
        this.#parts.terminal.suspend();
        return;
      case 'exited':
        this.#finish(agentEnd(event, { why: this.#endedBy, waiting: this.#panels.waiting }));
        return;
      case 'problem':
        if (event.code === ENDED_ELSEWHERE) this.#endedBy = 'others';
        this.#hud.tell({ text: event.message, severity: 'warning' }, monotonicMs());
        this.#changed();
        return;
      case 'status':
        this.#hud.setAgentName(event.session.agent.name);
        if (this.#parts.backend.isElsewhere !== true) this.#panels.setFolder(event.session.cwd);
        this.#changed();
        return;
      case 'size':
        this.#display.takeSize(event.size);
        return;
      case 'facts':
      case 'delivered':
    }
  }

  output(offset: number, bytes: Uint8Array): void {
    this.#display.output(bytes, offset + bytes.length);
    this.#lines?.output.agentWrote();
    this.#firstOutput.resolve();
  }

  snapshot(bytes: Uint8Array): void {
    if (this.#panels.rows.part(bytes) === 'ours') return;
    this.#display.snapshot(bytes);
    this.#firstOutput.resolve();
  }

  picture(bytes: Uint8Array): void {
    this.#screen.draw(bytes);
    this.#firstOutput.resolve();
  }

  lost(): void {
    const hold = holdAgain(this.#parts.start, this.#display.toldRole);
    this.#finish({ kind: 'lost', hold });
  }

  #makeInput(filter: InputFilter): SessionInput {
    const { keeper } = this.#parts;
    return new SessionInput({
      filter,
      mouseEncoding: () => this.filter.mouseEncoding,
      focusFor: () => {
        if (!this.#notices.mayHaveFocus) return 'child';
        return this.filter.focusEvents ? 'both' : 'us';
      },
      pass: (bytes, state) => {
        if (state.report !== true) this.#notices.typed();
        passKeys(bytes, state, {
          ...{ keeper, screen: this.#screen, panel: this.#panels.host },
          viewer: this.#display.role === 'viewer' ? this.#actions : undefined,
        });
      },
      ours: (event) => {
        if (event.kind === 'position-report') this.#screen.positionReport(event);
        else if (event.kind === 'focus') this.#notices.focus(event.state);
        else this.#actions.input(event);
      },
    });
  }

  #makeLines(): SessionAnnouncements | undefined {
    const { options, terminal } = this.#parts;
    return sessionAnnouncements(options, {
      screen: this.#screen,
      output: terminal.output,
      onProblem: (message) => this.#actions.say(message),
    });
  }

  #makeNotices(): LiveNotices {
    const { options, backend } = this.#parts;
    return new LiveNotices({
      options,
      from: () => ({
        agentName: this.#hud.model(monotonicMs()).agent.name,
        sessionId: backend.sessionId,
      }),
      tells: () => this.#display.role === 'holder',
      signal: (bytes) => this.#screen.signal(bytes),
      setFocusReports: (wanted) => this.#screen.setFocusReports(wanted),
    });
  }

  #makePanels(): SessionPanels {
    const { options, settings, backend, view, keeper, start, live } = this.#parts;
    return new SessionPanels({
      live,
      notices: this.#notices,
      rebind: (keys) => this.#inputFilter.rebind(keyBindings(keys)),
      options,
      settings,
      sessionId: backend.sessionId,
      folder: start === 'new' ? process.cwd() : undefined,
      screen: this.#screen,
      view,
      hud: this.#hud,
      keeper,
      role: () => this.#display.role,
      request: (request) => this.#host?.request(request) ?? 'away',
      act: (action) => this.#actions.act(action),
      applySize: () => this.#applySize(),
      redraw: () => this.#attach(),
      finish: (end) => this.#finish(end),
      endSession: async (sessionId) => {
        if (sessionId === backend.sessionId) keeper.request({ type: 'end' });
        else return await (await import('./commands/end-elsewhere.ts')).endElsewhere(sessionId);
        return undefined;
      },
      say: (text) => this.#actions.say(text),
      changed: () => this.#changed(),
    });
  }

  /** Begins again as what this terminal is: everything is drawn anew. */
  #attach(): void {
    const hold = this.#display.holdAnew;
    this.#parts.keeper.request({ type: 'attach', size: this.filter.childSize, hold });
  }

  #openHost(settings: SessionSettings): void {
    const { backend, options } = this.#parts;
    // With neither voice nor rows of ours nothing is left to tell.
    if (options.voice === 'off' && options.hud === 'off' && options.linear === 'off') return;
    const listener: HostListener = {
      event: (event) => {
        if (event.type === 'answer') this.#panels.answer(event);
        else if (event.type !== 'microphone') {
          this.#hud.session(event, monotonicMs());
          this.#lines?.output.session(event);
          this.#notices.session(event);
          this.#panels.session(event);
          this.#actions.session(event);
        }
        this.#changed();
      },
      lost: () => {
        this.#hud.hostLost(monotonicMs());
        this.#changed();
      },
    };
    this.#host = backend.openHost(listener, settings);
    this.#endMeter = meterTerminal(this.#screen, this.#host, this.#parts.settings);
  }

  #resize(size: TerminalSize): void {
    this.#parts.view.resize(size);
    this.#applySize();
  }

  /** The shell had the terminal: our region is gone, and the cursor is wherever it was left. */
  #returned(size: TerminalSize): void {
    this.#screen.start();
    this.#resize(size);
    if (this.#stopped) this.#parts.keeper.request({ type: 'signal', signal: 'SIGCONT' });
    this.#stopped = false;
  }

  #applySize(): void {
    const { view, keeper } = this.#parts;
    const under = this.#panels.host.resized();
    this.#inputFilter.resize(view.geometry);
    this.#screen.resize(view.geometry, () => {
      if (under === 'stale') this.#attach();
      else keeper.request({ type: 'resize', size: this.filter.childSize });
      this.#changed();
    });
  }

  /** Our row may show something else now, and again when something on it expires. */
  #changed(): void {
    if (this.#ended) return;
    this.#screen.invalidate();
    clearTimeout(this.#hudTimer);
    const nowMs = monotonicMs();
    const nextMs = this.#hud.nextChangeMs(nowMs);
    if (nextMs === undefined) return;
    this.#hudTimer = setTimeout(() => this.#changed(), nextMs - nowMs + 1);
  }

  /** A session of its own outlives us; the single tree's agent is asked to end in our place. */
  #signal(signal: EndSignal): void {
    const { backend, keeper } = this.#parts;
    if (backend.sessionId !== undefined && (signal === 'SIGHUP' || signal === 'SIGTERM')) {
      this.#finish({ kind: 'detached' });
      return;
    }
    keeper.request({ type: 'signal', signal });
    // An agent may ignore being asked to end, as shells do; asked twice, we end.
    if (signal === 'SIGHUP' || (signal === 'SIGTERM' && this.#wasAskedToEnd)) this.#terminalGone();
    if (signal === 'SIGTERM') this.#wasAskedToEnd = true;
  }

  #terminalGone(): void {
    const { backend, keeper } = this.#parts;
    if (backend.sessionId !== undefined) this.#finish({ kind: 'detached' });
    else {
      // Ending ourselves takes the agent's terminal away, if it does not end by itself.
      keeper.request({ type: 'signal', signal: 'SIGHUP' });
      const status = exitStatus({ exitCode: 0, signal: 1 });
      setTimeout(() => process.exit(status), HANGUP_GRACE_MS).unref();
    }
  }

  async #end(how: SessionEnd['kind']): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#hudTimer);
    this.#endMeter();
    this.#input.dispose();
    this.#panels.dispose();
    this.#lines?.end();
    this.#notices.end();
    // What follows on this terminal is another program's: below the agent's last line, not in it.
    this.#display.leave(how === 'exited' ? this.#endedBy : 'goes-on');
    this.#screen.end();
    await this.#parts.terminal.output.flush();
    await this.#screen.answered();
    this.#parts.terminal.restore();
    await this.#host?.close();
  }
}
