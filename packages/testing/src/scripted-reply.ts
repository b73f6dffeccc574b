// What a scripted model server is told to do with a request, whichever agent asks. How a reply
// looks on the wire is the business of `codex-wire.ts` and `claude-wire.ts`.

/** A tool of the agent's, by its name, and what the model gives it. */
export interface ToolCall {
  readonly tool: string;
  readonly input: object;
}

/** One reply of a scripted model. The last five are a model service that misbehaves. */
export type ScriptedReply =
  /**
   * Text, sent whole or `chunkCharacters` at a time with `chunkDelayMs` between; `thinks` stands before it,
   * where the dialect has words for thoughts.
   */
  | {
      kind: 'text';
      text: string;
      thinks?: string;
      chunkCharacters?: number;
      chunkDelayMs?: number;
    }
  /** The model wants to run a shell command, after `afterMs`; `escalated` asks the person for approval first. */
  | {
      kind: 'command';
      command: string;
      sandbox: 'inside' | 'escalated';
      reason?: string;
      afterMs?: number;
    }
  /** `text` comes at once, its end when `until` resolves. */
  | { kind: 'held'; text: string; until: Promise<void> }
  /** The model calls another tool. */
  | ({ kind: 'tool' } & ToolCall)
  /** The service refuses with this HTTP status. */
  | { kind: 'status'; status: 429 | 500 | 503 }
  /** The connection is cut after `text`, in the middle of the stream. */
  | { kind: 'cut'; text: string }
  /** The stream ends politely after `text`, without the event that completes it. */
  | { kind: 'unfinished'; text: string }
  /** The stream opens with `text`, then nothing more comes until the client leaves. */
  | { kind: 'silence'; text: string };

/** One request for the model's next step, as the agent sent it. */
export interface ModelRequest {
  /** Counts all requests of the person's conversations from 0; title requests don't count. */
  index: number;
  /** Whether the person said something new (`prompt`) or a tool call came back (`tool-result`). */
  cause: 'prompt' | 'tool-result';
  /** Everything that the person has said in this conversation, oldest first, as the model is given it. */
  said: readonly string[];
  /** The person's latest prompt in this conversation. */
  prompt: string;
  /** What the tool call gave back; empty when the cause is a prompt. */
  toolOutput: string;
  /** The whole body, parsed from JSON. */
  body: unknown;
}

/**
 * How the model answers: a function of the request, or a list taken in order (after its end the
 * model answers with the default text).
 */
export type ModelScript = readonly ScriptedReply[] | ((request: ModelRequest) => ScriptedReply);

/** Picks the reply to a request; without a script it says what it heard. */
export function replyTo(script: ModelScript | undefined, request: ModelRequest): ScriptedReply {
  if (typeof script === 'function') return script(request);
  return script?.[request.index] ?? { kind: 'text', text: defaultText(request) };
}

function defaultText(request: ModelRequest): string {
  return request.cause === 'prompt' ? `Heard: ${request.prompt}` : `Done: ${request.prompt}`;
}

/** Cuts a text into the pieces a streaming model would send, never through a character. */
export function piecesOf(text: string, chunkCharacters: number | undefined): string[] {
  if (chunkCharacters === undefined) return text === '' ? [] : [text];
  const characters = Array.from(text);
  const pieces: string[] = [];
  for (let at = 0; at < characters.length; at += chunkCharacters) {
    pieces.push(characters.slice(at, at + chunkCharacters).join(''));
  }
  return pieces;
}
