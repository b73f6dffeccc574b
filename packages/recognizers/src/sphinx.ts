// PocketSphinx in WebAssembly, as far as this package uses it: load it without a sound on the
// standard streams, give it words and a grammar, and decode whole utterances with their scores.
// What a score means is decided elsewhere.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RecognizerError } from './failure.ts';

/** A word of the dictionary and how it sounds: `['git', 'G IH T']`. */
export type Pronounced = readonly [token: string, phones: string];

/**
 * One stretch of the best path, in frames of 10 ms. `token` is a word with its variant (`w1(2)`), or
 * something in brackets for silence and noise.
 */
export interface DecodedSegment {
  readonly token: string;
  readonly firstFrame: number;
  readonly lastFrame: number;
}

/** What the search made of one stretch of audio; `tokens` is empty when no path fits the grammar. */
export interface Decoded {
  /** Words without their variants. */
  readonly tokens: readonly string[];
  /** Log likelihood of the whole path, in units of ln(1.0001) times 1024. */
  readonly score: number;
  readonly segments: readonly DecodedSegment[];
}

/** Whether the audio is the whole utterance or its beginning: only a whole one must end where the grammar may end. */
export type Extent = 'whole' | 'beginning';

/** A decoder with one grammar. Not reentrant; nothing is kept from one call to the next. */
export interface SphinxDecoder {
  decode(samples: Float32Array, extent: Extent): Decoded;
  dispose(): void;
}

/** A loaded engine; decoders share its WebAssembly memory. */
export interface SphinxEngine {
  /** Bytes of WebAssembly memory up to the first free stretch of 1 MiB: what the decoders have taken. */
  readonly heapBytes: number;
  createDecoder(options: {
    readonly words: readonly Pronounced[];
    readonly jsgf: string;
    readonly settings: Readonly<Record<string, string | number | boolean>>;
  }): Promise<SphinxDecoder>;
}

/** The part of the package's module that is used; its own declarations leave out the exported C functions. */
interface SphinxModule {
  readonly HEAP32: Int32Array;
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
  _decoder_hyp(decoder: number, scoreAddress: number): number;
  _decoder_seg_iter(decoder: number): number;
  _seg_iter_next(segment: number): number;
  _seg_iter_word(segment: number): number;
  _seg_iter_frames(segment: number, firstAddress: number, lastAddress: number): void;
  readonly Decoder: new (config: Readonly<Record<string, unknown>>) => RawDecoder;
}

interface RawDecoder {
  /** Address of the C structure. */
  readonly cdecoder: number;
  initialize(): Promise<void>;
  unset_config(key: string): void;
  add_words(...words: Pronounced[]): void;
  set_grammar(jsgf: string): void;
  start(): void;
  stop(): void;
  process_audio(samples: Float32Array, noSearch: boolean, fullUtterance: boolean): number;
  delete(): void;
}

const WORD_BYTES = 4;

/** Larger than any hole that freed blocks leave. */
const PROBE_BYTES = 2 ** 20;

const modelRequire = createRequire(import.meta.url);

/** Folder of an acoustic model that lies inside the soundswallower package. */
export function sphinxModelFolder(model: 'en-us' | 'fr-fr'): string {
  return join(dirname(modelRequire.resolve('soundswallower')), 'model', model);
}

/** Loads the WebAssembly code for the acoustic model in `modelFolder`. */
export async function loadSphinx(modelFolder: string): Promise<SphinxEngine> {
  const module = await instantiate(modelFolder);
  return {
    get heapBytes() {
      const free = module._malloc(PROBE_BYTES);
      module._free(free);
      return free;
    },
    createDecoder: async ({ words, jsgf, settings }) => {
      // The package's dictionary would be loaded whole (134,000 words); ours holds only what the grammar says.
      const raw = new module.Decoder({ samprate: 16_000, loglevel: 'FATAL', ...settings });
      raw.unset_config('dict');
      await raw.initialize();
      raw.add_words(...words);
      raw.set_grammar(jsgf);
      return wholeUtteranceDecoder(module, raw);
    },
  };
}

async function instantiate(modelFolder: string): Promise<SphinxModule> {
  const address = pathToFileURL(modelRequire.resolve('soundswallower')).href;
  const listenersBefore = new Set(process.listeners('uncaughtException'));
  try {
    const { default: create } = await import(address);
    return await create({
      modelBase: join(modelFolder, '..'),
      defaultModel: modelFolder.slice(dirname(modelFolder).length + 1),
      print: () => {},
      printErr: () => {},
    });
  } catch (cause) {
    throw new RecognizerError('engine-failed', 'the phrase recogniser could not be loaded', {
      cause,
    });
  } finally {
    // The generated code installs a listener that only throws again, which would turn every
    // uncaught exception of the process into exit status 7.
    for (const listener of process.listeners('uncaughtException')) {
      if (!listenersBefore.has(listener)) process.off('uncaughtException', listener);
    }
  }
}

function wholeUtteranceDecoder(module: SphinxModule, raw: RawDecoder): SphinxDecoder {
  // Room for the two integers that C functions write their answers to.
  const answers = module._malloc(2 * WORD_BYTES);
  return {
    decode(samples, extent) {
      try {
        raw.start();
        // Given whole, an utterance is normalised by its own mean, so its result doesn't depend on
        // what was said before it.
        if (samples.length > 0) raw.process_audio(samples, false, true);
        if (extent === 'whole') {
          raw.stop();
          return bestPath(module, raw, answers);
        }
        const decoded = bestPath(module, raw, answers);
        raw.stop();
        return decoded;
      } catch (cause) {
        throw new RecognizerError('engine-failed', 'the phrase recogniser stopped working', {
          cause,
        });
      }
    },
    dispose() {
      module._free(answers);
      raw.delete();
    },
  };
}

function bestPath(module: SphinxModule, raw: RawDecoder, answers: number): Decoded {
  const hypothesis = module._decoder_hyp(raw.cdecoder, answers);
  if (hypothesis === 0) return { tokens: [], score: Number.NEGATIVE_INFINITY, segments: [] };
  const tokens = readText(module, hypothesis).split(' ');
  const score = readInteger(module, answers);
  const segments: DecodedSegment[] = [];
  let segment = module._decoder_seg_iter(raw.cdecoder);
  while (segment !== 0) {
    module._seg_iter_frames(segment, answers, answers + WORD_BYTES);
    segments.push({
      token: readText(module, module._seg_iter_word(segment)),
      firstFrame: readInteger(module, answers),
      lastFrame: readInteger(module, answers + WORD_BYTES),
    });
    segment = module._seg_iter_next(segment);
  }
  return { tokens, score, segments };
}

function readInteger(module: SphinxModule, address: number): number {
  return module.HEAP32[address / WORD_BYTES] ?? 0;
}

/** Tokens are plain ASCII, so bytes are characters. */
function readText(module: SphinxModule, address: number): string {
  if (address === 0) return '';
  const end = module.HEAPU8.indexOf(0, address);
  return String.fromCharCode(...module.HEAPU8.subarray(address, end));
}
