// A conversation in a terminal: what the agent tells goes up the screen, what the person types goes to the
// agent, what is asked stands in the composer's place until it is answered, from wherever.
import { randomUUID } from 'node:crypto';
import { type PanelKey, PanelKeys } from '@codex-voice/ansi';
import type { AcpDriver, AcpNotice, NumberedEvent, PromptResult } from '@codex-voice/drivers';
import { edited, editorOf, editorText, type LineEditor } from '@codex-voice/overlay';
import { composerRows } from './composer-view.ts';
import { LineScreen, type LiveRows } from './line-screen.ts';
import { optionOf, questionRows } from './question-view.ts';
import { type RowStyle, rowsOf, styled } from './styled-rows.ts';
import { Transcript } from './transcript.ts';

/** Keys that come this soon after a question, or after another key, in ms, are meant for the composer. */
const QUESTION_REST_MS = 500;
/** Prompts that can be had again. */
const REMEMBERED_PROMPTS = 100;
/** Rows that the composer leaves to what is said. */
const ROWS_FOR_THE_REST = 8;
const LEAST_COMPOSER_ROWS = 2;
/** An agent's error may be a whole page. */
const MOST_NOTE_ROWS = 2;

const WORKING = '• Working (esc to interrupt)';
const PLACEHOLDER = 'Say or type what to do';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface ConversationParts {
  readonly name: string;
  readonly driver: Pick<
    AcpDriver,
    'submit' | 'interrupt' | 'choose' | 'nextMode' | 'asked' | 'activity' | 'rung'
  >;
  readonly size: () => TerminalSize;
  readonly write: (bytes: string) => void;
  /** The conversation is over, with this exit status. */
  readonly end: (status: number) => void;
  readonly nowMs: () => number;
}

export class Conversation {
  readonly #parts: ConversationParts;
  readonly #keys = new PanelKeys('sgr');
  readonly #screen: LineScreen;
  readonly #transcript: Transcript;
  #editor: LineEditor = editorOf('');
  #history: string[] = [];
  /** Place in the history that the composer shows; undefined: a text of its own. */
  #recalled: number | undefined;
  #note = '';
  #footer = '';
  #commands = 0;
  #mode = '';
  #modeNames = new Map<string, string>();
  #askedSinceMs = 0;
  #lastKeyMs = Number.NEGATIVE_INFINITY;
  #askedId: string | undefined;
  /** The end was asked for once while a turn ran. */
  #endAsked = false;

  constructor(parts: ConversationParts) {
    this.#parts = parts;
    const { columns } = parts.size();
    this.#screen = new LineScreen(columns);
    this.#transcript = new Transcript(columns);
  }

  begin(): void {
    this.#draw(this.#transcript.line(`${this.#parts.name} is started, to speak ACP.`));
  }

  event({ event, fromBefore }: NumberedEvent): void {
    if (fromBefore === true) return;
    const said = this.#transcript.told(event);
    const isSeen =
      event.kind === 'status' || event.kind === 'rung' || event.kind.startsWith('approval');
    if (said.length > 0 || isSeen || event.kind === 'item-delta') this.#draw(said);
  }

  noticed(notice: AcpNotice): void {
    switch (notice.kind) {
      case 'opened': {
        const { agent, how, modes, modeId } = notice.opened;
        this.#modeNames = new Map(modes.map(({ id, name }) => [id, name]));
        this.#mode = modeId ?? '';
        this.#footer = agent ?? this.#parts.name;
        const what = how === 'taken-up' ? 'The conversation goes on.' : 'A new conversation.';
        this.#draw(this.#transcript.line(what));
        return;
      }
      case 'mode':
        this.#mode = notice.modeId;
        break;
      case 'commands':
        this.#commands = notice.names.length;
        break;
      case 'aside':
        this.#draw(this.#transcript.line(notice.text));
        return;
      case 'over':
        this.#over(notice.over.why, notice.over.status);
        return;
    }
    this.#draw([]);
  }

