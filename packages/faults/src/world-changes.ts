// What a run does wrong on purpose, so that it can be shown that an invariant notices.

/** What may be done otherwise, to show that it is noticed. */
export interface WorldChanges {
  /** The keeper forgets which writes it has made. */
  readonly ledgerOfWrites?: 'off';
  /** The host does not keep what it must know. */
  readonly memory?: 'off';
  /** The keeper writes whatever the facts were. */
  readonly staleness?: 'off';
  /** The keeper skips a byte of output now and then. */
  readonly output?: 'holed';
  /** What is lost with a voice process is not looked for. */
  readonly recovery?: 'off';
  /** A terminal that is given back keeps its modes. */
  readonly restore?: 'off';
}
