// Which layout a folder of sherpa-onnx files has, told from the names of its files and its own. Where
// names don't tell, the answer is what it could be, never a guess.
import { MODEL_FILE_ROLES, type ModelLayout } from '@codex-voice/protocol';
import {
  isOtherLayout,
  KINDS_OF_OTHERS,
  OTHER_FILE_ROLES,
  type OtherLayout,
} from '../catalogue/model-entry.ts';

/** Of a recogniser, or of any other model. */
export type AnyLayout = ModelLayout | OtherLayout;

/** Pronunciations of languages, a folder of files that voices bring. */
export const PRONUNCIATIONS = 'espeak-ng-data';

export interface FoundFile {
  readonly role: string;
  readonly name: string;
}

export type LayoutGuess =
  | { readonly kind: 'found'; readonly layout: AnyLayout; readonly files: readonly FoundFile[] }
  | { readonly kind: 'ambiguous'; readonly layouts: readonly AnyLayout[] }
  /** `missing`: roles of the layout that was asked for and that no file fills. */
  | { readonly kind: 'none'; readonly missing: readonly string[] };

export interface Folder {
  readonly name: string;
  /** With `/` for those in a folder below it. */
  readonly files: readonly string[];
}

/** What a file's name must have for a role; the first pattern that any file has decides. */
const ROLE_PATTERNS: Readonly<Record<string, readonly RegExp[]>> = {
  encoder: [/^encoder_model\b.*\.(?:ort|onnx)$/, /(?:^|-)encoder\b.*\.onnx$/, /^encode\b.*\.onnx$/],
  decoder: [/(?:^|-)decoder\b.*\.onnx$/],
  joiner: [/(?:^|-)joiner\b.*\.onnx$/],
  preprocessor: [/^preprocess\b.*\.onnx$/],
  'uncached-decoder': [/^uncached_decode\b.*\.onnx$/],
  'cached-decoder': [/^cached_decode\b.*\.onnx$/],
  'merged-decoder': [/^decoder_model_merged\b.*\.(?:ort|onnx)$/],
  model: [
    /^model\b.*\.onnx$/,
    /^(?!silero|vocos|hifigan|.*(?:encoder|decoder|joiner))[^/]*\.onnx$/,
  ],
  vocoder: [/^(?:vocos|hifigan)[^/]*\.onnx$/],
  voices: [/^voices\.bin$/],
  lexicon: [/^lexicon[^/]*\.txt$/],
  tokens: [/^tokens\.txt$/, /-tokens\.txt$/],
  // SentencePiece's own model scores the pieces of a word; other transducers come with `bpe.vocab`.
  vocabulary: [/^bpe\.vocab$/, /^bpe\.model$/],
};

/** What a voice may have several of. */
const VOICE_FILES: readonly { readonly role: string; readonly names: RegExp }[] = [
  { role: 'lexicon', names: /^lexicon[^/]*\.txt$/ },
  { role: 'pronunciations', names: new RegExp(`^${PRONUNCIATIONS}/`) },
];

/** `layout`: what the person says it is. */
export function guessLayout(folder: Folder, layout?: AnyLayout): LayoutGuess {
  if (layout !== undefined) {
    const missing = ALL_ROLES[layout].filter((role) => fileOf(role, folder) === undefined);
    return missing.length > 0 ? { kind: 'none', missing } : found(layout, folder);
  }
  const possible = LAYOUTS.filter((each) => fits(each, folder));
  const named = possible.filter((each) => NAME_SIGNS[each].test(signText(folder)));
  const [only, ...others] = named.length > 0 ? named : possible;
  if (only === undefined) return { kind: 'none', missing: [] };
  if (others.length === 0) return found(only, folder);
  return { kind: 'ambiguous', layouts: [only, ...others] };
}

const ALL_ROLES: Readonly<Record<AnyLayout, readonly string[]>> = {
  ...MODEL_FILE_ROLES,
  ...OTHER_FILE_ROLES,
};

const LAYOUTS = Object.keys(ALL_ROLES) as AnyLayout[]; // `Object.keys` forgets what it lists

