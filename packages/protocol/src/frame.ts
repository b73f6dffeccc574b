// The frame both local sockets speak: a length, a kind, a payload. Cut anywhere, bounded, and the same
// in both directions; what a payload means is left to the messages.

/** Longest payload of one frame, in bytes; a longer one ends the connection: nothing of ours comes near it. */
export const MAXIMUM_FRAME_BYTES = 1 << 20;

/** Bytes before the payload: its length as an unsigned 32-bit number, big-endian, then the kind. */
export const FRAME_HEADER_BYTES = 5;

/** What a frame carries, and its number on the wire. Numbers are never given anew. */
export const FRAME_KINDS = {
  /** One JSON message, either direction. */
  message: 1,
  /** The person's input, to the keeper: `INPUT_FLAGS`, then the bytes. */
  input: 2,
  /** To the keeper: the output offset up to which everything is on the person's screen (float64). */
  acknowledge: 3,
  /** To the keeper: length of a JSON header (uint16), the header (`DeliverHeader`), the bytes to write. */
  deliver: 4,
  /** From the keeper: the offset of the first byte (float64), then the agent's output as it was written. */
  output: 5,
  /** From the keeper: bytes of the snapshot announced by the `snapshot` message before them. */
  snapshot: 6,
  /** From the keeper, to viewers: bytes that draw a cropped picture of the screen. */
  picture: 7,
  /** On a link alone, either direction: one JSON message of the host's connection. */
  host: 8,
  /** On a link alone, either direction: one JSON message of its own. */
  link: 9,
} as const;

export type FrameKind = keyof typeof FRAME_KINDS;

const KIND_OF_NUMBER: readonly (FrameKind | undefined)[] = [
  undefined,
  'message',
  'input',
  'acknowledge',
  'deliver',
  'output',
  'snapshot',
  'picture',
  'host',
  'link',
];

/** The kind with this number on the wire; undefined where there is none. */
export function frameKindOf(number: number): FrameKind | undefined {
  return KIND_OF_NUMBER[number];
}

/** First byte of an `input` frame: the state of the person's input after these bytes. */
export const INPUT_FLAGS = {
  /** Outside a paste and an escape sequence. */
  atRest: 1,
  /** Inside a bracketed paste: if the sender vanishes now, the paste must be ended for it. */
  insidePaste: 2,
  /** The bytes are the terminal's own: the person has typed none of them. */
  report: 4,
} as const;
