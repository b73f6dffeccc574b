// How many cells a row takes that has renditions of ours in it.
import { textWidth } from '@codex-voice/ansi';

/** Built from its code: a control character in a pattern is easily overlooked. */
const RENDITION = new RegExp(`${String.fromCharCode(0x1b)}\\[[0-9;]*m`, 'gu');

export function stripped(row: string): number {
  return textWidth(row.replaceAll(RENDITION, ''));
}
