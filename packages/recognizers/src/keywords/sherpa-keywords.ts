// Looks for phrases with a keyword model that sherpa-onnx computes: the files are looked at and the phrases
// spelt before its native code, which ends the process on what it can't read. Meant for a process of its own.
import { readFile, stat } from 'node:fs/promises';
import type { FoundKeyword, KeywordLoad, KeywordModelSpec, ModelSpec } from '@codex-voice/protocol';
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';
import { RecognizerError } from '../failure.ts';
import { chooseCompute } from '../sherpa/compute.ts';
import { type CheckedModel, checkModelFiles } from '../sherpa/model-files.ts';
import { type KeywordSpotter, loadSherpa, type OnlineStream } from '../sherpa/native.ts';
import { cleanSamples } from '../sherpa/samples.ts';
import { pieceScores } from './piece-scores.ts';
import { type PieceScores, spellPhrase } from './spelling.ts';

/** The library's own values: what a keyword's tokens are favoured by, its probability, paths, blanks after it. */
const KEYWORD_SCORE = 1;
const KEYWORD_THRESHOLD = 0.25;
const ACTIVE_PATHS = 4;
const TRAILING_BLANKS = 1;

/** Mel bands of all published keyword models. */
const FEATURE_DIMENSION = 80;

/** A phrase is over so long after its last token began, in ms: two frames of the encoder. */
const LAST_TOKEN_MS = 80;

/** Vocabularies have a few hundred kilobytes. */
const LARGEST_VOCABULARY_BYTES = 16_777_216;

/** A keyword model at work in this process. */
export interface SherpaKeywords {
  /** What came before has nothing to do with what comes from sample `at` on. */
  begin(at: number): void;
  hear(samples: Float32Array): FoundKeyword | undefined;
}

/** @throws RecognizerError `missing-model`, `damaged-model`, `no-pronunciation` or `engine-failed`. */
export async function createSherpaKeywords({
  model,
  phrases,
}: KeywordLoad): Promise<SherpaKeywords> {
  const spec = asTransducer(model);
  const checked = await checkModelFiles(spec);
  if (!checked.metadata.has('model_type')) {
    throw new RecognizerError(
      'damaged-model',
      `${model.id} is no keyword model: its encoder has no model_type`,
    );
  }
  const list = keywordList(model, phrases, checked, await scoresOf(model));
  const { provider, threads } = chooseCompute(spec);
  const { encoder, decoder, joiner, tokens } = model.files;
  const spotter = new (loadSherpa().KeywordSpotter)({
    featConfig: { sampleRate: SAMPLE_RATE_HZ, featureDim: FEATURE_DIMENSION },
    modelConfig: {
      transducer: { encoder, decoder, joiner },
      tokens,
      numThreads: threads,
      provider,
      debug: 0,
    },
    maxActivePaths: ACTIVE_PATHS,
    numTrailingBlanks: TRAILING_BLANKS,
    keywordsScore: KEYWORD_SCORE,
    keywordsThreshold: model.threshold ?? KEYWORD_THRESHOLD,
    keywordsBuf: list,
    keywordsBufSize: Buffer.byteLength(list),
  });
  const keywords = new Keywords(
    spotter,
    phrases.map(({ spoken }) => spoken),
  );
  // The first decoding is the slowest.
  keywords.hear(new Float32Array(SAMPLE_RATE_HZ));
  return keywords;
}

/** Keyword models are streaming transducers, whose files are looked at as those are. */
function asTransducer({ id, files, provider, threads }: KeywordModelSpec): ModelSpec {
  const { vocabulary: _, ...needed } = files;
  return {
    kind: 'model',
    id,
    layout: 'streaming-transducer',
    files: needed,
    languages: 'any',
    provider,
    ...(threads === undefined ? {} : { threads }),
  };
}

async function scoresOf({ files }: KeywordModelSpec): Promise<PieceScores | undefined> {
  const { vocabulary } = files;
  if (vocabulary === undefined) return undefined;
  const found = await stat(vocabulary).catch(() => undefined);
  if (!found?.isFile() || found.size > LARGEST_VOCABULARY_BYTES) return undefined;
  return pieceScores(await readFile(vocabulary));
}

/** A phrase a line, in tokens, called by its place in the list. */
function keywordList(
  { id }: KeywordModelSpec,
  phrases: KeywordLoad['phrases'],
  { tokens }: CheckedModel,
  scores: PieceScores | undefined,
): string {
  return phrases
    .map((phrase, place) => {
      const spelling = spellPhrase(phrase, tokens, scores);
      if ('tokens' in spelling) return `${spelling.tokens.join(' ')} @${place}`;
      throw new RecognizerError(
        'no-pronunciation',
        `the wake phrase "${phrase.spoken}" can't be spelt in the tokens of ${id} ("${spelling.unspeltWord}"): choose other words, or give the word's tokens under [wake] pronunciations`,
        { phrase: phrase.spoken },
      );
    })
    .join('\n');
}

class Keywords implements SherpaKeywords {
  readonly #spotter: KeywordSpotter;
  readonly #phrases: readonly string[];
  #stream: OnlineStream;
  /** The first sample that the stream was given, and the one after the last. */
  #start = 0;
  #end = 0;

  constructor(spotter: KeywordSpotter, phrases: readonly string[]) {
    this.#spotter = spotter;
    this.#phrases = phrases;
    this.#stream = spotter.createStream();
  }

  begin(at: number): void {
    this.#stream = this.#spotter.createStream();
    this.#start = at;
    this.#end = at;
  }

  hear(samples: Float32Array): FoundKeyword | undefined {
    this.#stream.acceptWaveform({ samples: cleanSamples(samples), sampleRate: SAMPLE_RATE_HZ });
    this.#end += samples.length;
    let found: FoundKeyword | undefined;
    while (found === undefined && this.#spotter.isReady(this.#stream)) {
      this.#spotter.decode(this.#stream);
      const { keyword, timestamps } = this.#spotter.getResult(this.#stream);
      if (keyword === '') continue;
      const endMs = (timestamps.at(-1) ?? 0) * 1000 + LAST_TOKEN_MS;
      found = {
        phrase: this.#phrases[Number(keyword)] ?? keyword,
        from: this.#start + Math.round((timestamps[0] ?? 0) * SAMPLE_RATE_HZ),
        to: Math.min(this.#end, this.#start + Math.round((endMs * SAMPLE_RATE_HZ) / 1000)),
      };
    }
    // Times count from where a stream began; the library does not tell where one was reset.
    if (found !== undefined) this.begin(this.#end);
    return found;
  }
}
