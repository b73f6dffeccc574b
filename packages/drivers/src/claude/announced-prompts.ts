// Prompts that are typed into an agent which only says afterwards what it took: its messages are held
// against what was announced.

/** Announced and not taken, and messages without a prompt: more than a person composes. */
const REMEMBERED = 64;

export class AnnouncedPrompts {
  readonly #texts = new Map<string, string>();
  /** Messages that took nothing, newest last. */
  readonly #unclaimed: string[] = [];

  announce(promptId: string, text: string): void {
    this.#texts.set(promptId, plain(text));
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > REMEMBERED && oldest !== undefined) this.#texts.delete(oldest);
  }

  has(promptId: string): boolean {
    return this.#texts.has(promptId);
  }

  /** Whether a message came before its announcement: of a prompt that was typed in another's life. */
  claim(text: string): boolean {
    const announced = plain(text);
    const at = this.#unclaimed.findIndex((one) => announced !== '' && one.includes(announced));
    if (at >= 0) this.#unclaimed.splice(at, 1);
    return at >= 0;
  }

  /** Answers whether it was still awaited. */
  withdraw(promptId: string): boolean {
    return this.#texts.delete(promptId);
  }

  /**
   * The prompts that a message holds: those announced first, one after the other, as they were typed
   * into one composer. What stands between them is the person's.
   */
  takenBy(message: string): readonly string[] {
    const text = plain(message);
    const taken: string[] = [];
    let from = 0;
    for (const [promptId, announced] of this.#texts) {
      const at = announced === '' ? -1 : text.indexOf(announced, from);
      if (at < 0) continue;
      from = at + announced.length;
      taken.push(promptId);
    }
    for (const promptId of taken) this.#texts.delete(promptId);
    if (taken.length === 0) this.#unclaimed.push(text);
    if (this.#unclaimed.length > REMEMBERED) this.#unclaimed.shift();
    return taken;
  }
}

/** Claude Code composes accents, and a composer may cut white space at the ends of lines. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll('\r\n', '\n')
    .replaceAll(/[ \t]+$/gmu, '')
    .trim();
}
