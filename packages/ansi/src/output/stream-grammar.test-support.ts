// Random terminal programs: what real ones send, what they might, and what none should.
import fc from 'fast-check';

const ESC = '\x1b';
const CSI = '\x1b[';

const size = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom(99, 999) },
);
const parameter = fc.oneof(
  { weight: 6, arbitrary: size.map(String) },
  { weight: 1, arbitrary: fc.constant('') },
);

const oneParameter = (finals: string) =>
  fc.tuple(parameter, fc.constantFrom(...finals)).map(([p, f]) => `${CSI}${p}${f}`);
const twoParameters = (finals: string) =>
  fc
    .tuple(parameter, parameter, fc.constantFrom(...finals))
    .map(([a, b, f]) => `${CSI}${a};${b}${f}`);

const words = fc
  .string({ unit: fc.constantFrom(...'abcdefgh XYZ'), minLength: 1, maxLength: 30 })
  .map((text) => text);
const wide = fc.constantFrom('漢', '字漢字', 'e\u0301', '─│', 'ä', 'a\u0301b', '─'.repeat(12));
const disputed = fc.constantFrom('😀', '👩‍💻', '❤️', '🇩🇪', '\u200b', '\u0301', '\u0903');

const rendition = fc.constantFrom(
  '0',
  '',
  '1',
  '1;31',
  '38;5;200',
  '48;2;1;2;3',
  '38:2::9:8:7',
  '38:5:17',
  '4:3',
  '58;5;9',
  '21',
  '22',
  '24',
  '39;49',
  '7',
  '27',
  '97;104',
  '9;53',
  '59',
  '4;1;3;2;8',
);
const mode = fc.constantFrom(
  ...['?1049', '?1047', '?47', '?1048', '?6', '?7', '?25', '?2004', '?2026', '?45', '?69', '?3'],
  ...['4', '20', '?1', '?1000', '?1006', '?1004', '?1049;25', '?6;7', '?25;1049', '?1047;6'],
);

const motion = fc.oneof(
  twoParameters('Hf'),
  oneParameter('ABCDEFGde`a'),
  fc.constantFrom('\r', '\n', '\r\n', '\b', '\t', '\v', '\f', `${ESC}D`, `${ESC}M`, `${ESC}E`),
  oneParameter('IZ'),
);
const region = fc.oneof(twoParameters('r'), fc.constantFrom(`${CSI}r`, `${CSI};r`, `${CSI}3r`));
const editing = oneParameter('JKLMPX@STb');
const cursorSlot = fc.constantFrom(`${ESC}7`, `${ESC}8`, `${CSI}s`, `${CSI}u`);
const modes = fc.tuple(mode, fc.constantFrom('h', 'l')).map(([m, f]) => `${CSI}${m}${f}`);
const resets = fc.constantFrom(`${ESC}c`, `${CSI}!p`, `${ESC}#8`, `${CSI}?3h`, `${CSI}2J${CSI}H`);
const charsets = fc.constantFrom(
  `${ESC}(0`,
  `${ESC}(B`,
  `${ESC})0`,
  '\x0e',
  '\x0f',
  `${ESC}n`,
  `${ESC}*0`,
);
const strings = fc.constantFrom(
  `${ESC}]0;title${ESC}\\`,
  `${ESC}]2;t\x07`,
  `${ESC}]8;;http://x${ESC}\\`,
  `${ESC}]8;;${ESC}\\`,
  `${ESC}P$qr${ESC}\\`,
  `${ESC}_payload\x1b[99;1H`,
  `${ESC}^pm ${CSI}5r${ESC}\\`,
  `${ESC}]0;cancelled\x18`,
);
const queries = fc.constantFrom(
  `${CSI}6n`,
  `${CSI}?6n`,
  `${CSI}5n`,
  `${CSI}c`,
  `${CSI}?7$p`,
  `${CSI}18t`,
);
const hostile = fc.constantFrom(
  `${CSI}5\n;5H`,
  `${CSI}99\x7f9;1H`,
  `${CSI}3:4;99r`,
  `${CSI}999:1;2H`,
  `${CSI}4294967299;99999999999H`,
  `${CSI}99999999999r`,
  `${CSI}2147483648B`,
  `${CSI}5;5`,
  `${ESC}`,
  `${CSI}9\x18`,
  `${CSI}?`,
  `${CSI}>9;9H`,
  `${CSI}9;9 H`,
  '\u009b9;3H',
  '\u0085',
  '\u009d0;t\u009c',
  `${CSI}<5;9H`,
  `${CSI}9 9H`,
  '\x7f',
  '\x00',
  `${ESC}${CSI}7;7H`,
  `${ESC}(${CSI}7;7H`,
);

