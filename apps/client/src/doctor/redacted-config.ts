// The config file as it may be shown to others: its settings with their values, where these are words of
// ours or figures; whatever a person wrote in their own words is only counted.
import { isSecretName, redact } from '@codex-voice/doctor';
import { parse as parseToml, stringify } from 'smol-toml';

/** Settings whose text is a word of ours, a name of a model or device, or an address. */
const SHOWN: ReadonlySet<string> = new Set([
  ...['mode', 'delivery', 'while_busy', 'hud', 'theme', 'ui_language', 'driver'],
  ...['talk', 'leader', 'send', 'scratch', 'keys', 'language', 'languages', 'model'],
  ...['preview_model', 'provider', 'sensitivity', 'denoise', 'cues', 'speak', 'barge_in'],
  ...['device', 'formatters', 'numbers', 'off'],
]);
/** Settings whose text is shown in part, since people put secrets into them. */
const SHOWN_IN_PART: Readonly<Record<string, (text: string) => string>> = {
  agent: commandName,
  url: address,
  mirror: address,
  key_variable: variableName,
};

/** `say` is a list of kinds in `[voice]`, and a person's own words elsewhere. */
const SHOWN_PATHS: ReadonlySet<string> = new Set(['voice.say']);

export type Redact = (text: string) => string;

/** Comments are left out: they may hold anything. A file that is no TOML is told as such. */
export function redactedConfig(text: string, clean: Redact = redact): string {
  let tables: unknown;
  try {
    tables = parseToml(text);
  } catch {
    return '# this file is not valid TOML: nothing of it is shown\n';
  }
  const shown = shownValue(tables, { path: [], clean });
  return typeof shown === 'object' && shown !== null ? stringify(shown) : '';
}

interface Place {
  readonly path: readonly string[];
  readonly clean: Redact;
}

function shownValue(value: unknown, { path, clean }: Place): unknown {
  const name = path.at(-1) ?? '';
  if (isSecretName(name) && name !== 'key_variable') return '[secret]';
  if (typeof value === 'string') {
    if (Object.hasOwn(SHOWN_IN_PART, name)) return clean(SHOWN_IN_PART[name]?.(value) ?? '');
    const isShown = SHOWN.has(name) || SHOWN_PATHS.has(path.join('.')) || isLetter(path, value);
    return isShown ? clean(value) : counted(value);
  }
  if (Array.isArray(value)) return value.map((each) => shownValue(each, { path, clean }));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner], at) => {
      // What a person replaces, and how words are said, are words of theirs as well.
      const shown = OWN_NAMES.has(name) ? `entry-${at + 1}` : clean(key);
      return [shown, shownValue(inner, { path: [...path, key], clean })];
    }),
  );
}

/** One of those behind the leader; anything longer is none. */
function isLetter([table, kind]: readonly string[], text: string): boolean {
  return table === 'keys' && kind === 'letters' && text.length === 1;
}

function counted(text: string): string {
  return `[text of ${text.length} characters]`;
}

/** What stands behind a command may be anything. */
function commandName(text: string): string {
  const [first = '', ...more] = text.trim().split(/\s+/u);
  return more.length === 0 ? first : `${first} [and ${more.length} more]`;
}

/** Of what is no address, nothing is known to be left out. */
function address(text: string): string {
  return /^https?:\/\/[^\s]+$/iu.test(text) && URL.canParse(text) ? text : counted(text);
}

/** Some put the key itself there. */
function variableName(text: string): string {
  return /^[A-Z_][A-Z0-9_]*$/u.test(text) ? text : '[no name of a variable]';
}

/** Tables whose names are a person's words. */
const OWN_NAMES: ReadonlySet<string> = new Set(['replacements', 'pronunciations']);
