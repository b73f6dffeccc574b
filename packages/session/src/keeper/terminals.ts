// The terminals of one session: who holds and who watches, whose size the session has, and what each is
// shown. The person's input and everything said about the session are left to others.
import type { CellSize, KeeperConnection, KeeperEvent, KeeperRequest } from '@codex-voice/protocol';
import type { ScreenShadow } from '../screen-shadow.ts';
import { CalmResize } from './calm-resize.ts';
import { Holders } from './holders.ts';
import type { SetTimer } from './output-flow.ts';
import type { OutputLog } from './output-log.ts';
import { PictureFeed } from './picture-feed.ts';
import type { QueryAnswers } from './query-answers.ts';
import { TerminalFeed } from './terminal-feed.ts';

type Attach = Extract<KeeperRequest, { type: 'attach' }>;
type RoleReason = Extract<KeeperEvent, { type: 'role' }>['why'];

export interface TerminalsPorts {
  readonly log: OutputLog;
  readonly shadow: ScreenShadow;
  readonly answers: QueryAnswers;
  readonly setTimer: SetTimer;
  readonly nowMs: () => number;
  readonly size: CellSize;
  /** The session has this size from now on. */
  readonly onSize: (size: CellSize) => void;
  /** Whether the agent may write. */
  readonly onFlow: (flow: 'hold' | 'go') => void;
  /** A terminal holds the session now, or again. */
  readonly onHeld: () => void;
  /** The holder has let go: nobody continues what it typed. */
  readonly onLetGo: () => void;
  /** A terminal may have been sent all there is. */
  readonly onProgress: () => void;
}

/** One connection that is a terminal: shown the agent's own bytes, or a picture. */
interface Terminal {
  readonly connection: KeeperConnection;
  size: CellSize;
  /** As a viewer: at least so long between two pictures, in ms. */
  pictureEveryMs: number | undefined;
  shows: TerminalFeed | PictureFeed | undefined;
}

export class Terminals {
  readonly #ports: TerminalsPorts;
  readonly #terminals = new Map<KeeperConnection, Terminal>();
  readonly #holders = new Holders<Terminal>();
  readonly #resize: CalmResize;
  /** Where the output stood when the session last changed its size. */
  #resizedAtOffset = -1;
  #flow: 'hold' | 'go' = 'go';
  #pictures = 0;
  #wasEverHeld = false;

