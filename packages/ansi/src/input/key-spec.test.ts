import { describe, expect, test } from 'vitest';
import { parseKeyBindings } from './bindings.ts';
import { MODIFIER } from './key-chord.ts';
import { parseKeySpec } from './key-spec.ts';

const { shift, alt, ctrl } = MODIFIER;

describe('writing a key', () => {
  test.each([
    ['F2', undefined, { key: 'F2', modifiers: 0 }],
    ['f12', undefined, { key: 'F12', modifiers: 0 }],
    ['shift+F5', undefined, { key: 'F5', modifiers: shift }],
    ['Ctrl-\\', undefined, { key: '\\', modifiers: ctrl }],
    ['Control-r', undefined, { key: 'r', modifiers: ctrl }],
    ['CTRL-R', undefined, { key: 'r', modifiers: ctrl }],
    ['Ctrl-Alt-Shift-x', undefined, { key: 'x', modifiers: ctrl | alt | shift }],
    ['Ctrl--', undefined, { key: '-', modifiers: ctrl }],
    ['Ctrl-+', undefined, { key: '+', modifiers: ctrl }],
    ['Ctrl-space', undefined, { key: ' ', modifiers: ctrl }],
    ['Alt-pgdn', undefined, { key: 'PageDown', modifiers: alt }],
    ['Ctrl-\\ a', { key: '\\', modifiers: ctrl }, { key: 'a', modifiers: 0 }],
    ['Ctrl-\\  A', { key: '\\', modifiers: ctrl }, { key: 'a', modifiers: shift }],
    ['Ctrl-\\ ?', { key: '\\', modifiers: ctrl }, { key: '?', modifiers: 0 }],
    ['F9 Ctrl-x', { key: 'F9', modifiers: 0 }, { key: 'x', modifiers: ctrl }],
    ['F9 Tab', { key: 'F9', modifiers: 0 }, { key: 'Tab', modifiers: 0 }],
  ])('ANSI-I12 %j is read', (text, leader, key) => {
    expect(parseKeySpec(text)).toEqual({ kind: 'spec', spec: { text, leader, key } });
  });

  test.each([
    ['', 'a key is missing: write one such as F2 or Ctrl-\\'],
    ['a', 'key "a" alone is the agent\'s: add Ctrl- or Alt-, or put it after a leader'],
    ['Shift-a', 'key "Shift-a" alone is the agent\'s: add Ctrl- or Alt-, or put it after a leader'],
    ['Enter', 'key "Enter" alone is the agent\'s: add Ctrl- or Alt-, or put it after a leader'],
    ['Ctrl-i', 'key "Ctrl-i" is Tab on most terminals: choose another key'],
    ['Ctrl-M', 'key "Ctrl-M" is Enter on most terminals: choose another key'],
    ['Ctrl-j x', 'key "Ctrl-j" is a new line on most terminals: choose another key'],
    ['Ctrl-[', 'key "Ctrl-[" is Escape on most terminals: choose another key'],
    ['Ctrl-?', 'key "Ctrl-?" is Backspace on most terminals: choose another key'],
    ['Cntrl-a', 'key "Cntrl-a" has an unknown modifier "Cntrl": did you mean Ctrl?'],
    ['Alt-Pageup1', 'key "Alt-Pageup1" has an unknown name "Pageup1": did you mean PageUp?'],
    ['F36', 'key "F36" has an unknown name "F36": did you mean F3?'],
    ['Ctrl-\\ a b', 'key "Ctrl-\\ a b" has 3 parts: write one key, or a leader and a key'],
    [
      'Ctrl-\\ Esc',
      'key "Ctrl-\\ Esc" ends in Escape, which cancels the leader: choose another key',
    ],
    [
      'Ctrl-\\ Ctrl-\\',
      'key "Ctrl-\\ Ctrl-\\" is the leader twice, which types it: choose another second key',
    ],
    ['\x1c', 'key "\x1c" holds a control character: write it as Ctrl- and a letter'],
  ])('ANSI-I12 %j is a mistake told in one line', (text, message) => {
    expect(parseKeySpec(text)).toEqual({ kind: 'error', message });
  });
});

describe('a table of keys', () => {
  test('ANSI-I13 actions share a leader', () => {
    expect(parseKeyBindings({ a: 'Ctrl-\\ a', b: 'Ctrl-\\ b', c: 'F2' })).toMatchObject({
      kind: 'bindings',
      bindings: [{ action: 'a' }, { action: 'b' }, { action: 'c' }],
    });
  });

  test.each([
    [{ a: 'F2', b: 'f2' }, 'b: key "f2" is taken by a: choose another'],
    [{ a: 'Ctrl-\\ x', b: 'Ctrl-\\ x' }, 'b: key "Ctrl-\\ x" is taken by a: choose another'],
    [
      { a: 'F9', b: 'F9 x' },
      'b: key "F9 x" clashes with "F9" of a: a leader can\'t have an action of its own',
    ],
    [
      { a: 'F9 x', b: 'F9' },
      'b: key "F9" clashes with "F9 x" of a: a leader can\'t have an action of its own',
    ],
    [{ talk: 'F99' }, 'talk: key "F99" has an unknown name "F99": did you mean F9?'],
  ])('ANSI-I13 %j is a mistake', (table, message) => {
    expect(parseKeyBindings(table)).toEqual({ kind: 'error', message });
  });
});
