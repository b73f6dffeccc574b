// The most recent output in memory that two threads share: the writer never waits, and a reader who
// falls behind loses the oldest. Each byte has its offset in the stream; only the writer's end is shared.

/** Output that may wait for the thread, in bytes; the oldest beyond it is let go. */
export const RING_BYTES = 2 * 1024 * 1024;

/** Numbers in front of the bytes: written, about to be written, orders given, reader awake. */
const HEADER_NUMBERS = 4;
const WRITTEN = 0;
const RESERVED = 1;
const ORDERS = 2;
const AWAKE = 3;

/** Both ends of the ring, one in each thread. */
export class ByteRing {
  readonly memory: SharedArrayBuffer;
  readonly #numbers: Int32Array;
  readonly #bytes: Uint8Array;

  private constructor(memory: SharedArrayBuffer) {
    const headerBytes = HEADER_NUMBERS * Int32Array.BYTES_PER_ELEMENT;
    this.memory = memory;
    this.#numbers = new Int32Array(memory, 0, HEADER_NUMBERS);
    this.#bytes = new Uint8Array(memory, headerBytes);
  }

  /** @param capacityBytes A power of two, so that places stay right when the shared count wraps. */
  static create(capacityBytes: number): ByteRing {
    const headerBytes = HEADER_NUMBERS * Int32Array.BYTES_PER_ELEMENT;
    return new ByteRing(new SharedArrayBuffer(headerBytes + capacityBytes));
  }

  /** The other end of a ring. */
  static over(memory: SharedArrayBuffer): ByteRing {
    return new ByteRing(memory);
  }

  get capacityBytes(): number {
    return this.#bytes.length;
  }

  /** Writer: appends; of more than fits only the end. */
  write(bytes: Uint8Array): void {
    const written = Atomics.load(this.#numbers, WRITTEN);
    const after = (written + bytes.length) | 0;
    // A reader sees that its bytes may be overwritten before they are.
    Atomics.store(this.#numbers, RESERVED, after);
    const capacity = this.#bytes.length;
    const kept = bytes.length > capacity ? bytes.subarray(bytes.length - capacity) : bytes;
    const start = (after - kept.length) & (capacity - 1);
    const fits = Math.min(kept.length, capacity - start);
    this.#bytes.set(kept.subarray(0, fits), start);
    if (fits < kept.length) this.#bytes.set(kept.subarray(fits), 0);
    Atomics.store(this.#numbers, WRITTEN, after);
  }

  /** Writer: counts bytes that are in their places already, or that nobody has kept. */
  skip(byteCount: number): void {
    const after = (Atomics.load(this.#numbers, WRITTEN) + byteCount) | 0;
    Atomics.store(this.#numbers, RESERVED, after);
    Atomics.store(this.#numbers, WRITTEN, after);
  }

  /** The bytes, each in its offset's place, for who keeps the same output for purposes of its own. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Writer: everything up to this offset is about to be written, by whoever shares the memory. */
  reserve(offset: number): void {
    Atomics.store(this.#numbers, RESERVED, offset | 0);
  }

  /** Reader: bytes written after `offset`, a count less than 4 GiB behind. */
  behind(offset: number): number {
    return (Atomics.load(this.#numbers, WRITTEN) - (offset | 0)) >>> 0;
  }

  /** Reader: a copy of bytes from `offset` on; undefined when they have been overwritten. */
  read(offset: number, byteCount: number): Uint8Array | undefined {
    const copy = new Uint8Array(byteCount);
    const capacity = this.#bytes.length;
    const start = (offset | 0) & (capacity - 1);
    const fits = Math.min(byteCount, capacity - start);
    copy.set(this.#bytes.subarray(start, start + fits));
    if (fits < byteCount) copy.set(this.#bytes.subarray(0, byteCount - fits), fits);
    const reserved = (Atomics.load(this.#numbers, RESERVED) - (offset | 0)) >>> 0;
    return reserved > capacity ? undefined : copy;
  }

  /** Writer: an order was given that stands between the bytes before and after it. */
  orderGiven(): void {
    Atomics.add(this.#numbers, ORDERS, 1);
  }

  /** Orders given so far, modulo 2³². */
  get orders(): number {
    return Atomics.load(this.#numbers, ORDERS) >>> 0;
  }

  /** Writer: whether the reader must be woken; says so once until it sleeps again. */
  mustWake(): boolean {
    return Atomics.exchange(this.#numbers, AWAKE, 1) === 0;
  }

  /** Reader: from now on it must be woken. */
  sleeps(): void {
    Atomics.store(this.#numbers, AWAKE, 0);
  }
}