  constructor(ports: TerminalsPorts) {
    this.#ports = ports;
    this.#resize = new CalmResize({
      size: ports.size,
      setTimer: ports.setTimer,
      apply: (size) => this.#applySize(size),
    });
  }

  get size(): CellSize {
    return this.#resize.size;
  }

  get count(): number {
    return this.#terminals.size;
  }

  get holder(): KeeperConnection | undefined {
    return this.#holders.holder?.connection;
  }

  /** What the most patient viewer asks for between two pictures, in ms; 0: none asks for it. */
  get pictureEveryMs(): number {
    const viewers = [...this.#terminals.values()].filter(
      ({ shows }) => shows instanceof PictureFeed,
    );
    return Math.max(0, ...viewers.map(({ pictureEveryMs }) => pictureEveryMs ?? 0));
  }

  has(connection: KeeperConnection): boolean {
    return this.#terminals.has(connection);
  }

  /** A connection becomes a terminal, or a terminal starts anew. */
  attach(connection: KeeperConnection, request: Attach): void {
    const terminal = this.#terminals.get(connection) ?? {
      connection,
      size: request.size,
      pictureEveryMs: undefined,
      shows: undefined,
    };
    terminal.size = request.size;
    terminal.pictureEveryMs = request.pictureEveryMs;
    this.#terminals.set(connection, terminal);
    const { holder } = this.#holders;
    const isFree = holder === undefined || holder === terminal;
    if (request.hold === 'take' || (request.hold === 'if-free' && isFree)) {
      this.#hold(terminal, 'attached', request.after);
      return;
    }
    if (holder === terminal) this.#letGo(terminal);
    this.#watch(terminal, 'attached');
    if (holder === terminal) this.#returnToPrevious();
  }

  /** A terminal's window has another size. Only the holder's is the session's. */
  resize(connection: KeeperConnection, size: CellSize): void {
    const terminal = this.#terminals.get(connection);
    if (terminal === undefined) return;
    terminal.size = size;
    if (this.#holders.holder === terminal) this.#resize.resize(size);
    else if (terminal.shows instanceof PictureFeed) terminal.shows.resize(size);
  }

  take(connection: KeeperConnection): void {
    const terminal = this.#terminals.get(connection);
    if (terminal !== undefined && this.#holders.holder !== terminal) this.#hold(terminal, 'took');
  }

  release(connection: KeeperConnection): void {
    const terminal = this.#terminals.get(connection);
    if (terminal === undefined || this.#holders.holder !== terminal) return;
    this.#letGo(terminal);
    this.#watch(terminal, 'released');
    this.#returnToPrevious();
  }

  /** The connection is closed. */
  gone(connection: KeeperConnection): void {
    const terminal = this.#terminals.get(connection);
    if (terminal === undefined) return;
    this.#terminals.delete(connection);
    const held = this.#holders.holder === terminal;
    if (held) this.#letGo(terminal);
    else this.#holders.drop(terminal);
    this.#show(terminal, undefined);
    if (held) this.#returnToPrevious();
  }

  /** The log has taken `chunk`. */
  appended(chunk: Uint8Array): void {
    const shows = this.#holders.holder?.shows;
    if (shows instanceof TerminalFeed) shows.appended(chunk);
  }

  acknowledge(connection: KeeperConnection, offset: number): void {
    const shows = this.#terminals.get(connection)?.shows;
    if (shows instanceof TerminalFeed) shows.acknowledge(offset);
    this.#ports.onProgress();
  }

  /** Bytes of a viewer's picture. */
  picture(id: string, bytes: Uint8Array): void {
    for (const { shows } of this.#terminals.values()) {
      if (shows instanceof PictureFeed && shows.id === id) shows.picture(bytes);
    }
  }

  /** Says it to every terminal. */
  tell(event: KeeperEvent): void {
    for (const connection of this.#terminals.keys()) connection.event(event);
  }

  /** A terminal was sent all there is; a viewer's last picture may still be on its way. */
  isDone(connection: KeeperConnection): boolean {
    const shows = this.#terminals.get(connection)?.shows;
    return !(shows instanceof TerminalFeed) || shows.isDone;
  }

  dispose(): void {
    this.#resize.dispose();
    for (const terminal of this.#terminals.values()) this.#show(terminal, undefined);
  }

  #hold(terminal: Terminal, why: RoleReason, after?: number): void {
    const before = this.#holders.holder;
    if (before !== undefined && before !== terminal) {
      this.#ports.onLetGo();
      this.#watch(before, 'taken');
    }
    this.#holders.take(terminal);
    this.#promote(terminal, why, after);
  }

  #letGo(terminal: Terminal): void {
    this.#holders.drop(terminal);
    this.#ports.onLetGo();
  }

  #returnToPrevious(): void {
    const { holder } = this.#holders;
    if (holder !== undefined) this.#promote(holder, 'returned');
    else this.#flowChanged();
  }

  #promote(terminal: Terminal, why: RoleReason, after?: number): void {
    this.#show(terminal, undefined);
    const offset = this.#resumeOffset(terminal, after);
    this.#resize.set(terminal.size);
    this.#wasEverHeld = true;
    terminal.connection.event({ type: 'role', role: 'holder', why, size: this.size });
    const feed = this.#openFeed(terminal);
    terminal.shows = feed;
    if (offset === undefined) feed.refresh();
    else feed.resume(offset);
    this.#ports.onHeld();
  }

  /** Where the log can go on for this terminal, if it can. */
  #resumeOffset(terminal: Terminal, after: number | undefined): number | undefined {
    const { log, answers } = this.#ports;
    // A terminal there from the first byte on needs no copy of a screen that nobody has drawn yet.
    const from = after ?? (this.#wasEverHeld ? undefined : 0);
    if (from === undefined || from < log.oldestOffset || from > log.endOffset) return undefined;
    // What was answered for nobody would be answered again.
    if (answers.lastWrittenOffset > from) return undefined;
    const { columns, rows } = this.size;
    const isSameSize = terminal.size.columns === columns && terminal.size.rows === rows;
    // At the very start there is nothing whose size could matter.
    if (log.endOffset === 0) return 0;
    return isSameSize && from > this.#resizedAtOffset ? from : undefined;
  }

  #watch(terminal: Terminal, why: RoleReason): void {
    this.#show(terminal, undefined);
    terminal.connection.event({ type: 'role', role: 'viewer', why, size: this.size });
    const { shadow, setTimer } = this.#ports;
    terminal.shows = new PictureFeed({
      connection: terminal.connection,
      shadow,
      setTimer,
      nextId: () => {
        this.#pictures += 1;
        return `picture-${this.#pictures}`;
      },
      size: terminal.size,
      everyMs: terminal.pictureEveryMs,
    });
  }

  #show(terminal: Terminal, shows: undefined): void {
    terminal.shows?.close();
    terminal.shows = shows;
  }

  #openFeed(terminal: Terminal): TerminalFeed {
    const { log, shadow, answers, setTimer, nowMs } = this.#ports;
    return new TerminalFeed({
      connection: terminal.connection,
      log,
      shadow,
      answers,
      setTimer,
      nowMs,
      size: () => this.size,
      onChange: () => this.#flowChanged(),
    });
  }

  #flowChanged(): void {
    const shows = this.#holders.holder?.shows;
    const flow = shows instanceof TerminalFeed && shows.holdsAgent ? 'hold' : 'go';
    if (flow !== this.#flow) {
      this.#flow = flow;
      this.#ports.onFlow(flow);
    }
    this.#ports.onProgress();
  }

  #applySize(size: CellSize): void {
    this.#resizedAtOffset = this.#ports.log.endOffset;
    this.#ports.onSize(size);
    const { holder } = this.#holders;
    for (const terminal of this.#terminals.values()) {
      if (terminal !== holder) terminal.connection.event({ type: 'size', size });
    }
  }
}
