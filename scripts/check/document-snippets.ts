// What a document shows of the program, cut out of its Markdown: command lines and files in fences, and
// the code that stands in sentences. Whether it is right is for others to say.

export interface Fence {
  /** The first word behind the fence: `sh`, `toml`; empty where there is none. */
  readonly language: string;
  /** The second one. */
  readonly name: string;
  readonly lines: readonly string[];
  /** Of its first line, counted from 1. */
  readonly line: number;
}

/** A command of ours, as the words behind its name. */
export interface Command {
  readonly words: readonly string[];
  readonly line: number;
}

/** Code in a sentence. */
export interface CodeSpan {
  readonly text: string;
  readonly line: number;
}

/** Fences whose lines are typed into a shell. */
const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'console', '']);
const PROGRAM = 'codex-voice';

export function fencesOf(text: string): readonly Fence[] {
  const fences: Fence[] = [];
  let open: { head: string; lines: string[]; line: number } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const mark = /^\s*(?:```|~~~)(.*)$/u.exec(line);
    if (mark === null) {
      open?.lines.push(line);
    } else if (open === undefined) {
      open = { head: mark[1] ?? '', lines: [], line: index + 2 };
    } else {
      const [language = '', name = ''] = open.head.trim().split(/\s+/u);
      fences.push({ language, name, lines: open.lines, line: open.line });
      open = undefined;
    }
  }
  return fences;
}

/** Commands of ours in the fences that a shell reads. In `console` they stand behind `$ `. */
export function commandsOf(text: string): readonly Command[] {
  return fencesOf(text)
    .filter(({ language }) => SHELLS.has(language))
    .flatMap(({ language, lines, line }) =>
      joined(lines).flatMap(({ text: shown, index }) => {
        if (language === 'console' && !shown.startsWith('$ ')) return [];
        const typed = language === 'console' ? shown.slice(2) : shown;
        return ourCommands(typed).map((words) => ({ words, line: line + index }));
      }),
    );
}

/** A command of ours as it stands in a `console` fence, with what is shown below it. */
export interface Shown extends Command {
  readonly output: readonly string[];
}

/** Of every `console` fence, each command of ours behind `$ ` and the lines up to the next one. */
export function consolesOf(text: string): readonly Shown[] {
  const shown: { words: readonly string[]; line: number; output: string[] }[] = [];
  for (const { language, lines, line } of fencesOf(text)) {
    if (language !== 'console') continue;
    for (const [index, each] of lines.entries()) {
      if (!each.startsWith('$ ')) shown.at(-1)?.output.push(each);
      else
        shown.push({ words: ourCommands(each.slice(2))[0] ?? [], line: line + index, output: [] });
    }
  }
  return shown.filter(({ words }) => words.length > 0);
}

/** Lines, those that end with a backslash with what follows. */
function joined(lines: readonly string[]): { text: string; index: number }[] {
  const whole: { text: string; index: number }[] = [];
  let before: { text: string; index: number } | undefined;
  for (const [index, line] of lines.entries()) {
    const text = before === undefined ? line : `${before.text} ${line.trim()}`;
    const at = before?.index ?? index;
    before = undefined;
    if (text.endsWith('\\')) before = { text: text.slice(0, -1), index: at };
    else whole.push({ text, index: at });
  }
  return whole;
}

function ourCommands(line: string): (readonly string[])[] {
  return shellCommands(line).flatMap((words) => {
    const start = words.findIndex((word) => !/^\w+=/u.test(word));
    return words[start] === PROGRAM ? [words.slice(start + 1)] : [];
  });
}

/** The commands of one line of a shell, as words; comments and redirections are left out. */
export function shellCommands(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  const pattern = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([|;&()]+)|(\s+#.*$)|(\s+)|(.)/gsu;
  let word: string | undefined;
  const end = (): void => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  const text = line.startsWith('#') ? '' : line;
  for (const [, single, double, escaped, operator, comment, blank, plain] of text.matchAll(
    pattern,
  )) {
    if (comment !== undefined || blank !== undefined) end();
    else if (operator !== undefined) {
      end();
      commands.push([]);
    } else {
      word =
        (word ?? '') + (single ?? double?.replaceAll(/\\(.)/gsu, '$1') ?? escaped ?? plain ?? '');
    }
  }
  end();
  return commands.map(withoutRedirections).filter((words) => words.length > 0);
}

function withoutRedirections(words: readonly string[]): readonly string[] {
  return words.filter((word, index) => {
    const before = words[index - 1] ?? '';
    return !/^\d?[<>]/u.test(word) && !/^\d?[<>]+$/u.test(before);
  });
}

/** Code in sentences, headings and tables; fences are left out. */
export function spansOf(text: string): readonly CodeSpan[] {
  let isFenced = false;
  return text.split('\n').flatMap((line, index) => {
    const isMark = /^\s*(?:```|~~~)/u.test(line);
    if (isMark) isFenced = !isFenced;
    if (isMark || isFenced) return [];
    return Array.from(line.matchAll(/`([^`]+)`/gu), ([, code = '']) => ({
      text: code.replaceAll('\\|', '|'),
      line: index + 1,
    }));
  });
}
