// An agent on its terminal: reads what is typed a moment later, draws what it shows, works on what it is
// sent and asks in between. It can hang, lie, echo late, flood and crash. It knows the truth of all it did.
import type { AgentExit, KeeperAgent } from '@codex-voice/session';
import { drawing } from './codex-drawing.ts';
import { ComposerModel } from './composer-model.ts';
import type { Happened } from './happening.ts';
import type { Random } from './random.ts';
import { type Drawn, ScreenTruth } from './screen-truth.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** Longest way of bytes through the terminal, and longest time to draw what changed, in ms. */
const READ_MS = 4;
const DRAW_MS = 12;
/** A turn takes up to this, in ms. */
const TURN_MS = 3_000;
/** A question that nobody answers is withdrawn after this, in ms. */
const QUESTION_MS = 6_000;
/** What an agent writes into its terminal before it has to wait, in bytes. */
const PTY_BYTES = 64 * 1024;
const FLOOD_BYTES = 400 * 1024;
const FLOOD_PIECE_BYTES = 20 * 1024;

const encoder = new TextEncoder();

export interface SimulatedAgentParts {
  readonly process: SimulatedProcess;
  readonly random: Random;
  /** Output as the keeper reads it. */
  readonly onOutput: (bytes: Uint8Array) => void;
  /** It has taken a text into a turn. */
  readonly onSubmitted: (text: string) => void;
  readonly onExit: (exit: AgentExit) => void;
}

export type AgentFault =
  | 'hang'
  | 'lying-composer'
  | 'swallowed-enter'
  | 'late-echo'
  | 'sudden-dialog'
  | 'flood'
  | 'output-stall'
  | 'redraw-storm';

export class SimulatedAgent implements KeeperAgent {
  readonly #parts: SimulatedAgentParts;
  readonly truth = new ScreenTruth();
  pendingInputBytes = 0;
  stopped = false;
  readonly #composer = new ComposerModel();
  readonly #decoder = new TextDecoder();
  #works = false;
  #asks = false;
  #isPaused = false;
  #hungUntilMs = Number.NEGATIVE_INFINITY;
  #echoLateUntilMs = Number.NEGATIVE_INFINITY;
  #lies = false;
  readonly #swallows: Happened[] = [];
  #asksAtNextWrite: Happened | undefined;
  #isDrawDue = false;
  #ended = false;
  /** In the terminal, not read by the keeper. */
  #unread: { readonly bytes: Uint8Array; readonly drawn?: Drawn }[] = [];
  #pumping = false;
  #input: Uint8Array[] = [];
  #reading = false;
  #turn = 0;
  #stalledUntilMs = Number.NEGATIVE_INFINITY;

  constructor(parts: SimulatedAgentParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#print('\u001b[?2004h\u001b[?1004h\u001b[?25l\u001b[?1000h');
    this.#draw();
  }

  get composed(): string {
    return this.#composer.text;
  }

  get isAsking(): boolean {
    return this.#asks;
  }

  get isAlive(): boolean {
    return !this.#ended;
  }

  /** Bytes that its terminal takes: in one piece, read by it a moment later. */
  write(bytes: Uint8Array): void {
    if (this.#ended) return;
    if (this.#asksAtNextWrite !== undefined) {
      // Opened just now: on its way to the keeper when this was written.
      this.#asksAtNextWrite();
      this.#asksAtNextWrite = undefined;
      this.#ask();
    }
    this.#input.push(bytes.slice());
    this.pendingInputBytes += bytes.length;
    this.#readSoon();
  }

  resize(): void {
    this.#drawSoon();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#pump();
  }

  kill(signal: string): void {
    if (signal === 'SIGKILL')
      this.#parts.process.after(1, () => this.exit({ exitCode: 0, signal: 9 }));
    if (signal === 'SIGHUP')
      this.#parts.process.after(50, () => this.exit({ exitCode: 0, signal: 1 }));
  }

  /** It ends; what is in its terminal is still read. */
  exit(exit: AgentExit): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#isPaused = false;
    this.#print('\u001b[?2004l\u001b[?1004l\u001b[?1000l\u001b[?25h\r\n');
    const { process, onExit } = this.#parts;
    const finish = (): void => {
      this.#stalledUntilMs = Number.NEGATIVE_INFINITY;
      if (this.#unread.length > 0) {
        this.#pump();
        process.after(1, finish);
      } else onExit(exit);
    };
    process.after(1, finish);
  }

