// The panels of one session: keeps what they show current, and turns what they wish into requests to the
// host and the keeper. How a panel comes over the agent's screen and goes is the panel host's.
import { setTimeout as sleep } from 'node:timers/promises';
import type { MouseEncoding } from '@codex-voice/ansi';
import type { PanelName } from '@codex-voice/overlay';
import type {
  HostEvent,
  HostRequest,
  KeeperPeer,
  ListenManner,
  QueueEntry,
  SessionEvent,
  SessionRow,
} from '@codex-voice/protocol';
import type { HudState } from './hud-state.ts';
import type { HudView } from './hud-view.ts';
import { type Action, isAction } from './key-actions.ts';
import type { KeyNames } from './key-names.ts';
import type { LateSettings } from './late-settings.ts';
import { monotonicMs } from './monotonic.ts';
import type { LiveNotices } from './notices/live-notices.ts';
import { DebugFacts } from './panels/debug-facts.ts';
import { KeptAtHost } from './panels/kept-at-host.ts';
import { mannerSet } from './panels/listening-settings.ts';
import { noticeSections } from './panels/notice-rows.ts';
import { noticesSet } from './panels/notice-settings.ts';
import { PanelCommands } from './panels/panel-commands.ts';
import { panelData } from './panels/panel-data.ts';
import type { PanelFacts } from './panels/panel-facts.ts';
import { PanelHost, type PanelWish } from './panels/panel-host.ts';
import { RowsRequests } from './panels/rows-requests.ts';
import { standing } from './panels/standing-rows.ts';
import { choiceRequest } from './question-lines.ts';
import { type LiveConfig, SessionConfig } from './session-config.ts';
import type { SessionEnd } from './session-end.ts';
import { isListenMode, type SessionOptions } from './session-options.ts';
import type { SessionScreen } from './session-screen.ts';
import { WaitingPrompts } from './waiting-prompts.ts';

/** While a panel shows the sessions they are asked for this often, in ms. */
const SESSIONS_EVERY_MS = 1_000;

export interface SessionPanelsParts {
  readonly options: SessionOptions;
  readonly settings: LateSettings;
  readonly sessionId: string | undefined;
  /** Where the agent works; undefined: it is told later. */
  readonly folder: string | undefined;
  readonly screen: SessionScreen;
  readonly view: HudView;
  readonly hud: HudState;
  readonly keeper: KeeperPeer;
  readonly role: () => 'holder' | 'viewer';
  readonly request: (request: HostRequest) => 'sent' | 'away';
  readonly act: (action: Action) => void;
  /** Absent where the config file is none of this session's. */
  readonly live: LiveConfig | undefined;
  readonly notices: Pick<LiveNotices, 'settings' | 'set'>;
  readonly rebind: (keys: KeyNames) => void;
  /** Our rows have another size. */
  readonly applySize: () => void;
  /** Everything on the screen is to be drawn anew. */
  readonly redraw: () => void;
  readonly finish: (end: SessionEnd) => void;
  readonly endSession: (sessionId: string) => Promise<string | undefined>;
  readonly say: (text: string) => void;
  readonly changed: () => void;
}

