// Notes what a program says of itself beside what it draws: where its shell stands (OSC 133 and 633), the
// bell, and notifications (OSC 9, 99, 777). What follows from it is left to others.
import type { ShellMarks } from '@codex-voice/agents';
import { cleanText, type ShadowSigns } from '@codex-voice/session';
import type { IMarker } from '@xterm/headless';
import type { HeadlessTerminal } from './headless-core.ts';

/** Of a mark so much is looked at, in UTF-16 units: what comes behind names the command. */
const MARK_UNITS = 64;
/** Longest text of a notification that is kept, in UTF-16 units: a line. */
const NOTICE_UNITS = 200;
/** Of a notification so much is looked at, in UTF-16 units. */
const NOTICE_READ_UNITS = 2_000;
/** The same number in two alphabets: what was first defined, and what one editor's shells say. */
const MARK_NUMBERS = [133, 633] as const;
const BRACKETED_PASTE = 2004;
/** What one terminal's OSC 9 says besides notifications: `4;1;50` is progress. */
const NOT_A_NOTICE = /^\d{1,2}(?:;|$)/u;
/** A secondary prompt within the same line. */
const SECONDARY = /(?:^|;)k=[sc]\b/u;

interface Place {
  readonly marker: IMarker;
  readonly column: number;
}

export class ProgramSigns {
  #terminal: HeadlessTerminal | undefined;
  #phase: ShellMarks['phase'] | undefined;
  #marksCommands = false;
  /** Bracketed paste is on, and was switched on since the last command began. */
  #pastes = false;
  #editsWithPaste = false;
  #start: Place | undefined;
  /** Where the end of a prompt was marked while a command runs: by that command, or by the shell it was of. */
  #printed: Place | undefined;
  #bells = 0;
  #notices = 0;
  #notice = '';
  #commands = 0;
  #exitCode: number | undefined;
  /** Parts of a notification that come one after the other, under one name. */
  #parts: { readonly name: string; title: string; body: string } | undefined;

