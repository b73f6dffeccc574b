// Whether a session is told in lines instead of a row that is redrawn: asked for, or the terminal can
// do nothing else.

export interface LinearChoice {
  /** `--hud`, or what the config file says. */
  readonly hud: string;
  /** `--announce`. */
  readonly announceFile: string | undefined;
  readonly term: string | undefined;
}

/** `off`: rows of ours as asked for. `terminal`: lines between the agent's. `file`: lines in a file. */
export function linearMode({ hud, announceFile, term }: LinearChoice): 'off' | 'terminal' | 'file' {
  if (announceFile !== undefined) return 'file';
  return hud === 'linear' || term === 'dumb' ? 'terminal' : 'off';
}

/** The rows that are ours beside announced lines: none where lines are asked for, or none can be drawn. */
export function rowsBeside<Size extends string>(
  hud: Size | 'linear',
  term: string | undefined,
): Size | 'off' {
  return hud === 'linear' || term === 'dumb' ? 'off' : hud;
}
