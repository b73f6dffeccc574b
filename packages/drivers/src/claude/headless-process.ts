// Claude Code without a screen, as a program that speaks in lines: with the options of its protocol, and
// the form that each of its messages has. What the messages mean is left to others.
import * as v from 'valibot';
import { LineProcess, type LineProcessStart } from '../line-process.ts';

const messageSchema = v.looseObject({ type: v.string() });
export type HeadlessMessage = v.InferOutput<typeof messageSchema>;

/** `args`: options besides those of the protocol, such as `--model`. */
export type HeadlessStart = LineProcessStart;

export interface HeadlessListener {
  readonly said: (message: HeadlessMessage) => void;
  readonly garbled: (line: string) => void;
  readonly ended: (why: string) => void;
}

const PROTOCOL_ARGS = [
  ...['--print', '--verbose', '--input-format', 'stream-json', '--output-format', 'stream-json'],
  ...['--permission-prompt-tool', 'stdio', '--replay-user-messages'],
];

/** Dispose it, as every process that speaks in lines. */
export function startHeadless(start: HeadlessStart, listener: HeadlessListener): LineProcess {
  const args = [...PROTOCOL_ARGS, ...(start.args ?? [])];
  return new LineProcess(
    { ...start, args },
    {
      said: (message) => {
        const parsed = v.safeParse(messageSchema, message);
        if (parsed.success) listener.said(parsed.output);
        else listener.garbled(JSON.stringify(message));
      },
      garbled: listener.garbled,
      ended: ({ why }) => listener.ended(why),
    },
  );
}
