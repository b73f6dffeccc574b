// Random programs: streams of mostly meaningful terminal output, with the odd piece of nonsense, as
// fast-check arbitraries, so that a failure shrinks to the few sequences that make it.
import fc from 'fast-check';

/** Small and awkward, so that every random move meets an edge. */
export const RANDOM_SIZE = { columns: 14, rows: 5 };

const smallNumber = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 8 }).map(String) },
  { weight: 2, arbitrary: fc.constantFrom('', '00004', '99') },
);

// Only where a large number is a place and not a count: emulators take minutes to count that far.
const anyNumber = fc.oneof(
  { weight: 6, arbitrary: smallNumber },
  { weight: 1, arbitrary: fc.constantFrom('999', '65536', '2147483648') },
);

function sequence(value: fc.Arbitrary<string>, final: string, most: number): fc.Arbitrary<string> {
  return fc.array(value, { maxLength: most }).map((values) => `\x1b[${values.join(';')}${final}`);
}

const place = (final: string, most: number) => sequence(anyNumber, final, most);
const count = (final: string) => sequence(smallNumber, final, 1);

const mode = fc.oneof(
  fc.constantFrom('6', '7', '25', '47', '1047', '1048', '1049', '2026', '2004', '1004', '45', '3'),
  fc.constantFrom('6;7', '1049;25', '25;47', '69'),
);

const text = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.string({ minLength: 1, maxLength: 6 }).filter((s) => !/[\x1b]/.test(s)),
  },
  { weight: 2, arbitrary: fc.constantFrom('你好', 'ö', '🦊', '─│', 'abcdefghijklmnop') },
);

const control = fc.constantFrom('\n', '\n', '\n', '\r', '\r\n', '\t', '\b', '\x0b', '\x0c', '\x07');

const move = fc.oneof(
  place('H', 2),
  place('f', 2),
  place('d', 1),
  place('G', 1),
  count('A'),
  count('B'),
  count('C'),
  count('D'),
  count('E'),
  count('F'),
  count('e'),
  count('a'),
  place('`', 1),
  count('I'),
  count('Z'),
);

const edit = fc.oneof(
  count('J'),
  count('K'),
  count('L'),
  count('M'),
  count('@'),
  count('P'),
  count('X'),
  count('S'),
  count('T'),
  count("'}"),
  count("'~"),
  count(' @'),
  count(' A'),
  fc.constantFrom('\x1b[?J', '\x1b[?2J', '\x1b[?K', '\x1b[1"q', '\x1b[0"q'),
);

const region = place('r', 2);

const state = fc.oneof(
  fc.constantFrom(
    '\x1b7',
    '\x1b8',
    '\x1b[s',
    '\x1b[u',
    '\x1bD',
    '\x1bE',
    '\x1bM',
    '\x1bH',
    '\x1b[g',
  ),
  fc.constantFrom('\x1b[20h', '\x1b[20l', '\x1b[3g'),
  fc.constantFrom(
    '\x1b[31m',
    '\x1b[1;4;44m',
    '\x1b[m',
    '\x1b[38;2;1;2;3m',
    '\x1b[4:3;58:5:1m',
    '\x1b[7m',
  ),
  // On a full reset this emulator forgets to show the cursor and to end new-line mode.
  fc.constantFrom(
    '\x1bc\x1b[?25h\x1b[20l',
    '\x1b[!p',
    '\x1b#8',
    '\x1b[6n',
    '\x1b[?6n',
    '\x1b[c',
    '\x1bP$qr\x1b\\',
  ),
  fc.tuple(mode, fc.constantFrom('h', 'l')).map(([name, final]) => `\x1b[?${name}${final}`),
);

const nonsense = fc.oneof(
  fc.constantFrom(
    '\x1b]0;t[2J\x07',
    '\x1b]2;\x1b[7;1H\x1b\\',
    '\x1bP+q544e\x1b\\',
    '\x1b_x[2J\x1b\\',
  ),
  fc.constantFrom(
    '\x1b[3;\x18\r',
    '\x1b[2\r;2H',
    '\x1b[1\x1b[2;2H',
    '\x1b[2:3;4H',
    '\x1b[>1;7r',
    '\x1b[?7r',
  ),
  fc.constantFrom('\x1b[2;2$z', '\x1b[1;2;3;4$r', '\x1b]8;;http://e.test\x07'),
);

// What acts on the character before it, and what changes how that character would be printed: a
// paint between the two can mend either alone (it prints the character again), but not both.
const joining = fc.oneof(
  fc.constantFrom('e\u0301', '\u0301', 'n\u0303\u0323'),
  // Right after the character: terminals disagree on what is repeated after a refused sequence.
  fc.tuple(text, count('b')).map(([before, repeat]) => before + repeat),
);
const printingMode = fc.constantFrom(
  '\x0e',
  '\x0f',
  '\x1b(0',
  '\x1b(B',
  '\x1b)0',
  '\x1b[4h',
  '\x1b[4l',
);

/** A program's whole output as its steps; `special` is what it does beside the usual. */
function program(special: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  const step = fc.oneof(
    { weight: 8, arbitrary: text },
    { weight: 6, arbitrary: control },
    { weight: 6, arbitrary: move },
    { weight: 5, arbitrary: edit },
    { weight: 4, arbitrary: region },
    { weight: 5, arbitrary: state },
    { weight: 2, arbitrary: special },
    { weight: 1, arbitrary: nonsense },
  );
  return fc.array(step, { minLength: 1, maxLength: 40 });
}

/** Random programs: some combine and repeat characters, the others change sets and insert. */
export const randomProgram = fc.oneof(program(joining), program(printingMode));
