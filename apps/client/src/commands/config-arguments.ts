// What may stand behind `config` on the command line.
import { nearest } from '../nearest.ts';
import { CONFIG_ACTIONS } from '../options.table.ts';
import { EXIT_USAGE, UserError } from '../user-error.ts';

type Values = Readonly<Record<string, unknown>>;
type ConfigAction = (typeof CONFIG_ACTIONS)[number];

/** Words behind each action, at most. */
const MOST_WORDS: Readonly<Record<ConfigAction, number>> = {
  explain: 1,
  get: 1,
  set: Number.POSITIVE_INFINITY,
  unset: 1,
  edit: 0,
  path: 0,
  schema: 0,
};

/** Options that are settings themselves: they show what would be in force with them. */
const SETTING_OPTIONS = ['mode', 'hud', 'theme', 'send', 'compose', 'language', 'model', 'device'];

/** Throws `UserError` with status 2. */
export function checkConfigWords(rest: readonly string[], values: Values): void {
  const [word = 'explain', ...words] = rest;
  const action = CONFIG_ACTIONS.find((each) => each === word);
  if (action === undefined) {
    const guess = nearest(word, CONFIG_ACTIONS);
    const hint = guess === undefined ? '' : ` (did you mean ${guess}?)`;
    throw usage(`config needs a word: codex-voice config ${CONFIG_ACTIONS.join('|')}${hint}`);
  }
  const tooMuch = words[MOST_WORDS[action]];
  if (tooMuch !== undefined) throw usage(`config ${action}: ${tooMuch} is too much: leave it away`);
  if (action === 'set' && words.length < 2)
    throw usage('config set needs a setting and a value: codex-voice config set KEY VALUE');
  if (action === 'unset' && words.length < 1)
    throw usage('config unset needs a setting: codex-voice config unset KEY');
  const stray = SETTING_OPTIONS.find((option) => values[option] !== undefined);
  if (stray !== undefined && action !== 'explain' && action !== 'get')
    throw usage(`--${stray} goes with explain and get: codex-voice config explain --${stray}`);
  if (values.json === true && (action === 'edit' || action === 'schema'))
    throw usage(`--json does not go with config ${action}: leave it away`);
}

function usage(message: string): UserError {
  return new UserError(message, EXIT_USAGE);
}
