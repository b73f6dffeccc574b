// Reads a GIF as a viewer does, for tests: each frame with the whole picture as it then stands.

export interface ReadFrame {
  /** As long as it stands, in hundredths of a second. */
  readonly steps: number;
  /** Drawn: the part of the picture that it holds. */
  readonly part: readonly [x: number, y: number, width: number, height: number];
  /** 0xRRGGBB of each pixel of the picture; -1: nothing was ever drawn there. */
  readonly picture: Int32Array;
}

export interface ReadGif {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly ReadFrame[];
}

export function readGif(bytes: Uint8Array): ReadGif {
  const file = Buffer.from(bytes);
  if (file.toString('latin1', 0, 6) !== 'GIF89a') throw new Error('no GIF');
  const [width, height] = [file.readUInt16LE(6), file.readUInt16LE(8)];
  const picture = new Int32Array(width * height).fill(-1);
  const frames: ReadFrame[] = [];
  let at = 13;
  let steps = 0;
  let seeThrough = -1;
  for (;;) {
    const kind = file.readUInt8(at);
    if (kind === 0x3b) break;
    if (kind === 0x21) {
      if (file.readUInt8(at + 1) === 0xf9) {
        steps = file.readUInt16LE(at + 4);
        seeThrough = (file.readUInt8(at + 3) & 1) === 1 ? file.readUInt8(at + 6) : -1;
      }
      at = behindBlocks(file, at + 2).at;
      continue;
    }
    if (kind !== 0x2c) throw new Error(`unknown block ${kind} at ${at}`);
    const word = (index: number): number => file.readUInt16LE(at + 1 + index * 2);
    const part = [word(0), word(1), word(2), word(3)] as const;
    const colours = 1 << ((file.readUInt8(at + 9) & 7) + 1);
    const table = at + 10;
    const codeBits = file.readUInt8(table + colours * 3);
    const { data, at: behind } = behindBlocks(file, table + colours * 3 + 1);
    const [x, y, columns, rows] = part;
    const numbers = expanded(data, codeBits);
    if (numbers.length !== columns * rows) throw new Error('pixels are missing, or too many');
    numbers.forEach((number, index) => {
      if (number === seeThrough) return;
      const place = (y + Math.floor(index / columns)) * width + x + (index % columns);
      picture[place] = file.readUIntBE(table + number * 3, 3);
    });
    frames.push({ steps, part, picture: picture.slice() });
    at = behind;
  }
  if (at !== file.length - 1) throw new Error('something stands behind the end');
  return { width, height, frames };
}

function behindBlocks(file: Buffer, start: number): { readonly data: Buffer; readonly at: number } {
  const parts: Buffer[] = [];
  let at = start;
  for (let size = file.readUInt8(at); size > 0; size = file.readUInt8(at)) {
    parts.push(file.subarray(at + 1, at + 1 + size));
    at += 1 + size;
  }
  return { data: Buffer.concat(parts), at: at + 1 };
}

function expanded(data: Buffer, codeBits: number): number[] {
  const clear = 1 << codeBits;
  let table: number[][] = [];
  const begin = (): void => {
    table = Array.from({ length: clear + 2 }, (_, value) => (value < clear ? [value] : []));
  };
  begin();
  const pixels: number[] = [];
  let before: number[] | undefined;
  let [bits, waiting, waitingBits] = [codeBits + 1, 0, 0];
  for (const byte of data) {
    waiting += byte * 2 ** waitingBits;
    waitingBits += 8;
    while (waitingBits >= bits) {
      const code = waiting % 2 ** bits;
      waiting = Math.floor(waiting / 2 ** bits);
      waitingBits -= bits;
      if (code === clear + 1) return pixels;
      if (code === clear) {
        begin();
        bits = codeBits + 1;
        before = undefined;
        continue;
      }
      const known = table[code];
      const row = known ?? [...(before ?? []), before?.[0] ?? 0];
      if (known === undefined && (before === undefined || code !== table.length))
        throw new Error('a code that can not be');
      pixels.push(...row);
      if (before !== undefined && table.length < 4_096) table.push([...before, row[0] ?? 0]);
      if (table.length === 2 ** bits && bits < 12) bits += 1;
      before = row;
    }
  }
  throw new Error('it has no end');
}
