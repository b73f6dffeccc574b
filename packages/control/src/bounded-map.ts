// What is remembered by an identifier until it ends, of the latest ones alone: one whose end never comes
// is forgotten in time.

/** Utterances, prompts and questions of which an end may still come; the oldest is forgotten beyond these. */
const FOLLOWED = 64;

export class BoundedMap<Value> {
  readonly #values = new Map<string, Value>();

  has(id: string): boolean {
    return this.#values.has(id);
  }

  get(id: string): Value | undefined {
    return this.#values.get(id);
  }

  set(id: string, value: Value): void {
    forgetOldest(this.#values.set(id, value), FOLLOWED);
  }

  /** It is remembered no more. */
  take(id: string): Value | undefined {
    const value = this.#values.get(id);
    this.#values.delete(id);
    return value;
  }
}

/** Both kinds of collection keep the order of insertion. */
export function forgetOldest(followed: Map<string, unknown> | Set<string>, most: number): void {
  for (const oldest of followed.keys()) {
    if (followed.size <= most) return;
    followed.delete(oldest);
  }
}
