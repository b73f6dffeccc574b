// Texts that stand beside each other in a value and tell by that what they are: the words of a command, and a setting
// with its name. Each becomes a line as a person would type it, in which secrets are looked for.

export interface BesidePart {
  /** Where it is in the line, with its quotes. */
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
  /** Its own length. */
  readonly units: number;
}

export interface BesideLine {
  readonly text: string;
  readonly parts: readonly BesidePart[];
}

/** A longer list is no command: names of files, lines of a text. */
const MOST_WORDS = 256;
const MOST_UNITS = 16_384;
const OPTION = /^--?[A-Za-z]/u;
const PLAIN = /^[^\s"'\\]+$/u;
const CONTROL = /\p{Cc}/u;
/** Settings are looked at by name only where it may be that of a secret; whether it is, is told by forms. */
const MAY_BE_SECRET =
  /key|token|secret|pass|pwd|cookie|auth|credential|session|sid|jwt|otp|csrf|xsrf/iu;

export interface ListedCommand {
  /** Where in the list its first word is; the others follow. */
  readonly from: number;
  readonly line: BesideLine;
}

/** The commands in a list: what is no text parts them. */
export function commandsIn(list: readonly unknown[]): readonly ListedCommand[] {
  if (list.length > MOST_WORDS) return [];
  const commands: ListedCommand[] = [];
  let words: string[] = [];
  for (const [index, word] of [...list, undefined].entries()) {
    if (typeof word === 'string') {
      words.push(word);
      continue;
    }
    const line = commandOf(words);
    if (line !== undefined) commands.push({ from: index - words.length, line });
    words = [];
  }
  return commands;
}

function commandOf(words: readonly string[]): BesideLine | undefined {
  if (words.length < 2 || !words.some((word) => OPTION.test(word))) return undefined;
  return lineOf(words, '');
}

/** Undefined: by its name it is no secret. */
export function settingOf(name: string, value: string): BesideLine | undefined {
  if (value === '' || !MAY_BE_SECRET.test(name) || CONTROL.test(name)) return undefined;
  return lineOf([value], `${name}=`);
}

function lineOf(words: readonly string[], before: string): BesideLine | undefined {
  let text = before;
  const parts: BesidePart[] = [];
  for (const word of words) {
    if (parts.length > 0) text += ' ';
    // In quotes a text of several lines is one line, in which the others can be told.
    const isQuoted = !PLAIN.test(word);
    const start = text.length;
    text += isQuoted ? JSON.stringify(word) : word;
    parts.push({ start, end: text.length, isQuoted, units: word.length });
    if (text.length > MOST_UNITS) return undefined;
  }
  return { text, parts };
}
