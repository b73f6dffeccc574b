// Checks the files of a model before native code sees them. sherpa-onnx ends the process where a file is
// missing, cut short or not of its layout; here each of these becomes an error that says how to mend it.

import { open, readFile, stat } from 'node:fs/promises';
import { MODEL_FILE_ROLES, type ModelLayout, type ModelSpec } from '@codex-voice/protocol';
import { RecognizerError } from '../failure.ts';
import {
  CTC_LAYOUTS,
  DEMANDS,
  type Demands,
  NEMO_STREAMING_ENCODER,
  STREAMING_DECODER,
  STREAMING_ENCODERS,
  WHISPER_LANGUAGES,
} from './layout-demands.ts';
import { OnnxFormatError, type OnnxHeader, readOnnxHeader } from './onnx-header.ts';
import { parseTokenList, type TokenList, TokenListError } from './token-list.ts';

/** Token lists and vocabularies have up to a few hundred kilobytes. */
const LARGEST_LIST_BYTES = 16_777_216;

/** Role → path, with the roles of the layout present and checked. */
export interface CheckedModel {
  readonly files: ReadonlyMap<string, string>;
  readonly tokens: TokenList;
  /** What the encoder, or the only network, says of itself. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Whether the decoder can lean towards given words; it needs a vocabulary to spell them. */
  readonly hotwords: 'possible' | 'impossible';
}

/** Layouts whose beam search takes hotwords; any other one ends the process when it is given some. */
const HOTWORD_LAYOUTS: readonly ModelLayout[] = [
  'streaming-transducer',
  'transducer',
  'nemo-transducer',
];

/**
 * Looks at every file of `spec`.
 * @throws RecognizerError `missing-model` or `damaged-model`, with one line that says how to mend it.
 */
export async function checkModelFiles(spec: ModelSpec): Promise<CheckedModel> {
  const headers = new Map<string, OnnxHeader>();
  for (const role of MODEL_FILE_ROLES[spec.layout]) {
    const path = await checkedFile(spec, role);
    if (role !== 'tokens') headers.set(role, await inspect(spec, path, () => readOnnxHeader(path)));
  }
  const kind = transducerKind(spec, headers);
  for (const [role, keys] of Object.entries(demandsOf(spec, headers, kind))) {
    for (const key of keys) {
      if ((headers.get(role)?.metadata.get(key) ?? '') === '') {
        throw damaged(spec, fileOf(spec, role), `its metadata have no ${key}`);
      }
    }
  }
  checkLanguages(spec, headers);
  const tokens = await checkTokens(spec, headers);
  const vocabulary = spec.files.vocabulary;
  if (vocabulary !== undefined) await checkVocabulary(spec, vocabulary);
  const hasHotwords =
    HOTWORD_LAYOUTS.includes(spec.layout) && kind !== 'nemo' && vocabulary !== undefined;
  return {
    files: new Map(Object.entries(spec.files)),
    tokens,
    metadata: (headers.get('encoder') ?? headers.get('model'))?.metadata ?? new Map(),
    hotwords: hasHotwords ? 'possible' : 'impossible',
  };
}

/** A streaming transducer whose decoder gives its state as well is one of NeMo's. */
function transducerKind(
  { layout }: ModelSpec,
  headers: ReadonlyMap<string, OnnxHeader>,
): 'nemo' | 'stateless' | 'none' {
  if (layout !== 'streaming-transducer') return 'none';
  return headers.get('decoder')?.outputs === 1 ? 'stateless' : 'nemo';
}

function demandsOf(
  spec: ModelSpec,
  headers: ReadonlyMap<string, OnnxHeader>,
  kind: ReturnType<typeof transducerKind>,
): Demands {
  if (spec.layout !== 'streaming-transducer') return DEMANDS[spec.layout];
  if (kind === 'nemo') return { encoder: NEMO_STREAMING_ENCODER };
  const type = headers.get('encoder')?.metadata.get('model_type') ?? '';
  const encoder = Object.hasOwn(STREAMING_ENCODERS, type) ? STREAMING_ENCODERS[type] : undefined;
  if (encoder === undefined) {
    const known = Object.keys(STREAMING_ENCODERS).join(', ');
    throw damaged(
      spec,
      fileOf(spec, 'encoder'),
      `its model_type is "${type}", not one of ${known}`,
    );
  }
  return { encoder, decoder: STREAMING_DECODER };
}

