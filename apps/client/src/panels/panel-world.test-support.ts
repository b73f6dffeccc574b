// A session as panels meet it: an agent whose output may be held back, a filter, a terminal, and a copy
// of the agent's screen that answers for its rows. Time passes only when it is waited for.
import { PassthroughFilter, type ScreenRow } from '@codex-voice/ansi';
import { themeNames } from '@codex-voice/overlay';
import { VirtualTerminal } from '@codex-voice/testing';
import { keyNames } from '../key-names.ts';
import { ENGLISH } from '../words/en.ts';
import { panelData } from './panel-data.ts';
import type { PanelFacts } from './panel-facts.ts';
import { PanelHost, type PanelWish } from './panel-host.ts';
import type { AgentRows, PanelScreen } from './panel-opening.ts';

export const SIZE = { columns: 60, rows: 17, reservedRows: 1 };

export const FACTS: PanelFacts = {
  keys: keyNames('default'),
  words: ENGLISH,
  voice: 'on',
  listening: false,
  mode: 'tap',
  manner: { silenceMs: 250 },
  intent: 'compose',
  hud: 'line',
  motion: 'full',
  theme: 'mono',
  themes: themeNames,
  cues: 'off',
  aloud: 'off',
  notify: { on: [], when: 'unfocused', by: 'auto', show: 'kind' },
  phrases: [
    { spoken: 'send it', action: { kind: 'command', command: 'send' } },
    { spoken: 'run the tests', action: { kind: 'text', text: 'Run the tests.' } },
  ],
  notices: [],
  debug: [],
  commands: [],
  queue: [],
  approvals: [],
  sessions: [],
  sessionId: 'codex-k3fa',
  role: 'holder',
  home: '/people/person',
  nowMs: 0,
};

const encoder = new TextEncoder();

export class PanelWorld implements PanelScreen {
  readonly filter = new PassthroughFilter(SIZE);
  readonly terminal = new VirtualTerminal(SIZE);
  /** The agent's screen without us. */
  readonly raw = new VirtualTerminal(this.filter.childSize);
  readonly host: PanelHost;
  readonly wishes: PanelWish[] = [];
  readonly said: string[] = [];
  readonly changes: (string | undefined)[] = [];
  readonly log: string[] = [];
  facts = FACTS;
  standsFor: 'agent' | 'picture' = 'agent';
  /** Called when rows are asked for, before they are read. */
  beforeRows: () => void = () => undefined;
  /** How far the copy of the screen lies behind, in bytes; a copy that never answers: undefined. */
  answers: 'rows' | 'gap' | 'nothing' = 'rows';
  #nowMs = 0;
  #isHeld = false;
  #held: { bytes: Uint8Array; upTo: number }[] = [];
  #written = 0;
  #shown = 0;
  passed = '';

  /** `before` stands on the terminal when the session begins, a line for each row. */
  constructor(before: readonly string[] = []) {
    this.terminal.feed(encoder.encode(before.map((line) => `${line}\r\n`).join('')));
    this.terminal.feed(this.filter.start({ row: before.length, column: 0 }));
    this.host = new PanelHost({
      screen: this,
      look: () => ({ colour: 'none', glyphs: 'unicode', theme: 'mono' }),
      data: (name) => panelData(name, this.facts),
      wish: (wish) => this.wishes.push(wish),
      changed: (open) => this.changes.push(open),
      say: (text) => this.said.push(text),
      pass: (bytes) => {
        this.passed += new TextDecoder().decode(bytes);
      },
      mouseEncoding: () => 'sgr',
      nowMs: () => this.#nowMs,
      delay: (waitMs) => this.#delay(waitMs),
    });
  }

  /** The agent writes; what it may show is shown. */
  agent(text: string): void {
    const bytes = encoder.encode(text);
    this.raw.feed(bytes);
    this.#written += bytes.length;
    if (this.#isHeld) this.#held.push({ bytes, upTo: this.#written });
    else this.#show(bytes, this.#written);
  }

  type(text: string): void {
    this.host.input(encoder.encode(text));
  }

  /** Lets everything happen that waits for nothing but time. */
  async settle(rounds = 400): Promise<void> {
    for (let round = 0; round < rounds; round += 1) await Promise.resolve();
  }

  async open(...args: Parameters<PanelHost['open']>): Promise<void> {
    this.host.open(...args);
    await this.settle();
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  screen(): string[] {
    return this.terminal.screenRows();
  }

  shows(): 'agent' | 'picture' {
    return this.standsFor;
  }

  size(): { columns: number; rows: number } {
    return this.filter.childSize;
  }

  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    this.showUntil(Number.POSITIVE_INFINITY);
  }

  showUntil(offset: number): void {
    for (let first = this.#held[0]; first !== undefined; first = this.#held[0]) {
      if (first.upTo > offset) return;
      this.#held.shift();
      this.#show(first.bytes, first.upTo);
    }
  }

  shownOffset(): number {
    return this.#shown;
  }

  async requestRows(): Promise<AgentRows | undefined> {
    this.beforeRows();
    if (this.answers === 'nothing') return new Promise(() => undefined);
    const rows = this.raw.screenRows().map((text, row) => ({ row, bytes: encoder.encode(text) }));
    const basis = this.answers === 'gap' ? 'gap' : 'whole';
    return { at: this.#written, rows, basis, cursorRow: this.raw.cursor.row };
  }

  cursorRow(): number | undefined {
    return this.filter.cursorRow;
  }

  cover(rows: readonly ScreenRow[]): 'covered' | 'not-now' {
    if (this.filter.coverBlock !== undefined) return 'not-now';
    this.terminal.feed(this.filter.cover(rows));
    return 'covered';
  }

  uncover(rows: readonly ScreenRow[]): void {
    this.terminal.feed(this.filter.uncover(rows));
  }

  redraw(): void {
    this.log.push('redraw');
  }

  #show(bytes: Uint8Array, upTo: number): void {
    for (const part of this.filter.write(bytes)) this.terminal.feed(part);
    this.#shown = upTo;
  }

  async #delay(waitMs: number): Promise<void> {
    // Longer waits end later, as long as nobody waits for hundreds of them at once.
    for (let step = 0; step < waitMs; step += 5) await Promise.resolve();
    this.#nowMs += waitMs;
  }

  dispose(): void {
    this.terminal.dispose();
    this.raw.dispose();
  }
}