/** One step of a program; weights follow what programs do, not what they could. */
export const programStep: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: words },
  { weight: 3, arbitrary: wide },
  { weight: 1, arbitrary: disputed },
  { weight: 4, arbitrary: rendition.map((text) => `${CSI}${text}m`) },
  { weight: 10, arbitrary: motion },
  { weight: 3, arbitrary: region },
  { weight: 5, arbitrary: editing },
  { weight: 2, arbitrary: cursorSlot },
  { weight: 3, arbitrary: modes },
  { weight: 1, arbitrary: resets },
  { weight: 1, arbitrary: charsets },
  { weight: 1, arbitrary: strings },
  { weight: 1, arbitrary: queries },
  { weight: 1, arbitrary: hostile },
);

const everydayMode = fc.constantFrom('?1049', '?47', '?6', '?7', '?25', '?2004', '4', '?1047');
const everydayModes = fc
  .tuple(everydayMode, fc.constantFrom('h', 'l'))
  .map(([m, f]) => `${CSI}${m}${f}`);

/** What programs do all day, with absolute moves often enough that the position is mostly certain. */
const everydayStep: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: words },
  { weight: 3, arbitrary: wide },
  { weight: 4, arbitrary: rendition.map((text) => `${CSI}${text}m`) },
  { weight: 8, arbitrary: twoParameters('Hf') },
  { weight: 5, arbitrary: motion },
  { weight: 2, arbitrary: region },
  { weight: 4, arbitrary: editing },
  { weight: 2, arbitrary: cursorSlot },
  { weight: 3, arbitrary: everydayModes },
  { weight: 1, arbitrary: fc.constantFrom(`${CSI}!p`, `${CSI}2J${CSI}H`, `${ESC}c`, `${CSI}m`) },
  { weight: 1, arbitrary: charsets },
);

/** Programs as the pieces in which they are read: often cut between steps, sometimes inside one. */
function pieces(step: fc.Arbitrary<string>, longest: number): fc.Arbitrary<Uint8Array[]> {
  return fc
    .tuple(
      fc.array(step, { minLength: 1, maxLength: longest, size: 'max' }),
      fc.infiniteStream(fc.integer({ min: 1, max: 24 })),
    )
    .map(([steps, cuts]) => cut(withoutEmulatorQuirk(steps).join(''), cuts));
}

function cut(program: string, cuts: Iterator<number>): Uint8Array[] {
  const bytes = new TextEncoder().encode(program);
  const found: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const length: number = cuts.next().value ?? 1;
    found.push(bytes.subarray(at, at + length));
    at += length;
  }
  return found;
}

/** Anything at all. */
export const programPieces = pieces(programStep, 40);
/** What is usual. */
export const everydayPieces = pieces(everydayStep, 60);

/** The emulator draws wide characters at the edge without autowrap differently by how writes are cut. */
function withoutEmulatorQuirk(steps: readonly string[]): readonly string[] {
  if (!steps.some((step) => /\?(6;)?7l/.test(step))) return steps;
  return steps.filter((step) => !/[\u2e80-\uffff]|[\u{10000}-\u{10ffff}]/u.test(step));
}
