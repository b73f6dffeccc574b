// The format of GIF: a picture's header, its frames, each with its own colours in a part of the picture, and its end.
// Which pixels they are is others'. https://www.w3.org/Graphics/GIF/spec-gif89a.txt

import { type Colours, coloursOf } from './colours.ts';
import { compressed } from './lzw.ts';

export interface GifPart {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** 0xRRGGBB of each, row by row; SEE_THROUGH where what was there stays. */
  readonly pixels: Int32Array;
}

/** Longest side of a picture, in pixels: what two bytes hold. */
export const LONGEST_SIDE = 65_535;

const MS_A_STEP = 10;
const LONGEST_STEPS = 65_535;
const FEWEST_BITS = 1;
const FEWEST_CODE_BITS = 2;
const BLOCK_BYTES = 255;
const [EXTENSION, CONTROL, APPLICATION, IMAGE, END] = [0x21, 0xf9, 0xff, 0x2c, 0x3b];
/** Eight bits a colour, no colours of all frames. */
const NO_COLOURS = 0x70;
/** What was drawn stays, and the number of what is not drawn counts. */
const STAYS = 0x04;
const HAS_SEE_THROUGH = 0x01;
const OWN_COLOURS = 0x80;

/** It begins anew when it is over, for ever. */
export function gifHeader({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): Uint8Array {
  const bytes = Buffer.alloc(32);
  bytes.write('GIF89a', 0, 'latin1');
  bytes.writeUInt16LE(width, 6);
  bytes.writeUInt16LE(height, 8);
  bytes.writeUInt8(NO_COLOURS, 10);
  bytes.set([EXTENSION, APPLICATION, 11], 13);
  bytes.write('NETSCAPE2.0', 16, 'latin1');
  bytes.set([3, 1, 0, 0, 0], 27);
  return bytes;
}

export function gifEnd(): Uint8Array {
  return Uint8Array.of(END);
}

/** Steps in which GIF counts, for a moment in ms: distances of these don't drift. */
export function gifSteps(ms: number): number {
  return Math.round(ms / MS_A_STEP);
}

/** @param steps How long it stands before the next one. */
export function gifFrame(part: GifPart, steps: number): Uint8Array {
  const { colours, numbers, seeThrough } = coloursOf(part.pixels);
  const bits = Math.max(FEWEST_BITS, Math.ceil(Math.log2(colours.length)));
  const codeBits = Math.max(FEWEST_CODE_BITS, bits);
  const head = Buffer.alloc(18);
  head.set([EXTENSION, CONTROL, 4, STAYS | (seeThrough === undefined ? 0 : HAS_SEE_THROUGH)]);
  head.writeUInt16LE(Math.min(LONGEST_STEPS, steps), 4);
  head.writeUInt8(seeThrough ?? 0, 6);
  head.writeUInt8(IMAGE, 8);
  head.writeUInt16LE(part.x, 9);
  head.writeUInt16LE(part.y, 11);
  head.writeUInt16LE(part.width, 13);
  head.writeUInt16LE(part.height, 15);
  head.writeUInt8(OWN_COLOURS | (bits - 1), 17);
  const data = compressed(numbers, codeBits);
  return Buffer.concat([head, tableOf(colours, bits), Uint8Array.of(codeBits), ...blocksOf(data)]);
}

function tableOf(colours: Colours['colours'], bits: number): Uint8Array {
  const table = Buffer.alloc(3 * (1 << bits));
  for (const [index, colour] of colours.entries())
    table.writeUIntBE(Math.max(0, colour), index * 3, 3);
  return table;
}

/** Each with its length before it, and one that is empty. */
function blocksOf(data: Uint8Array): readonly Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += BLOCK_BYTES) {
    const block = data.subarray(at, at + BLOCK_BYTES);
    blocks.push(Uint8Array.of(block.length), block);
  }
  return [...blocks, Uint8Array.of(0)];
}
