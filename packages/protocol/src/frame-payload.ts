// Reads the payloads of frames. What does not fit is refused, never thrown; bytes are views into the
// payload, so they live as long as it does.
import { INPUT_FLAGS } from './frame.ts';
import { type DeliverHeader, deliverHeaderSchema } from './keeper.ts';
import type { InputState } from './keeper-port.ts';
import { type Parsed, parseWith } from './parsed.ts';

const OFFSET_BYTES = 8;
const DELIVER_LENGTH_BYTES = 2;
const text = new TextDecoder('utf-8', { fatal: true });

/** The JSON value of a `message` frame. */
export function readMessage(payload: Uint8Array): Parsed<unknown> {
  try {
    return { kind: 'message', message: JSON.parse(text.decode(payload)) };
  } catch {
    return { kind: 'refused', reason: 'not JSON in UTF-8' };
  }
}

export function readInput(
  payload: Uint8Array,
): Parsed<{ readonly bytes: Uint8Array; readonly state: InputState }> {
  const flags = payload[0];
  if (flags === undefined) return { kind: 'refused', reason: 'input without its state' };
  const state = {
    atRest: (flags & INPUT_FLAGS.atRest) !== 0,
    insidePaste: (flags & INPUT_FLAGS.insidePaste) !== 0,
    ...((flags & INPUT_FLAGS.report) === 0 ? {} : { report: true as const }),
  };
  return { kind: 'message', message: { bytes: payload.subarray(1), state } };
}

/** The offset that an `acknowledge` frame carries. */
export function readAcknowledge(payload: Uint8Array): Parsed<number> {
  const offset = payload.length === OFFSET_BYTES ? offsetOf(payload) : undefined;
  if (offset === undefined) return { kind: 'refused', reason: 'no offset in an acknowledgement' };
  return { kind: 'message', message: offset };
}

export function readDeliver(
  payload: Uint8Array,
): Parsed<{ readonly header: DeliverHeader; readonly bytes: Uint8Array }> {
  const headerBytes = ((payload[0] ?? 0) << 8) | (payload[1] ?? 0);
  const end = DELIVER_LENGTH_BYTES + headerBytes;
  if (payload.length < end) return { kind: 'refused', reason: 'a delivery without its header' };
  const json = readMessage(payload.subarray(DELIVER_LENGTH_BYTES, end));
  if (json.kind === 'refused') return json;
  const header = parseWith(deliverHeaderSchema, json.message);
  if (header.kind === 'refused') return header;
  return { kind: 'message', message: { header: header.message, bytes: payload.subarray(end) } };
}

export function readOutput(
  payload: Uint8Array,
): Parsed<{ readonly offset: number; readonly bytes: Uint8Array }> {
  const offset = payload.length >= OFFSET_BYTES ? offsetOf(payload) : undefined;
  if (offset === undefined) return { kind: 'refused', reason: 'output without its offset' };
  return { kind: 'message', message: { offset, bytes: payload.subarray(OFFSET_BYTES) } };
}

function offsetOf(payload: Uint8Array): number | undefined {
  const view = new DataView(payload.buffer, payload.byteOffset, OFFSET_BYTES);
  const offset = view.getFloat64(0);
  return Number.isSafeInteger(offset) && offset >= 0 ? offset : undefined;
}