  /** It happens now, or where the fault is about something that is to come, then. */
  inject(fault: AgentFault, happened: Happened): void {
    if (fault === 'swallowed-enter') {
      this.#swallows.push(happened);
      return;
    }
    if (fault === 'sudden-dialog' && this.#parts.random.chance(0.5)) {
      this.#asksAtNextWrite = happened;
      return;
    }
    happened();
    const { random, process } = this.#parts;
    const nowMs = process.nowMs();
    switch (fault) {
      case 'hang':
        this.#hungUntilMs = nowMs + random.whole(500, 12_000);
        return;
      case 'lying-composer':
        this.#lies = true;
        this.#drawSoon();
        return;
      case 'late-echo':
        this.#echoLateUntilMs = nowMs + random.whole(500, 8_000);
        return;
      case 'sudden-dialog':
        this.#ask();
        return;
      case 'flood':
        for (let bytes = 0; bytes < FLOOD_BYTES; bytes += FLOOD_PIECE_BYTES)
          this.#put({ bytes: floodOf(FLOOD_PIECE_BYTES, random.whole(0, 25)) });
        this.#draw();
        return;
      case 'output-stall':
        this.#stalledUntilMs = nowMs + random.whole(200, 4_000);
        process.after(this.#stalledUntilMs - nowMs, () => this.#pump());
        return;
      case 'redraw-storm':
        for (let each = 0; each < 30; each += 1) process.after(each * 7, () => this.#draw());
    }
  }

  /** Nothing is wrong with it any more. */
  heal(): void {
    this.#hungUntilMs = this.#echoLateUntilMs = this.#stalledUntilMs = Number.NEGATIVE_INFINITY;
    this.#lies = false;
    this.#swallows.length = 0;
    this.#asksAtNextWrite = undefined;
    this.#readSoon();
    this.#drawSoon();
    this.#pump();
  }

  #readSoon(): void {
    if (this.#reading || this.#ended) return;
    this.#reading = true;
    const { process, random } = this.#parts;
    const hungMs = Math.max(0, this.#hungUntilMs - process.nowMs());
    process.after(hungMs + random.next() * READ_MS, () => {
      this.#reading = false;
      if (this.#ended) return;
      if (process.nowMs() < this.#hungUntilMs) {
        this.#readSoon();
        return;
      }
      for (const bytes of this.#input.splice(0)) this.#take(bytes);
    });
  }

  #take(bytes: Uint8Array): void {
    this.pendingInputBytes -= bytes.length;
    const text = this.#decoder.decode(bytes, { stream: true });
    if (this.#swallows.length > 0 && text === '\r' && !this.#asks) {
      this.#swallows.shift()?.();
      return;
    }
    this.#composer.accept(
      text,
      () => this.#asks,
      (event) => {
        if (event.kind === 'answered') this.#asks = false;
        else this.#submitted(event.text);
      },
    );
    this.#drawSoon();
  }

  #submitted(text: string): void {
    const { process, random, onSubmitted } = this.#parts;
    onSubmitted(text);
    this.#works = true;
    this.#turn += 1;
    const turn = this.#turn;
    const turnMs = random.whole(100, TURN_MS);
    if (random.chance(0.3)) process.after(turnMs / 2, () => this.#ask());
    process.after(turnMs, () => {
      if (turn !== this.#turn) return;
      this.#works = false;
      this.#print(`\r\n> ${text.slice(0, 60)}\r\n  Done: é ✓ ${turn}\r\n`);
      this.#drawSoon();
    });
  }

  #ask(): void {
    if (this.#ended) return;
    this.#asks = true;
    this.#draw();
    this.#parts.process.after(QUESTION_MS, () => {
      if (!this.#asks) return;
      this.#asks = false;
      this.#drawSoon();
    });
  }

  #drawSoon(): void {
    if (this.#isDrawDue || this.#ended) return;
    this.#isDrawDue = true;
    const { process, random } = this.#parts;
    const lateMs = Math.max(0, this.#echoLateUntilMs - process.nowMs());
    process.after(lateMs + random.next() * DRAW_MS, () => {
      this.#isDrawDue = false;
      this.#draw();
    });
  }

  #draw(): void {
    if (this.#ended) return;
    const { text } = this.#composer;
    const composer = { text, cursorOffset: text.length };
    const works = this.#works && !this.#lies;
    const shown = { text, works, asks: this.#asks, turns: this.#turn };
    const bytes = encoder.encode(drawing(shown));
    if (this.#asks) this.#put({ bytes, drawn: { kind: 'dialog', what: 'approval' } });
    else if (works) this.#put({ bytes, drawn: { kind: 'busy', composer } });
    else this.#put({ bytes, drawn: { kind: 'composer', ...composer } });
  }

  #print(text: string): void {
    this.#put({ bytes: encoder.encode(text) });
  }

  #put(piece: { readonly bytes: Uint8Array; readonly drawn?: Drawn }): void {
    this.#unread.push(piece);
    this.#pump();
  }

  /** The keeper reads, in pieces that cut characters and sequences anywhere. */
  #pump(): void {
    if (this.#pumping || this.#isPaused || this.#unread.length === 0) return;
    this.#pumping = true;
    const { process, random } = this.#parts;
    const stallMs = Math.max(0, this.#stalledUntilMs - process.nowMs());
    process.after(stallMs + random.next() * 2, () => {
      this.#pumping = false;
      if (this.#isPaused) return;
      this.#readOut();
      if (this.#unread.length > 0) this.#pump();
    });
  }

  #readOut(): void {
    const { random, onOutput } = this.#parts;
    let roomBytes = random.chance(0.3) ? random.whole(1, 40) : PTY_BYTES;
    while (roomBytes > 0 && this.#unread.length > 0 && !this.#isPaused) {
      const [piece] = this.#unread.splice(0, 1);
      if (piece === undefined) return;
      const taken = piece.bytes.subarray(0, roomBytes);
      const rest = piece.bytes.subarray(taken.length);
      const { drawn } = piece;
      if (rest.length > 0)
        this.#unread.unshift(drawn === undefined ? { bytes: rest } : { bytes: rest, drawn });
      roomBytes -= taken.length;
      this.truth.wrote(taken, rest.length > 0 ? 'unfinished' : drawn);
      onOutput(taken);
    }
  }
}

function floodOf(byteCount: number, letter: number): Uint8Array {
  const bytes = new Uint8Array(byteCount).fill(97 + letter);
  for (let at = 79; at < byteCount; at += 80) bytes[at] = 10;
  return bytes;
}