/** A multilingual Whisper tells a number for each language, or ends the process. */
function checkLanguages(spec: ModelSpec, headers: ReadonlyMap<string, OnnxHeader>): void {
  const metadata = headers.get('encoder')?.metadata;
  if (spec.layout !== 'whisper' || metadata?.get('is_multilingual') !== '1') return;
  const [numbers, codes] = WHISPER_LANGUAGES.map((key) => metadata.get(key)?.split(',').length);
  if (numbers !== undefined && numbers === codes) return;
  const lists = WHISPER_LANGUAGES.join(' and ');
  throw damaged(spec, fileOf(spec, 'encoder'), `its metadata have no ${lists} of one length`);
}

async function checkTokens(
  spec: ModelSpec,
  headers: ReadonlyMap<string, OnnxHeader>,
): Promise<TokenList> {
  const path = fileOf(spec, 'tokens');
  const text = await readList(spec, path);
  const tokens = await inspect(spec, path, async () => parseTokenList(text));
  if (CTC_LAYOUTS.has(spec.layout) && !tokens.hasBlank) {
    throw damaged(spec, path, 'it has none of <blk>, <eps> and <blank>');
  }
  const needed = vocabularySize(headers);
  if (needed !== undefined && tokens.count < needed) {
    throw damaged(spec, path, `it has ${tokens.count} tokens, and the model ${needed}`);
  }
  return tokens;
}

/** How many tokens the model may answer with, where it tells. */
function vocabularySize(headers: ReadonlyMap<string, OnnxHeader>): number | undefined {
  for (const { metadata } of headers.values()) {
    const size = Number(metadata.get('vocab_size') ?? Number.NaN);
    if (Number.isInteger(size)) return size;
  }
  return headers.get('model')?.outputWidth;
}

/** Lines of a piece and its score. */
async function checkVocabulary(spec: ModelSpec, path: string): Promise<void> {
  await requireFile(spec, path, 'vocabulary');
  const lines = (await readList(spec, path)).split('\n').filter((line) => line.trim() !== '');
  const wrong = lines.findIndex((line) => !/^\S+[ \t]+-?[\d.]+(e-?\d+)?\s*$/.test(line));
  if (lines.length === 0 || wrong !== -1) {
    throw damaged(spec, path, `line ${wrong + 1} is no piece and score`);
  }
}

function fileOf(spec: ModelSpec, role: string): string {
  const path = spec.files[role];
  if (path === undefined) {
    throw new RecognizerError(
      'missing-model',
      `the model ${spec.id} names no ${role} file: a ${spec.layout} model has ${MODEL_FILE_ROLES[spec.layout].join(', ')}`,
    );
  }
  return path;
}

async function checkedFile(spec: ModelSpec, role: string): Promise<string> {
  const path = fileOf(spec, role);
  await requireFile(spec, path, role);
  return path;
}

/** There, a file, readable and not empty. */
async function requireFile(spec: ModelSpec, path: string, role: string): Promise<void> {
  const found = await stat(path).catch((cause: unknown) => {
    throw missing(spec, { role, path, why: 'is not there' }, cause);
  });
  if (!found.isFile()) throw missing(spec, { role, path, why: 'is no file' });
  if (found.size === 0) throw damaged(spec, path, 'it is empty');
  const file = await open(path).catch((cause: unknown) => {
    throw missing(spec, { role, path, why: 'may not be read' }, cause);
  });
  await file.close();
}

async function readList(spec: ModelSpec, path: string): Promise<string> {
  const { size } = await stat(path);
  if (size > LARGEST_LIST_BYTES)
    throw damaged(spec, path, `it has ${size} bytes, too many for a list`);
  return readFile(path, 'utf8');
}

/** What `look` finds wrong with the format of the file at `path` is damage. */
async function inspect<T>(spec: ModelSpec, path: string, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (cause) {
    if (cause instanceof OnnxFormatError || cause instanceof TokenListError) {
      throw damaged(spec, path, cause.message, cause);
    }
    throw cause;
  }
}

function missing(
  { id }: ModelSpec,
  { role, path, why }: { readonly role: string; readonly path: string; readonly why: string },
  cause?: unknown,
): RecognizerError {
  return new RecognizerError(
    'missing-model',
    `the ${role} of the model ${id} ${why}: ${path}; install the model again or correct its path`,
    { cause },
  );
}

function damaged({ id }: ModelSpec, path: string, why: string, cause?: unknown): RecognizerError {
  return new RecognizerError(
    'damaged-model',
    `${path} can't be used: ${why}; install the model ${id} again`,
    { cause },
  );
}
