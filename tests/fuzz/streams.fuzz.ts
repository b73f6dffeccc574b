// Streams of terminals, agents and sockets, which come in pieces that nobody chose.
import {
  InputFilter,
  PanelKeys,
  PassthroughFilter,
  parseKeyBindings,
  parseKeySpec,
  ReplyLedger,
  splitScreenRows,
} from '@codex-voice/ansi';
import {
  FrameDecoder,
  LineDecoder,
  readAcknowledge,
  readDeliver,
  readInput,
  readMessage,
  readOutput,
} from '@codex-voice/protocol';
import { isAnswered, readAnswers } from '../../packages/doctor/src/terminal-queries.ts';
import { JsonLines } from '../../packages/drivers/src/json-lines.ts';
import { type Fuzzer, fuzzer, streamFuzzer, textOf } from './fuzzer.ts';

const SIZE = { columns: 40, rows: 12, reservedRows: 1 };
/** A long time in which everything that waits is over, in ms. */
const LATER_MS = 60_000;

function keys(): InputFilter {
  const parsed = parseKeyBindings({ talk: 'F2', help: 'Ctrl-\\ ?', mute: 'Alt-x', send: 'Ctrl-S' });
  if (parsed.kind === 'error') throw new Error(parsed.message);
  const geometry = { rows: SIZE.rows, reservedRows: SIZE.reservedRows };
  return new InputFilter({ bindings: parsed.bindings, geometry, ledger: new ReplyLedger() });
}

/** What a filter hands on, with passed bytes put together. */
function toldBy(events: readonly { readonly kind: string }[]): unknown[] {
  const told: unknown[] = [];
  let passed: number[] = [];
  const settle = (): void => {
    if (passed.length > 0) told.push(Buffer.from(passed).toString('latin1'));
    passed = [];
  };
  for (const event of events) {
    if (event.kind === 'pass' && 'bytes' in event && event.bytes instanceof Uint8Array) {
      for (const byte of event.bytes) passed.push(byte);
      continue;
    }
    settle();
    told.push(event);
  }
  settle();
  return told;
}

function inputOf(pieces: readonly Uint8Array[]): unknown {
  const filter = keys();
  const events = pieces.flatMap((piece) => filter.accept(piece, 0));
  return toldBy([...events, ...filter.expire(LATER_MS)]);
}

function panelOf(pieces: readonly Uint8Array[]): unknown {
  const panel = new PanelKeys('sgr');
  return pieces.flatMap((piece) => panel.accept(piece, 0));
}

function outputOf(pieces: readonly Uint8Array[]): string {
  const filter = new PassthroughFilter({ ...SIZE, ledger: new ReplyLedger() });
  const written = [filter.start()];
  for (const piece of pieces) written.push(...filter.write(piece));
  written.push(...filter.flush(), filter.finish());
  return Buffer.concat(written).toString('latin1');
}

function framesOf(pieces: readonly Uint8Array[]): unknown {
  const frames: unknown[] = [];
  const decoder = new FrameDecoder({
    maximumBytes: 65_536,
    onFrame: (kind, payload) => {
      // It is valid during the call only.
      frames.push({ kind, read: readFrame(kind, payload.slice()) });
    },
  });
  let fault: unknown;
  for (const piece of pieces) fault = decoder.accept(piece);
  return { frames, fault };
}

function readFrame(kind: string, payload: Uint8Array): unknown {
  switch (kind) {
    case 'message':
      return readMessage(payload);
    case 'input':
      return readInput(payload);
    case 'acknowledge':
      return readAcknowledge(payload);
    case 'deliver':
      return readDeliver(payload);
    default:
      return readOutput(payload);
  }
}

function jsonOf(pieces: readonly Uint8Array[]): unknown {
  const told: unknown[] = [];
  const decoder = new TextDecoder();
  const lines = new JsonLines({
    said: (message) => told.push({ message }),
    garbled: (line) => told.push({ line }),
  });
  for (const piece of pieces) lines.read(decoder.decode(piece, { stream: true }));
  lines.read('\n');
  return told;
}

function linesOf(pieces: readonly Uint8Array[]): unknown {
  const decoder = new LineDecoder();
  return pieces.flatMap((piece) => decoder.accept(piece));
}

const ansi = 'packages/ansi/src';
const protocol = 'packages/protocol/src';

export const STREAM_FUZZERS: readonly Fuzzer[] = [
  streamFuzzer(
    'terminal-input',
    [
      `${ansi}/input/input-filter.ts#InputFilter`,
      `${ansi}/input/sequence-scan.ts#scanInput`,
      `${ansi}/input/sequence-scan.ts#scanLongCsi`,
      `${ansi}/input/sequence-scan.ts#scanStringPayload`,
      `${ansi}/input/key-decode.ts#decodeCsi`,
      `${ansi}/input/key-decode.ts#decodeSs3`,
      `${ansi}/input/key-decode.ts#decodeCharacter`,
      `${ansi}/input/key-decode.ts#decodeLinuxFunction`,
      `${ansi}/input/mouse-report.ts#readCsiMouse`,
      `${ansi}/input/mouse-report.ts#readByteMouse`,
      `${ansi}/input/reply-correction.ts#readCursorPosition`,
    ],
    inputOf,
  ),
  fuzzer('panel-keys', [`${ansi}/input/panel-keys.ts#PanelKeys`], (input) => panelOf([input])),
  streamFuzzer(
    'agent-output',
    [
      `${ansi}/output/passthrough-filter.ts#PassthroughFilter`,
      `${ansi}/output/utf8.ts#decodeCharacter`,
    ],
    outputOf,
  ),
  fuzzer('screen-rows', [`${ansi}/output/screen-rows.ts#splitScreenRows`], splitScreenRows),
  fuzzer(
    'key-names',
    [`${ansi}/input/key-spec.ts#parseKeySpec`, `${ansi}/input/bindings.ts#parseKeyBindings`],
    (input) => {
      const [first = '', second = ''] = textOf(input).split('\n');
      return [parseKeySpec(first), parseKeyBindings({ first, second })];
    },
  ),
  streamFuzzer(
    'frames',
    [
      `${protocol}/frame-decoder.ts#FrameDecoder`,
      `${protocol}/frame-payload.ts#readMessage`,
      `${protocol}/frame-payload.ts#readInput`,
      `${protocol}/frame-payload.ts#readAcknowledge`,
      `${protocol}/frame-payload.ts#readDeliver`,
      `${protocol}/frame-payload.ts#readOutput`,
    ],
    framesOf,
  ),
  streamFuzzer('wire-lines', [`${protocol}/line-codec.ts#LineDecoder`], linesOf),
  streamFuzzer('agent-lines', ['packages/drivers/src/json-lines.ts#JsonLines'], jsonOf),
  fuzzer('terminal-answers', ['packages/doctor/src/terminal-queries.ts#readAnswers'], (input) => [
    isAnswered(textOf(input)),
    readAnswers(textOf(input), {}),
  ]),
];
