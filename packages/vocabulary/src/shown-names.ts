// What the person sees, as names: on the screen itself, or in a file that is named there. Says how close
// a name is to that.
import { type Closeness, namesInText } from '@codex-voice/terms';

/** Of a longer text the end is read: it is what was written last. */
const MOST_SCREEN_CHARACTERS = 40_000;
/** Files on the screen whose names count as close; a listing of hundreds shows none in particular. */
const MOST_SHOWN_FILES = 20;

export class ShownNames {
  readonly names: ReadonlyMap<string, number>;
  readonly #letters: ReadonlySet<string>;
  #close: ReadonlySet<string> = new Set();

  constructor(screen: string) {
    this.names = namesInText(screen.slice(-MOST_SCREEN_CHARACTERS), 'screen');
    this.#letters = new Set(Array.from(this.names.keys(), lettersOf));
  }

  /** File names on the screen, as far as they count. */
  files(): ReadonlySet<string> {
    const files = [...this.names.keys()].filter((name) => name.includes('.'));
    return new Set(files.length > MOST_SHOWN_FILES ? [] : files);
  }

  /** Takes the names that stand in the files that are shown. */
  takeFileNames(names: Iterable<string>): void {
    this.#close = new Set(names);
  }

  closeness(name: string): Closeness {
    if (this.#letters.has(lettersOf(name))) return 'on-screen';
    return this.#close.has(name) ? 'in-a-shown-file' : 'elsewhere';
  }
}

/** `outputLog`, `output-log` and `output_log` are one name. */
function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, '');
}
