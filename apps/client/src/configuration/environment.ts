// The settings that environment variables give: `CODEX_VOICE_SPEECH_SILENCE_MS` is `speech.silence_ms`. A
// name that is nearly one of these is refused, since it was meant for us; others are somebody else's.
import { editDistance } from '../nearest.ts';
import { UserError, visible } from '../user-error.ts';
import { type SettingRow, settingRows } from './setting-rows.ts';
import { meantValue } from './setting-values.ts';

export const VARIABLE_PREFIX = 'CODEX_VOICE_';

/** What we set ourselves for what runs in a session. */
export const OWN_VARIABLES: ReadonlySet<string> = new Set(
  ['SESSION', 'RELEASES', 'ROOT', 'BIN', 'VERSION'].map((name) => VARIABLE_PREFIX + name),
);
/** Of our tests. */
const TEST_PREFIX = 'CODEX_VOICE_TEST_';

/** A name this near to a setting's was meant to be it, by the letters behind the prefix: short names are
 *  near to each other by themselves. */
function mistypedLetters(rest: string): number {
  if (rest.length < 5) return 0;
  return rest.length < 8 ? 1 : 2;
}

/** The setting that names the variable of a key. */
const KEY_VARIABLE = 'CODEX_VOICE_OPENAI_KEY_VARIABLE';

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

/**
 * Throws `UserError` for a name that is nearly a setting's. `keyVariable`: what the file says holds a key,
 * which may have any name.
 */
export function variableSettings(
  environment: Environment,
  keyVariable?: unknown,
): readonly VariableSetting[] {
  const given = Object.keys(environment).filter(
    // As everywhere, an empty one is none; `""` is the empty text.
    (name) =>
      name.startsWith(VARIABLE_PREFIX) &&
      !name.startsWith(TEST_PREFIX) &&
      !OWN_VARIABLES.has(name) &&
      environment[name] !== '',
  );
  // Almost always: nothing else is looked at then.
  if (given.length === 0) return [];
  const rows = new Map(settingRows().map((row) => [variableOf(row), row]));
  return given.flatMap((variable) => {
    const row = rows.get(variable);
    const text = environment[variable] ?? '';
    if (row !== undefined) return [{ row, variable, value: meantValue(text, row.schema) }];
    if (variable === keyVariable || variable === environment[KEY_VARIABLE]) return [];
    const rest = variable.slice(VARIABLE_PREFIX.length);
    const meant = [...rows.keys()].find(
      (name) =>
        name !== undefined &&
        editDistance(rest, name.slice(VARIABLE_PREFIX.length)) <= mistypedLetters(rest),
    );
    if (meant === undefined) return [];
    throw new UserError(
      `${visible(variable)}: no setting has this variable: did you mean ${meant}? Otherwise unset it`,
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
