// What the catalogue tells of a model: what it is for, which files it has and where they lie. The models
// themselves are in the tables; this file answers for their shape, and for sizes and addresses.
import type { ModelLayout } from '@codex-voice/protocol';

/** Roles of the files of models that are no recognisers. Source: the configurations of sherpa-onnx 1.13. */
export const OTHER_FILE_ROLES = {
  'keyword-transducer': ['encoder', 'decoder', 'joiner', 'tokens'],
  'speaker-embedding': ['model'],
  'speaker-segmentation': ['model'],
  'online-punctuation': ['model', 'vocabulary'],
  'vits-lexicon': ['model', 'lexicon', 'tokens'],
  vits: ['model', 'tokens'],
  kokoro: ['model', 'voices', 'tokens'],
  matcha: ['model', 'vocoder', 'tokens'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type OtherLayout = keyof typeof OTHER_FILE_ROLES;

/** Roles that a model may have beside those of its layout: how its tokens are spelt, and how words are said. */
export const FURTHER_ROLES = ['vocabulary', 'lexicon', 'pronunciations'] as const;

export const KINDS_OF_OTHERS = {
  'keyword-transducer': 'keywords',
  'speaker-embedding': 'speaker',
  'speaker-segmentation': 'speaker',
  'online-punctuation': 'punctuation',
  'vits-lexicon': 'voice',
  vits: 'voice',
  kokoro: 'voice',
  matcha: 'voice',
} as const satisfies Readonly<Record<OtherLayout, ModelKind>>;

export function isOtherLayout(layout: string): layout is OtherLayout {
  return Object.hasOwn(OTHER_FILE_ROLES, layout);
}

/** What a model does: writes what is said, hears a word, tells speakers apart, sets punctuation, speaks. */
export const MODEL_KINDS = ['recogniser', 'keywords', 'speaker', 'punctuation', 'voice'] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

/** `while-speaking`: text comes as somebody speaks. `afterwards`: once a phrase is over. */
export const DECODINGS = ['while-speaking', 'afterwards'] as const;
export type Decoding = (typeof DECODINGS)[number];

export interface CatalogueFile {
  readonly role: string;
  /** Name at its place and on disk; with folders before it where the model has such. */
  readonly name: string;
  /** Only where a public source states it. */
  readonly bytes?: number;
  /** Lower-case hexadecimal; only where a public source states it. */
  readonly sha256?: string;
}

/** Where single files of a model are served. */
export type Place =
  | {
      readonly host: 'hugging-face';
      /** `owner/name`. */
      readonly repository: string;
      /** A commit; `main` where none is known, and what it holds may change. */
      readonly revision: string;
    }
  | {
      readonly host: 'other';
      /** What stands before `/` and the file's name. */
      readonly base: string;
    };

export interface PublishedWordError {
  /** `LibriSpeech test-clean`, greedy, unless `test` says more. */
  readonly test: string;
  readonly percent: number;
  readonly source: string;
}

interface EntryBase {
  /** Lower-case letters, digits and hyphens: what a person writes, and the folder's name. */
  readonly id: string;
  readonly title: string;
  /** ISO 639-1 codes (ISO 639-3 where there is none); `any`: about a hundred. */
  readonly languages: readonly string[] | 'any';
  /** Absent: no source was found that names it; its page is `about`. */
  readonly licence?: string;
  /** A condition that a person should know of before use. */
  readonly condition?: string;
  readonly place: Place;
  readonly files: readonly CatalogueFile[];
  /** Of all files, to the precision of the source; only where not every file has its size. */
  readonly aboutBytes?: number;
  readonly wordErrors?: readonly PublishedWordError[];
  /** The page that tells of it. */
  readonly about: string;
}

export interface RecogniserEntry extends EntryBase {
  readonly kind: 'recogniser';
  readonly layout: ModelLayout;
  readonly decoding: Decoding;
}

export interface OtherEntry extends EntryBase {
  readonly kind: Exclude<ModelKind, 'recogniser'>;
  readonly layout: OtherLayout;
}

export type ModelEntry = RecogniserEntry | OtherEntry;

/** Size of all files where it is known, exactly or as `aboutBytes` has it. */
export function entryBytes(entry: ModelEntry): number | undefined {
  let bytes = 0;
  for (const file of entry.files) {
    if (file.bytes === undefined) return entry.aboutBytes;
    bytes += file.bytes;
  }
  return bytes;
}

const HUGGING_FACE = 'https://huggingface.co';

/** Address of a file at its place. With a mirror: the same path there, in place of scheme and host. */
export function fileAddress(place: Place, name: string, mirror?: string): string {
  const base =
    place.host === 'hugging-face'
      ? `${HUGGING_FACE}/${place.repository}/resolve/${place.revision}`
      : place.base;
  const address = `${base}/${name.split('/').map(encodeURIComponent).join('/')}`;
  if (mirror === undefined) return address;
  const { pathname, search } = new URL(address);
  return `${mirror.replace(/\/+$/, '')}${pathname}${search}`;
}

/** Whether text in this language is what the model is for. */
export function knowsLanguage(languages: readonly string[] | 'any', language: string): boolean {
  return languages === 'any' || languages.includes(language);
}
