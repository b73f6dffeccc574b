// What the recorded screens of Gemini CLI show, by the names of their files.
import type { ScreenState } from '@codex-voice/session';

export const geminiStates: readonly (readonly [string, ScreenState])[] = [
  ['gemini-empty', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['gemini-typed-one-line', { kind: 'composer', text: 'hello there', cursorOffset: 11 }],
  [
    'gemini-typed-many-lines',
    { kind: 'composer', text: 'hello there and\nsecond line\n\nfourth', cursorOffset: 35 },
  ],
  [
    'gemini-wrapped',
    {
      kind: 'composer',
      text: 'word word word word word word word word word word word word word word\nword word word word word word word word word word word word word word\nword word word word word word word word word word word word end',
      cursorOffset: 203,
    },
  ],
  [
    'gemini-collapsed-paste',
    { kind: 'composer', text: '[Pasted Text: 31 lines]', cursorOffset: 23 },
  ],
  [
    'gemini-slash-popup',
    { kind: 'dialog', what: 'command list', composer: { text: '/', cursorOffset: 1 } },
  ],
  [
    'gemini-mention-popup',
    { kind: 'dialog', what: 'mention list', composer: { text: 'see @', cursorOffset: 5 } },
  ],
  [
    'gemini-shell-mode',
    { kind: 'dialog', what: 'shell mode', composer: { text: '!', cursorOffset: 1 } },
  ],
  [
    'gemini-shell-mode-typed',
    { kind: 'dialog', what: 'shell mode', composer: { text: '!ls', cursorOffset: 3 } },
  ],
  ['gemini-shortcuts', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['gemini-history-search', { kind: 'dialog', what: 'history search' }],
  ['gemini-busy', { kind: 'busy', composer: { text: '', cursorOffset: 0 } }],
  ['gemini-busy-typed', { kind: 'busy', composer: { text: 'while busy', cursorOffset: 10 } }],
  ['gemini-interrupted', { kind: 'composer', text: 'while busy', cursorOffset: 10 }],
  ['gemini-streaming', { kind: 'busy', composer: { text: '', cursorOffset: 0 } }],
  ['gemini-approval', { kind: 'dialog', what: 'approval' }],
  ['gemini-after-approval', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['gemini-truecolor-approval', { kind: 'dialog', what: 'approval' }],
  [
    'gemini-truecolor-typed',
    { kind: 'composer', text: 'hello there and\nsecond line', cursorOffset: 27 },
  ],
];
