// The text of a file that may have bytes that are no UTF-8, as an editor with another character set leaves
// them: in a comment they stop nobody who only reads.
import { UserError, visible } from '../user-error.ts';
import { tomlCommentLines } from './toml-places.ts';

const LINE_END = 0x0a;

/**
 * The text of a file that is to be written again: bytes that are no UTF-8 would come back as others. Throws
 * `UserError`, with the line, where there are any. `path` is for the message only.
 */
export function utf8Text(bytes: Buffer, path: string): string {
  const text = bytes.toString('utf8');
  const again = Buffer.from(text);
  if (again.equals(bytes)) return text;
  const at = bytes.findIndex((byte, index) => byte !== again[index]);
  throw notUtf8(path, bytes.subarray(0, at).filter((byte) => byte === LINE_END).length + 1);
}

/** The text of a TOML file that is only read. Throws `UserError`, with the line, for such bytes outside of comments. */
export function readableToml(bytes: Buffer, path: string): string {
  const text = bytes.toString('utf8');
  if (Buffer.from(text).equals(bytes)) return text;
  const comments = tomlCommentLines(text);
  for (const [index, line] of linesOf(bytes).entries()) {
    const told = line.toString('utf8');
    const comment = comments.get(index + 1) ?? '';
    const before = Buffer.from(told.slice(0, told.length - comment.length));
    if (!line.subarray(0, before.length).equals(before)) throw notUtf8(path, index + 1);
  }
  return text;
}

function linesOf(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0; ; ) {
    const end = bytes.indexOf(LINE_END, from);
    lines.push(bytes.subarray(from, end < 0 ? bytes.length : end));
    if (end < 0) return lines;
    from = end + 1;
  }
}

function notUtf8(path: string, line: number): UserError {
  return new UserError(
    `${visible(path)}:${line}: a character there is not UTF-8, as TOML has to be: save the file as UTF-8`,
  );
}
