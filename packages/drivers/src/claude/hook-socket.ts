// The socket in a session's private folder to which Claude Code's hooks speak: one connection for an
// event. It knows who may speak and what a line may be; what an event means, others know.
import { timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import * as v from 'valibot';
import { LastingSocket, refuseShared } from '../lasting-socket.ts';
import { type HookEvent, hookSchema, type PermissionQuestion } from './hook-messages.ts';

/** Longest event, in characters: a tool's input with a large file in it. */
const EVENT_CHARACTERS = 16_777_216;
/** A connection that has not said its event by then, in ms, is closed. */
const EVENT_MS = 5_000;
/** Hooks heard at one time; a turn has a few. */
const CONNECTIONS = 64;
/** What hooks and Claude Code read in the folder. */
const TOKEN_NAME = 'token';
const SETTINGS_NAME = 'settings.json';

const lineSchema = v.object({ token: v.string(), input: v.unknown() });

/** A question that waits for an answer; Claude Code shows its own dialog meanwhile. */
export interface OpenQuestion {
  readonly question: PermissionQuestion;
  /** Gives the hook its answer; without one the hook ends and the dialog stays. */
  readonly reply: (decision?: object) => void;
}

export interface HookSocketListener {
  readonly told: (event: HookEvent) => void;
  readonly asked: (open: OpenQuestion) => void;
  /** The hook has ended, answered or not. */
  readonly gone: (open: OpenQuestion) => void;
  /** What was said is no event that we know, shortened by the receiver. */
  readonly garbled: (text: string) => void;
  readonly failed: (why: string) => void;
}

/** Dispose it: nobody listens any more, and Claude Code goes on without. */
export class HookSocket implements Disposable {
  readonly #listener: HookSocketListener;
  readonly #token: Buffer;
  readonly #socket: LastingSocket;
  readonly #sockets = new Set<Socket>();

  /** Throws where the folder is not ours alone, or was not prepared. */
  constructor(folder: string, listener: HookSocketListener, lookEveryMs?: number) {
    this.#listener = listener;
    refuseShared(folder);
    this.#token = readFileSync(join(folder, TOKEN_NAME));
    const settings = fileIfThere(join(folder, SETTINGS_NAME));
    this.#socket = new LastingSocket({
      folder,
      name: 'hooks.sock',
      connections: CONNECTIONS,
      connected: (socket) => this.#connected(socket),
      failed: (why) => listener.failed(why),
      // Hooks of a running Claude Code know this folder and no other.
      files: new Map([
        [TOKEN_NAME, this.#token],
        ...(settings === undefined ? [] : ([[SETTINGS_NAME, settings]] as const)),
      ]),
      ...(lookEveryMs === undefined ? {} : { lookEveryMs }),
    });
  }

  [Symbol.dispose](): void {
    this.#socket[Symbol.dispose]();
    for (const socket of this.#sockets) socket.destroy();
  }

  #connected(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setTimeout(EVENT_MS, () => socket.destroy());
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    let text = '';
    const read = (piece: string): void => {
      text += piece;
      const end = text.indexOf('\n');
      if (end < 0 && text.length <= EVENT_CHARACTERS) return;
      socket.off('data', read);
      if (end < 0) socket.destroy();
      else this.#said(socket, text.slice(0, end));
    };
    socket.on('data', read);
  }

  #said(socket: Socket, text: string): void {
    const line = v.safeParse(lineSchema, parseJson(text));
    if (!line.success || !this.#knows(line.output.token)) {
      socket.destroy();
      return;
    }
    const event = v.safeParse(hookSchema, line.output.input);
    if (!event.success) {
      socket.destroy();
      this.#listener.garbled(JSON.stringify(line.output.input) ?? '');
      return;
    }
    if (event.output.hook_event_name === 'PermissionRequest') this.#ask(socket, event.output);
    else {
      socket.end();
      this.#listener.told(event.output);
    }
  }

  #ask(socket: Socket, question: PermissionQuestion): void {
    socket.setTimeout(0);
    const reply = (decision?: object): void => {
      if (decision === undefined) socket.end();
      else socket.end(`${JSON.stringify(decision)}\n`);
    };
    const open = { question, reply };
    // What else it may say is not listened to, but its end is.
    socket.resume();
    socket.on('close', () => this.#listener.gone(open));
    this.#listener.asked(open);
  }

  #knows(token: string): boolean {
    const given = Buffer.from(token);
    return given.length === this.#token.length && timingSafeEqual(given, this.#token);
  }
}

function fileIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
