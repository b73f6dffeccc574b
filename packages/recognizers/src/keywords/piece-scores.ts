// The scores of pieces from a model's vocabulary: SentencePiece's own file (`bpe.model`, a protocol buffer)
// or lines of a piece and its score (`bpe.vocab`). What can't be read is no vocabulary, and nothing is lost
// but the better cut of a word.
import type { PieceScores } from './spelling.ts';

/** Wire types of protocol buffers. */
const VARINT = 0;
const FIXED_64 = 1;
const LENGTH = 2;
const FIXED_32 = 5;

/** Field 1 of the file is a piece; in it, field 1 is its text and field 2 its score. */
const PIECE_FIELD = 1;
const TEXT_FIELD = 1;
const SCORE_FIELD = 2;

interface Field {
  readonly number: number;
  readonly type: number;
  readonly content: Uint8Array;
}

/** Undefined where the bytes are neither. */
export function pieceScores(bytes: Uint8Array): PieceScores | undefined {
  return scoresOfLines(new TextDecoder().decode(bytes)) ?? scoresOfModel(bytes);
}

function scoresOfLines(text: string): PieceScores | undefined {
  const scores = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const [, piece, score] = /^(\S+)[ \t]+(-?[\d.]+(?:e-?\d+)?)\s*$/.exec(line) ?? [];
    if (piece === undefined) return undefined;
    scores.set(piece, Number(score));
  }
  return scores.size === 0 ? undefined : scores;
}

function scoresOfModel(bytes: Uint8Array): PieceScores | undefined {
  const scores = new Map<string, number>();
  for (const { number, type, content } of fields(bytes) ?? []) {
    if (number !== PIECE_FIELD || type !== LENGTH) continue;
    const parts = fields(content) ?? [];
    const text = parts.find((part) => part.number === TEXT_FIELD && part.type === LENGTH);
    const score = parts.find((part) => part.number === SCORE_FIELD && part.type === FIXED_32);
    if (text === undefined) continue;
    scores.set(new TextDecoder().decode(text.content), score === undefined ? 0 : float(score));
  }
  return scores.size === 0 ? undefined : scores;
}

function float({ content }: Field): number {
  return new DataView(content.buffer, content.byteOffset, 4).getFloat32(0, true);
}

/** Undefined where it is no protocol buffer. */
function fields(bytes: Uint8Array): readonly Field[] | undefined {
  const found: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let place = 1; at < bytes.length; place *= 128) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value += (byte & 127) * place;
      if (byte < 128) return value;
    }
    return Number.NaN;
  };
  while (at < bytes.length) {
    const tag = varint();
    const type = tag % 8;
    const start = at;
    const length = lengthOf(type, varint);
    if (length === undefined) return undefined;
    if (type !== LENGTH && type !== VARINT) at = start;
    const end = type === VARINT ? at : at + length;
    if (!(end <= bytes.length)) return undefined;
    found.push({
      number: Math.floor(tag / 8),
      type,
      content: bytes.subarray(type === VARINT ? start : at, end),
    });
    at = end;
  }
  return found;
}

function lengthOf(type: number, varint: () => number): number | undefined {
  switch (type) {
    case VARINT:
    case LENGTH:
      return varint();
    case FIXED_32:
      return 4;
    case FIXED_64:
      return 8;
    default:
      return undefined;
  }
}
