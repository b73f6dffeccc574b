// Whether the person's own arguments set something already, in whichever way their agent lets it be
// written.

/** Ways in which one thing is written on an agent's command line. */
export interface Spellings {
  /** `--model`, and its short form: `-m`, also with the value behind it in the same word. */
  readonly options: readonly string[];
  /** Names of Codex's configuration, as in `-c model=…`. */
  readonly configured?: readonly string[];
}

const CONFIG_OPTIONS = ['-c', '--config'];

/** The word that sets it; undefined where none does. What stands behind `--` are no options. */
export function ownSetting(
  args: readonly string[],
  { options, configured = [] }: Spellings,
): string | undefined {
  const end = args.indexOf('--');
  const words = end === -1 ? args : args.slice(0, end);
  const option = words.find((word) => options.some((name) => isOption(word, name)));
  if (option !== undefined) return option.split('=')[0];
  const values = words.flatMap((word, index) => configValue(word, words[index + 1]));
  const set = values.map((value) => value.split('=')[0]?.trim());
  return configured.find((key) => set.includes(key));
}

function isOption(word: string, name: string): boolean {
  if (word === name || word.startsWith(`${name}=`)) return true;
  return !name.startsWith('--') && word.startsWith(name) && !word.startsWith('--');
}

function configValue(word: string, next: string | undefined): readonly string[] {
  if (CONFIG_OPTIONS.includes(word)) return next === undefined ? [] : [next];
  const name = CONFIG_OPTIONS.find((option) => isOption(word, option));
  return name === undefined ? [] : [word.slice(name.length).replace(/^=/u, '')];
}
