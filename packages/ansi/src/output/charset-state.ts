// The character sets the child has designated and which one is in use. Only whether plain text is
// printed plainly, and how to come back to the child's state: no glyph is mapped here.

/** Designators by slot: what stands after `ESC (`, `ESC )`, `ESC *`, `ESC +`. */
const SLOT_INTRODUCERS = ['(', ')', '*', '+'] as const;
/** Locking shifts into GL by slot: SI, SO, LS2, LS3. */
const SHIFTS = ['\x0f', '\x0e', '\x1bn', '\x1bo'] as const;
const PLAIN = 'B';

/** The child's character sets G0–G3 and the slot printed from (GL). */
export class CharsetState {
  readonly slots: [string, string, string, string] = [PLAIN, PLAIN, PLAIN, PLAIN];
  active = 0;
  /** False where terminals restored different sets with the cursor; until the sets are named again. */
  certain = true;

  reset(): void {
    this.slots.fill(PLAIN);
    this.active = 0;
    this.certain = true;
  }

  copyFrom(other: CharsetState): void {
    for (let slot = 0; slot < 4; slot += 1) this.slots[slot] = other.slots[slot] ?? PLAIN;
    this.active = other.active;
    this.certain = other.certain;
  }

  equals(other: CharsetState): boolean {
    return (
      this.active === other.active &&
      this.certain === other.certain &&
      this.slots.every((set, slot) => set === other.slots[slot])
    );
  }

  /** A restored cursor brings sets along in most terminals, only the one in use in one of them. */
  restoreFrom(saved: CharsetState): void {
    if (!this.equals(saved)) this.certain = false;
  }

  designate(slot: number, set: string): void {
    this.slots[slot] = set;
    if (slot === 0 && this.active === 0) this.certain = true;
  }

  shift(slot: number): void {
    this.active = slot;
  }

  /** Whether text is printed as it is. */
  get isPlain(): boolean {
    return this.active === 0 && this.slots[0] === PLAIN;
  }

  /** What makes text print as it is; empty where it does already. */
  neutralSequence(): string {
    return this.isPlain ? '' : `\x0f\x1b(${PLAIN}`;
  }

  /** What brings the child's sets back after {@link neutralSequence}. */
  sequence(): string {
    if (this.isPlain) return '';
    return `\x1b${SLOT_INTRODUCERS[0]}${this.slots[0]}${SHIFTS[this.active] ?? ''}`;
  }
}
