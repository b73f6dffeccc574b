// Keys through the whole program: what a person types and a terminal says reaches the child byte for
// byte, and our hot keys, in every form, do not.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TerminalProgram } from '@codex-voice/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXAMPLE_AGENT, type Home, makeHome, RECORDING, ROOT, startInTerminal } from './command.ts';
import {
  ALT_FORMS,
  FUNCTION_KEY_FORMS,
  KITTY_FORMS,
  MOUSE_FORMS,
  OTHER_KEY_FORMS,
  TERMINAL_REPORTS,
  TEXTS,
} from './key-bytes.table.ts';

const PATIENCE_MS = 20_000;
/** After an ESC, so that it is settled as a key of its own: the filter waits 10 ms. */
const KEY_PAUSE_MS = 60;
const RECORDER = [process.execPath, join(ROOT, 'tests', 'program', 'stdin-recorder.ts')];
const LEADER = '\x1c';
/** Letters with an action behind the leader, and some without: those are swallowed too. */
const AFTER_LEADER = ['s', 'z', 'a', 't', 'x', 'Y', '\xc3\xa9', '\x1b[A'];

/** How a key set differs for the child. `singles`: each key of ours in each form it may come in. */
const KEY_SETS = {
  default: {
    config: '',
    bytes: [0x1c],
    singles: [
      ...['\x1bOQ', '\x1b[12~', '\x1b[[B', '\x1b[Q', '\x1b[12;1~', '\x1b[12;65~', '\x1b[12;129~'],
      ...['\x1b[12;193~', '\x1b[1;1Q', '\x1b[1;65Q', '\x1b[1;129Q', '\x1b[1;193Q'],
      ...[1, 2, 3].flatMap((phase) => [`\x1b[12;1:${phase}~`, `\x1b[1;1:${phase}Q`]),
    ],
  },
  classic: {
    config: 'keys = "classic"\n',
    bytes: [0x1c, 0x11, 0x12, 0x16],
    // Ctrl-Q ends the session: it has a test of its own.
    singles: ['r', 'v'].flatMap((letter) => {
      const code = letter.charCodeAt(0);
      return [
        String.fromCharCode(code & 0x1f),
        ...[5, 69, 133].map((modifier) => `\x1b[${code};${modifier}u`),
        `\x1b[27;5;${code}~`,
      ];
    }),
  },
} as const;
type KeySet = (typeof KEY_SETS)[keyof typeof KEY_SETS];

function isBoundByte(byte: number, { bytes }: KeySet): boolean {
  return bytes.some((bound) => bound === byte);
}

/** Whether one form means a key of ours; the independent twin of the decoder, for the tables only. */
function isOurs(form: string, { bytes }: KeySet): boolean {
  const controls = bytes.filter((byte) => byte !== 0x1c).map((byte) => byte + 0x60);
  const codes = [92, ...controls].join('|');
  // With modifyOtherKeys Shift is already in the character of a symbol, so that 6 is as good as 5.
  const patterns = [
    `\\x1b\\[(?:${codes})(?::\\d*)*;(?:5|69|133|197)(?::\\d)?u`,
    `\\x1b\\[27;(?:5|69|133|197);(?:${codes})~`,
    '\\x1b\\[27;6;92~',
    ...(controls.length === 0
      ? [
          '\\x1b(?:OQ|\\[\\[B|\\[Q|\\[12~|\\[12;1:\\d~|\\[12;(?:1|65|129|193)~|\\[1;1:\\dQ|\\[1;(?:1|65|129|193)Q)',
        ]
      : []),
  ];
  return new RegExp(`^(?:${patterns.join('|')})$`, 'u').test(form);
}

/** The recorder inside codex-voice. Dispose it: the program ends. */
class Recording implements AsyncDisposable {
  readonly program: TerminalProgram;
  readonly #home: Home;
  readonly #path: string;
  #sentinels = 0;

