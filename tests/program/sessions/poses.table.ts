// Screens that are hard to come back to: what an agent draws before it is left, and what it draws on
// afterwards, which shows what a terminal must know that can't be seen.

export interface Pose {
  readonly name: string;
  /** Drawn before the terminal leaves. Its last line says `posed`. */
  readonly before: string;
  /** Drawn once the terminal is back. Its last line says `moved`. */
  readonly after: string;
}

const CSI = '\u001b[';
const lines = (from: number, to: number, text = ''): string =>
  Array.from(
    { length: to - from + 1 },
    (_, at) => `${CSI}3${(from + at) % 8}mline ${from + at}${CSI}0m ${text}\r\n`,
  ).join('');

export const POSES: readonly Pose[] = [
  {
    name: 'a prompt at the top of a fresh screen',
    before: 'posed',
    after: '\r\nmoved',
  },
  {
    name: 'scrollback and a half-written line in colours',
    before: `${lines(1, 300)}${CSI}1;38;5;202;48;2;1;2;3mposed and`,
    after: ` on\r\n${CSI}0mnext ${lines(301, 310)}moved`,
  },
  {
    name: 'long lines that wrap, one of them up to the last column',
    before: `${lines(1, 40, 'x'.repeat(170))}${'w'.repeat(75)}posed`,
    after: `!${CSI}2Dmoved`,
  },
  {
    name: 'wide characters, some of them at the edge',
    before: `${lines(1, 30, '漢字かな交じり文'.repeat(9))}e\u0301 👨‍👩‍👧 ${'界'.repeat(40)}\r\nposed 漢`,
    after: '字\r\nmoved',
  },
  {
    name: 'the alternate screen over scrollback',
    before: `${lines(1, 60)}${CSI}?1049h${CSI}2J${CSI}5;10H${CSI}7mon the other screen${CSI}0m${CSI}12;20Hposed`,
    after: `${CSI}?1049l back\r\nmoved`,
  },
  {
    name: 'mouse, paste, focus, cursor keys and a hidden cursor',
    before: `${lines(1, 30)}${CSI}?1h${CSI}?1002h${CSI}?1006h${CSI}?1004h${CSI}?2004h${CSI}?25l${CSI}?7lposed`,
    after: `${CSI}?1002l${CSI}?1003h${CSI}?25h\r\n${'m'.repeat(90)}${CSI}?7h\r\nmoved`,
  },
  {
    name: 'a scroll region with the cursor in it, and a saved place',
    before: `${lines(1, 50)}${CSI}2;3H${CSI}35m\u001b7${CSI}0m${CSI}5;12r${CSI}12;1Hposed`,
    after: `\r\n\r\nscrolled${CSI}r${CSI}20;1H\u001b8saved${CSI}22;1H${CSI}0mmoved`,
  },
  {
    name: 'origin mode, insert mode and tab stops',
    before: `${CSI}3g${CSI}1;5H\u001bH${CSI}1;33H\u001bH${CSI}4;18r${CSI}?6h${CSI}2;1H\tposed\tx`,
    after: `${CSI}1;1H\ta\tb${CSI}4h${CSI}2;6Hinserted ${CSI}4l${CSI}?6l${CSI}r${CSI}23;1Hmoved`,
  },
  {
    name: 'line drawing in a shifted character set',
    before: `${lines(1, 5)}\u001b)0\u000elqqqk\u000f posed \u000exx`,
    after: `qq\u000f\r\nmoved`,
  },
];
