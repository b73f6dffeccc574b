// The HUD as rows of bytes: cleans every text, picks the pieces for each row, lays them out, colours
// them. Where the rows stand on the screen and when they are painted is the caller's.
import type { ColourSupport } from './colour.ts';
import { fillingOf, heardFilling, notice, words } from './filling.ts';
import { type Glyphs, glyphsFor } from './glyphs.ts';
import type { HudMessage, HudModel } from './hud-model.ts';
import type { HudMode } from './hud-rows.ts';
import { type HudLanguage, hudWords } from './hud-words.ts';
import { layOut, type Piece } from './layout.ts';
import {
  agentPiece,
  choicePieces,
  hintPieces,
  latencyPiece,
  meterPiece,
  microphonePiece,
  queuePiece,
  type RowLook,
  recordingPiece,
  voicePiece,
} from './pieces.ts';
import { printable } from './printable.ts';
import { encodeRow, type Span } from './span.ts';
import type { GlyphSupport } from './terminal-support.ts';
import { emphasised, type Theme, type ThemeName, themeOf } from './theme.ts';

export interface HudOptions {
  /** Width of the terminal in cells; a whole number, 0 or more. */
  readonly columns: number;
  readonly colour: ColourSupport;
  readonly glyphs: GlyphSupport;
  readonly theme: ThemeName | Theme;
  readonly mode: HudMode;
  /** Of our own words; absent: English. */
  readonly language?: HudLanguage;
  /** `reduced`: nothing moves but the words. Absent: `full`. */
  readonly motion?: 'full' | 'reduced';
}

/**
 * The HUD's rows, top to bottom: SGR and printable text only, each exactly `columns` cells wide,
 * from a reset to a reset. Throws `RangeError` when `columns` is no whole number of cells.
 */
export function renderHud(model: HudModel, options: HudOptions): Uint8Array[] {
  const { columns, colour } = options;
  if (!Number.isInteger(columns) || columns < 0) {
    throw new RangeError(`columns must be a whole number of cells, not ${columns}`);
  }
  const clean = { ...cleaned(model, options.glyphs), motion: options.motion ?? 'full' };
  const written: RowLook = {
    glyphs: glyphsFor(options.glyphs),
    words: hudWords(options.language ?? 'en', options.glyphs),
  };
  const rows = rowsOf(clean, written, options);
  const theme = themeOf(options.theme);
  const look = { columns, colour, theme: options.mode === 'large' ? emphasised(theme) : theme };
  return rows.map((spans) => encodeRow(spans, look));
}

/** What is shown, and whether anything but words may move in it. */
type Shown = HudModel & { readonly motion: 'full' | 'reduced' };

function rowsOf(
  model: Shown,
  look: RowLook,
  { mode, columns }: HudOptions,
): readonly (readonly Span[])[] {
  switch (mode) {
    case 'line':
      return [lineRow(model, look, columns)];
    case 'full':
      return fullRows(model, look, columns);
    case 'large':
      return largeRows(model, look, columns);
  }
}

function shownMeter({ voice, motion }: Shown, { glyphs }: RowLook): Piece | undefined {
  return motion === 'reduced' ? undefined : meterPiece(voice, glyphs);
}

function lineRow(model: Shown, look: RowLook, columns: number): readonly Span[] {
  if (model.leader !== undefined) {
    const pieces = [voicePiece(model.voice, look), ...choicePieces(model.leader, model.keyHints)];
    const state = [recordingPiece(model, look), agentPiece(model.agent, look)];
    return layOut(present([...pieces, ...state]), undefined, columns);
  }
  const pieces = [
    voicePiece(model.voice, look),
    shownMeter(model, look),
    queuePiece(model, look),
    latencyPiece(model.lastLatencyMs),
    recordingPiece(model, look),
    agentPiece(model.agent, look),
    ...hintPieces(model.keyHints, 'right'),
  ];
  return layOut(present(pieces), fillingOf(model, look), columns);
}

/** State above, words in the middle, keys below. */
function fullRows(model: Shown, look: RowLook, columns: number): readonly (readonly Span[])[] {
  const { voice, partial } = model;
  const state = [
    voicePiece(voice, look),
    shownMeter(model, look),
    microphonePiece(voice, look),
    latencyPiece(model.lastLatencyMs),
    recordingPiece(model, look),
    agentPiece(model.agent, look),
  ];
  const said = partial === '' ? heardFilling(model, look) : words(partial, look.glyphs);
  return [
    layOut(present(state), undefined, columns),
    layOut(present([queuePiece(model, look)]), said, columns),
    keysRow(model, look.glyphs, columns),
  ];
}

/** One thing a row, apart from the agent's screen and from each other; no level moves in it. */
function largeRows(model: Shown, look: RowLook, columns: number): readonly (readonly Span[])[] {
  const { voice, agent, leader, keyHints } = model;
  const keys = leader === undefined ? hintPieces(keyHints, 'left') : choicePieces(leader, keyHints);
  const state = [
    voicePiece(voice, look),
    recordingPiece(model, look),
    agentPiece({ ...agent, rung: '' }, look),
  ];
  return [
    [{ text: look.glyphs.rule.repeat(columns), role: 'faint' }],
    layOut(present(state), undefined, columns),
    [],
    layOut(present([queuePiece(model, look)]), fillingOf(model, look), columns),
    layOut(keys, undefined, columns),
  ];
}

/** The keys there are, beside a notice; or those that a waiting leader waits for, alone. */
function keysRow(model: HudModel, glyphs: Glyphs, columns: number): readonly Span[] {
  const { leader, keyHints, message } = model;
  if (leader !== undefined) return layOut(choicePieces(leader, keyHints), undefined, columns);
  const told = message === undefined ? undefined : notice(message, glyphs);
  return layOut(hintPieces(keyHints, told === undefined ? 'left' : 'right'), told, columns);
}

function present(pieces: readonly (Piece | undefined)[]): readonly Piece[] {
  return pieces.filter((piece) => piece !== undefined);
}

/** The model with every text made printable. */
function cleaned(model: HudModel, glyphs: GlyphSupport): HudModel {
  const clean = (text: string) => printable(text, glyphs);
  const { agent, voice, lastHeard, waitingFor, message } = model;
  return {
    ...model,
    agent: { ...agent, name: clean(agent.name), rung: clean(agent.rung) },
    voice: voice.reason === undefined ? voice : { ...voice, reason: clean(voice.reason) },
    partial: clean(model.partial),
    ...(lastHeard && { lastHeard: { ...lastHeard, text: clean(lastHeard.text) } }),
    ...(waitingFor !== undefined && { waitingFor: clean(waitingFor) }),
    ...(message && { message: cleanedMessage(message, clean) }),
    ...(model.leader !== undefined && { leader: clean(model.leader) }),
    keyHints: model.keyHints.map(({ key, does }) => ({ key: clean(key), does: clean(does) })),
  };
}

function cleanedMessage(message: HudMessage, clean: (text: string) => string): HudMessage {
  const { whole } = message;
  return {
    ...message,
    text: clean(message.text),
    ...(whole && { whole: { key: clean(whole.key), does: clean(whole.does) } }),
  };
}
