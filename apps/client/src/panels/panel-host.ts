// The panel that is open over the agent, if one is: stops the screen at a moment when that harms
// nothing, draws, takes the person's keys, and puts back what stood there. What panels show and what
// their wishes come to is the owner's.
import { type MouseEncoding, PanelKeys, type ScreenRow } from '@codex-voice/ansi';
import {
  openPanel,
  type Panel,
  type PanelArea,
  type PanelData,
  type PanelEffect,
  type PanelName,
  type PanelNotice,
  panelKey,
  renderPanel,
  updatePanel,
  withNotice,
} from '@codex-voice/overlay';
import type { DoubtedRows } from '../recent-rows.ts';
import { blankRows, type Ground, PanelOpening, type PanelScreen } from './panel-opening.ts';

/** Cells below which a panel says nothing. */
const LEAST_COLUMNS = 12;
const LEAST_ROWS = 3;

/** Fewer rows than these tell too little: beyond them a panel also covers what stood there before the agent. */
const COMFORTABLE_ROWS = 12;

/** After attempts to mend rows that found no good moment, in ms: on a busy machine the copy of the screen is late. */
const MEND_AGAIN_MS = [250, 1_000, 4_000] as const;

/** The setting that changes how many rows are the agent's. */
const ROWS_SETTING = 'hud';

/** What is left for the owner to do. */
export type PanelWish = Exclude<PanelEffect, { kind: 'close' | 'open' }>;

export interface PanelHostParts {
  readonly screen: PanelScreen;
  /** How the terminal shows things. */
  readonly look: () => Pick<PanelArea, 'colour' | 'glyphs' | 'theme'>;
  /** What a panel shows now. */
  readonly data: (panel: PanelName) => PanelData;
  /** Called with `menu` entries, commands, sessions to switch to and to take only after the panel has closed. */
  readonly wish: (wish: PanelWish) => void;
  /** The panel has come up, or is gone. */
  readonly changed: (open: PanelName | undefined) => void;
  /** Where no panel can come up: a line for our row. */
  readonly say: (text: string) => void;
  /** What the terminal itself says while a panel is open, for the agent. */
  readonly pass: (bytes: Uint8Array) => void;
  readonly mouseEncoding: () => MouseEncoding;
  /** Monotonic, in ms. */
  readonly nowMs: () => number;
  readonly delay: (waitMs: number) => Promise<void>;
}

interface Open {
  panel: Panel;
  readonly keys: PanelKeys;
  readonly ground: Ground;
  /** The first row ever drawn on. */
  top: number;
  drawn: string;
}

export class PanelHost {
  readonly #parts: PanelHostParts;
  #opening:
    | { readonly attempt: PanelOpening; panel: Panel; readonly early: Uint8Array[] }
    | undefined;
  #open: Open | undefined;
  #mending: PanelOpening | undefined;
  /** Rows in doubt that are not drawn anew yet. */
  #owed: DoubtedRows | undefined;
  /** What stood under a panel was moved by the terminal, and not yet drawn anew. */
  #stale = false;

  constructor(parts: PanelHostParts) {
    this.#parts = parts;
  }

  /** Whether keys go to a panel: one is open, or about to be. */
  get takesKeys(): boolean {
    return this.#open !== undefined || this.#opening !== undefined;
  }

  /** The panel that is open or about to be. */
  get panel(): PanelName | undefined {
    return this.#open?.panel.kind ?? this.#opening?.panel.kind;
  }

  /** Opens a panel, in the place of another one; the one that is open closes. */
  toggle(name: PanelName): void {
    if (this.panel === name) this.close();
    else this.open(name);
  }

