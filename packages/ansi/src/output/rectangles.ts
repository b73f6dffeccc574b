// Rectangular area operations reach to the last line of the screen unless told otherwise; here they
// are told to stop at the child's.
import type { ChildState } from './child-state.ts';
import type { CsiSequence } from './csi-sequence.ts';

/** Which parameters of an operation are its top and bottom row. */
const AREAS: Readonly<Record<string, { top: number; bottom: number }>> = {
  $z: { top: 0, bottom: 2 },
  '${': { top: 0, bottom: 2 },
  $r: { top: 0, bottom: 2 },
  $t: { top: 0, bottom: 2 },
  $x: { top: 1, bottom: 3 },
  $v: { top: 0, bottom: 2 },
  '*y': { top: 2, bottom: 4 },
};
/** Where DECCRA puts its copy. */
const COPY_TARGET_TOP = 5;

/** Cuts the rows of DECERA, DECSERA, DECCARA, DECRARA, DECFRA, DECCRA and DECRQCRA to the child's. */
export function rewriteRectangle(state: ChildState, csi: CsiSequence, introducer: string): void {
  const name = String.fromCharCode(csi.intermediates & 0xff, csi.final);
  const area = Object.hasOwn(AREAS, name) ? AREAS[name] : undefined;
  if (area === undefined || state.reserved === 0) return;
  const { rows } = state.cursor;
  const top = csi.parameter(area.top, 1);
  let bottom = Math.min(csi.parameter(area.bottom, rows), rows);
  if (name === '$v') {
    bottom = Math.min(bottom, top + rows - csi.parameter(COPY_TARGET_TOP, 1));
  }
  if (bottom === csi.parameter(area.bottom, 0)) return;
  if (bottom < top) {
    state.replacement = '';
    return;
  }
  while (csi.count <= area.bottom) csi.parameters[csi.count++] = 0;
  csi.parameters[area.bottom] = bottom;
  state.replacement = csi.text(introducer);
}
