export type { ColourSupport } from './colour.ts';
export type {
  HudAgent,
  HudHeard,
  HudKeyHint,
  HudMessage,
  HudModel,
  HudVoice,
} from './hud-model.ts';
export { METER_AT_REST, METER_CELLS, type Meter, type MeterInput, meterStep } from './meter.ts';
export { HUD_ROWS, type HudMode, type HudOptions, renderHud } from './render-hud.ts';
export { colourSupport, type GlyphSupport, glyphSupport } from './terminal-support.ts';
export { type ThemeName, themeNames } from './theme.ts';
