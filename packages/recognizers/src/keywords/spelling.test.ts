import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTokenList } from '../sherpa/token-list.ts';
import { pieceScores } from './piece-scores.ts';
import { spellPhrase } from './spelling.ts';

function tokensOf(...pieces: readonly string[]) {
  return parseTokenList(['<blk>', ...pieces].map((piece, at) => `${piece} ${at}`).join('\n'));
}

const english = tokensOf(
  '\u2581',
  '\u2581HE',
  '\u2581H',
  'EY',
  'E',
  'Y',
  '\u2581CO',
  'DE',
  'D',
  'X',
);

/** A field of a protocol buffer with a length before its content. */
function field(tag: number, content: Uint8Array): Uint8Array {
  return Uint8Array.of(tag, content.length, ...content);
}

function float(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return bytes;
}

/** SentencePiece's file: a piece has a text, a score and a kind. */
function pieceModel(scores: Readonly<Record<string, number>>): Uint8Array {
  const pieces = Object.entries(scores).flatMap(([piece, score]) => {
    const text = field(0x0a, new TextEncoder().encode(piece));
    return [...field(0x0a, Uint8Array.of(...text, 0x15, ...float(score), 0x18, 1))];
  });
  // Its settings follow, which are nobody's business here.
  return Uint8Array.of(...pieces, ...field(0x12, Uint8Array.of(0x08, 1)));
}

describe('a phrase in the tokens of a keyword model', () => {
  it('RECOG-134 is cut into the fewest pieces, in the letters of the model', () => {
    expect(spellPhrase({ spoken: 'hey codex' }, english, undefined)).toEqual({
      tokens: ['\u2581HE', 'Y', '\u2581CO', 'DE', 'X'],
    });
  });

  it('RECOG-134 is cut into the likeliest pieces where their scores are known', () => {
    const scores = { '\u2581HE': -9, Y: -9, '\u2581H': -3, EY: -3, '\u2581CO': -1, DE: -1, X: -1 };
    const lines = Object.entries(scores).map(([piece, score]) => `${piece}\t${score}\n`);
    for (const bytes of [pieceModel(scores), new TextEncoder().encode(lines.join(''))]) {
      expect(spellPhrase({ spoken: 'hey' }, english, pieceScores(bytes))).toEqual({
        tokens: ['\u2581H', 'EY'],
      });
    }
  });

  it('RECOG-134 names the word that can not be spelt', () => {
    expect(spellPhrase({ spoken: 'hey zoe' }, english, undefined)).toEqual({ unspeltWord: 'zoe' });
  });

  it('RECOG-134 takes tokens that are given as a pronunciation', () => {
    const chinese = tokensOf('n', 'ǐ', 'h', 'ǎo');
    const pronunciations = { 你好: ['N IY HH AW', 'n ǐ h ǎo'] };
    expect(spellPhrase({ spoken: '你好', pronunciations }, chinese, undefined)).toEqual({
      tokens: ['n', 'ǐ', 'h', 'ǎo'],
    });
    expect(spellPhrase({ spoken: '你好' }, chinese, undefined)).toEqual({ unspeltWord: '你好' });
  });

  it('RECOG-134 a word that is a property of every object is spelt as any other', () => {
    const tokens = tokensOf('\u2581constructor');
    const phrase = { spoken: 'constructor', pronunciations: {} };
    expect(spellPhrase(phrase, tokens, undefined)).toEqual({ tokens: ['\u2581constructor'] });
  });

  it('RECOG-134 whatever a vocabulary holds, it is read or left aside', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const scores = pieceScores(bytes);
        expect(scores === undefined || scores.size > 0).toBe(true);
      }),
    );
    const whole = pieceModel({ ab: -1, c: -2 });
    for (let end = 0; end < whole.length; end += 1) pieceScores(whole.subarray(0, end));
  });
});