  resized(): void {
    const { columns } = this.#parts.size();
    this.#screen.resized(columns);
    this.#transcript.resized(columns);
    this.#draw([]);
  }

  input(bytes: Uint8Array): void {
    const nowMs = this.#parts.nowMs();
    const sinceMs = Math.max(this.#lastKeyMs, this.#askedSinceMs);
    // Who types a sentence answers nothing by one of its letters.
    const isAlone = bytes.length === 1 && nowMs - sinceMs >= QUESTION_REST_MS;
    this.#lastKeyMs = nowMs;
    for (const input of this.#keys.accept(bytes, nowMs))
      if (input.kind === 'key') this.#key(input.key, isAlone);
  }

  /** The screen as a shell wants to find it. */
  leave(): void {
    this.#parts.write(this.#screen.leave());
  }

  #over(why: string, status: number): void {
    const { name, write, end } = this.#parts;
    const isError = status !== 0;
    const words = isError ? `${name}: ${why}` : `${name} has ended.`;
    const said = this.#transcript.line(words, isError ? 'error' : 'dim');
    write(this.#screen.draw(said, { rows: [''], cursor: { row: 0, column: 0 } }));
    end(status);
  }

  #key(key: PanelKey, isAlone: boolean): void {
    this.#note = '';
    const rested = this.#parts.nowMs() - this.#askedSinceMs >= QUESTION_REST_MS;
    if (rested && this.#answered(key, isAlone)) return;
    if (key.kind === 'text') this.#edit(key);
    else this.#named(key.name, key);
    this.#draw([]);
  }

  /** Whether the key was meant for what is asked. */
  #answered(key: PanelKey, isAlone: boolean): boolean {
    const { driver } = this.#parts;
    const { asked } = driver;
    if (asked === undefined) return false;
    if (key.kind === 'key' && (key.name === 'Escape' || key.name === 'Ctrl-c')) {
      void driver.interrupt();
      return true;
    }
    // Nor is a paste an answer.
    if (!isAlone || key.kind !== 'text' || key.origin === 'pasted') return false;
    const optionId = optionOf(asked, key.text);
    if (optionId === undefined) return false;
    void driver.choose(asked.approval.approvalId, optionId);
    return true;
  }

  #named(name: string, key: PanelKey): void {
    const isEmpty = this.#editor.characters.length === 0;
    switch (name) {
      case 'Enter':
        void this.#send();
        return;
      case 'Escape':
        this.#interrupt();
        return;
      case 'Ctrl-c':
        if (isEmpty) this.#interrupt();
        else this.#editor = editorOf('');
        return;
      case 'Ctrl-d':
        if (isEmpty) this.#leaveAsked();
        else this.#edit(key);
        return;
      case 'Shift-Tab':
        void this.#nextMode();
        return;
      case 'Up':
      case 'Down':
        if (!this.#recall(name)) this.#edit(key);
        return;
      default:
        this.#edit(key);
    }
  }

  #edit(key: PanelKey): void {
    const { columns } = this.#parts.size();
    const next = edited(this.#editor, { key, width: columns });
    if (next === undefined) return;
    this.#editor = next;
    if (key.kind === 'text') this.#recalled = undefined;
  }

  /** Earlier prompts, while the composer is empty or shows one. */
  #recall(name: 'Up' | 'Down'): boolean {
    const isShown = this.#recalled !== undefined;
    if (!isShown && (name === 'Down' || this.#editor.characters.length > 0)) return false;
    const from = this.#recalled ?? this.#history.length;
    const at = Math.max(0, from + (name === 'Up' ? -1 : 1));
    const text = this.#history[at];
    if (text === undefined && name === 'Up') return true;
    this.#recalled = text === undefined ? undefined : at;
    this.#editor = editorOf(text ?? '');
    return true;
  }

  async #send(): Promise<void> {
    const text = editorText(this.#editor);
    if (text.trim() === '') return;
    this.#editor = editorOf('');
    this.#recalled = undefined;
    const result = await this.#parts.driver.submit({ promptId: `typed-${randomUUID()}`, text });
    const kept = this.#keptFor(result);
    if (kept === undefined) this.#remember(text);
    else if (this.#editor.characters.length === 0) {
      // Nothing that was typed is lost.
      this.#editor = editorOf(text);
      this.#note = kept;
    } else {
      this.#remember(text);
      this.#note = `${kept} Your text before this one: Up, once the composer is empty.`;
    }
    this.#draw([]);
  }

  /** Why the text stays in the composer; undefined: it does not. */
  #keptFor(result: PromptResult): string | undefined {
    if (result.kind !== 'refused') return undefined;
    if (result.reason === 'busy') return 'It works: Enter once more when it rests, Esc interrupts.';
    return `Not taken (${result.message}): Enter tries again.`;
  }

  #remember(text: string): void {
    if (this.#history.at(-1) === text) return;
    this.#history = [...this.#history, text].slice(-REMEMBERED_PROMPTS);
  }

  #interrupt(): void {
    const { driver } = this.#parts;
    if (driver.activity === 'idle') {
      this.#note = 'Nothing runs. Ctrl-D ends the conversation.';
      return;
    }
    void driver.interrupt().then((result) => {
      if (result.kind === 'done') return;
      this.#note = `${result.message}.`;
      this.#draw([]);
    });
  }

