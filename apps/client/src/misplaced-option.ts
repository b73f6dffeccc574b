// An option of ours behind the agent's name is the agent's. Where the agent ends at once over it, a line says
// where ours stand; what it may be for the agent is not looked at.
import type { Request } from './command-line.ts';
import { OPTIONS } from './options.table.ts';
import { visible } from './user-error.ts';

export interface EndedAgent {
  readonly status: number;
  readonly lastedMs: number;
}

/** Who refuses an option does so before anything else, in ms; who has run for longer has ended over something else. */
const AT_ONCE_MS = 5_000;
/** Agents have these themselves: there they are meant for them. */
const OF_AGENTS_TOO: readonly string[] = ['config', 'help', 'model', 'resume', 'version'];

/**
 * The file of `--record` stands behind `=`: else it would be taken for the agent. `isProgram`: whether there is one of
 * this name.
 */
export function misplacedFile(
  {
    command,
    options,
    rest: [file = '', agent = ''],
  }: Pick<Request, 'command' | 'options' | 'rest'>,
  isProgram: (name: string) => boolean,
): string | undefined {
  if (command !== 'start' || options.record !== true) return undefined;
  if (agent === '' || isProgram(file) || !isProgram(agent)) return undefined;
  return visible(
    `${file} is not a command here: a recording’s file stands behind =, codex-voice --record=${file} ${agent}`,
  );
}

/** What to tell; undefined: nothing of ours was given to the agent, or it did not end over it. */
export function misplacedOption(
  { command, rest: [agent = '', ...given] }: Pick<Request, 'command' | 'rest'>,
  { status, lastedMs }: EndedAgent,
): string | undefined {
  if (command !== 'start' || status === 0 || lastedMs > AT_ONCE_MS) return undefined;
  const row = OPTIONS.filter(({ commands }) => commands.includes('start')).find(
    ({ name }) =>
      !OF_AGENTS_TOO.includes(name) &&
      given.some((word) => word === `--${name}` || word.startsWith(`--${name}=`)),
  );
  if (row === undefined) return undefined;
  const ours = row.value === undefined ? `--${row.name}` : `--${row.name} ${row.value}`;
  return visible(
    `--${row.name} went to ${agent}, as all behind its name: codex-voice ${ours} ${agent}`,
  );
}
