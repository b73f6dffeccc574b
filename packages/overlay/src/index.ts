export type { ColourSupport } from './colour.ts';
export type {
  HudAgent,
  HudHeard,
  HudKeyHint,
  HudMessage,
  HudModel,
  HudVoice,
} from './hud-model.ts';
export { HUD_ROWS, type HudMode } from './hud-rows.ts';
export { HUD_LANGUAGES, type HudLanguage } from './hud-words.ts';
export { METER_AT_REST, METER_CELLS, type Meter, type MeterInput, meterStep } from './meter.ts';
export type { ApprovalItem } from './panels/approvals-panel.ts';
export type { CommandItem } from './panels/commands-panel.ts';
export { type EditorLine, editorLines } from './panels/editor-lines.ts';
export type { HelpSection } from './panels/help-panel.ts';
export { edited, editorOf, editorText, type LineEditor } from './panels/line-editor.ts';
export type { MenuItem } from './panels/menu-panel.ts';
export {
  openPanel,
  type Panel,
  type PanelData,
  panelKey,
  renderPanel,
  updatePanel,
  withNotice,
} from './panels/panel.ts';
export { PANEL_KEYS } from './panels/panel-keys.ts';
export type {
  PanelArea,
  PanelEffect,
  PanelName,
  PanelNotice,
  PanelQueueEdit,
} from './panels/panel-types.ts';
export type { QueueItem } from './panels/queue-panel.ts';
export type { SessionItem, SessionsData } from './panels/sessions-panel.ts';
export type { SettingItem, SettingsData } from './panels/settings-panel.ts';
export { printable } from './printable.ts';
export { type HudOptions, renderHud } from './render-hud.ts';
export { colourNames, parseStyle } from './style-text.ts';
export { colourSupport, type GlyphSupport, glyphSupport } from './terminal-support.ts';
export {
  emphasised,
  type Style,
  type Theme,
  type ThemeName,
  themeNamed,
  themeNames,
  themeRoles,
} from './theme.ts';
export { wrapText } from './wrap-text.ts';
