// Terms and the models that hear them, from the list that is given to the word that is written: hotwords,
// both kinds of transducer, and the spotter that the streaming one serves.
import { createRequire } from 'node:module';
import type { ModelSpec } from '@codex-voice/protocol';
import type { Recognizer, UtteranceContext } from '@codex-voice/speech';
import { melody, spellInTokens } from '@codex-voice/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { piecesOf } from '../recognizer-contract.test-support.ts';
import { generatedModels } from './generated-models.test-support.ts';
import { hotwordLines, MOST_TERMS } from './hotwords.ts';
import { createModelRecognizer } from './model-recognizer.ts';
import { parseTokenList } from './token-list.ts';

const generate = generatedModels();

function terms(...texts: readonly string[]): UtteranceContext {
  return { terms: texts.map((text) => ({ text })) };
}

/** A streaming model leans towards terms once an utterance that was begun with them is over. */
async function expectTerms(recognizer: Recognizer, context: UtteranceContext): Promise<void> {
  recognizer.begin(context).abandon();
  await new Promise((resolve) => setTimeout(resolve));
}

describe.each(['streaming-transducer', 'transducer'] as const)('terms in a %s', (layout) => {
  let spec: ModelSpec;
  let recognizer: Recognizer;
  beforeAll(async () => {
    spec = await generate(layout);
    recognizer = await createModelRecognizer(spec);
  });
  afterAll(() => {
    recognizer.dispose();
  });

  /** What is written of a tune in which `(ck)` is as much a c as it is a k. */
  async function written(tune: string, context: UtteranceContext = {}): Promise<string> {
    await expectTerms(recognizer, context);
    const utterance = recognizer.begin(context);
    for (const piece of piecesOf(melody(tune))) utterance.accept(piece);
    return (await utterance.finish()).text;
  }

  it('RECOG-96 decides by the term what could be either', async () => {
    expect(recognizer.abilities.terms).toBe('decoder');
    expect(await written('a (ck)at sat', terms('cat'))).toBe('a cat sat');
    expect(await written('a (ck)at sat', terms('kat'))).toBe('a kat sat');
    expect(await written('a (ck)at sat', terms('dog', 'kat', 'bird'))).toBe('a kat sat');
  });

  it('RECOG-96 begins at once, whatever list it is given', async () => {
    const utterance = recognizer.begin(terms('zebra', 'yak'));
    for (const piece of piecesOf(melody('bat'))) utterance.accept(piece);
    expect((await utterance.finish()).text).toBe('bat');
  });

  it('RECOG-96 forgets the terms with their utterance', async () => {
    const without = await written('(ck)at');
    const other = without === 'cat' ? 'kat' : 'cat';
    expect(await written('(ck)at', terms(other))).toBe(other);
    expect(await written('(ck)at')).toBe(without);
  });

  it('RECOG-96 leaves alone what is heard clearly', async () => {
    expect(await written('bat cot ca', terms('cat', 'cats'))).toBe('bat cot ca');
  });

  it('RECOG-96 takes terms as they are said, of several words, in any letters', async () => {
    const context = { terms: [{ text: 'useKat', spoken: 'Use Kat' }] };
    expect(await written('use (ck)at', context)).toBe('use kat');
  });

  it('RECOG-97 survives terms that the model cannot spell', async () => {
    const odd = terms('', ' ', 'é', 'a/b', ':2.0', '#1', '@x', 'C++', '日本', 'x'.repeat(5000));
    expect(await written('(ck)at', { terms: [...(odd.terms ?? []), { text: 'kat' }] })).toBe('kat');
  });

  it('RECOG-97 takes no terms where there is no vocabulary to spell them', async () => {
    const { vocabulary: _, ...files } = spec.files;
    const plain = await createModelRecognizer({ ...spec, files });
    expect(plain.abilities.terms).toBe('none');
    const utterance = plain.begin(terms('kat'));
    utterance.accept(melody('bat'));
    expect(await utterance.finish()).toMatchObject({ text: 'bat' });
    plain.dispose();
  });

  it('RECOG-16 is less sure of what could be either', async () => {
    const confidences: number[] = [];
    for (const tune of ['bat', '(bx)at']) {
      const utterance = recognizer.begin();
      utterance.accept(melody(tune));
      const recognition = await utterance.finish();
      if (recognition.verdict === 'failed') throw new Error(recognition.message);
      confidences.push(recognition.confidence ?? Number.NaN);
    }
    const [clear = 0, ambiguous = 1] = confidences;
    expect(clear).toBeGreaterThan(0.9);
    expect(ambiguous).toBeLessThan(0.9);
  });
});

