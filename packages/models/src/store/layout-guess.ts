// Which layout a folder of sherpa-onnx files has, told from the names of its files and its own. Where
// names don't tell, the answer is what it could be, never a guess.
import { MODEL_FILE_ROLES, type ModelLayout } from '@codex-voice/protocol';

export interface FoundFile {
  readonly role: string;
  readonly name: string;
}

export type LayoutGuess =
  | { readonly kind: 'found'; readonly layout: ModelLayout; readonly files: readonly FoundFile[] }
  | { readonly kind: 'ambiguous'; readonly layouts: readonly ModelLayout[] }
  /** `missing`: roles of the layout that was asked for and that no file fills. */
  | { readonly kind: 'none'; readonly missing: readonly string[] };

export interface Folder {
  readonly name: string;
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
  model: [/^model\b.*\.onnx$/, /^(?!silero|.*(?:encoder|decoder|joiner)).*\.onnx$/],
  tokens: [/^tokens\.txt$/, /-tokens\.txt$/],
  vocabulary: [/^bpe\.vocab$/],
};

/** `layout`: what the person says it is. */
export function guessLayout(folder: Folder, layout?: ModelLayout): LayoutGuess {
  if (layout !== undefined) {
    const missing = MODEL_FILE_ROLES[layout].filter((role) => fileOf(role, folder) === undefined);
    return missing.length > 0 ? { kind: 'none', missing } : found(layout, folder);
  }
  const possible = LAYOUTS.filter((each) => fits(each, folder));
  const named = possible.filter((each) => NAME_SIGNS[each].test(signText(folder)));
  const [only, ...others] = named.length > 0 ? named : possible;
  if (only === undefined) return { kind: 'none', missing: [] };
  if (others.length === 0) return found(only, folder);
  return { kind: 'ambiguous', layouts: [only, ...others] };
}

const LAYOUTS = Object.keys(MODEL_FILE_ROLES) as ModelLayout[]; // `Object.keys` forgets what it lists

/** Words in the names of folder and files that mark a layout, from how such models are published. */
const NAME_SIGNS: Readonly<Record<ModelLayout, RegExp>> = {
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
};

function signText(folder: Folder): string {
  return [folder.name, ...folder.files].join(' ').toLowerCase();
}

/** Each of its roles has a file, and none of the files that mark another layout is there. */
function fits(layout: ModelLayout, folder: Folder): boolean {
  const roles: readonly string[] = MODEL_FILE_ROLES[layout];
  if (roles.some((role) => fileOf(role, folder) === undefined)) return false;
  const has = (role: string): boolean => fileOf(role, folder) !== undefined;
  if (has('joiner') && !roles.includes('joiner')) return false;
  if (has('merged-decoder') && !roles.includes('merged-decoder')) return false;
  if (has('uncached-decoder') && !roles.includes('uncached-decoder')) return false;
  return !(roles.includes('model') && has('encoder'));
}

function found(layout: ModelLayout, folder: Folder): LayoutGuess {
  const roles = [...MODEL_FILE_ROLES[layout], 'vocabulary'];
  const files = roles.flatMap((role) => {
    const name = fileOf(role, folder);
    return name === undefined ? [] : [{ role, name }];
  });
  return { kind: 'found', layout, files };
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
