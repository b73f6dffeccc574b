// Reads of an ONNX file what tells a model's layout (metadata, how many values it takes and gives) without
// reading its weights: lengths are followed from field to field, so a file that was cut short is found too.

import { type FileHandle, open } from 'node:fs/promises';

/** Bytes read at once; fields lie next to each other but for the weights. */
const WINDOW_BYTES = 65_536;

/** ONNX Runtime's own format, a flat buffer: its mark, after four bytes. Moonshine comes in it. */
const RUNTIME_FORMAT = 'ORTM';

/** A value of metadata longer than this is none that is read here (Paraformer's means have 10 kB). */
const LONGEST_TEXT_BYTES = 1_048_576;

/** What an ONNX file says of itself. */
export interface OnnxHeader {
  readonly metadata: ReadonlyMap<string, string>;
  readonly outputs: number;
  /** Last dimension of the first output, where it is a fixed number: the vocabulary of a CTC model. */
  readonly outputWidth?: number;
}

/** Of a file in the runtime's format only the mark is read: the layouts that come in it need no metadata. */
const RUNTIME_HEADER: OnnxHeader = { metadata: new Map(), outputs: 0 };

/** Thrown with one line that says what is wrong; the caller knows which file. */
export class OnnxFormatError extends Error {}

/**
 * Reads the header of the model at `path`.
 * @throws OnnxFormatError for what is no ONNX model, or not all of it; system errors pass.
 */
export async function readOnnxHeader(path: string): Promise<OnnxHeader> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const start = Buffer.alloc(8);
    await file.read(start, 0, start.length, 0);
    if (start.toString('latin1', 4) === RUNTIME_FORMAT) return RUNTIME_HEADER;
    return await readModel(new Fields(file, size), size);
  } finally {
    await file.close();
  }
}

/** Field numbers of `ModelProto`, `GraphProto`, `ValueInfoProto` and what they hold (onnx.proto). */
const MODEL = { irVersion: 1, graph: 7, operatorSet: 8, metadata: 14 } as const;
const GRAPH = { node: 1, output: 12 } as const;

async function readModel(fields: Fields, size: number): Promise<OnnxHeader> {
  const metadata = new Map<string, string>();
  let graph: Field | undefined;
  let irVersion: number | undefined;
  let operatorSets = 0;
  for await (const field of fields.within({ start: 0, end: size })) {
    if (field.number === MODEL.irVersion) irVersion = field.integer;
    else if (field.number === MODEL.graph) graph = field;
    else if (field.number === MODEL.operatorSet) operatorSets += 1;
    else if (field.number === MODEL.metadata) {
      const entry = await fields.texts(field);
      metadata.set(entry.get(1) ?? '', entry.get(2) ?? '');
    }
  }
  if (irVersion === undefined || graph === undefined || operatorSets === 0) {
    throw new OnnxFormatError('it is no ONNX model');
  }
  let nodes = 0;
  const outputs: Field[] = [];
  for await (const field of fields.within(graph)) {
    if (field.number === GRAPH.node) nodes += 1;
    else if (field.number === GRAPH.output) outputs.push(field);
  }
  const [first] = outputs;
  if (nodes === 0 || first === undefined) throw new OnnxFormatError('its network is empty');
  const outputWidth = await lastDimension(fields, first);
  return { metadata, outputs: outputs.length, ...(outputWidth !== undefined && { outputWidth }) };
}

/** `ValueInfoProto.type.tensor_type.shape.dim`, the last one's value. */
async function lastDimension(fields: Fields, output: Field): Promise<number | undefined> {
  let place: Field | undefined = output;
  for (const number of [2, 1, 2]) {
    if (place !== undefined) place = await fields.last(place, number);
  }
  const dimension = place === undefined ? undefined : await fields.last(place, 1);
  const value = dimension === undefined ? undefined : await fields.last(dimension, 1);
  return value?.integer;
}

/** A field's number and where its content lies; `integer` for those that are one. */
interface Field {
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly integer?: number;
}

/** Walks protobuf fields in a file through a small window. */
class Fields {
  readonly #file: FileHandle;
  readonly #size: number;
  #window = Buffer.alloc(0);
  #windowStart = 0;

  constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.#size = size;
  }

  async *within({ start, end }: Pick<Field, 'start' | 'end'>): AsyncGenerator<Field> {
    let at = start;
    while (at < end) {
      const field = await this.#field(at);
      if (field.end > end) throw new OnnxFormatError('the end of it is missing');
      yield field;
      at = field.end;
    }
  }

  async last(parent: Field, number: number): Promise<Field | undefined> {
    let found: Field | undefined;
    for await (const field of this.within(parent)) if (field.number === number) found = field;
    return found;
  }

  /** The texts of a message, by field number. */
  async texts(parent: Field): Promise<ReadonlyMap<number, string>> {
    const found = new Map<number, string>();
    for await (const { number, start, end } of this.within(parent)) {
      if (end - start > LONGEST_TEXT_BYTES) continue;
      const bytes = Buffer.alloc(end - start);
      await this.#file.read(bytes, 0, bytes.length, start);
      found.set(number, bytes.toString('utf8'));
    }
    return found;
  }

  async #field(at: number): Promise<Field> {
    const tag = await this.#varint(at);
    const number = Math.floor(tag.value / 8);
    const start = tag.end;
    switch (tag.value % 8) {
      case 0: {
        const { value, end } = await this.#varint(start);
        return { number, start, end, integer: value };
      }
      case 1:
        return { number, start, end: start + 8 };
      case 2: {
        const { value, end } = await this.#varint(start);
        return { number, start: end, end: end + value };
      }
      case 5:
        return { number, start, end: start + 4 };
      default:
        throw new OnnxFormatError('it is no ONNX model');
    }
  }

  /** Up to ten bytes of seven bits, the lowest first. */
  async #varint(at: number): Promise<{ readonly value: number; readonly end: number }> {
    let value = 0;
    for (let index = 0; index < 10; index += 1) {
      const byte = await this.#byte(at + index);
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return { value, end: at + index + 1 };
    }
    throw new OnnxFormatError('it is no ONNX model');
  }

  async #byte(at: number): Promise<number> {
    if (at >= this.#size) throw new OnnxFormatError('the end of it is missing');
    if (at < this.#windowStart || at >= this.#windowStart + this.#window.length) {
      const window = Buffer.alloc(Math.min(WINDOW_BYTES, this.#size - at));
      const { bytesRead } = await this.#file.read(window, 0, window.length, at);
      this.#window = window.subarray(0, bytesRead);
      this.#windowStart = at;
    }
    const byte = this.#window[at - this.#windowStart];
    if (byte === undefined) throw new OnnxFormatError('the end of it is missing');
    return byte;
  }
}
