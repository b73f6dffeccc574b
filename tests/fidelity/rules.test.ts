// Each thing a program may do with its terminal, alone and cut at every byte.
import { describe, expect, it } from 'vitest';
import { castOf, outcomeOf, type Play } from './play.ts';
import { BYTE_STREAMS, RULE_STREAMS } from './rule-streams.ts';
import { ourFilter } from './schemes.ts';

/** All cuts of all streams up to this length take some seconds. */
const SHORT_BYTES = 50;

/** Streams that terminals read in different ways, so that the filter knows it has to guess. */
const TERMINALS_DISAGREE: ReadonlySet<string> = new Set([
  'origin mode saved and restored',
  'sub-parameters where none belong',
]);

function expectSame(name: string, play: Play, how: string): void {
  const { differences, guessedPlaces } = outcomeOf(play);
  expect(differences, `${name}, ${how}`).toEqual([]);
  if (!TERMINALS_DISAGREE.has(name)) expect(guessedPlaces, `${name}, ${how}`).toBe(0);
}

const streams: readonly (readonly [string, Uint8Array])[] = [
  ...Object.entries(RULE_STREAMS).map(
    ([name, text]) => [name, new TextEncoder().encode(text)] as const,
  ),
  ...Object.entries(BYTE_STREAMS).map(([name, bytes]) => [name, new Uint8Array(bytes)] as const),
];

describe('what programs do', () => {
  for (const [name, stream] of streams) {
    it(`${name}, whole and byte by byte`, () => {
      for (const cutting of [{ kind: 'as-recorded' }, { kind: 'each-byte' }] as const) {
        for (const paintShare of [0, 0.5, 1]) {
          const play = { cast: castOf(stream), scheme: ourFilter, cutting, seed: 1, paintShare };
          expectSame(name, play, `${cutting.kind}, painting ${paintShare}`);
        }
      }
    });
  }

  const short = streams.filter(([, stream]) => stream.length <= SHORT_BYTES);

  for (const [name, stream] of short) {
    it(`${name}, cut once at each byte and painted there`, () => {
      for (let atByte = 1; atByte < stream.length; atByte += 1) {
        const cutting = { kind: 'once', atByte } as const;
        const play = { cast: castOf(stream), scheme: ourFilter, cutting, seed: 1, paintShare: 1 };
        expectSame(name, play, `cut at ${atByte}`);
      }
    });
  }

  it('most streams are short', () => expect(short.length).toBeGreaterThan(30));
});
