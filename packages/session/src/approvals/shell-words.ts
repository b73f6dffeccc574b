// A command line as far as it can be read without a shell: simple commands of plain words. Whatever the
// shell would replace, run or compute first is not read at all.

/** One command with its arguments, quotes taken off. */
export interface SimpleCommand {
  readonly words: readonly string[];
  /** Files that output is written to or input is read from. */
  readonly writes: readonly string[];
  readonly reads: readonly string[];
}

/** The commands of a line; undefined where only a shell could say what they are. */
export function simpleCommands(line: string): readonly SimpleCommand[] | undefined {
  const pieces = piecesOf(line);
  if (pieces === undefined) return undefined;
  const commands: SimpleCommand[] = [];
  let words: string[] = [];
  let writes: string[] = [];
  let reads: string[] = [];
  let redirection: 'write' | 'read' | undefined;
  for (const piece of [...pieces, { kind: 'end' } as const]) {
    switch (piece.kind) {
      case 'word':
        if (redirection === 'write') writes.push(piece.text);
        else if (redirection === 'read') reads.push(piece.text);
        else words.push(piece.text);
        redirection = undefined;
        break;
      case 'write':
      case 'read':
        if (redirection !== undefined) return undefined;
        redirection = piece.kind;
        break;
      case 'end':
        if (redirection !== undefined) return undefined;
        if (words.length > 0 || writes.length > 0 || reads.length > 0)
          commands.push({ words, writes, reads });
        words = [];
        writes = [];
        reads = [];
    }
  }
  return commands;
}

type Piece =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'write' | 'read' | 'end' };

/** In the order in which they are tried. A here-document is none of them. */
const TOKENS: readonly (readonly [RegExp, (match: string) => Piece | undefined])[] = [
  [/[ \t]+/y, () => undefined],
  [/(?:\|\||&&|;|\||\n)/y, () => ({ kind: 'end' })],
  // Output and errors become one: nothing is written anywhere else.
  [/[12]?>&[12](?=$|[\s;|&])/y, () => undefined],
  [/(?:&>>?|[12]?>>?\|?)/y, () => ({ kind: 'write' })],
  [/0?<(?![<(&>])/y, () => ({ kind: 'read' })],
];

/** A part of a word: quoted, escaped, or plain; nothing that a shell looks into. */
const PARTS: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/'([^']*)'/y, (match) => match[1] ?? ''],
  [/"((?:[^"\\$`]|\\["\\$`])*)"/y, (match) => (match[1] ?? '').replace(/\\(.)/gu, '$1')],
  [/\\([^\n])/y, (match) => match[1] ?? ''],
  [/[^\s'"\\|&;<>()$`*?[\]{}!#~=]+/y, (match) => match[0]],
  // These mean something at the beginning of a word, or of a command, only.
  [/[=]/y, (match) => match[0]],
];

function piecesOf(line: string): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  for (let at = 0; at < line.length; ) {
    const token = TOKENS.map(([pattern, piece]) => ({
      match: matchAt(pattern, line, at),
      piece,
    })).find(({ match }) => match !== null);
    if (token?.match) {
      const piece = token.piece(token.match[0]);
      if (piece !== undefined) pieces.push(piece);
      at += token.match[0].length;
      continue;
    }
    const word = wordAt(line, at);
    if (word === undefined) return undefined;
    pieces.push({ kind: 'word', text: word.text });
    at = word.to;
  }
  return pieces;
}

function wordAt(
  line: string,
  from: number,
): { readonly text: string; readonly to: number } | undefined {
  let text = '';
  let at = from;
  for (;;) {
    const part = PARTS.map(([pattern, read]) => ({ match: matchAt(pattern, line, at), read })).find(
      ({ match }) => match !== null,
    );
    if (!part?.match) break;
    text += part.read(part.match);
    at += part.match[0].length;
  }
  const isWhole = at > from && (at === line.length || /[\s;|&<>]/u.test(line[at] ?? ''));
  return isWhole ? { text, to: at } : undefined;
}

function matchAt(pattern: RegExp, line: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(line);
}
