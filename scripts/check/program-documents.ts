// Documents show the program as it is: every command line can be run, every file of settings loads, and
// every setting, key and variable that is named exists. What is right is the program's own word.
import {
  commandFault,
  fileFault,
  isSettingLike,
  leaderKeyFault,
  mentionFault,
  settingFault,
  variableFault,
} from '@codex-voice/client/reference';
import {
  type CodeSpan,
  commandsOf,
  fencesOf,
  shellCommands,
  spansOf,
} from './document-snippets.ts';
import type { Problem, Tree } from './tree.ts';

/** The pages that people read: decisions and rules speak of what was and of what is inside. */
const PAGES = /^(?:README|CONTRIBUTING)\.md$|^docs\/(?!adr\/).*\.md$/u;
const USUAL_FILE = 'config.toml';

export function checkProgramDocuments(tree: Tree): Problem[] {
  return [...tree.files].flatMap(([path, text]) => {
    if (!PAGES.test(path)) return [];
    const found = [
      ...shownCommands(text),
      ...shownFiles(text),
      ...spoken(text),
      ...variables(text),
    ];
    return found.map(({ line, message }) => ({ path, line, message }));
  });
}

interface Found {
  readonly line: number;
  readonly message: string;
}

function found(line: number, fault: string | undefined): readonly Found[] {
  return fault === undefined ? [] : [{ line, message: fault }];
}

function shownCommands(text: string): readonly Found[] {
  return commandsOf(text).flatMap(({ words, line }) => {
    const fault = commandFault(words);
    const shown = `shows codex-voice ${words.join(' ')}: ${fault}`;
    return found(line, fault === undefined ? undefined : shown);
  });
}

function shownFiles(text: string): readonly Found[] {
  return fencesOf(text).flatMap(({ language, name, lines, line }) => {
    const shown = lines.join('\n');
    if (language === 'json') return found(line, jsonFault(shown));
    if (language !== 'toml') return [];
    const fault = fileFault(shown, name || USUAL_FILE);
    return found(
      line,
      fault === undefined ? undefined : `shows a file that does not load: ${fault}`,
    );
  });
}

/** Whoever copies a document into a test of theirs wants one that can be read. */
function jsonFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `shows what is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Code in sentences: commands, settings and keys that are spoken of. */
function spoken(text: string): readonly Found[] {
  return spansOf(text).flatMap((span) => found(span.line, spanFault(span)));
}

function spanFault({ text }: CodeSpan): string | undefined {
  const [, leaderKey] = /^Ctrl-\\ (\S+)$/u.exec(text) ?? [];
  if (leaderKey !== undefined) return leaderKeyFault(leaderKey);
  if (/^codex-voice(?: |$)/u.test(text)) {
    // A `|` parts words that may stand there, and no commands.
    const [words = []] = shellCommands(text.replaceAll('|', '\\|'));
    const fault = words.length < 2 ? undefined : mentionFault(words.slice(1));
    return fault === undefined ? undefined : `speaks of \`${text}\`: ${fault}`;
  }
  const [, table, key] = /^\[([a-z_]+)\] ([a-z_]+)(?: = .*)?$/u.exec(text) ?? [];
  const [, dotted] = /^([a-z_]+(?:\.(?:[a-z_]+|\*))+)(?: = .*)?$/u.exec(text) ?? [];
  const path = table === undefined ? dotted : `${table}.${key}`;
  return path !== undefined && isSettingLike(path) ? settingFault(path) : undefined;
}

function variables(text: string): readonly Found[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      Array.from(line.matchAll(/\bCODEX_VOICE_[A-Z_]*/gu)).flatMap(([name]) =>
        found(index + 1, variableFault(name)),
      ),
    );
}
