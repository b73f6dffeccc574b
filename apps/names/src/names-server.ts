// Opens the vocabularies that are asked for and tells their names: the likeliest at once, all of them now
// and then, within bounds.
import { homedir } from 'node:os';
import { parse, resolve } from 'node:path';
import type { NamesAnswer, NamesRequest } from '@codex-voice/protocol';
import { openVocabulary, type ProjectVocabulary } from '@codex-voice/vocabulary';

/** All names are told at most this often, in ms: they matter less the sooner they changed. */
const NAMES_EVERY_MS = 5_000;

/** Names and words told of one project: what dictation can look up, in a line of half its bound. */
const MOST_NAMES = 20_000;
const MOST_NAME_UNITS = 256 * 1024;

interface Opened {
  readonly vocabulary: ProjectVocabulary;
  timer: NodeJS.Timeout | undefined;
}

export interface NamesServerParts {
  readonly send: (answer: NamesAnswer) => void;
}

export class NamesServer {
  readonly #parts: NamesServerParts;
  readonly #opened = new Map<number, Opened>();

  constructor(parts: NamesServerParts) {
    this.#parts = parts;
  }

  carryOut(request: NamesRequest): void {
    this.#close(request.id);
    if (request.type === 'open') this.#open(request.id, resolve(request.folder));
  }

  #open(id: number, folder: string): void {
    // Everything there is, or everything a person has, is no project.
    if (folder === parse(folder).root || folder === resolve(homedir())) return;
    const opened: Opened = {
      vocabulary: openVocabulary({
        folder,
        onChange: (terms) => {
          this.#parts.send({ type: 'terms', id, terms: terms.map((term) => ({ ...term })) });
          this.#tellNamesSoon(id);
        },
      }),
      timer: undefined,
    };
    this.#opened.set(id, opened);
    void opened.vocabulary.ready.then(() => {
      clearTimeout(opened.timer);
      opened.timer = undefined;
      if (this.#opened.get(id) === opened) this.#tellNamesSoon(id);
    });
  }

  #close(id: number): void {
    const opened = this.#opened.get(id);
    clearTimeout(opened?.timer);
    opened?.vocabulary.dispose();
    this.#opened.delete(id);
  }

  /** The first time at once, then not before the interval is over. */
  #tellNamesSoon(id: number): void {
    const opened = this.#opened.get(id);
    if (opened === undefined || opened.timer !== undefined) return;
    this.#tellNames(id, opened.vocabulary);
    opened.timer = setTimeout(() => {
      opened.timer = undefined;
      this.#tellNames(id, opened.vocabulary);
    }, NAMES_EVERY_MS);
  }

  #tellNames(id: number, vocabulary: ProjectVocabulary): void {
    const names = bounded(Array.from(vocabulary.names(), ({ text }) => text));
    const own = bounded(Array.from(vocabulary.ownWords()));
    this.#parts.send({ type: 'names', id, names, own });
  }
}

function bounded(words: readonly string[]): string[] {
  let units = 0;
  const kept: string[] = [];
  for (const word of words) {
    units += word.length;
    if (kept.length === MOST_NAMES || units > MOST_NAME_UNITS) break;
    kept.push(word);
  }
  return kept;
}