  /** @param lives For one test, or for as long as its owner says. */
  constructor(keys: KeySet, first = '', lives: 'a test' | 'longer' = 'a test') {
    this.#home = lives === 'a test' ? makeHome() : makeHome(() => undefined);
    this.#path = join(this.#home.path, 'received');
    const folder = join(this.#home.path, 'config', 'codex-voice');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'config.toml'), keys.config);
    this.program = startInTerminal({
      home: this.#home,
      args: ['run', '--no-voice', '--', ...RECORDER],
      columns: 220,
      env: { RECORD_TO: this.#path, RECORD_FIRST: first },
    });
  }

  async ready(): Promise<this> {
    await this.program.waitForText('recording', PATIENCE_MS);
    await this.program.waitForQuiet(300, PATIENCE_MS);
    return this;
  }

  get received(): string {
    return readFileSync(this.#path, 'latin1');
  }

  type(text: string): void {
    this.program.send(Buffer.from(text, 'latin1'));
  }

  /** Each on its own, an ESC with time to be settled. */
  async typeOneByOne(pieces: readonly string[]): Promise<void> {
    for (const piece of pieces) {
      this.type(piece);
      await sleep(piece === '\x1b' ? KEY_PAUSE_MS : 1);
    }
  }

  /** Everything received since the last call, once all that was typed has come through. */
  async settled(): Promise<string> {
    this.#sentinels += 1;
    await sleep(KEY_PAUSE_MS);
    const sentinel = `<end ${this.#sentinels}>`;
    this.type(sentinel);
    const deadlineMs = performance.now() + PATIENCE_MS;
    while (!this.received.endsWith(sentinel)) {
      if (performance.now() > deadlineMs)
        throw new Error(`${sentinel} was not received:\n${JSON.stringify(this.received)}`);
      await sleep(5);
    }
    const received = this.received.slice(0, -sentinel.length);
    writeFileSync(this.#path, '');
    return received;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.program.stop();
    this.#home[Symbol.dispose]();
  }
}

/** Names the first place where two byte strings part, which a diff of thousands of bytes doesn't. */
function expectBytes(received: string, sent: string): void {
  if (received === sent) return;
  let at = 0;
  while (received[at] === sent[at]) at += 1;
  const near = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 20), at + 20));
  throw new Error(`after ${at} bytes: sent ${near(sent)}, received ${near(received)}`);
}

describe.each(Object.entries(KEY_SETS))('with the %s keys', (_, keys) => {
  const free = (forms: readonly string[]): string[] => forms.filter((form) => !isOurs(form, keys));
  /** Of a child that asks nothing of its terminal: what is typed leaves nothing behind in it. */
  let plain: Recording;
  /** Of one that asks for the mouse, for focus and for pastes. */
  let asking: Recording;
  beforeAll(async () => {
    plain = await new Recording(keys, '', 'longer').ready();
    asking = await new Recording(keys, '\x1b[?1003;1004;2004h', 'longer').ready();
  });
  afterAll(async () => {
    await plain[Symbol.asyncDispose]();
    await asking[Symbol.asyncDispose]();
  });

  test('nothing reaches the child that nobody typed', async () => {
    await using recording = await new Recording(keys, '\x1b[?1004;2004h\x1b[>7u').ready();
    recording.program.resize({ columns: 100, rows: 30 });
    await recording.program.waitForQuiet(300, PATIENCE_MS);
    expectBytes(await recording.settled(), '');
  });

  test('every byte that is no key of ours passes, alone and in one burst', async () => {
    const all = Array.from({ length: 256 }, (_byte, index) => index)
      .filter((byte) => !isBoundByte(byte, keys))
      .map((byte) => String.fromCharCode(byte));
    await plain.typeOneByOne(all);
    expectBytes(await plain.settled(), all.join(''));
    plain.type(all.join(''));
    expectBytes(await plain.settled(), all.join(''));
    plain.type(all.toReversed().join(''));
    expectBytes(await plain.settled(), all.toReversed().join(''));
  });

  test('keys in every form pass, in one burst and cut anywhere', async () => {
    const forms = free([
      ...TEXTS,
      ...FUNCTION_KEY_FORMS,
      ...ALT_FORMS,
      ...OTHER_KEY_FORMS,
      ...KITTY_FORMS,
    ]);
    const all = forms.join('');
    plain.type(all);
    expectBytes(await plain.settled(), all);
    // Prime lengths cut every form at every place sooner or later.
    for (const length of [1_009, 257, 61]) {
      for (let at = 0; at < all.length; at += length) {
        plain.type(all.slice(at, at + length));
        if (at % (length * 16) === 0) await sleep(1);
      }
      expectBytes(await plain.settled(), all);
    }
  });

  test('what the terminal says passes, and the mouse on the child’s rows', async () => {
    const sent = [
      ...TERMINAL_REPORTS,
      ...MOUSE_FORMS.sgr,
      ...MOUSE_FORMS.urxvt,
      ...MOUSE_FORMS.x10,
    ];
    asking.type(sent.join(''));
    expectBytes(await asking.settled(), sent.join(''));
    await asking.typeOneByOne(TERMINAL_REPORTS);
    expectBytes(await asking.settled(), TERMINAL_REPORTS.join(''));
  });

  test('a paste passes whole, our keys in it and wherever it is cut', async () => {
    const inside = `${LEADER}s${LEADER}?${keys.singles.join('')}\x11\x1b[<0;5;24M\x1b[8;24;80t\x03`;
    const paste = `\x1b[200~a ${inside}\x1b[201 z\x1b[201~`;
    asking.type(paste);
    expectBytes(await asking.settled(), paste);
    // A busy machine takes longer than a cut introducer waits: that one is cut in the unit tests, by their clock.
    const first = '\x1b[200~'.length;
    for (let cut = first; cut < paste.length; cut += 3) {
      asking.type(paste.slice(0, cut));
      await sleep(2);
      asking.type(paste.slice(cut));
    }
    const times = Math.ceil((paste.length - first) / 3);
    expectBytes(await asking.settled(), paste.repeat(times));
    const long = `\x1b[200~${'some line of text\r'.repeat(4_000)}\x1b[201~`;
    asking.type(long);
    expectBytes(await asking.settled(), long);
  });

  test('our keys stay ours in every form, and are the child’s behind the leader', async () => {
    const leaders = [LEADER, '\x1b[92;5u', '\x1b[92;69u', '\x1b[27;5;92~'];
    const ours = [
      ...keys.singles,
      ...leaders.flatMap((leader) => AFTER_LEADER.map((letter) => leader + letter)),
    ];
    plain.type(ours.map((form) => `<${form}>`).join(''));
    expectBytes(await plain.settled(), '<>'.repeat(ours.length));
    for (const form of [...keys.singles, ...leaders].filter((each) => !/:\d[~Qu]$/u.test(each))) {
      const leader = leaders.includes(form) ? form : LEADER;
      plain.type(`<${leader}${form}>`);
      expectBytes(await plain.settled(), `<${form}>`);
    }
    await plain.typeOneByOne([...LEADER, '\x1b', 'x']);
    expectBytes(await plain.settled(), 'x');
  });
});

test('with the classic keys F2 is the child’s, and Ctrl-Q ends the session', async () => {
  await using recording = await new Recording(KEY_SETS.classic).ready();
  recording.type('\x1bOQ\x1b[12~');
  expectBytes(await recording.settled(), '\x1bOQ\x1b[12~');
  recording.type('\x11');
  // As with any program that dies of SIGHUP.
  expect((await recording.program.untilExited()).exitCode).toBe(129);
  expectBytes(recording.received, '');
});

test('the talk key counts from the first moment that it is shown', async () => {
  using home = makeHome();
  const args = ['run', '--mode', 'tap', '--audio', RECORDING, '--', ...EXAMPLE_AGENT];
  await using program = startInTerminal({ home, args });
  await program.waitForText('F2 talk', PATIENCE_MS);
  program.send('\x1bOQ');
  await program.waitForText('› Fix the failing tests.', PATIENCE_MS);
});

test.each([
  ['UTF-8', '\x1b[?1003;1005h', MOUSE_FORMS.utf8],
  ['pixels', '\x1b[?1003;1006;1016h', MOUSE_FORMS.pixels],
])('the mouse in %s passes on the child’s rows', async (_, first, forms) => {
  await using recording = await new Recording(KEY_SETS.default, first).ready();
  recording.type(forms.join(''));
  expectBytes(await recording.settled(), forms.join(''));
});

test('the mouse on our row is ours, and a drag that leaves the child’s rows stays the child’s', async () => {
  await using recording = await new Recording(KEY_SETS.default, '\x1b[?1002;1006h').ready();
  recording.type('\x1b[<0;5;24M\x1b[<0;5;24m\x1b[<64;5;24M');
  expectBytes(await recording.settled(), '');
  recording.type('\x1b[<0;5;23M\x1b[<32;5;24M\x1b[<0;5;24m');
  expectBytes(await recording.settled(), '\x1b[<0;5;23M\x1b[<32;5;23M\x1b[<0;5;23m');
});
