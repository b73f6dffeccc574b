// A driver's desk: lets other processes of the person speak to a driver that lives here, over a socket in a
// private folder. The journal is the driver's, so who comes late misses nothing.
import type { Socket } from 'node:net';
import type { SessionDriver } from '../agent-driver.ts';
import type { PromptState } from '../agent-events.ts';
import { JsonLines } from '../json-lines.ts';
import { RememberedPrompts } from '../kept-events.ts';
import { LastingSocket } from '../lasting-socket.ts';
import {
  DESK_SOCKET,
  type DeskAsked,
  type DeskSaid,
  type DeskState,
  parseAsked,
} from './desk-messages.ts';

/** Hosts that speak at one time: one, and its successor. */
const CONNECTIONS = 8;
/**
 * What one who follows has not read yet, in bytes: twice what a journal keeps. Whoever is further behind is left,
 * and asks again from the event that was read last.
 */
const UNREAD_BYTES = 67_108_864;

export interface DriverDeskOptions {
  /** Of mode 0700; the socket is made in it. */
  readonly folder: string;
  readonly driver: SessionDriver;
  readonly failed: (why: string) => void;
  /** Of one who follows. */
  readonly unreadBytes?: number;
  /** That the socket is still there. */
  readonly lookEveryMs?: number;
}

/** Dispose it before its driver. */
export class DriverDesk implements Disposable {
  readonly #driver: SessionDriver;
  readonly #unreadBytes: number;
  readonly #socket: LastingSocket;
  readonly #sockets = new Set<Socket>();
  readonly #prompts = new RememberedPrompts();
  readonly #open = new Set<string>();
  readonly #unfollow: () => void;

  /** Throws where the folder is not ours alone. */
  constructor(options: DriverDeskOptions) {
    const { folder, driver, failed, unreadBytes = UNREAD_BYTES, lookEveryMs } = options;
    this.#driver = driver;
    this.#unreadBytes = unreadBytes;
    this.#socket = new LastingSocket({
      folder,
      name: DESK_SOCKET,
      connections: CONNECTIONS,
      connected: (socket) => this.#connected(socket),
      failed,
      ...(lookEveryMs === undefined ? {} : { lookEveryMs }),
    });
    this.#unfollow = driver.follow(0, ({ event }) => {
      if (event.kind === 'prompt') this.#prompts.set(event.promptId, event.state);
      if (event.kind === 'approval-requested') this.#open.add(event.approval.approvalId);
      if (event.kind === 'approval-resolved') this.#open.delete(event.approvalId);
    });
  }

  [Symbol.dispose](): void {
    this.#unfollow();
    this.#socket[Symbol.dispose]();
    for (const socket of this.#sockets) socket.destroy();
  }

  get #state(): DeskState {
    const { rung, activity, keepsOnDisk } = this.#driver;
    return { rung, activity, keepsOnDisk };
  }

  #connected(socket: Socket): void {
    this.#sockets.add(socket);
    let unfollow = (): void => undefined;
    const lines = new JsonLines({
      said: (message) => {
        const asked = parseAsked(message);
        if (asked?.type !== 'follow') {
          if (asked !== undefined) void this.#answer(socket, asked);
          return;
        }
        unfollow();
        unfollow = this.#tellFrom(socket, asked.after);
      },
      garbled: () => socket.destroy(),
    });
    socket.setEncoding('utf8').on('data', (text: string) => lines.read(text));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      unfollow();
      this.#sockets.delete(socket);
    });
  }

  #tellFrom(socket: Socket, after: number): () => void {
    const prompts = this.#prompts.all.map(([id, state]): [string, PromptState] => [id, state]);
    this.#say(socket, { type: 'opened', state: this.#state, prompts, open: [...this.#open] });
    const unfollow = this.#driver.follow(after, (told) =>
      this.#say(socket, { type: 'event', told, state: this.#state }),
    );
    this.#say(socket, { type: 'caught-up' });
    return unfollow;
  }

  async #answer(socket: Socket, asked: Exclude<DeskAsked, { type: 'follow' }>): Promise<void> {
    const result = await this.#carryOut(asked);
    this.#say(socket, { type: 'answer', id: asked.id, result });
  }

  async #carryOut(asked: Exclude<DeskAsked, { type: 'follow' }>) {
    switch (asked.type) {
      case 'submit':
        return { ...(await this.#driver.submit(asked.prompt)) };
      case 'interrupt':
        return { ...(await this.#driver.interrupt()) };
      case 'answer': {
        const { approvalId, decision } = asked;
        return { ...(await this.#driver.answer({ approvalId, decision })) };
      }
    }
  }

  #say(socket: Socket, message: DeskSaid): void {
    if (socket.destroyed) return;
    if (socket.writableLength > this.#unreadBytes) socket.destroy();
    else socket.write(`${JSON.stringify(message)}\n`);
  }
}
