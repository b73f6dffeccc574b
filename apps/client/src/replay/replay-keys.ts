// What is typed during a replay: each key once, whatever bytes a terminal sends for it. Answers of the terminal and keys
// of no meaning are passed over.
import type { ReplayKey } from './playhead.ts';

const KEYS: Readonly<Record<string, ReplayKey | 'end'>> = {
  ' ': 'pause',
  p: 'pause',
  '.': 'step',
  s: 'step',
  '\u001b[C': 'on',
  '\u001bOC': 'on',
  '\u001b[D': 'back',
  '\u001bOD': 'back',
  ']': 'next-mark',
  n: 'next-mark',
  '[': 'previous-mark',
  N: 'previous-mark',
  '+': 'faster',
  '=': 'faster',
  '-': 'slower',
  '0': 'start',
  q: 'end',
  Q: 'end',
  '\u0003': 'end',
  '\u0004': 'end',
  '\u001b': 'end',
};

const PIECE = /\u001b(?:\[[\d;?<>=]*[@-~]|O[@-~])|[\s\S]/gu;

export function replayKeys(text: string): readonly (ReplayKey | 'end')[] {
  return [...text.matchAll(PIECE)].flatMap(([piece]) => KEYS[piece] ?? []);
}
