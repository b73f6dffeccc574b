// Which modes a terminal is left in by all that was written to it: those a shell would stumble over.

const decoder = new TextDecoder('latin1');
/** Private modes that are on at the start, as every terminal has them; the others are off. */
const ON_AT_START: ReadonlySet<number> = new Set([7, 25]);

export class ModeTrail {
  readonly #modes = new Map<number, 'on' | 'off'>();
  #region = 'whole';
  #pending = '';

  wrote(bytes: Uint8Array): void {
    const text = this.#pending + decoder.decode(bytes);
    const whole = /\u001b(?:\[[0-?]*)?$/u.exec(text);
    this.#pending = whole === null ? '' : text.slice(whole.index);
    const complete = whole === null ? text : text.slice(0, whole.index);
    for (const [, modes = '', how] of complete.matchAll(/\u001b\[\?([\d;]+)([hl])/gu))
      for (const mode of modes.split(';'))
        this.#modes.set(Number(mode), how === 'h' ? 'on' : 'off');
    for (const [, rows = ''] of complete.matchAll(/\u001b\[([\d;]*)r/gu))
      this.#region = rows === '' ? 'whole' : rows;
  }

  /** What is not as it was at the start. */
  get left(): readonly string[] {
    const modes = [...this.#modes].flatMap(([mode, how]) =>
      (how === 'on') === ON_AT_START.has(mode) ? [] : [`mode ${mode} ${how}`],
    );
    return this.#region === 'whole' ? modes : [...modes, `rows ${this.#region}`];
  }
}
