// Finds names in the text of a file or a screen: identifiers of code, keys of data, and what stands out
// of prose as code. Values are never taken, and nothing that looks like a secret.
import { isEnglish } from './english-words.ts';
import { isSecretLike } from './secret-like.ts';

/** What a text is, which decides what of it is a name. */
export type TextKind =
  /** Identifiers outside quotes, and those on lines that import. */
  | 'code'
  /** Keys only. */
  | 'data'
  /** What stands in backticks, or is written like code. */
  | 'prose'
  /** As prose, and every word that is no English. */
  | 'screen';

const SHORTEST_NAME = 3;
/** Different names taken from one text; beyond it the rest of the text is not read. */
export const MOST_NAMES_IN_TEXT = 2000;

/** A longer line was written by a program, and costs more than it is worth. */
const LONGEST_LINE = 2000;

const IDENTIFIER = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const DATA_KEY = /(?:^|[{,])\s*-?\s*(["']?)([\p{L}_$@][\p{L}\p{N}_$@/.-]*)\1\s*[:=](?!=)/gmu;
const WRITTEN_LIKE_CODE = /[\p{L}_$][\p{L}\p{N}_$]*(?:[.-][\p{L}_$][\p{L}\p{N}_$]*)*/gu;
const IMPORTING = /^\s*(?:import|from|using|require|include|#include)\b|\bfrom\s+["']|\brequire\(/;
/** What is assigned to such a name is a secret, quoted or not. */
const SECRET_ASSIGNMENT =
  /^(.*?(?:passw|passphrase|secret|token|credential|api[-_]?key|private[-_]?key)\w*["']?\s*[:=]).*$/i;
/** A template after a sign or a tag, or triple quotes, that stay open at the end of the line. */
const LONG_STRING =
  /^(.*?(?:[=(,:[?+]|=>|\breturn)\s*(?:[\w.]+)?)(`)[^`]*$|^((?:[^"']|"(?!"")|'(?!''))*)("""|''')(?:(?!\4).)*$/;
const CONTRACTION = /\p{L}+['\u2019](?:t|s|re|ve|ll|d|m)\b/giu;

/** Words of languages, which are nobody's names. */
const KEYWORDS: ReadonlySet<string> = new Set(
  `abstract and any array assert async await bigint bool boolean break byte case catch char class
  const constexpr constructor continue crate declare def default defer del delete do double dyn elif
  else end enum esac except export extends extern false final finally float fmt fn for foreach from
  func function get global goto if impl implements import in infer init instanceof int int32 int64
  interface internal is it keyof lambda len let long loop match mod module move mut namespace never new
  nil none nonlocal not null number object of operator or override package pass priv private protected
  protocol pub public raise readonly ref require return satisfies self set short signed sizeof static
  str string struct super switch symbol synchronized template then this throw throws trait true try
  type typedef typename typeof uint undefined union unknown unsafe unsigned use using val var virtual
  void volatile where while with yield println printf console fprintf stdlib std vec usize isize u8
  u16 u32 u64 i8 i16 i32 i64 f32 f64 args kwargs elseif endif`
    .trim()
    .split(/\s+/),
);

/** Each name in `text` and how often it stands there. */
export function namesInText(text: string, kind: TextKind): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  const refused = new Set<string>();
  for (const name of candidates(text, kind)) {
    const count = names.get(name);
    if (count !== undefined) names.set(name, count + 1);
    else if (!refused.has(name)) {
      if (!isName(name)) refused.add(name);
      else if (names.size >= MOST_NAMES_IN_TEXT) break;
      else names.set(name, 1);
    }
  }
  return names;
}

/** Whether a word may be the name of something: of a length to be said, no keyword, no secret. */
export function isName(word: string): boolean {
  return (
    word.length >= SHORTEST_NAME &&
    /\p{L}{2}/u.test(word) &&
    !KEYWORDS.has(word.toLowerCase()) &&
    !isSecretLike(word)
  );
}

function* candidates(text: string, kind: TextKind): Generator<string> {
  switch (kind) {
    case 'code':
      for (const line of linesOutsideStrings(text)) {
        const read = IMPORTING.test(line) ? line : withoutValues(line);
        for (const [name] of read.matchAll(IDENTIFIER)) yield trimmed(name);
      }
      return;
    case 'data':
      for (const found of text.matchAll(DATA_KEY)) yield found[2] ?? '';
      return;
    case 'prose':
    case 'screen':
      for (const line of text.split('\n')) {
        if (line.length > LONGEST_LINE) continue;
        for (const [name] of line.replace(SECRET_ASSIGNMENT, '$1').matchAll(WRITTEN_LIKE_CODE)) {
          if (isWrittenLikeCode(name) || (kind === 'screen' && isUnknownWord(name))) yield name;
        }
      }
  }
}

/** The lines that are not inside a string of several: a template, or one in triple quotes. */
function* linesOutsideStrings(text: string): Generator<string> {
  let closing: string | undefined;
  for (const line of text.split('\n')) {
    if (closing !== undefined) {
      const end = line.indexOf(closing);
      if (end < 0) continue;
      const rest = line.slice(end + closing.length);
      closing = undefined;
      yield rest;
      continue;
    }
    if (line.length > LONGEST_LINE) continue;
    const opened = /`|"{3}|'{3}/.test(line) ? LONG_STRING.exec(line) : null;
    closing = opened?.[2] ?? opened?.[4];
    yield opened === null ? line : (opened[1] ?? opened[3] ?? '');
  }
}

/** The line without what stands in quotes or is assigned to a secret. */
function withoutValues(line: string): string {
  const plain = /['\u2019]/.test(line) ? line.replace(CONTRACTION, ' ') : line;
  return plain
    .replace(SECRET_ASSIGNMENT, '$1')
    .replace(/(?<![\p{L}\p{N}])(["'`])(?:\\.|(?!\1).)*(?:\1|$)|"[^"]*(?:"|$)/gu, ' ');
}

function trimmed(name: string): string {
  return name.replace(/^[_$]+|[_$]+$/g, '');
}

/** A capital inside, an underscore, a dot or a hyphen with a word that is no English. */
function isWrittenLikeCode(name: string): boolean {
  if (/\p{Ll}\p{Lu}|_/u.test(name)) return true;
  if (name.includes('.')) return /^[\p{L}\p{N}_$-]{2,}(?:\.[\p{L}\p{N}]{1,6})+$/u.test(name);
  return name.includes('-') && name.split('-').some((part) => isUnknownWord(part));
}

function isUnknownWord(word: string): boolean {
  const lower = word.toLowerCase();
  return /^[a-z]{3,}$/.test(lower) && !isEnglish(lower);
}
