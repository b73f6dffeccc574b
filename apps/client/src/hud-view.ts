// How much of the terminal is ours and what is drawn there: the sizes of our rows, and their content
// for this terminal's colours and glyphs.
import {
  colourSupport,
  glyphSupport,
  HUD_ROWS,
  type HudLanguage,
  type HudModel,
  type PanelArea,
  renderHud,
  type Theme,
  themeNamed,
} from '@codex-voice/overlay';
import type { TerminalSize } from '@codex-voice/pty';
import type { HudSize } from './hud-size.ts';
import { reservedRows } from './reserved-rows.ts';
import type { SessionOptions } from './session-options.ts';

const NEXT_SIZE: Readonly<Record<HudSize, HudSize>> = { line: 'full', full: 'off', off: 'line' };

export interface Geometry extends TerminalSize {
  readonly reservedRows: number;
}

export class HudView {
  readonly #colour = colourSupport(process.env);
  readonly #glyphs = glyphSupport(process.env);
  #terminal: TerminalSize;
  #size: HudSize;
  #theme: string;
  #themes: SessionOptions['themes'];
  readonly #language: HudLanguage;

  constructor(options: SessionOptions, terminal: TerminalSize) {
    this.#terminal = terminal;
    this.#size = options.hud;
    this.#theme = options.theme;
    this.#themes = options.themes;
    this.#language = options.language;
  }

  get size(): HudSize {
    return this.#size;
  }

  get theme(): string {
    return this.#theme;
  }

  get themes(): readonly string[] {
    return this.#themes.names;
  }

  /** How this terminal shows things. */
  get look(): Pick<PanelArea, 'colour' | 'glyphs' | 'theme'> {
    return { colour: this.#colour, glyphs: this.#glyphs, theme: this.#shownTheme() };
  }

  get geometry(): Geometry {
    return { ...this.#terminal, reservedRows: this.#reservedRows() };
  }

  resize(terminal: TerminalSize): void {
    this.#terminal = terminal;
  }

  nextSize(): void {
    this.#size = NEXT_SIZE[this.#size];
  }

  setSize(size: HudSize): void {
    this.#size = size;
  }

  /** `absent`: no theme has this name, and nothing is changed. */
  setTheme(theme: string): 'set' | 'absent' {
    if (this.#themes.named(theme) === undefined) return 'absent';
    this.#theme = theme;
    return 'set';
  }

  /** The config file has other themes now. */
  setThemes(themes: SessionOptions['themes']): void {
    this.#themes = themes;
  }

  /** One that the file has no more is shown as the default. */
  #shownTheme(): Theme {
    return this.#themes.named(this.#theme) ?? themeNamed('default');
  }

  render(model: HudModel): Uint8Array[] {
    return renderHud(model, {
      columns: this.#terminal.columns,
      ...this.look,
      language: this.#language,
      mode: this.#reservedRows() === HUD_ROWS.full ? 'full' : 'line',
    });
  }

  #reservedRows(): number {
    return reservedRows(this.#size, this.#terminal.rows);
  }
}
