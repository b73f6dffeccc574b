// The project of one session: its names are gathered once free speech is to be heard there, told to
// whoever hears it, and used to write what was said.
import type { SessionSettings, VoiceStart } from '@codex-voice/protocol';
import type { VocabularyTerm } from '@codex-voice/speech';
import { DictatedText } from './dictated-text.ts';
import type { OpenProjectNames, ProjectNames } from './project-names.ts';

export interface SessionProjectParts {
  /** Absent: nobody gathers names here. */
  readonly open: OpenProjectNames | undefined;
  readonly settings: () => SessionSettings | undefined;
  readonly nowMs: () => number;
  /** What is likely to be said has changed. */
  readonly onTerms: (terms: readonly VocabularyTerm[]) => void;
}

export class SessionProject {
  readonly #parts: SessionProjectParts;
  readonly #text: DictatedText;
  #names: ProjectNames | undefined;

  constructor(parts: SessionProjectParts) {
    this.#parts = parts;
    this.#text = new DictatedText({
      project: () => this.#names,
      settings: () => parts.settings()?.voice?.dictation,
      nowMs: parts.nowMs,
    });
  }

  /** Voice is set up. A closed list of phrases needs no names. */
  prepare(): void {
    const { open, settings, onTerms } = this.#parts;
    const voice = settings()?.voice;
    if (open === undefined || voice?.folder === undefined || !hearsFreely(voice.start)) return;
    this.#names ??= open(voice.folder, onTerms);
  }

  /** What is typed for words that were heard; the language is ISO 639-1. */
  write(words: string, language: string | undefined): ReturnType<DictatedText['write']> {
    const { phrasebook } = this.#parts.settings()?.voice ?? {};
    const usual = phrasebook?.languages?.[0] ?? phrasebook?.language ?? 'en';
    return this.#text.write(words, language ?? usual);
  }

  dispose(): void {
    this.#names?.dispose();
    this.#names = undefined;
  }
}

function hearsFreely({ recognizers, preview }: VoiceStart): boolean {
  return [...(recognizers ?? []), ...(preview === undefined ? [] : [preview])].some(
    ({ kind }) => kind !== 'phrases',
  );
}
