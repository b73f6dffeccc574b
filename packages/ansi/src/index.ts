export { type KeyBinding, type KeyBindingsResult, parseKeyBindings } from './input/bindings.ts';
export type { InputGeometry } from './input/geometry.ts';
export { LEADER_WAIT_MS } from './input/hot-keys.ts';
export { type InputEvent, type InputResult, UNKNOWN_LEADER_KEY } from './input/input-event.ts';
export {
  ESCAPE_WAIT_MS,
  InputFilter,
  type InputFilterOptions,
  PASTE_STALL_MS,
  SEQUENCE_WAIT_MS,
  STRING_STALL_MS,
} from './input/input-filter.ts';
export type { KeyChord, KeyPhase } from './input/key-chord.ts';
export { type KeySpec, type KeySpecResult, parseKeySpec } from './input/key-spec.ts';
export type { HudMouseButton, HudMousePhase } from './input/mouse-report.ts';
export type { HudMouse } from './input/mouse-router.ts';
export {
  PANEL_PASTE_LIMIT_BYTES,
  type PanelInput,
  type PanelKey,
  PanelKeys,
} from './input/panel-keys.ts';
export type { MouseEncoding } from './input/sequence-scan.ts';
export type { AskerLedger, FocusFor } from './input/terminal-reports.ts';
export type {
  AmbiguousWidth,
  CellPosition,
  FilterGeometry,
  FocusReports,
} from './output/child-state.ts';
export type { LineBlock } from './output/line-insertion.ts';
export type { ChildModes } from './output/mode-tracker.ts';
export { PassthroughFilter, type PassthroughFilterOptions } from './output/passthrough-filter.ts';
export type { PaintBlock } from './output/reserved-rows.ts';
export { type ScreenRow, splitScreenRows } from './output/screen-rows.ts';
export { MAX_HELD_BYTES } from './output/stream-reader.ts';
export { type Asker, type ReplyKind, ReplyLedger } from './reply-ledger.ts';
export { cellWidth, widthIsAmbiguous, widthIsDisputed } from './width/cell-width.ts';
export { textWidth, truncateToWidth } from './width/text-width.ts';