  open(name: PanelName): void {
    const panel = openPanel(this.#parts.data(name));
    if (this.#open !== undefined) {
      this.#open.panel = panel;
      this.#draw(this.#open);
      this.#parts.changed(name);
    } else if (this.#opening !== undefined) {
      this.#opening.panel = panel;
    } else {
      this.#come(panel);
    }
  }

  /** Puts back what the panel stands on, at once. */
  close(): void {
    const { screen, changed } = this.#parts;
    const opening = this.#opening;
    this.#opening = undefined;
    opening?.attempt.cancel();
    const open = this.#open;
    this.#open = undefined;
    if (open !== undefined) {
      screen.uncover(rowsFrom(standing(open), open.top));
      screen.release();
      if (screen.shows() === 'picture') screen.redraw();
      changed(undefined);
    }
    void this.#mendOwed();
  }

  /** Closes for good: what it was about to draw is not drawn any more. */
  dispose(): void {
    this.#stopMending();
    this.close();
  }

  /** Bytes of the person, from the input filter's `pass` events, while `takesKeys`. */
  input(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    // Valid during the call only.
    if (this.#opening !== undefined) this.#opening.early.push(new Uint8Array(bytes));
    else this.#keys(bytes);
  }

  /** What panels show has changed. */
  refresh(): void {
    if (this.#open === undefined) return;
    const { panel } = this.#open;
    this.#open.panel = updatePanel(panel, this.#parts.data(panel.kind));
    this.#draw(this.#open);
  }

  /** Something to say in the panel, such as why a change was refused; false where none is open. */
  notice(notice: PanelNotice): boolean {
    if (this.#open === undefined) return false;
    this.#open.panel = withNotice(this.#open.panel, notice);
    this.#draw(this.#open);
    return true;
  }

  /** Draws the agent's last rows anew, so many up from its cursor's and those below: on them may be some of our own. */
  mend(lastRows: DoubtedRows): void {
    if (this.#parts.screen.shows() === 'picture') return;
    const owed = this.#owed;
    this.#owed = owed === undefined ? lastRows : () => Math.max(owed(), lastRows());
    void this.#mendOwed();
  }

  async #mendOwed(): Promise<void> {
    const { screen, nowMs, delay } = this.#parts;
    this.#mending?.cancel();
    for (const againMs of MEND_AGAIN_MS) {
      // Once the panel has gone.
      if (this.takesKeys || this.#owed === undefined) return;
      const attempt = new PanelOpening({ screen, nowMs, delay });
      this.#mending = attempt;
      const outcome = await attempt.run((ground) => this.#drawAnew(ground));
      if (this.#mending !== attempt) return;
      if (outcome === 'covered') break;
      await delay(againMs);
      if (this.#mending !== attempt) return;
    }
    this.#owed = undefined;
  }

  /** The screen is another's, or drawn anew: no row of it is in doubt. */
  #stopMending(): void {
    this.#mending?.cancel();
    this.#mending = undefined;
    this.#owed = undefined;
  }

  #drawAnew({ own }: Ground): 'covered' | 'not-now' {
    const { screen } = this.#parts;
    const cursorRow = screen.cursorRow();
    if (screen.shows() === 'picture' || screen.cover([]) === 'not-now') return 'not-now';
    screen.uncover(rowsFrom(own, (cursorRow ?? 0) + 1 - (this.#owed?.() ?? 0)));
    screen.release();
    return 'covered';
  }

  /**
   * The terminal or the agent's share of it is about to have another size: the panel goes. With `stale`
   * what stood under it has been moved by the terminal: once the new size is settled, it or one that comes
   * before it is, the whole screen is to be asked for anew.
   */
  resized(): 'stale' | 'whole' {
    this.#stale ||= this.#open !== undefined;
    this.#forget();
    return this.#stale ? 'stale' : 'whole';
  }

  /** The screen was begun anew by someone else: nothing of ours stands on it. */
  screenRestarted(): void {
    this.#stale = false;
    this.#stopMending();
    this.#forget();
  }

  #forget(): void {
    this.#mending?.cancel();
    this.#opening?.attempt.cancel();
    this.#opening = undefined;
    if (this.#open === undefined) return;
    this.#open = undefined;
    this.#parts.screen.uncover([]);
    this.#parts.screen.release();
    this.#parts.changed(undefined);
  }

  #come(panel: Panel): void {
    const { screen, say, nowMs, delay } = this.#parts;
    const size = screen.size();
    if (size.columns < LEAST_COLUMNS || size.rows < LEAST_ROWS) {
      say('no room for a panel here');
      return;
    }
    this.#mending?.cancel();
    const attempt = new PanelOpening({ screen, nowMs, delay });
    const opening = { attempt, panel, early: [] };
    this.#opening = opening;
    void attempt
      .run((ground) => this.#cameUp(ground))
      .then((outcome) => {
        if (outcome !== 'gave-up' || this.#opening !== opening) return;
        this.#opening = undefined;
        void this.#mendOwed();
        say('the screen is moving: try again in a moment');
      });
  }

  /** The screen stands still: draws the panel, if this is a moment when it can be covered. */
  #cameUp(ground: Ground): 'covered' | 'not-now' {
    const { screen, mouseEncoding, changed } = this.#parts;
    const opening = this.#opening;
    if (opening === undefined) return 'not-now';
    const top = screen.size().rows;
    const keys = new PanelKeys(mouseEncoding());
    const open: Open = { panel: opening.panel, keys, ground, top, drawn: '' };
    if (this.#draw(open) === 'not-now') return 'not-now';
    this.#opening = undefined;
    this.#open = open;
    changed(open.panel.kind);
    for (const bytes of opening.early) if (this.#open === open) this.#keys(bytes);
    return 'covered';
  }

  /** Beside what is not the agent's, as long as that leaves room. */
  #area({ ground }: Open): PanelArea {
    const { columns, rows } = this.#parts.screen.size();
    const room = Math.max(rows - ground.othersRows, Math.min(rows, COMFORTABLE_ROWS));
    return { ...this.#parts.look(), columns, rows: room };
  }

  #draw(open: Open): 'covered' | 'not-now' {
    const rows = renderPanel(open.panel, this.#area(open));
    const first = this.#parts.screen.size().rows - rows.length;
    const top = Math.min(open.top, first);
    const drawn = rows.map((row) => Buffer.from(row).toString('latin1')).join('\n');
    if (drawn === open.drawn) return 'covered';
    // A panel that has become lower gives the agent's rows above it back.
    const above = standing(open).filter(({ row }) => row >= top && row < first);
    const placed = rows.map((bytes, index) => ({ row: first + index, bytes }));
    if (this.#parts.screen.cover([...above, ...placed]) === 'not-now') return 'not-now';
    open.top = top;
    open.drawn = drawn;
    return 'covered';
  }

  #keys(bytes: Uint8Array): void {
    const { nowMs, pass } = this.#parts;
    const open = this.#open;
    if (open === undefined) return;
    for (const input of open.keys.accept(bytes, nowMs())) {
      if (input.kind === 'pass') {
        pass(input.bytes);
        continue;
      }
      // What was typed behind the key that closed the panel is no command, and not for the agent.
      if (this.#open !== open) continue;
      const step = panelKey(open.panel, { key: input.key, area: this.#area(open) });
      open.panel = step.panel;
      this.#draw(open);
      for (const effect of step.effects) if (this.#open === open) this.#effect(effect, open);
    }
  }

  #effect(effect: PanelEffect, open: Open): void {
    const { wish } = this.#parts;
    switch (effect.kind) {
      case 'close':
        this.close();
        return;
      case 'open':
        this.open(effect.panel);
        return;
      case 'action': {
        const panel = PANELS.find((name) => name === effect.action);
        if (panel !== undefined) {
          this.open(panel);
          return;
        }
        this.close();
        wish(effect);
        return;
      }
      case 'command':
        this.close();
        wish(effect);
        return;
      case 'session':
        if (effect.do !== 'kill') this.close();
        wish(effect);
        return;
      case 'setting':
        if (effect.name === ROWS_SETTING) {
          // Rows change hands: the panel makes way and comes back.
          this.close();
          wish(effect);
          this.#come(open.panel);
          return;
        }
        wish(effect);
        // What it shows is ahead of what it will be told; how it looks may be another now.
        if (this.#open === open) this.#draw(open);
        return;
      case 'queue':
      case 'approval':
      case 'choice':
      case 'keep':
        wish(effect);
    }
  }
}

const PANELS: readonly PanelName[] = [
  ...(['help', 'queue', 'approvals', 'sessions', 'settings', 'menu', 'commands', 'debug'] as const),
];

/** What is known of all rows: nothing of those that are not the agent's. */
function standing({ ground }: Open): readonly ScreenRow[] {
  return [...blankRows(0, ground.othersRows), ...ground.own];
}

/** The rows from `top` on, and the one above where its line goes on into them. */
function rowsFrom(rows: readonly ScreenRow[], top: number): readonly ScreenRow[] {
  return rows.filter(({ row, goesOn }) => row >= top || (row === top - 1 && goesOn === true));
}
