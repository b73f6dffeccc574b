// Our texts that stand in the composer: whether they still do, and what it takes to take one out.
import { graphemeCount } from './clean-text.ts';
import type { ComposerView } from './ports.ts';
import { endsWithText, pastePlaceholders, stillHolds, visibleEssence } from './seen-text.ts';

/** A prompt whose text was seen in the composer and has not left it. */
export interface Piece {
  readonly id: string;
  readonly text: string;
  /** No Enter of ours sends it, nor what stands with it, unless the person asks for one. */
  readonly held?: true;
  readonly before: ComposerView;
  readonly shown: ComposerView;
}

/** Whether the composer still shows every text of the draft; false for an empty draft. */
export function holdsDraft(draft: readonly Piece[], now: ComposerView): boolean {
  const last = draft.at(-1);
  if (last === undefined) return false;
  return stillHolds({ shown: last.shown, texts: draft.map((piece) => piece.text), now });
}

/** Backspaces that take `piece` out of the composer, or undefined when it doesn't end with it. */
export function keysToErase(piece: Piece, now: ComposerView): number | undefined {
  const collapsed =
    pastePlaceholders(piece.shown.text).length > pastePlaceholders(piece.before.text).length;
  const unchanged = visibleEssence(now.text) === visibleEssence(piece.shown.text);
  const cursorAtEnd =
    now.cursorOffset === undefined || now.text.slice(now.cursorOffset).trim() === '';
  if (collapsed) return unchanged && cursorAtEnd ? 1 : undefined;
  return cursorAtEnd && (unchanged || endsWithText(now, piece.text))
    ? graphemeCount(piece.text)
    : undefined;
}
