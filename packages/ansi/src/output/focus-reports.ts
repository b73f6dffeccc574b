// Focus reports that we want whether or not the child does: switched on beside it, and again after
// whatever of the child's switches them off. Its own wish stays its own, in `mode-tracker.ts`.
import type { ChildState, FocusReports } from './child-state.ts';
import type { CsiSequence } from './csi-sequence.ts';

const FOCUS_EVENTS = 1004;
const SWITCH_ON = '\x1b[?1004h';
const SWITCH_OFF = '\x1b[?1004l';

export function focusStart({ focusReports }: ChildState): string {
  return focusReports === 'ours' ? SWITCH_ON : '';
}

export function focusEnd({ focusReports }: ChildState): string {
  return focusReports === 'ours' ? SWITCH_OFF : '';
}

/** Takes another wish of ours; the terminal stays as the child wants it. */
export function focusChange(state: ChildState, wanted: FocusReports): string {
  if (wanted === state.focusReports) return '';
  state.focusReports = wanted;
  if (state.modes.isOn(FOCUS_EVENTS)) return '';
  return wanted === 'ours' ? SWITCH_ON : SWITCH_OFF;
}

/** A sequence that resets every mode. */
export function focusAfterReset(state: ChildState): void {
  state.after += focusStart(state);
}

/** DECRST and XTRESTORE. */
export function focusAfter(state: ChildState, csi: CsiSequence): void {
  if (state.focusReports !== 'ours') return;
  for (let index = 0; index < csi.count; index += 1) {
    if (csi.parameters[index] === FOCUS_EVENTS) {
      state.after += SWITCH_ON;
      return;
    }
  }
}
