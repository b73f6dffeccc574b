// The settings that environment variables give: `CODEX_VOICE_SPEECH_SILENCE_MS` is `speech.silence_ms`. A
// name that is nearly one of these is refused, since it was meant for us; others are somebody else's.
import { editDistance } from '../nearest.ts';
import { UserError, visible } from '../user-error.ts';
import { type SettingRow, settingRows } from './setting-rows.ts';
import { meantValue } from './setting-values.ts';

export const VARIABLE_PREFIX = 'CODEX_VOICE_';

/** What we set ourselves for what runs in a session. */
const OWN_VARIABLES: readonly string[] = ['CODEX_VOICE_SESSION'];

/** A name this many letters away from a setting's was meant to be it. */
const MISTYPED_LETTERS = 2;

type Environment = Readonly<Record<string, string | undefined>>;

export interface VariableSetting {
  readonly row: SettingRow;
  readonly variable: string;
  readonly value: unknown;
}

/** The variable that gives a setting; undefined: only a file has it. */
export function variableOf({ keys, kind }: Pick<SettingRow, 'keys' | 'kind'>): string | undefined {
  return kind === 'entries' ? undefined : VARIABLE_PREFIX + keys.join('_').toUpperCase();
}

/** Throws `UserError` for a name that is nearly a setting's. */
export function variableSettings(environment: Environment): readonly VariableSetting[] {
  const given = Object.keys(environment).filter(
    // As everywhere, an empty one is none; `""` is the empty text.
    (name) =>
      name.startsWith(VARIABLE_PREFIX) && !OWN_VARIABLES.includes(name) && environment[name] !== '',
  );
  // Almost always: nothing else is looked at then.
  if (given.length === 0) return [];
  const rows = new Map(settingRows().map((row) => [variableOf(row), row]));
  return given.flatMap((variable) => {
    const row = rows.get(variable);
    const text = environment[variable] ?? '';
    if (row !== undefined) return [{ row, variable, value: meantValue(text, row.schema) }];
    const meant = [...rows.keys()].find(
      (name) => name !== undefined && editDistance(variable, name) <= MISTYPED_LETTERS,
    );
    if (meant === undefined) return [];
    throw new UserError(
      `${visible(variable)}: no setting has this variable: did you mean ${meant}?`,
    );
  });
}

/** `table` with the settings of the variables laid over it; it stays as it is. */
export function withVariables(table: unknown, settings: readonly VariableSetting[]): unknown {
  return settings.reduce((whole, { row, value }) => withValue(whole, row.keys, value), table);
}

/** A copy with `value` at the path; what is no table on the way there is replaced by one. */
export function withValue(table: unknown, keys: readonly string[], value: unknown): unknown {
  const [first, ...rest] = keys;
  if (first === undefined) return value;
  const isTable = table !== null && typeof table === 'object' && !Array.isArray(table);
  const here = isTable ? { ...table } : {};
  const below = Object.getOwnPropertyDescriptor(here, first)?.value;
  return { ...here, [first]: withValue(below, rest, value) };
}
