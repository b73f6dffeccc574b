// Opens the vocabularies that are asked for and tells their names: the likeliest at once, all of them now
// and then, within bounds.
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { parse, resolve } from 'node:path';
import type { NamesAnswer, NamesRequest } from '@codex-voice/protocol';
import { openVocabulary, type ProjectVocabulary } from '@codex-voice/vocabulary';
import { namesInParts } from './names-in-parts.ts';

/** All names are told at most this often, in ms: they matter less the sooner they changed. */
const NAMES_EVERY_MS = 5_000;

interface Opened {
  readonly vocabulary: ProjectVocabulary;
  /** Runs while names were told a short time ago. */
  timer: NodeJS.Timeout | undefined;
  /** Names came or went since they were told. */
  news: 'none' | 'some';
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
    switch (request.type) {
      case 'open':
        this.#close(request.id);
        this.#open(request.id, realFolder(request.folder));
        return;
      case 'screen':
        this.#opened.get(request.id)?.vocabulary.setScreen(request.text);
        return;
      case 'close':
        this.#close(request.id);
    }
  }

  #open(id: number, folder: string): void {
    // Everything there is, or everything a person has, is no project.
    if (folder === parse(folder).root || folder === realFolder(homedir())) return;
    const opened: Opened = {
      vocabulary: openVocabulary({
        folder,
        onChange: () => this.#tellTerms(id),
        onNames: () => this.#tellNamesSoon(id),
      }),
      timer: undefined,
      news: 'none',
    };
    this.#opened.set(id, opened);
    void opened.vocabulary.ready.then(() => {
      if (this.#opened.get(id) !== opened) return;
      clearTimeout(opened.timer);
      opened.timer = undefined;
      // The same as before, perhaps; yet now it is whole.
      this.#tellTerms(id);
      this.#tellNamesSoon(id);
    });
  }

  #close(id: number): void {
    const opened = this.#opened.get(id);
    clearTimeout(opened?.timer);
    opened?.vocabulary.dispose();
    this.#opened.delete(id);
  }

  #tellTerms(id: number): void {
    const vocabulary = this.#opened.get(id)?.vocabulary;
    if (vocabulary === undefined) return;
    const terms = vocabulary.terms().map((term) => ({ ...term }));
    this.#parts.send({ type: 'terms', id, gathered: gatheredBy(vocabulary), terms });
  }

  /** The first time at once, then not before the interval is over. */
  #tellNamesSoon(id: number): void {
    const opened = this.#opened.get(id);
    if (opened === undefined) return;
    if (opened.timer !== undefined) {
      opened.news = 'some';
      return;
    }
    opened.news = 'none';
    const { vocabulary } = opened;
    const gathered = gatheredBy(vocabulary);
    for (const part of namesInParts(vocabulary.names()))
      this.#parts.send({ type: 'names', id, gathered, ...part });
    opened.timer = setTimeout(() => {
      opened.timer = undefined;
      if (opened.news === 'some') this.#tellNamesSoon(id);
    }, NAMES_EVERY_MS);
  }
}

function gatheredBy(vocabulary: ProjectVocabulary): 'partly' | 'wholly' {
  return vocabulary.status().state === 'ready' ? 'wholly' : 'partly';
}

/** Where a folder is behind symbolic links; one that is not there yet is where it is said to be. */
function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
}
