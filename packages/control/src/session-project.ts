// The project of one session: its names are gathered once free speech is to be heard there, told to
// whoever hears it, and used to write what was said.
import type { SessionSettings, VoiceStart } from '@codex-voice/protocol';
import type { VocabularyTerm } from '@codex-voice/speech';
import { AgentScreenText } from './agent-screen-text.ts';
import type { Clock } from './clock.ts';
import { DictatedText } from './dictated-text.ts';
import type { OpenProjectNames, ProjectNames } from './project-names.ts';

export interface SessionProjectParts {
  /** Absent: nobody gathers names here. */
  readonly open: OpenProjectNames | undefined;
  readonly settings: () => SessionSettings | undefined;
  readonly clock: Clock;
  /** What is likely to be said has changed. */
  readonly onTerms: (terms: readonly VocabularyTerm[]) => void;
}

export class SessionProject {
  /** What its agent shows; to be told what the keeper tells. */
  readonly screen: AgentScreenText;
  readonly #parts: SessionProjectParts;
  readonly #text: DictatedText;
  #names: ProjectNames | undefined;

  constructor(parts: SessionProjectParts) {
    this.#parts = parts;
    const { clock } = parts;
    this.screen = new AgentScreenText({
      clock,
      onText: (text) => this.#names?.setScreen(text),
    });
    this.#text = new DictatedText({
      project: () => this.#names,
      settings: () => parts.settings()?.voice?.dictation,
      nowMs: () => clock.nowMs(),
    });
  }

  /** Voice is set up. A closed list of phrases needs no names. */
  prepare(): void {
    const { open, settings, onTerms } = this.#parts;
    const voice = settings()?.voice;
    if (open === undefined || voice?.folder === undefined || !hearsFreely(voice.start)) return;
    this.#names ??= open(voice.folder, onTerms);
    this.screen.want();
  }

  /** What is typed for words that were heard; the language is ISO 639-1. */
  write(words: string, language: string | undefined): ReturnType<DictatedText['write']> {
    const { phrasebook } = this.#parts.settings()?.voice ?? {};
    const usual = phrasebook?.languages?.[0] ?? phrasebook?.language ?? 'en';
    return this.#text.write(words, language ?? usual);
  }

  dispose(): void {
    this.screen.dispose();
    this.#names?.dispose();
    this.#names = undefined;
  }
}

function hearsFreely({ recognizers, preview }: VoiceStart): boolean {
  return [...(recognizers ?? []), ...(preview === undefined ? [] : [preview])].some(
    ({ kind }) => kind !== 'phrases',
  );
}
