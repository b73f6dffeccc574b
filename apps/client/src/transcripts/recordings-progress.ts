// How far a run over recordings has come, in a terminal: a bar on standard error that makes room for
// every line that is written.
import { SingleBar } from 'cli-progress';
import { visible } from '../user-error.ts';

/** How often the bar is drawn anew at most, in a second. */
const FRAMES_A_SECOND = 8;

export class RecordingsProgress {
  readonly #names: readonly string[];
  readonly #bar: SingleBar | undefined;
  #isShown = false;
  #done = 0;

  /** Nothing is shown for a stream that is no terminal. */
  constructor(names: readonly string[], stream: NodeJS.WriteStream) {
    this.#names = names;
    if (!stream.isTTY) return;
    this.#bar = new SingleBar({
      format: ' {bar} {value} of {total}  {name}{at}',
      stream,
      fps: FRAMES_A_SECOND,
      clearOnComplete: true,
      hideCursor: true,
      // The command itself decides what an interrupt means.
      gracefulExit: false,
      barsize: 24,
      barCompleteChar: '█',
      barIncompleteChar: '░',
    });
  }

  /** So many recordings are done, and the next one has been heard up to here. */
  show(done: number, atMs?: number): void {
    if (this.#bar === undefined) return;
    this.#done = done;
    const at = atMs === undefined ? '' : `  ${clock(atMs)}`;
    const told = { name: visible(this.#names[done] ?? ''), at };
    if (this.#isShown) this.#bar.update(done, told);
    else this.#bar.start(this.#names.length, done, told);
    this.#isShown = true;
  }

  /** Runs `write` with the bar out of the way. */
  aside(write: () => void): void {
    const wasShown = this.#isShown;
    this.end();
    write();
    if (wasShown) this.show(this.#done);
  }

  end(): void {
    if (this.#isShown) this.#bar?.stop();
    this.#isShown = false;
  }
}

/** `1:02:03` or `2:03`. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const tail = `${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`;
}
