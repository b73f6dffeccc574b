// What our keys do in a session, and words that only a terminal can obey: each becomes a request to the
// host or the keeper, or a line on our row.
import type { InputEvent } from '@codex-voice/ansi';
import type { PanelName } from '@codex-voice/overlay';
import {
  type HostRequest,
  type KeeperPeer,
  listensByItself,
  type SessionCommand,
  type SessionEvent,
} from '@codex-voice/protocol';
import { AskedCommands, type AskedCommandsParts } from './asked-commands.ts';
import type { HudState } from './hud-state.ts';
import { type Action, actionOf, choiceNumber } from './key-actions.ts';
import { afterLeader } from './key-names.ts';
import { monotonicMs } from './monotonic.ts';
import { choiceRequest } from './question-lines.ts';
import type { SessionOptions } from './session-options.ts';
import type { AnswerWords } from './words/session-words.ts';

export interface SessionActionsParts
  extends Omit<AskedCommandsParts, 'actions' | 'words' | 'approvalWords'> {
  readonly options: SessionOptions;
  readonly hud: HudState;
  /** Joined to watch: no key of it reaches the agent. */
  readonly watchesOnly: boolean;
  /** The session lives on without this terminal. */
  readonly canDetach: boolean;
  readonly request: (request: HostRequest) => 'sent' | 'away';
  readonly keeper: KeeperPeer;
  readonly togglePanel: (name: PanelName) => void;
  /** The agent has asked the terminal to tell when keys are let go. */
  readonly tellsReleases: () => boolean;
  readonly nextHudSize: () => void;
  readonly detach: () => void;
  /** Our row shows something else now. */
  readonly changed: () => void;
}

/** A key that was down for less than this was tapped, in ms. */
const HELD_MS = 350;

type OurEvent = Exclude<InputEvent, { kind: 'pass' | 'position-report' | 'focus' }>;

export class SessionActions {
  readonly #parts: SessionActionsParts;
  /** When the talk key that began to listen went down, on the monotonic clock. */
  #talkPressedMs: number | undefined;
  #explainedHold = false;
  readonly #asked: AskedCommands;
  readonly #words: AnswerWords;

