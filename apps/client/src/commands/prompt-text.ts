// A prompt's text from the command line or from standard input: all of it, or a refusal that says why.
import { UserError } from '../user-error.ts';

/** As the wire has it; longer texts belong into a file that the agent is told of. In UTF-16 units. */
const MAXIMUM_TEXT_UNITS = 65_536;
/** No text that is short enough has more: three bytes of UTF-8 a UTF-16 unit. */
const MAXIMUM_TEXT_BYTES = MAXIMUM_TEXT_UNITS * 3;

/** The text without the line ends behind it. Throws `UserError` for an empty and for a long one. */
export function boundedText(text: string): string {
  const trimmed = text.replace(/[\r\n]+$/u, '');
  if (trimmed.trim() === '') throw new UserError('the text is empty: say something');
  if (trimmed.length > MAXIMUM_TEXT_UNITS) throw tooLong();
  return trimmed;
}

/** Reads to the end, but never more than could be a text. Throws `UserError`. */
export async function readText(input: AsyncIterable<Uint8Array | string>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    const part = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
    bytes += part.length;
    if (bytes > MAXIMUM_TEXT_BYTES) throw tooLong();
    chunks.push(part);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new UserError('standard input is no UTF-8 text: say text only');
  }
  return boundedText(text);
}

function tooLong(): UserError {
  const most = MAXIMUM_TEXT_UNITS.toLocaleString('en');
  return new UserError(
    `the text is longer than ${most} characters: put it into a file and name that to the agent`,
  );
}
