// How much of the terminal is ours and what is drawn there: the sizes of our rows, and their content
// for this terminal's colours and glyphs.
import {
  colourSupport,
  emphasised,
  glyphSupport,
  HUD_ROWS,
  type HudLanguage,
  type HudMode,
  type HudModel,
  type PanelArea,
  renderHud,
  type Theme,
  themeNamed,
} from '@codex-voice/overlay';
import type { TerminalSize } from '@codex-voice/pty';
import { type HudSize, isHudSize, isMotion, type Motion } from './hud-size.ts';
import { reservedRows } from './reserved-rows.ts';
import type { SessionOptions } from './session-options.ts';

/** Off leads back to `large` where that was shown last. */
const NEXT_SIZE: Readonly<Record<HudSize, HudSize>> = {
  line: 'full',
  full: 'off',
  off: 'line',
  large: 'off',
};

export interface Geometry extends TerminalSize {
  readonly reservedRows: number;
}

export class HudView {
  readonly #colour = colourSupport(process.env);
  readonly #glyphs = glyphSupport(process.env);
  #terminal: TerminalSize;
  #size: HudSize;
  /** The last that was not off. */
  #shown: HudSize;
  #theme: string;
  #themes: SessionOptions['themes'];
  #motion: Motion;
  readonly #language: HudLanguage;

  constructor(options: SessionOptions, terminal: TerminalSize) {
    this.#terminal = terminal;
    this.#size = options.hud;
    this.#shown = options.hud;
    this.#theme = options.theme;
    this.#themes = options.themes;
    this.#motion = options.motion;
    this.#language = options.language;
  }

  get size(): HudSize {
    return this.#size;
  }

  get theme(): string {
    return this.#theme;
  }

  get motion(): Motion {
    return this.#motion;
  }

  setMotion(motion: Motion): void {
    this.#motion = motion;
  }

  get themes(): readonly string[] {
    return this.#themes.names;
  }

  /** How this terminal shows things. */
  get look(): Pick<PanelArea, 'colour' | 'glyphs' | 'theme'> {
    const theme = this.#shownTheme();
    return {
      colour: this.#colour,
      glyphs: this.#glyphs,
      theme: this.#size === 'large' ? emphasised(theme) : theme,
    };
  }

  get geometry(): Geometry {
    return { ...this.#terminal, reservedRows: this.#reservedRows() };
  }

  resize(terminal: TerminalSize): void {
    this.#terminal = terminal;
  }

  nextSize(): void {
    const isBack = this.#size === 'off' && this.#shown === 'large';
    this.setSize(isBack ? 'large' : NEXT_SIZE[this.#size]);
  }

  setSize(size: HudSize): void {
    this.#size = size;
    if (size !== 'off') this.#shown = size;
  }

  /** `absent`: no theme has this name, and nothing is changed. */
  setTheme(theme: string): 'set' | 'absent' {
    if (this.#themes.named(theme) === undefined) return 'absent';
    this.#theme = theme;
    return 'set';
  }

  /** A setting by its name in the panel, and what of ours is another now; `nothing`: it is none of these. */
  set(name: string, value: string): 'rows' | 'look' | 'nothing' {
    if (name === 'hud' && isHudSize(value)) {
      this.setSize(value);
      return 'rows';
    }
    if (name === 'theme') this.setTheme(value);
    else if (name === 'motion' && isMotion(value)) this.#motion = value;
    else return 'nothing';
    return 'look';
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
      mode: this.#mode(),
      motion: this.#motion,
    });
  }

  /** As many rows as there is room for. */
  #mode(): HudMode {
    const rows = this.#reservedRows();
    if (rows === HUD_ROWS.large) return 'large';
    return rows === HUD_ROWS.full ? 'full' : 'line';
  }

  #reservedRows(): number {
    return reservedRows(this.#size, this.#terminal.rows);
  }
}
