// Hooks and a transcript that are not Claude Code's, for tests of its driver: what a real one does too
// rarely to wait for. The lines have the form in which Claude Code 2.1.197 writes them.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { untilHolds } from '@codex-voice/testing';
import type { NumberedEvent } from '../agent-events.ts';

export interface SaidHook {
  readonly socket: Socket;
  /** What the hook was answered so far. */
  answer: string;
  /** The hook may end: our side was closed. */
  ended: boolean;
}

/** A private folder as a start of Claude Code leaves it. Dispose it: hooks and files go. */
export class HooksWorld implements Disposable {
  /** As the runtime folder. */
  readonly root = mkdtempSync(join(tmpdir(), 'claude-'));
  readonly folder = join(this.root, 's');
  transcript = join(this.folder, 'transcript.jsonl');
  readonly #sockets: Socket[] = [];
  #lines = 0;

  constructor() {
    mkdirSync(this.folder, { mode: 0o700 });
    writeFileSync(join(this.folder, 'token'), 'secret');
  }

  /** Says a hook's event; its connection stays as long as the driver keeps it. */
  hook(name: string, more: object = {}, token = 'secret'): SaidHook {
    const socket = connect(join(this.folder, 'hooks.sock'));
    this.#sockets.push(socket);
    const said: SaidHook = { socket, answer: '', ended: false };
    socket.on('data', (piece) => {
      said.answer += String(piece);
    });
    socket.on('error', () => undefined);
    for (const end of ['end', 'close'] as const) {
      socket.on(end, () => {
        said.ended = true;
      });
    }
    const input = {
      session_id: 'thread',
      transcript_path: this.transcript,
      cwd: '/project',
      hook_event_name: name,
      ...more,
    };
    socket.write(`${JSON.stringify({ token, input })}\n`);
    return said;
  }

  /** Says an event that nobody has to answer, and returns once it was heard. */
  async heard(name: string, more: object = {}): Promise<void> {
    const said = this.hook(name, more);
    await untilHolds(`${name} heard`, () => said.ended);
  }

  async prompt(promptId: string, text: string): Promise<void> {
    await this.heard('UserPromptSubmit', { prompt_id: promptId, prompt: text });
  }

  async stop(promptId: string, lastMessage: string): Promise<void> {
    await this.heard('Stop', { prompt_id: promptId, last_assistant_message: lastMessage });
  }

  ask(more: object = {}): SaidHook {
    return this.hook('PermissionRequest', {
      prompt_id: 'p',
      tool_name: 'Bash',
      tool_input: { command: 'rm x', description: 'Removes x' },
      ...more,
    });
  }

  write(...written: object[]): void {
    for (const line of written) {
      this.#lines += 1;
      const timestamp = new Date().toISOString();
      const common = { uuid: `u${this.#lines}`, timestamp, isSidechain: false };
      appendFileSync(this.transcript, `${JSON.stringify({ ...common, ...line })}\n`);
    }
  }

  [Symbol.dispose](): void {
    for (const socket of this.#sockets) socket.destroy();
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function user(promptId: string, content: unknown, more: object = {}): object {
  return { type: 'user', promptId, message: { role: 'user', content }, ...more };
}

let messages = 0;

export function assistant(content: readonly object[], more: object = {}): object {
  messages += 1;
  const usage = { input_tokens: 10, output_tokens: 5, cache_read_input_tokens: 100 };
  const message = { id: `m${messages}`, role: 'assistant', content, usage };
  return { type: 'assistant', message, ...more };
}

export const text = (words: string) => ({ type: 'text', text: words });
export const over = { type: 'system', subtype: 'turn_duration', durationMs: 1 };

/** The events that tell of turns, in a word or two each. */
export function turns(events: readonly NumberedEvent[]): string[] {
  return events.flatMap(({ event }) => {
    switch (event.kind) {
      case 'turn-started':
        return [`start ${event.turnId}`];
      case 'turn-completed':
        return [`${event.how} ${event.turnId}`];
      case 'turn-failed':
        return [`failed ${event.turnId}: ${event.message}`];
      case 'item-completed':
        return [`${event.item.kind} ${event.turnId}: ${event.item.text}`];
      default:
        return [];
    }
  });
}

export async function untilTurn(events: NumberedEvent[], line: string): Promise<void> {
  await untilHolds(line, () => turns(events).includes(line));
}
