// From the words of free speech to what is typed: names are repaired where a recogniser had no ear for
// them, and code is written as code. What stands before it in the composer is joined elsewhere.
import {
  DEFAULT_DICTATION_SETTINGS,
  DICTATION_RULES,
  format,
  type KnownNames,
  knownNames,
  type LineEdges,
  lineEdges,
} from '@codex-voice/dictation';
import type { SessionSettings } from '@codex-voice/protocol';
import { TranscriptRepair } from '@codex-voice/terms';
import type { ProjectNames } from './project-names.ts';

/** How often the list of all names may be made anew, in ms: it takes some milliseconds each time. */
const NAMES_KEPT_MS = 10_000;

const NO_NAMES: Pick<ProjectNames, 'terms' | 'knows' | 'names'> = {
  terms: () => [],
  knows: () => false,
  names: () => [],
};

export interface DictatedTextParts {
  readonly project: () => Pick<ProjectNames, 'terms' | 'knows' | 'names'> | undefined;
  readonly settings: () => DictatedTextSettings | undefined;
  readonly nowMs: () => number;
}

/** As the wire has them. */
type DictatedTextSettings = NonNullable<NonNullable<SessionSettings['voice']>['dictation']>;

const AS_USUAL: DictatedTextSettings = {
  format: 'on',
  repair: 'on',
  ...DEFAULT_DICTATION_SETTINGS,
  off: [],
};

export class DictatedText {
  readonly #parts: DictatedTextParts;
  #repair: { readonly terms: readonly unknown[]; readonly by: TranscriptRepair } | undefined;
  #known: { readonly names: KnownNames; readonly madeMs: number } | undefined;

  constructor(parts: DictatedTextParts) {
    this.#parts = parts;
  }

  /** What is typed for words that were heard in a language (ISO 639-1), and the lines said around it. */
  write(words: string, language: string): LineEdges {
    const { format: formats, repair, off, ...rest } = this.#parts.settings() ?? AS_USUAL;
    const repaired = repair === 'on' && language === 'en' ? this.#repaired(words) : words;
    if (formats === 'off') return { before: '', body: repaired.trim(), after: '' };
    const settings = { ...rest, off: DICTATION_RULES.filter((rule) => off.includes(rule)) };
    const { text } = format(repaired, { language, settings, known: this.#names() });
    return lineEdges(text);
  }

  #repaired(words: string): string {
    const project = this.#parts.project() ?? NO_NAMES;
    const terms = project.terms();
    if (this.#repair?.terms !== terms) {
      const by = new TranscriptRepair({ terms, knows: (word) => project.knows(word) });
      this.#repair = { terms, by };
    }
    return this.#repair.by.repair(words).text;
  }

  #names(): KnownNames {
    const nowMs = this.#parts.nowMs();
    if (this.#known === undefined || nowMs - this.#known.madeMs > NAMES_KEPT_MS) {
      const project = this.#parts.project() ?? NO_NAMES;
      this.#known = { names: knownNames(project.names()), madeMs: nowMs };
    }
    return this.#known.names;
  }
}