  /** Where the shell stands; undefined: it does not say. */
  get shell(): ShellMarks | undefined {
    if (this.#phase === undefined) return undefined;
    const start = this.#startOnScreen();
    return {
      phase: this.#phase,
      marksCommands: this.#marksCommands,
      editsWithPaste: this.#editsWithPaste,
      ...(start === undefined ? {} : { start }),
    };
  }

  /** What was counted so far; undefined: nothing. */
  get told(): ShadowSigns | undefined {
    if (this.#bells + this.#notices + this.#commands === 0) return undefined;
    return {
      bells: this.#bells,
      notices: this.#notices,
      ...(this.#notices === 0 ? {} : { notice: this.#notice }),
      commands: this.#commands,
      ...(this.#exitCode === undefined ? {} : { exitCode: this.#exitCode }),
    };
  }

  /** Listens to a terminal, in place of the one before. */
  follow(terminal: HeadlessTerminal): void {
    this.#terminal = terminal;
    this.#start = undefined;
    this.#printed = undefined;
    this.#pastes = false;
    const { parser } = terminal;
    const heard = (act: (data: string) => void) => (data: string) => {
      act(data);
      return false;
    };
    for (const number of MARK_NUMBERS)
      parser.registerOscHandler(
        number,
        heard((data) => this.#mark(data.slice(0, MARK_UNITS))),
      );
    parser.registerOscHandler(
      9,
      heard((data) => {
        if (!NOT_A_NOTICE.test(data)) this.#noticed(data);
      }),
    );
    parser.registerOscHandler(
      777,
      heard((data) => {
        const [kind, title = '', ...body] = data.slice(0, NOTICE_READ_UNITS).split(';');
        if (kind === 'notify') this.#noticed(joined(title, body.join(';')));
      }),
    );
    parser.registerOscHandler(
      99,
      heard((data) => this.#part(data.slice(0, NOTICE_READ_UNITS))),
    );
    parser.registerCsiHandler({ prefix: '?', final: 'l' }, (modes) => {
      if (modes.includes(BRACKETED_PASTE)) this.#pasteOff();
      return false;
    });
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, (modes) => {
      if (modes.includes(BRACKETED_PASTE)) this.#pasteOn();
      return false;
    });
    terminal.onBell(() => {
      this.#bells += 1;
    });
  }

  /** Some output was not seen. A command that ran may run on: a prompt comes last, and is seen. */
  lost(): void {
    if (this.#phase !== 'running') this.#become(undefined);
    this.#parts = undefined;
  }

  #mark(data: string): void {
    // A shell has no business on the screen of a full-screen program.
    if (this.#terminal?.buffer.active.type === 'alternate') return;
    switch (data.charAt(0)) {
      case 'A':
      case 'P':
      case 'N':
        if (!SECONDARY.test(data) && !this.#mayBePrinted) this.#become('prompt');
        return;
      case 'B':
      case 'I':
        this.#promptEnds();
        return;
      case 'C':
        this.#marksCommands = true;
        this.#pastes = false;
        this.#become('running');
        this.#start = this.#here();
        return;
      case 'D':
        if (this.#phase === 'running') this.#ended(data);
        this.#become(undefined);
        return;
      default:
    }
  }

  #become(phase: ShellMarks['phase'] | undefined): void {
    this.#phase = phase;
    for (const place of [this.#start, this.#printed]) place?.marker.dispose();
    this.#start = undefined;
    this.#printed = undefined;
  }

  /** A command prints marks like a shell's; a shell has its line editor on when it has drawn a prompt. */
  get #mayBePrinted(): boolean {
    return this.#phase === 'running' && !this.#pastes;
  }

  #promptEnds(): void {
    if (this.#mayBePrinted) {
      this.#printed?.marker.dispose();
      this.#printed = this.#here();
      return;
    }
    this.#become('input');
    this.#start = this.#here();
    this.#editsWithPaste ||= this.#pastes;
  }

  #pasteOn(): void {
    this.#pastes = true;
    if (this.#phase === 'input') this.#editsWithPaste = true;
    if (this.#phase !== 'running' || this.#printed === undefined) return;
    // Some shells draw their prompt first: nothing stands behind it then.
    const { marker, column } = this.#printed;
    const { active } = this.#terminal?.buffer ?? {};
    if (active?.type !== 'normal' || marker.isDisposed) return;
    if (marker.line === active.baseY + active.cursorY && column === active.cursorX)
      this.#promptEnds();
  }

  #pasteOff(): void {
    this.#pastes = false;
    // Its line editor has put the line down: whether a command follows is the next mark's to say.
    if (this.#phase === 'input') this.#become(undefined);
  }

  #here(): Place | undefined {
    const marker = this.#terminal?.registerMarker(0);
    const column = this.#terminal?.buffer.active.cursorX;
    return marker === undefined || column === undefined ? undefined : { marker, column };
  }

  #startOnScreen(): ShellMarks['start'] {
    const terminal = this.#terminal;
    if (terminal === undefined || this.#start === undefined) return undefined;
    const { marker, column } = this.#start;
    if (marker.isDisposed || marker.line < 0) return undefined;
    const row = marker.line - terminal.buffer.normal.baseY;
    return column < terminal.cols ? { column, row } : { column: 0, row: row + 1 };
  }

  #ended(data: string): void {
    this.#commands += 1;
    const code = /^D;(-?\d{1,10})(?:;|$)/u.exec(data);
    this.#exitCode = code === null ? undefined : Number(code[1]);
  }

  /** One of a kitty notification: what it is, then its words. */
  #part(data: string): void {
    const [about = '', ...words] = data.split(';');
    const facts = new Map(about.split(':').map((fact) => [fact.charAt(0), fact.slice(2)]));
    const kind = facts.get('p') ?? 'title';
    if (kind !== 'title' && kind !== 'body') return;
    const name = facts.get('i') ?? '';
    if (this.#parts?.name !== name) this.#parts = { name, title: '', body: '' };
    const text = words.join(';');
    const added = facts.get('e') === '1' ? Buffer.from(text, 'base64').toString() : text;
    this.#parts[kind] = (this.#parts[kind] + added).slice(0, NOTICE_READ_UNITS);
    if (facts.get('d') === '0') return;
    this.#noticed(joined(this.#parts.title, this.#parts.body));
    this.#parts = undefined;
  }

  #noticed(text: string): void {
    this.#notices += 1;
    const line = cleanText(text.slice(0, NOTICE_READ_UNITS)).replace(/\s+/gu, ' ').trim();
    this.#notice = line.slice(0, NOTICE_UNITS).toWellFormed();
  }
}

function joined(title: string, body: string): string {
  return [title, body].filter((part) => part.trim() !== '').join(': ');
}
