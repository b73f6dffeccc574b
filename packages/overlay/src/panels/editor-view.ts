// How a text being edited looks: lines with the caret in them, as many as there is room for around it.
import type { Glyphs } from '../glyphs.ts';
import { printable } from '../printable.ts';
import type { Span } from '../span.ts';
import type { GlyphSupport } from '../terminal-support.ts';
import { cellsOf } from '../text-fit.ts';
import { editorLines } from './editor-lines.ts';
import type { LineEditor } from './line-editor.ts';
import { firstShown } from './list-window.ts';

export interface EditorRoom {
  readonly width: number;
  readonly rows: number;
  readonly glyphs: Glyphs;
  readonly support: GlyphSupport;
}

/** At most `rows` lines, the caret's among them. */
export function editorSpans(editor: LineEditor, room: EditorRoom): readonly (readonly Span[])[] {
  const lines = editorLines(editor.characters, textWidthOf(room));
  const caretLine = lines.findLastIndex(({ start }) => start <= editor.caret);
  const first = firstShown(caretLine, lines.length, room.rows);
  return lines.slice(first, first + room.rows).map(({ start, end }, index) => {
    const holdsCaret = first + index === caretLine;
    const before = editor.characters.slice(start, holdsCaret ? editor.caret : end);
    if (!holdsCaret) return [textSpan(before, room)];
    const under = editor.characters[editor.caret];
    const shown = under === undefined || editor.caret >= end ? ' ' : shownAs(under, room);
    const after = editor.characters.slice(editor.caret + 1, Math.max(end, editor.caret + 1));
    return [textSpan(before, room), { text: shown, role: 'caret' }, textSpan(after, room)];
  });
}

/** Cells of a line of text: the caret behind its end has one of its own. */
export function textWidthOf({ width }: Pick<EditorRoom, 'width'>): number {
  return Math.max(2, width - 1);
}

function textSpan(characters: readonly string[], room: EditorRoom): Span {
  return { text: characters.map((one) => shownAs(one, room)).join(''), role: 'text' };
}

/** A character as it can be shown: never wider than it was counted, never nothing. */
function shownAs(character: string, { glyphs, support }: EditorRoom): string {
  if (character === '\n') return glyphs.lineEnd;
  if (/^\s$/u.test(character)) return ' ';
  const text = printable(character, support);
  if (text === '') return support === 'unicode' ? '·' : '?';
  return cellsOf(text) <= Math.max(1, cellsOf(character)) ? text : '?';
}
