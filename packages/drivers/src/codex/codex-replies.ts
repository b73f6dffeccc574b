// What the app-server's replies and messages say, read without trusting their form.
import * as v from 'valibot';
import type { RpcReply } from './rpc-connection.ts';

/** The server's own words for a conversation of which nothing was written down; any other reason may pass. */
const NOTHING_WRITTEN = /\bno rollout found\b/u;

export function isMissing(reply: RpcReply): boolean {
  return reply.kind === 'refused' && NOTHING_WRITTEN.test(reply.message);
}

export function threadIdOf(params: unknown): string | undefined {
  const parsed = v.safeParse(v.object({ threadId: v.string() }), params);
  return parsed.success ? parsed.output.threadId : undefined;
}

export function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  reply: RpcReply,
): v.InferOutput<Schema> | undefined {
  if (reply.kind !== 'result') return undefined;
  const parsed = v.safeParse(schema, reply.result);
  return parsed.success ? parsed.output : undefined;
}
