// Draws a film on the person's terminal: what it holds goes into a headless terminal, and only the cells of that are
// shown. Whatever a recording asks of a terminal, its title, clipboard or answers, reaches nobody.
import { printable } from '@codex-voice/overlay';
import { timeText } from '@codex-voice/recording';
import { Picture, ShadowScreen } from '@codex-voice/shadow';
import type { Playhead } from './playhead.ts';
import { type Film, firstNeeded, scenesUntil, sizeBefore } from './replay-film.ts';

export interface ReplayWindow {
  readonly columns: number;
  readonly rows: number;
}

/** Rows of ours, at the bottom. */
const OUR_ROWS = 1;
const KEYS = 'space: pause  .: step  ← →: 5 s  [ ]: marks  + -: speed  q: end';
/** A label that is longer, in characters, says no more at a glance. */
const LABEL_LENGTH = 40;

export class ReplayScreen {
  readonly #film: Film;
  #window: ReplayWindow;
  #shadow: ShadowScreen;
  #picture: Picture;
  /** Scenes that the shadow has. */
  #shown = 0;
  readonly #encoder = new TextEncoder();

  constructor(film: Film, window: ReplayWindow) {
    this.#film = film;
    this.#window = window;
    this.#shadow = this.#openShadow(0);
    this.#picture = this.#openPicture();
  }

  resize(window: ReplayWindow): void {
    this.#window = window;
    this.#picture = this.#openPicture();
  }

  /** When the next scene is, in ms; undefined: it is over. */
  get nextMs(): number | undefined {
    return this.#film.scenes[this.#shown]?.atMs;
  }

  /** What brings the terminal to this moment. */
  draw(head: Playhead, nowMs: number): string {
    this.#bringTo(scenesUntil(this.#film, head.at(nowMs)));
    const picture = this.#shadow.update(this.#picture);
    const cells = picture === undefined ? '' : Buffer.from(picture).toString();
    return cells + this.#statusRow(head, nowMs);
  }

  #bringTo(count: number): void {
    if (count < this.#shown) {
      const first = firstNeeded(this.#film, count - 1);
      this.#shadow = this.#openShadow(first);
      this.#picture = this.#openPicture();
      this.#shown = first;
    } else if (count - this.#shown > 1) {
      const first = firstNeeded(this.#film, count - 1);
      if (first > this.#shown) {
        this.#shadow.resize(sizeBefore(this.#film, first));
        this.#shown = first;
      }
    }
    for (; this.#shown < count; this.#shown += 1) {
      const shows = this.#film.scenes[this.#shown]?.shows;
      if (typeof shows === 'string') this.#shadow.feed(this.#encoder.encode(shows));
      else if (shows !== undefined) this.#shadow.resize(shows);
    }
  }

  #openShadow(first: number): ShadowScreen {
    return new ShadowScreen({ kind: 'plain', ...sizeBefore(this.#film, first) });
  }

  #openPicture(): Picture {
    const { columns, rows } = this.#window;
    return new Picture({ columns, rows: Math.max(1, rows - OUR_ROWS) });
  }

  #statusRow(head: Playhead, nowMs: number): string {
    const { columns, rows } = this.#window;
    if (rows <= OUR_ROWS) return '';
    const { marks, lengthMs } = this.#film;
    const atMs = head.at(nowMs);
    const state = atMs >= lengthMs ? 'the end' : head.isPaused ? 'paused' : 'replay';
    const mark = marks.findLast((each) => each.atMs <= atMs);
    const label = mark === undefined ? '' : `  #${mark.number} ${shortened(mark.label)}`;
    const size = sizeBefore(this.#film, this.#shown);
    const isCut = size.columns > columns || size.rows > rows - OUR_ROWS;
    const cut = isCut ? `  cut: it is ${size.columns}x${size.rows}` : '';
    const where = `${timeText(atMs)} / ${timeText(lengthMs)}  x${head.speed}`;
    const text = ` ${state}  ${where}${cut}${label}  ${KEYS}`;
    const shown = [...printable(text, 'unicode')].slice(0, Math.max(0, columns - 1)).join('');
    return `\u001b7\u001b[${rows};1H\u001b[m\u001b[7m\u001b[K${shown}\u001b[m\u001b8`;
  }
}

function shortened(label: string): string {
  const characters = [...label];
  return characters.length <= LABEL_LENGTH
    ? label
    : `${characters.slice(0, LABEL_LENGTH - 1).join('')}…`;
}