export class SessionPanels {
  readonly #parts: SessionPanelsParts;
  readonly rows: RowsRequests;
  readonly host: PanelHost;
  readonly #config: SessionConfig | undefined;
  readonly #commands: PanelCommands;
  readonly #debug: DebugFacts;
  #queue: readonly QueueEntry[] = [];
  readonly #waiting = new WaitingPrompts();
  #sessions: readonly SessionRow[] = [];
  #intent: 'compose' | 'send';
  /** What was set here, in whatever mode. */
  #tuned: ListenManner = {};
  #aloud: 'on' | 'off' = 'off';
  #requests = 0;
  readonly #kept: KeptAtHost;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: SessionPanelsParts) {
    this.#parts = parts;
    this.#intent = parts.options.intent;
    this.rows = new RowsRequests(parts.keeper);
    this.#kept = new KeptAtHost({ ...parts, words: parts.options.telling.words.answer });
    this.#commands = this.#makeCommands();
    this.#debug = new DebugFacts({
      ...parts,
      standing: () => standing(this.#facts('menu'), parts.hud.model(monotonicMs())),
      changed: () => this.host.refresh(),
    });
    const { screen, view } = parts;
    this.#config = this.#makeConfig();
    this.host = new PanelHost({
      screen: {
        shows: () => (parts.role() === 'holder' ? 'agent' : 'picture'),
        size: () => screen.filter.childSize,
        // The alternate screen is the same on every terminal.
        cursorRow: () =>
          screen.filter.modes.alternateScreen ? undefined : screen.filter.cursorRow,
        hold: () => screen.hold('panel'),
        release: () => screen.release('panel'),
        showUntil: (offset) => screen.showUntil(offset),
        shownOffset: () => screen.shownOffset,
        requestRows: () => this.rows.request(),
        cover: (rows) => screen.cover(rows),
        uncover: (rows) => screen.uncover(rows),
        redraw: parts.redraw,
      },
      look: () => view.look,
      data: (panel) => panelData(panel, this.#facts(panel)),
      wish: (wish) => this.#wish(wish),
      changed: (open) => this.#opened(open),
      say: parts.say,
      pass: (bytes) =>
        parts.keeper.input(bytes, { atRest: true, insidePaste: false, report: true }),
      mouseEncoding: (): MouseEncoding => screen.filter.modes.mouseEncoding,
      nowMs: monotonicMs,
      delay: (waitMs) => sleep(waitMs),
    });
  }

  /** Prompts that wait, or with which the agent has ended. */
  get waiting(): number {
    return this.#waiting.count;
  }

  /** What the session tells its HUDs. */
  session(event: SessionEvent): void {
    this.#waiting.session(event);
    switch (event.type) {
      case 'opened':
        this.#queue = event.queue;
        this.#intent = event.intent;
        this.#aloud = event.aloud ?? 'off';
        this.#config?.start();
        this.#commands.opened();
        break;
      case 'aloud':
        this.#aloud = event.aloud;
        break;
      case 'approvals':
        // What it was opened for is done.
        if (event.open.length === 0 && this.host.panel === 'approvals') this.host.close();
        break;
      case 'action':
        // Several terminals may hear of it; the one that types carries it out.
        if (this.#parts.role() === 'holder') void this.#commands.said(event);
        return;
      case 'kept':
        this.#kept.told(event);
        return;
      case 'queue':
        this.#queue = event.entries;
        break;
      case 'intent':
        this.#intent = event.intent;
        break;
      default:
        if (event.type === 'voice' && event.event.type === 'level') return;
    }
    this.host.refresh();
  }

  answer(event: Extract<HostEvent, { type: 'answer' }>): void {
    const { requestId, answer } = event;
    if (this.#kept.accept(event) || this.#debug.accept(event)) return;
    this.#commands.answered(requestId);
    if (answer.kind === 'sessions') {
      this.#sessions = answer.sessions;
      this.host.refresh();
    } else if (answer.kind === 'refused') this.#tell(answer.message);
  }

  /** Where the agent works. */
  setFolder(folder: string): void {
    this.#commands.setFolder(folder);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#kept.close();
    this.#commands.dispose();
    this.#debug.dispose();
    this.#config?.close();
    this.host.dispose();
  }

  #facts(panel: PanelName): PanelFacts {
    const { options, sessionId, hud, view, role } = this.#parts;
    const settings = this.#parts.settings.known;
    const clocks = { nowMs: monotonicMs(), wallMs: Date.now() };
    const noticed = panel === 'debug' ? panel : 'help';
    return {
      notices: noticeSections(hud.notices.last, { ...clocks, panel: noticed }),
      keys: options.keys,
      words: options.telling.words,
      voice: options.voice,
      listening: hud.isListening,
      mode: hud.mode,
      manner: this.#manner(),
      intent: this.#intent,
      hud: view.size,
      motion: view.motion,
      theme: view.theme,
      themes: view.themes,
      kept: this.#config?.kept,
      cues: settings?.voice?.start.cues === true ? 'on' : 'off',
      aloud: this.#aloud,
      notify: this.#parts.notices.settings,
      phrases: settings?.voice?.phrasebook.phrases ?? [],
      commands: panel === 'commands' ? this.#commands.items : [],
      debug: panel === 'debug' && this.host.panel === 'debug' ? this.#debug.sections : [],
      queue: this.#queue,
      approvals: hud.approvals.open,
      sessions: this.#sessions,
      sessionId,
      role: role(),
      home: process.env.HOME,
      nowMs: Date.now(),
    };
  }

  #makeCommands(): PanelCommands {
    return new PanelCommands({
      ...this.#parts,
      requestId: () => this.#requestId(),
      ask: (what) => this.#kept.ask(what),
      tell: (text) => this.#tell(text),
      open: (panel) => this.host.open(panel),
      refresh: () => {
        this.host.refresh();
        return this.host.panel;
      },
    });
  }

  #makeConfig(): SessionConfig | undefined {
    const { live, options, notices, changed } = this.#parts;
    if (live === undefined) return undefined;
    return new SessionConfig({
      ...this.#parts,
      live,
      notify: (others) => notices.set(others),
      words: options.telling.words,
      retune: ({ speech }) => {
        const { silenceMs, startThreshold } = this.#tuned;
        if (silenceMs !== undefined) this.#tune({ silenceMs: speech.silence_ms });
        if (startThreshold !== undefined) this.#tune(mannerSet('sensitivity', speech.sensitivity));
      },
      changed: () => {
        this.host.refresh();
        changed();
      },
      tell: (text) => this.#tell(text),
    });
  }

  #manner(): ListenManner {
    const { hud } = this.#parts;
    const settings = this.#parts.settings.known;
    const silenceMs = settings?.voice?.start.segmenter.silenceMs;
    const usual = silenceMs === undefined ? {} : { silenceMs };
    return { ...usual, ...settings?.voice?.manners?.[hud.mode], ...this.#tuned };
  }

  #opened(open: PanelName | undefined): void {
    clearTimeout(this.#timer);
    // The project's files may have changed when it is opened again.
    if (open === undefined) this.#commands.reload();
    else if (open === 'commands') void this.#commands.load();
    if (open === 'debug') this.#debug.open();
    else this.#debug.close();
    if (open === 'sessions' || open === 'menu') this.#askSessions();
    this.#parts.changed();
  }

  #askSessions(): void {
    if (this.#parts.sessionId === undefined) return;
    this.#ask({ type: 'sessions', requestId: this.#requestId() });
    this.#timer = setTimeout(() => this.#askSessions(), SESSIONS_EVERY_MS);
  }

  #wish(wish: PanelWish): void {
    switch (wish.kind) {
      case 'queue':
        this.#ask({ type: 'queue', requestId: this.#requestId(), edit: wish.edit });
        return;
      case 'approval': {
        const { id, answer } = wish;
        const requestId = this.#requestId();
        this.#ask({ type: 'approval', requestId, id, answer, by: 'key' });
        return;
      }
      case 'choice':
        this.#ask(choiceRequest(this.#requestId(), wish));
        return;
      case 'action':
        if (isAction(wish.action)) this.#parts.act(wish.action);
        return;
      case 'setting':
        this.#set(wish);
        return;
      case 'keep':
        void this.#config?.keep(wish.settings).then(() => this.host.refresh());
        return;
      case 'command':
        this.#commands.carryOut(wish);
        return;
      case 'session':
        this.#session(wish);
    }
  }

  #set({ name, value }: { readonly name: string; readonly value: string }): void {
    const { view, applySize, changed } = this.#parts;
    if (name === 'mode' && isListenMode(value)) {
      this.#ask({ type: 'mode', mode: value });
    } else if (name === 'intent' && (value === 'compose' || value === 'send')) {
      this.#ask({ type: 'intent', intent: value });
    } else if (name === 'aloud' && (value === 'on' || value === 'off')) {
      this.#ask({ type: 'aloud', aloud: value });
    } else {
      const became = view.set(name, value);
      if (became === 'rows') applySize();
      else if (became === 'look') changed();
      else this.#tune(mannerSet(name, value));
      this.#notify(noticesSet(name, value));
    }
  }

  #notify(changed: ReturnType<typeof noticesSet>): void {
    if (changed === undefined) return;
    this.#parts.notices.set(changed);
    this.host.refresh();
  }

  #tune(manner: ListenManner | undefined): void {
    if (manner === undefined) return;
    this.#tuned = { ...this.#tuned, ...manner };
    this.#ask({ type: 'tune', manner });
    this.host.refresh();
  }

  #session(wish: Extract<PanelWish, { kind: 'session' }>): void {
    const { sessionId, do: what } = wish;
    const { finish, endSession, keeper } = this.#parts;
    if (what === 'kill') {
      void endSession(sessionId).then((problem) => {
        if (problem !== undefined) this.#tell(problem);
      });
    } else if (sessionId === this.#parts.sessionId) keeper.request({ type: 'take' });
    else finish({ kind: 'switched', sessionId, hold: what === 'take' ? 'take' : 'if-free' });
  }

  #ask(request: HostRequest): void {
    if (this.#parts.request(request) === 'away')
      this.#tell(this.#parts.options.telling.words.answer.hostStarting);
  }

  #tell(text: string): void {
    if (!this.host.notice({ text, severity: 'warning' })) this.#parts.say(text);
  }

  #requestId(): string {
    this.#requests += 1;
    return `panel-${this.#requests}`;
  }
}
