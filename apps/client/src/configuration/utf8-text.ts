// The text of a file that is to be written again. What is no UTF-8 would come back as other bytes.
import { UserError, visible } from '../user-error.ts';

const LINE_END = 0x0a;

/** Throws `UserError`, with the line, for bytes that are no UTF-8. `path` is for the message only. */
export function utf8Text(bytes: Buffer, path: string): string {
  const text = bytes.toString('utf8');
  const again = Buffer.from(text);
  if (again.equals(bytes)) return text;
  const at = bytes.findIndex((byte, index) => byte !== again[index]);
  const line = bytes.subarray(0, at).filter((byte) => byte === LINE_END).length + 1;
  throw new UserError(
    `${visible(path)}:${line}: a character there is not UTF-8, as TOML has to be: save the file as UTF-8`,
  );
}
