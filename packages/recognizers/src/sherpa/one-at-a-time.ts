// Lets one utterance of a recogniser take audio at a time, and none once it is disposed of.

/** Where one utterance stands between `begin` and its end. */
export class Turn {
  #state: 'idle' | 'busy' | 'disposed' = 'idle';

  /** @throws TypeError while another utterance is open, or after `dispose`. */
  begin(): void {
    if (this.#state === 'busy') throw new TypeError('begin: another utterance is still open');
    if (this.#state === 'disposed') throw new TypeError('begin: already disposed');
    this.#state = 'busy';
  }

  get isIdle(): boolean {
    return this.#state === 'idle';
  }

  end(): void {
    if (this.#state === 'busy') this.#state = 'idle';
  }

  dispose(): void {
    this.#state = 'disposed';
  }
}
