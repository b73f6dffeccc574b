// What a person is told of a chain of recognisers: once when something changes, not per utterance.

export interface ChainNotice {
  /**
   * `failed`: it could not do its work. `returned`: what was told of it is over. `slow`: it falls
   * behind speech. `second-pass-off`, `second-pass-on`: its finals are not, or again, waited for.
   */
  readonly kind: 'failed' | 'returned' | 'slow' | 'second-pass-off' | 'second-pass-on';
  readonly recognizer: string;
  /** One line, for the person. */
  readonly text: string;
}