  constructor(parts: SessionActionsParts) {
    this.#parts = parts;
    this.#words = parts.options.telling.words.answer;
    const approvalWords = parts.options.telling.words.row.approval;
    const words = { words: this.#words, approvalWords };
    this.#asked = new AskedCommands({ ...parts, actions: this, ...words });
  }

  /** Something the input filter took for us. */
  input(event: OurEvent): void {
    switch (event.kind) {
      case 'action':
        if (event.action === 'talk') {
          this.#talkKey(event.phase);
          return;
        }
        if (event.phase !== 'press') return;
        this.#pressed(actionOf(event.action));
        return;
      case 'leader':
        this.#parts.hud.setLeaderWaits(event.state === 'waiting');
        this.#parts.changed();
        return;
      case 'hud-mouse':
        if (event.phase === 'press' && event.button === 'left') this.act('talk');
        return;
      case 'size-report':
    }
  }

  #pressed(action: Action | undefined): void {
    if (action !== undefined) this.act(action);
    else this.say(this.#words.noSuchKey(afterLeader(this.#parts.options.keys, 'help')));
  }

  act(action: Action): void {
    const choice = choiceNumber(action);
    if (choice === undefined) this.#act(action);
    else this.#choose(choice);
  }

  #act(action: Action): void {
    const { hud, keeper } = this.#parts;
    switch (action) {
      case 'talk':
        this.#talk();
        return;
      case 'auto':
        this.#ask({ type: 'mode', mode: listensByItself(hud.mode) ? 'tap' : 'auto' });
        return;
      case 'send':
      case 'scratch':
        this.#command(action);
        return;
      case 'empty-queue':
        this.#command('cancel');
        return;
      case 'hush':
      case 'read-back':
      case 'interrupt':
        this.#command(action);
        return;
      case 'approve':
      case 'deny':
        this.#answer(action);
        return;
      case 'hud':
        this.#parts.nextHudSize();
        return;
      case 'help':
      case 'menu':
      case 'queue':
      case 'approvals':
      case 'sessions':
      case 'settings':
      case 'commands':
        if (this.#parts.options.linear !== 'terminal') this.#parts.togglePanel(action);
        else this.say(this.#words.noPanels);
        return;
      case 'commands-colon':
        this.act('commands');
        return;
      case 'detach':
        if (this.#parts.canDetach) this.#parts.detach();
        else this.say(this.#words.nothingToDetach);
        return;
      case 'take-over':
        if (this.#parts.watchesOnly) this.say(this.#words.watchesOnly);
        else keeper.request({ type: 'take' });
        return;
      case 'quit':
        keeper.request({ type: 'signal', signal: 'SIGHUP' });
    }
  }

  /** What the session tells its HUDs: that it is open, for the first time or again, and what is asked of us. */
  session(event: SessionEvent): void {
    this.#asked.session(event);
    const { hud, options } = this.#parts;
    const next = hud.gap.session(event);
    if (next === 'hears-again') {
      const text = options.telling.words.row.hostBack;
      hud.tell({ text, severity: 'warning' }, monotonicMs());
    } else if (next !== undefined) this.#ask({ type: 'talk', do: next });
  }

  /** A viewer's keys go nowhere. */
  viewerTyped(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const keys = afterLeader(this.#parts.options.keys, 'take_over');
    this.say(this.#parts.watchesOnly ? this.#words.watchesOnly : this.#words.anotherTypes(keys));
  }

  #talk(): void {
    const { options, request, hud, changed } = this.#parts;
    if (options.voice === 'off') this.say(this.#words.voiceOff);
    else {
      if (request({ type: 'talk', do: 'toggle' }) === 'away') hud.gap.pressed();
      else hud.gap.overtaken();
      changed();
    }
  }

  /** A key that is let go ends what it began, where a mode says so and the terminal tells of it. */
  #talkKey(phase: 'press' | 'repeat' | 'release'): void {
    const { hud } = this.#parts;
    switch (phase) {
      case 'press':
        this.#talkPressedMs = hud.willBeHeard ? undefined : monotonicMs();
        this.#talk();
        if (hud.mode === 'hold' && !this.#parts.tellsReleases()) this.#explainHold();
        return;
      case 'repeat':
        return;
      case 'release': {
        const pressedMs = this.#talkPressedMs;
        this.#talkPressedMs = undefined;
        if (pressedMs === undefined) return;
        const wasHeld = monotonicMs() - pressedMs >= HELD_MS;
        if (hud.mode !== 'hold' && !(hud.mode === 'hybrid' && wasHeld)) return;
        if (this.#parts.request({ type: 'talk', do: 'stop' }) === 'away') hud.gap.released();
        else hud.gap.overtaken();
        this.#parts.changed();
      }
    }
  }

  #explainHold(): void {
    if (this.#explainedHold) return;
    this.#explainedHold = true;
    const { talk } = this.#parts.options.keys;
    this.say(this.#words.noReleases(talk));
  }

  /** To what our row shows, if it was seen. */
  #answer(answer: 'approve' | 'deny'): void {
    const asked = this.#parts.hud.approvals.answerable(monotonicMs());
    if (typeof asked === 'string') this.say(this.#words.refusal[asked]);
    else this.#ask({ type: 'approval', requestId: `key-${asked.id}`, ...asked, answer, by: 'key' });
  }

  /** Of what our row shows, if it was seen; where several may be chosen, the panel takes them. */
  #choose(number: number): void {
    const asked = this.#parts.hud.approvals.choosable(monotonicMs());
    if (typeof asked === 'string') this.say(this.#words.refusal[asked]);
    else if (asked.takes === 'several') this.act('approvals');
    else {
      const { id, part } = asked;
      this.#ask(choiceRequest(`key-${id}`, { id, part, numbers: [number] }));
    }
  }

  #command(command: SessionCommand): void {
    this.#ask({ type: 'command', command });
  }

  #ask(request: HostRequest): void {
    if (this.#parts.request(request) === 'away') this.say(this.#words.hostStarting);
  }

  /** A line on our row. */
  say(text: string): void {
    this.#parts.hud.tell({ text, severity: 'info' }, monotonicMs());
    this.#parts.changed();
  }
}
