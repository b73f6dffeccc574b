// A text being edited: what keys do to it and to the caret. Of lines on the screen it knows only how
// wide they are; how it looks is `editor-view.ts`'s.
import type { PanelKey } from '@codex-voice/ansi';
import { graphemesOf } from '../text-fit.ts';
import { editorLines } from './editor-lines.ts';

/** A text as characters that are seen as one, and the caret before one of them or behind the last. */
export interface LineEditor {
  readonly characters: readonly string[];
  readonly caret: number;
}

/** Longest text edited, in characters: as long as a prompt may be. What is beyond is not taken. */
export const EDITOR_LIMIT = 65_536;

const WORD = /[\p{L}\p{N}_]/u;

/** The caret stands at the end. */
export function editorOf(text: string): LineEditor {
  const characters = graphemesOf(text);
  return { characters, caret: characters.length };
}

export function editorText({ characters }: LineEditor): string {
  return characters.join('');
}

/** The editor after a key; undefined for a key that edits nothing. `width`: cells of a line on screen. */
export function edited(
  editor: LineEditor,
  { key, width }: { readonly key: PanelKey; readonly width: number },
): LineEditor | undefined {
  if (key.kind === 'text') return inserted(editor, key.text);
  const { caret, characters } = editor;
  const end = characters.length;
  switch (key.name) {
    case 'Left':
    case 'Ctrl-b':
      return at(editor, caret - 1);
    case 'Right':
    case 'Ctrl-f':
      return at(editor, caret + 1);
    case 'Ctrl-Left':
    case 'Alt-Left':
    case 'Alt-b':
      return at(editor, wordStart(editor));
    case 'Ctrl-Right':
    case 'Alt-Right':
    case 'Alt-f':
      return at(editor, wordEnd(editor));
    case 'Up':
      return onLine(editor, { width, step: -1 });
    case 'Down':
      return onLine(editor, { width, step: 1 });
    case 'Home':
    case 'Ctrl-a':
      return at(editor, lineStart(editor));
    case 'End':
    case 'Ctrl-e':
      return at(editor, lineEnd(editor));
    case 'Ctrl-Home':
      return at(editor, 0);
    case 'Ctrl-End':
      return at(editor, end);
    default:
      return erased(editor, key.name);
  }
}

function erased(editor: LineEditor, name: string): LineEditor | undefined {
  const { caret } = editor;
  switch (name) {
    case 'Backspace':
    case 'Ctrl-h':
      return without(editor, caret - 1, caret);
    case 'Delete':
    case 'Ctrl-d':
      return without(editor, caret, caret + 1);
    case 'Ctrl-w':
    case 'Alt-Backspace':
    case 'Ctrl-Backspace':
      return without(editor, wordStart(editor), caret);
    case 'Alt-d':
    case 'Ctrl-Delete':
      return without(editor, caret, wordEnd(editor));
    case 'Ctrl-u':
      return without(editor, lineStart(editor), caret);
    case 'Ctrl-k':
      return without(editor, caret, lineEnd(editor));
    case 'Ctrl-j':
    case 'Alt-Enter':
    case 'Shift-Enter':
    case 'Ctrl-Enter':
      return inserted(editor, '\n');
    default:
      return undefined;
  }
}

function at(editor: LineEditor, caret: number): LineEditor {
  return { ...editor, caret: Math.min(editor.characters.length, Math.max(0, caret)) };
}

/** Text goes in at the caret. Marks join what stands before them. */
function inserted({ characters, caret }: LineEditor, text: string): LineEditor {
  const before = graphemesOf(characters.slice(0, caret).join('') + text);
  const whole = [...before, ...characters.slice(caret)];
  if (whole.length > EDITOR_LIMIT) return { characters, caret };
  return { characters: whole, caret: before.length };
}

function without(editor: LineEditor, start: number, end: number): LineEditor {
  const { characters } = editor;
  const from = Math.max(0, start);
  return { characters: [...characters.slice(0, from), ...characters.slice(end)], caret: from };
}

function wordStart({ characters, caret }: LineEditor): number {
  let place = caret;
  while (place > 0 && !WORD.test(characters[place - 1] ?? '')) place -= 1;
  while (place > 0 && WORD.test(characters[place - 1] ?? '')) place -= 1;
  return place;
}

function wordEnd({ characters, caret }: LineEditor): number {
  let place = caret;
  while (place < characters.length && !WORD.test(characters[place] ?? '')) place += 1;
  while (place < characters.length && WORD.test(characters[place] ?? '')) place += 1;
  return place;
}

function lineStart({ characters, caret }: LineEditor): number {
  return caret === 0 ? 0 : characters.lastIndexOf('\n', caret - 1) + 1;
}

function lineEnd({ characters, caret }: LineEditor): number {
  const end = characters.indexOf('\n', caret);
  return end < 0 ? characters.length : end;
}

/** The caret a line above or below on the screen, in the same column as far as there is one. */
function onLine(
  editor: LineEditor,
  { width, step }: { readonly width: number; readonly step: 1 | -1 },
): LineEditor {
  const lines = editorLines(editor.characters, width);
  const line = lines.findLastIndex(({ start }) => start <= editor.caret);
  const from = lines[line];
  const to = lines[line + step];
  if (from === undefined) return editor;
  if (to === undefined) return at(editor, step < 0 ? 0 : editor.characters.length);
  const last = to.end - (lines[line + step + 1] === undefined ? 0 : 1);
  return at(editor, Math.min(to.start + editor.caret - from.start, Math.max(to.start, last)));
}
