// What of a person's words stands in Codex's own record of a conversation, whether or not its server shows
// it: a server that was killed has written first what its model is told, then what clients are shown.
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import * as v from 'valibot';

/** A turn of an hour has a tenth of it; behind more, what was written is not known. */
const READ_BYTES = 67_108_864;

/** Words that the model is told with its next question, under Codex's name for them; their turn, where a line names it. */
export interface WrittenMessage {
  readonly messageId: string;
  readonly text: string;
  readonly turnId: string | undefined;
}

const told = v.object({
  type: v.literal('response_item'),
  payload: v.object({
    type: v.literal('message'),
    id: v.string(),
    role: v.literal('user'),
    content: v.array(v.looseObject({ text: v.optional(v.string()) })),
    internal_chat_message_metadata_passthrough: v.nullish(
      v.object({ turn_id: v.nullish(v.string()) }),
    ),
  }),
});

/** Bytes of a record so far: what is written later stands behind them. Undefined: they can't be known. */
export function writtenBytes(path: string | undefined): number | undefined {
  if (path === undefined) return undefined;
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    return undefined;
  }
}

/** The words written behind so many bytes; undefined: they can't be known. A line that is torn is none to Codex either. */
export function messagesBehind(
  path: string | undefined,
  bytes: number | undefined,
): readonly WrittenMessage[] | undefined {
  const lines = path === undefined || bytes === undefined ? undefined : linesBehind(path, bytes);
  return lines?.flatMap((line) => {
    const parsed = v.safeParse(told, parseJson(line));
    if (!parsed.success) return [];
    const { id, content, internal_chat_message_metadata_passthrough: of } = parsed.output.payload;
    const text = content.map((part) => part.text ?? '').join('');
    return [{ messageId: id, text, turnId: of?.turn_id ?? undefined }];
  });
}

function linesBehind(path: string, bytes: number): readonly string[] | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const length = fstatSync(file).size - bytes;
    // A record that is shorter now is another one.
    if (length < 0 || length > READ_BYTES) return undefined;
    const buffer = Buffer.alloc(length);
    const read = readSync(file, buffer, 0, length, bytes);
    return buffer.toString('utf8', 0, read).split('\n');
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
