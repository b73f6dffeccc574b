// Builds an ONNX file out of a handful of operators. What a network computes stands in the files of the
// models; here is only how the format writes it down (onnx.proto, IR version 8, operator set 17).
import { PbfWriter } from 'pbf';

const IR_VERSION = 8;
const OPERATOR_SET = 17;

/** As the format writes "up to the end". */
export const END = 2 ** 31 - 1;

/** `TensorProto.DataType` of each element type in use. */
const ELEMENT_TYPES = { float: 1, int32: 6, int64: 7, float16: 10 } as const;
export type ElementType = keyof typeof ELEMENT_TYPES;

/** Number, or the name of one that is known only when the network runs. */
export type Dimension = number | string;

/** A value in the graph, by its name there. */
export type Value = string;

/** `ints` become a list, a number an integer, unless it stands in `float`. */
export type Attributes = Readonly<Record<string, number | readonly number[] | { float: number }>>;

interface Slot {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly Dimension[];
}

/** One network, operator by operator; `bytes` is the file. */
export class OnnxGraph {
  readonly #inputs: Slot[] = [];
  readonly #outputs: Slot[] = [];
  readonly #constants: { slot: Slot; data: Uint8Array }[] = [];
  readonly #nodes: {
    type: string;
    inputs: readonly Value[];
    output: Value;
    attributes: Attributes;
  }[] = [];
  readonly #metadata = new Map<string, string>();
  #values = 0;

  input(name: string, type: ElementType, shape: readonly Dimension[]): Value {
    this.#inputs.push({ name, type, shape });
    return name;
  }

  /** Gives `value` the name under which it leaves the network. */
  output(name: string, value: Value, form: Omit<Slot, 'name'>): void {
    this.#node('Identity', [value], name, {});
    this.#outputs.push({ name, ...form });
  }

  /** A tensor of floats; without a shape, a vector. */
  floats(numbers: readonly number[], shape: readonly number[] = [numbers.length]): Value {
    return this.#constant(new Uint8Array(Float32Array.from(numbers).buffer), {
      type: 'float',
      shape,
    });
  }

  float(number: number): Value {
    return this.floats([number], []);
  }

  integers(numbers: readonly number[]): Value {
    const data = BigInt64Array.from(numbers, BigInt);
    return this.#constant(new Uint8Array(data.buffer), { type: 'int64', shape: [numbers.length] });
  }

  node(type: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    const output = this.#name();
    this.#node(type, inputs, output, attributes);
    return output;
  }

  cast(value: Value, type: ElementType): Value {
    return this.node('Cast', [value], { to: ELEMENT_TYPES[type] });
  }

  reshape(value: Value, shape: readonly number[]): Value {
    return this.node('Reshape', [value, this.integers(shape)]);
  }

  /** Elements `from` up to, not including, `to` of one axis. */
  slice(value: Value, cut: { axis: number; from: number; to: number; step?: number }): Value {
    const { axis, from, to, step = 1 } = cut;
    const bounds = [from, to, axis, step].map((number) => this.integers([number]));
    return this.node('Slice', [value, ...bounds]);
  }

  /** Entries that tell sherpa-onnx how to run the network. */
  describe(metadata: Readonly<Record<string, string | number | readonly number[]>>): void {
    for (const [key, value] of Object.entries(metadata)) this.#metadata.set(key, String(value));
  }

  bytes(): Uint8Array {
    const file = new PbfWriter();
    file.writeVarintField(1, IR_VERSION);
    file.writeStringField(2, 'codex-voice');
    file.writeMessage(7, () => this.#writeGraph(file), undefined);
    file.writeMessage(8, () => file.writeVarintField(2, OPERATOR_SET), undefined);
    for (const [key, value] of this.#metadata) {
      const write = () => {
        file.writeStringField(1, key);
        file.writeStringField(2, value);
      };
      file.writeMessage(14, write, undefined);
    }
    return file.finish();
  }

  #name(): Value {
    this.#values += 1;
    return `v${this.#values}`;
  }

  #constant(data: Uint8Array, form: { type: ElementType; shape: readonly number[] }): Value {
    const slot = { name: this.#name(), ...form };
    this.#constants.push({ slot, data });
    return slot.name;
  }

  #node(type: string, inputs: readonly Value[], output: Value, attributes: Attributes): void {
    this.#nodes.push({ type, inputs, output, attributes });
  }

  #writeGraph(file: PbfWriter): void {
    for (const node of this.#nodes) {
      const write = () => {
        for (const input of node.inputs) file.writeStringField(1, input);
        file.writeStringField(2, node.output);
        file.writeStringField(4, node.type);
        for (const [name, value] of Object.entries(node.attributes)) {
          file.writeMessage(5, () => writeAttribute(file, name, value), undefined);
        }
      };
      file.writeMessage(1, write, undefined);
    }
    file.writeStringField(2, 'tones');
    for (const { slot, data } of this.#constants) {
      const write = () => {
        for (const dimension of slot.shape) file.writeVarintField(1, Number(dimension));
        file.writeVarintField(2, ELEMENT_TYPES[slot.type]);
        file.writeStringField(8, slot.name);
        file.writeBytesField(9, data);
      };
      file.writeMessage(5, write, undefined);
    }
    for (const slot of this.#inputs) file.writeMessage(11, () => writeSlot(file, slot), undefined);
    for (const slot of this.#outputs) file.writeMessage(12, () => writeSlot(file, slot), undefined);
  }
}

/** `AttributeProto.AttributeType` and the field of each kind. */
function writeAttribute(file: PbfWriter, name: string, value: Attributes[string]): void {
  file.writeStringField(1, name);
  if (typeof value === 'number') {
    file.writeVarintField(3, value);
    file.writeVarintField(20, 2);
  } else if ('float' in value) {
    file.writeFloatField(2, value.float);
    file.writeVarintField(20, 1);
  } else {
    for (const integer of value) file.writeVarintField(8, integer);
    file.writeVarintField(20, 7);
  }
}

function writeSlot(file: PbfWriter, { name, type, shape }: Slot): void {
  const writeShape = () => {
    for (const dimension of shape) {
      const write = () => {
        if (typeof dimension === 'number') file.writeVarintField(1, dimension);
        else file.writeStringField(2, dimension);
      };
      file.writeMessage(1, write, undefined);
    }
  };
  const writeTensor = () => {
    file.writeVarintField(1, ELEMENT_TYPES[type]);
    file.writeMessage(2, writeShape, undefined);
  };
  file.writeStringField(1, name);
  file.writeMessage(2, () => file.writeMessage(1, writeTensor, undefined), undefined);
}