  #leaveAsked(): void {
    if (this.#parts.driver.activity === 'idle' || this.#endAsked) {
      this.#parts.end(0);
      return;
    }
    this.#endAsked = true;
    this.#note = 'A turn runs: Ctrl-D once more ends it and the conversation.';
  }

  async #nextMode(): Promise<void> {
    const result = await this.#parts.driver.nextMode();
    if (result.kind === 'done') return;
    this.#note = `${result.message}.`;
    this.#draw([]);
  }

  #draw(said: readonly string[]): void {
    const { asked } = this.#parts.driver;
    if (asked?.approval.approvalId !== this.#askedId) {
      this.#askedId = asked?.approval.approvalId;
      this.#askedSinceMs = this.#parts.nowMs();
    }
    this.#parts.write(this.#screen.draw(said, this.#live()));
  }

  #live(): LiveRows {
    const { driver, size } = this.#parts;
    const { columns, rows: height } = size();
    const streams = this.#transcript.live;
    const { asked } = driver;
    const said = this.#note === '' ? [] : rowsOf(this.#note, { columns, style: 'dim' });
    const note = said.slice(0, MOST_NOTE_ROWS);
    if (asked !== undefined) {
      const room = { columns, rows: height - 2 - note.length };
      const question = ['', ...questionRows(asked, room), ...note];
      const seen = [...streams, ...question].slice(-(height - 1));
      return {
        rows: seen,
        cursor: { row: Math.max(0, seen.length - question.length + 1), column: 0 },
      };
    }
    const work = driver.activity === 'idle' ? [] : ['', WORKING];
    const above = [...streams, ...work, ...note, ''];
    const most = Math.max(LEAST_COMPOSER_ROWS, height - ROWS_FOR_THE_REST);
    const composer = composerRows(this.#editor, { columns, rows: most, placeholder: PLACEHOLDER });
    const footer = this.#footerRow(columns);
    const { row, column } = composer.cursor;
    return {
      rows: [...above, ...composer.rows, '', footer],
      cursor: { row: above.length + row, column },
    };
  }

  #footerRow(columns: number): string {
    const { driver, name } = this.#parts;
    const mode = this.#modeNames.get(this.#mode) ?? this.#mode;
    const pieces = [
      driver.rung === 'structured' ? this.#footer : `${name} is started`,
      ...(mode === '' ? [] : [`mode: ${mode} (Shift-Tab)`]),
      ...(this.#commands === 0 ? [] : [`${this.#commands} commands of its own begin with /`]),
    ];
    const style: RowStyle = 'dim';
    const text = `  ${pieces.join(' · ')}`;
    return styled(rowsOf(text, { columns })[0] ?? '', style);
  }
}
