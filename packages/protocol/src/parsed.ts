// The answer of every parser of messages: the message, or one line that says what is wrong with it.
import * as v from 'valibot';

export type Parsed<Message> =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'refused'; readonly reason: string };

/** Holds a value against a schema. Never throws. */
export function parseWith<Message>(
  schema: v.GenericSchema<unknown, Message>,
  value: unknown,
): Parsed<Message> {
  const result = v.safeParse(schema, value);
  if (result.success) return { kind: 'message', message: result.output };
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  return { kind: 'refused', reason: path === null ? issue.message : `${path}: ${issue.message}` };
}
