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

/** So much is looked at as one line; a longer list in parts. A longer word is none of a command, but a text. */
const MOST_WORDS = 256;
const MOST_UNITS = 16_384;
/** Words that two such parts share at most: what tells a secret is not further before it. */
const SHARED_WORDS = 16;
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

/** The commands in a list: what is no text parts them. A word may be in two, where one goes on in the other. */
export function commandsIn(list: readonly unknown[]): readonly ListedCommand[] {
  const commands: ListedCommand[] = [];
  let words: string[] = [];
  for (const [index, word] of [...list, undefined].entries()) {
    if (typeof word === 'string' && word.length <= MOST_UNITS) {
      words.push(word);
      continue;
    }
    commands.push(...commandsOf(words, index - words.length));
    words = [];
  }
  return commands;
}

/** @param at Where in the list the first of the words is. */
function commandsOf(words: readonly string[], at: number): readonly ListedCommand[] {
  if (!words.some((word) => OPTION.test(word))) return [];
  const commands: ListedCommand[] = [];
  for (let from = 0; from < words.length - 1; ) {
    const end = endOfPart(words, from);
    const line = commandOf(words.slice(from, end));
    if (line !== undefined) commands.push({ from: at + from, line });
    if (end === words.length) break;
    from = Math.max(from + 1, end - Math.min(SHARED_WORDS, (end - from) >> 1));
  }
  return commands;
}

/** Of what begins there, at least two words. */
function endOfPart(words: readonly string[], from: number): number {
  let units = 0;
  let end = from;
  for (; end < words.length && end - from < MOST_WORDS; end += 1) {
    units += (words[end] ?? '').length + 1;
    if (units > MOST_UNITS && end - from > 1) break;
  }
  return end;
}

function commandOf(words: readonly string[]): BesideLine | undefined {
  if (words.length < 2 || !words.some((word) => OPTION.test(word))) return undefined;
  return lineOf(words, '');
}

/** Undefined: by its name it is no secret. */
export function settingOf(name: string, value: string): BesideLine | undefined {
  if (value === '' || !MAY_BE_SECRET.test(name) || CONTROL.test(name)) return undefined;
  if (value.length > MOST_UNITS) return undefined;
  return lineOf([value], `${name}=`);
}

function lineOf(words: readonly string[], before: string): BesideLine {
  let text = before;
  const parts: BesidePart[] = [];
  for (const word of words) {
    if (parts.length > 0) text += ' ';
    // In quotes a text of several lines is one line, in which the others can be told.
    const isQuoted = !PLAIN.test(word);
    const start = text.length;
    text += isQuoted ? JSON.stringify(word) : word;
    parts.push({ start, end: text.length, isQuoted, units: word.length });
  }
  return { text, parts };
}
