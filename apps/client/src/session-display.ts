// What stands on this terminal: the agent's own screen for the one that holds the session, a picture of it
// for the others, and the change from one to the other. How bytes get there is the screen's.
import type { PassthroughFilter } from '@codex-voice/ansi';
import type { KeeperEvent } from '@codex-voice/protocol';
import type { HudState } from './hud-state.ts';
import { monotonicMs } from './monotonic.ts';
import type { SessionScreen } from './session-screen.ts';
import type { RowWords } from './words/session-words.ts';

type RoleEvent = Extract<KeeperEvent, { type: 'role' }>;

/** Below the cursor's line, and nothing there. */
const BELOW = Buffer.from('\r\n\u001b[J');

/** A viewer's picture is drawn where it leaves nothing behind. */
const VIEWER_SCREEN = Buffer.from('\u001b[?1049h\u001b[H\u001b[2J');
/** The picture gone, and below what stood there when the session was taken over. */
const BELOW_PICTURE = Buffer.concat([Buffer.from('\u001b[?1049l'), BELOW]);

export interface SessionDisplayParts {
  readonly screen: SessionScreen;
  readonly hud: HudState;
  /** A filter without a past, for the terminal as it is now. */
  readonly newFilter: () => PassthroughFilter;
  /** The keys that take the session over; absent where this terminal only watches. */
  readonly takeOver: (() => string) | undefined;
  readonly words: RowWords;
  /** Asks for the session's screen again, for the size that this terminal has. */
  readonly askAnew: () => void;
  /** Everything on the screen is about to be drawn anew. */
  readonly onRestart: () => void;
  /** Our row shows something else now. */
  readonly changed: () => void;
}

export class SessionDisplay {
  readonly #parts: SessionDisplayParts;
  #role: RoleEvent['role'] | undefined;
  /** The filter in use has been started. */
  #started = false;
  /** The agent's screen of the time when this terminal held the session is under its picture. */
  #hasHeld = false;
  /** A snapshot was for a window that has changed since: nothing is shown until the role, which answers. */
  #isStale = false;
  /** What the screen was last asked for anew: once a size, whatever is answered. */
  #askedSize: RoleEvent['size'] | undefined;

  constructor(parts: SessionDisplayParts) {
    this.#parts = parts;
  }

  /** What this terminal is; before it was told, what it is about to be. */
  get role(): RoleEvent['role'] {
    return this.#role ?? 'holder';
  }

  /** What this terminal was told to be. */
  get toldRole(): RoleEvent['role'] | undefined {
    return this.#role;
  }

  /** As what it asks for its screen again: who has taken the session meanwhile, untold yet, keeps it. */
  get holdAnew(): 'if-free' | 'never' {
    return this.role === 'viewer' ? 'never' : 'if-free';
  }

  /** Makes room for our rows, before anything is shown. */
  begin(): void {
    this.#started = true;
    this.#parts.screen.start();
  }

  takeRole(event: RoleEvent): void {
    const { screen, hud, words, changed } = this.#parts;
    const before = this.#role;
    this.#role = event.role;
    this.#isStale = false;
    if (before === 'holder') this.#hasHeld = true;
    if (event.role === 'viewer') {
      if (before !== 'viewer' || event.why === 'attached') {
        this.#beginAnew();
        screen.draw(VIEWER_SCREEN);
      }
      this.#tellViewed(event.size);
    } else hud.notices.setViewing(undefined);
    const { why } = event;
    if (why !== 'attached' && why !== 'released')
      hud.tell({ text: words.role[why], severity: 'info' }, monotonicMs());
    changed();
  }

  /** The session has another size, by the terminal that holds it. */
  takeSize(size: RoleEvent['size']): void {
    if (this.#role !== 'viewer') return;
    this.#tellViewed(size);
    this.#parts.changed();
  }

  /** A snapshot is about to come, or what was missed. */
  snapshotBegins(event: Extract<KeeperEvent, { type: 'snapshot' }>): void {
    const { screen, hud, changed } = this.#parts;
    if (this.#isStale) return;
    this.#isStale = event.basis !== 'resumed' && this.#isToAskAnew(event.size);
    if (this.#isStale) {
      this.#parts.askAnew();
      return;
    }
    if (event.basis !== 'resumed') {
      const isFirst = !this.#started;
      this.#beginAnew();
      // What the terminal showed before stays above, whole.
      const away = isFirst ? '\r\n'.repeat(screen.filter.childSize.rows) : '';
      screen.draw(Buffer.from(`${away}\u001b[H`));
      screen.drawsAll();
    }
    screen.continueFrom(event.at);
    if (event.basis === 'gap' && event.reason !== undefined) {
      hud.tell({ text: event.reason, severity: 'warning' }, monotonicMs());
    }
    changed();
  }

  /** Bytes of that snapshot. Valid during the call only. */
  snapshot(bytes: Uint8Array): void {
    if (!this.#isStale) this.#parts.screen.draw(bytes);
  }

  /** Bytes the agent wrote, ending at the offset `upTo` of its output. Valid during the call only. */
  output(bytes: Uint8Array, upTo: number): void {
    if (!this.#isStale) this.#parts.screen.agentOutput(bytes, upTo);
  }

  /** This terminal goes on without the session: what follows is another program's, below the agent's
   *  last line and not in it. An agent that has ended by itself has seen to that where it was shown;
   *  one that others have ended has not. */
  leave(agent: 'goes-on' | 'itself' | 'others'): void {
    if (this.role === 'viewer') {
      if (this.#hasHeld) this.#parts.screen.draw(BELOW_PICTURE);
    } else if (agent !== 'itself') this.#parts.screen.draw(BELOW);
  }

  /** The window has changed while the snapshot was on its way. */
  #isToAskAnew({ columns, rows }: RoleEvent['size']): boolean {
    const now = this.#parts.screen.filter.childSize;
    const asked = this.#askedSize;
    this.#askedSize = columns === now.columns && rows === now.rows ? undefined : now;
    if (this.#askedSize === undefined) return false;
    return asked?.columns !== now.columns || asked.rows !== now.rows;
  }

  #tellViewed({ columns, rows }: RoleEvent['size']): void {
    const { hud, takeOver, words } = this.#parts;
    const how = takeOver === undefined ? words.onlyWatches : words.typesHere(takeOver());
    hud.notices.setViewing(words.viewing(`${columns}×${rows}`, how));
  }

  /** On a terminal given back as it was. */
  #beginAnew(): void {
    const { screen, newFilter, onRestart } = this.#parts;
    onRestart();
    if (this.#started) screen.restart(newFilter());
    else this.begin();
  }
}