/** Words in the names of folder and files that mark a layout, from how such models are published. */
const NAME_SIGNS: Readonly<Record<AnyLayout, RegExp>> = {
  'streaming-transducer': /^(?=.*(?:streaming|chunk-\d+-left|nemotron))(?!.*(?:kws|paraformer))/,
  'streaming-zipformer-ctc': /^(?=.*streaming)(?=.*zipformer)(?=.*ctc)/,
  'streaming-nemo-ctc': /^(?=.*streaming)(?=.*(?:nemo|conformer))(?=.*ctc)(?!.*zipformer)/,
  'streaming-t-one': /t-one/,
  'streaming-paraformer': /^(?=.*streaming)(?=.*paraformer)/,
  transducer: /^(?!.*(?:streaming|chunk-\d+-left|nemo|parakeet|kws))(?=.*(?:zipformer|conformer))/,
  'nemo-transducer': /^(?!.*(?:streaming|nemotron))(?=.*(?:nemo|parakeet))/,
  'nemo-ctc': /^(?!.*streaming)(?=.*(?:nemo|parakeet|conformer))(?=.*ctc)(?!.*zipformer)/,
  whisper: /whisper|(?:tiny|base|small|medium|large|turbo)[^ ]*-encoder/,
  moonshine: /moonshine|uncached_decode/,
  'moonshine-merged': /moonshine|decoder_model_merged/,
  'sense-voice': /sense-?voice/,
  paraformer: /^(?!.*streaming)(?=.*paraformer)/,
  'keyword-transducer': /kws|keyword/,
  'speaker-embedding':
    /^(?!.*segmentation)(?=.*(?:speaker|wespeaker|3d-?speaker|voxceleb|titanet|campplus|eres2net))/,
  'speaker-segmentation': /segmentation|pyannote|diarization/,
  'online-punctuation': /punct/,
  // Voices are told by their files.
  'vits-lexicon': /lexicon/,
  vits: new RegExp(`vits|piper|${PRONUNCIATIONS}`),
  kokoro: /voices\.bin/,
  matcha: /vocos|hifigan/,
};

function signText(folder: Folder): string {
  return [folder.name, ...folder.files].join(' ').toLowerCase();
}

/** Each of its roles has a file, and none of the files that mark another layout is there. */
function fits(layout: AnyLayout, folder: Folder): boolean {
  const roles = ALL_ROLES[layout];
  const has = (role: string): boolean => fileOf(role, folder) !== undefined;
  if (!roles.every(has)) return false;
  if (!MARKS.every((role) => roles.includes(role) || !has(role))) return false;
  if (roles.includes('model') && has('encoder')) return false;
  const says = has('lexicon') || folder.files.some((name) => name.startsWith(PRONUNCIATIONS));
  if (says && !isVoice(layout)) return false;
  // What has no list of tokens writes and says nothing.
  if (has('tokens') && !roles.includes('tokens')) return false;
  if (layout === 'online-punctuation') return has('vocabulary');
  return layout !== 'vits' || !has('lexicon');
}

/** Files of these roles are in no folder of another layout. */
const MARKS = ['joiner', 'merged-decoder', 'uncached-decoder', 'voices', 'vocoder'] as const;

function isVoice(layout: AnyLayout): boolean {
  return isOtherLayout(layout) && KINDS_OF_OTHERS[layout] === 'voice';
}

function found(layout: AnyLayout, folder: Folder): LayoutGuess {
  const roles = new Set([...ALL_ROLES[layout], ...(isVoice(layout) ? [] : ['vocabulary'])]);
  const files = [...roles].flatMap((role) => {
    const name = fileOf(role, folder);
    return name === undefined ? [] : [{ role, name }];
  });
  if (!isVoice(layout)) return { kind: 'found', layout, files };
  const further = VOICE_FILES.flatMap(({ role, names }) =>
    folder.files.filter((name) => names.test(name)).map((name) => ({ role, name })),
  );
  const isNew = ({ name }: FoundFile): boolean => !files.some((file) => file.name === name);
  return { kind: 'found', layout, files: [...files, ...further.filter(isNew)] };
}

/** Of several that fill a role the one with 8-bit numbers, which is smaller and faster, then by name. */
function fileOf(role: string, folder: Folder): string | undefined {
  for (const pattern of ROLE_PATTERNS[role] ?? []) {
    const names = folder.files.filter((name) => pattern.test(name)).toSorted();
    const [first] = [...names.filter((name) => name.includes('int8')), ...names];
    if (first !== undefined) return first;
  }
  return undefined;
}