describe('partials with terms', () => {
  it('RECOG-84 settles words that the search has kept', async () => {
    const recognizer = await createModelRecognizer(await generate('streaming-transducer'));
    await expectTerms(recognizer, terms('cat'));
    const utterance = recognizer.begin(terms('cat'));
    let settled = '';
    let shown = '';
    for (const piece of piecesOf(melody('the (ck)at sat on it'))) {
      utterance.accept(piece);
      const { text, settledLength } = utterance.partial();
      expect(text.startsWith(settled)).toBe(true);
      settled = text.slice(0, settledLength);
      shown = text;
    }
    expect(shown).toBe('the cat sat on it');
    expect(settled).toBe('the cat sat on');
    expect((await utterance.finish()).text).toBe('the cat sat on it');
    recognizer.dispose();
  });
});

describe('hotwordLines', () => {
  const lower = parseTokenList(
    ['<blk>', '\u2581', ...'abcdef'].map((t, i) => `${t} ${i}`).join('\n'),
  );
  const upper = parseTokenList(['<blk>', '\u2581', ...'ABC'].map((t, i) => `${t} ${i}`).join('\n'));

  it('RECOG-96 writes terms in the letters of the model, each once', () => {
    const said = [{ text: 'Abc' }, { text: 'x', spoken: 'a  bc ' }, { text: 'ABC' }];
    expect(hotwordLines(said, lower)).toEqual(['abc', 'a bc']);
    expect(hotwordLines(said, upper)).toEqual(['ABC', 'A BC']);
  });

  it('RECOG-97 leaves out what cannot be spelled, and single letters', () => {
    const odd = ['', 'a', 'xyz', 'ab/c', 'ab:2', 'b#', '@c', 'abc!'].map((text) => ({ text }));
    expect(hotwordLines([...odd, { text: 'fed' }], lower)).toEqual(['fed']);
  });

  it('RECOG-96 takes the likeliest hundred', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({
      text: [...index.toString(6).padStart(4, '0')]
        .map((digit) => 'abcdef'[Number(digit)])
        .join(''),
    }));
    const lines = hotwordLines(many, lower);
    expect(lines).toHaveLength(MOST_TERMS);
    expect(lines[0]).toBe('aaaa');
  });
});

describe('the generated transducer', () => {
  /** Keywords that the library's spotter hears in `tune`. */
  function spotted(spec: ModelSpec, keywords: readonly string[], tune: string): readonly string[] {
    const { KeywordSpotter } = createRequire(import.meta.url)('sherpa-onnx-node');
    const list = keywords.map((word) => `${spellInTokens(word)} @${word}`).join('\n');
    const { encoder, decoder, joiner, tokens } = spec.files;
    const spotter = new KeywordSpotter({
      featConfig: { sampleRate: 16_000, featureDim: 80 },
      modelConfig: { transducer: { encoder, decoder, joiner }, tokens, numThreads: 1, debug: 0 },
      keywordsBuf: list,
      keywordsBufSize: Buffer.byteLength(list),
    });
    const stream = spotter.createStream();
    const found: string[] = [];
    for (const samples of [melody(tune), new Float32Array(8000)]) {
      stream.acceptWaveform({ samples, sampleRate: 16_000 });
      while (spotter.isReady(stream)) {
        spotter.decode(stream);
        const { keyword } = spotter.getResult(stream);
        if (keyword === '') continue;
        found.push(keyword);
        spotter.reset(stream);
      }
    }
    return found;
  }

  it('serves the keyword spotter: it fires on its melody and on no other', async () => {
    const spec = await generate('streaming-transducer');
    expect(spotted(spec, ['codex'], 'hey codex go')).toEqual(['codex']);
    expect(spotted(spec, ['codex', 'voice'], 'codex and voice')).toEqual(['codex', 'voice']);
    for (const other of ['hey claude go', 'code', 'index', '']) {
      expect(spotted(spec, ['codex'], other)).toEqual([]);
    }
  });
});
