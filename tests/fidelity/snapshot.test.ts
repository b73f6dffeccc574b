// A terminal that is given a snapshot and what came after it, and one that was given everything, can't
// be told apart: for recordings of real programs, for every cut of short streams, and for random ones.
import { type CastEvent, sized, TerminalCrashError } from '@codex-voice/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRecordings } from './load-recordings.ts';
import { RANDOM_SIZE, randomProgram } from './random-streams.ts';
import { playSnapshot, type SnapshotOutcome, type SnapshotPlay } from './snapshot-play.ts';

/** A few seconds' worth; `FIDELITY_RUNS` and `FIDELITY_SEED` hunt for more. */
const RUNS = Number(process.env.FIDELITY_RUNS ?? sized({ usual: 100, full: 300 }));
const SEED = Number(process.env.FIDELITY_SEED ?? 20_261);
/** Moments of each recording at which a snapshot is taken. */
const MOMENTS = 6;
/** What shrinks to nothing proves nothing. */
const LEAST_DECIDED_SHARE = 0.8;

const bytes = (text: string) => new TextEncoder().encode(text);

describe('recordings of real programs', () => {
  it.each([...loadRecordings()])('SHADOW-10: %s goes on from a snapshot', (_, cast) => {
    const outputs = [...cast.events.keys()].filter((at) => cast.events[at]?.kind === 'output');
    for (let moment = 1; moment <= MOMENTS; moment += 1) {
      const at = outputs[Math.floor((outputs.length - 1) * (moment / MOMENTS))] ?? 0;
      // Up to the next resize: what is scrolled back into a window that grows depends on the emulator.
      const resize = cast.events.findIndex((one, index) => index > at && one.kind === 'resize');
      const rest = cast.events.slice(at, resize < 0 ? undefined : resize);
      const last = Buffer.concat(rest.map((one) => ('bytes' in one ? one.bytes : bytes(''))));
      const first = cast.events[at];
      const cutBytes = Math.ceil(
        (first !== undefined && 'bytes' in first ? first.bytes.length : 0) / 2,
      );
      const play = { size: cast, before: cast.events.slice(0, at), last, cutBytes };
      expect(playSnapshot({ ...play, parts: 'whole' })).toEqual([]);
      expect(playSnapshot({ ...play, parts: 'viewport' })).toEqual([]);
    }
  });
});

describe('every cut of short streams', () => {
  const streams: readonly (readonly [string, string])[] = [
    [
      'text that wraps, with wide and marked characters',
      'abc日本語def e\u0301 ñ\u0323 🦊 and so on and on',
    ],
    ['characters of which two bytes look whole', 'one… two— three“'],
    [
      'colours and underlines',
      '\x1b[1;38;5;9mA\x1b[4:3;58:2::1:2:3mB\x1b[38;2;1;2;3;48;5;4mC\x1b[K\x1b[m D',
    ],
    ['an erased line of colour that wraps', '\x1b[44maaaaaaaaaaaaaaaaaaaa\x1b[2;3H\x1b[K\x1b[mbb'],
    [
      'margins, origin and what scrolls',
      'one\r\ntwo\x1b[2;4r\x1b[?6h\x1b[3;1Hx\n\ny\x1bM\x1b[?6lz',
    ],
    [
      'both screens and their saved cursors',
      'a\x1b[2;3H\x1b[31m\x1b7\x1b[m\x1b[?1049hb\x1b[4;5H\x1b7c\x1b[?1049ld\x1b8e',
    ],
    ['sets of characters', '\x1b(0lqk\x1b(B\x1b)0\x0eqq\x0fqq\x1b*A\x1bn#\x0f#'],
    ['tab stops', '\x1b[3g\x1b[5G\x1bH\x1b[11G\x1bH\r\ta\tb\r\n\tc'],
    ['the last column', '12345678901234\x1b[31mx\x1b[?7l\x1b[14Gyz\x1b[?7h'],
    [
      'insertion, title and modes',
      '\x1b]2;a title\x07abc\x1b[4h\x1b[2Gx\x1b[4l\x1b[?1;1006;2004h\x1b=\x1b[?25l',
    ],
    [
      'scrollback with lines that go on',
      'a line that is longer than a row\r\n\n\n\n\nlast one\r\nend',
    ],
    ['a link', 'see \x1b]8;id=1;http://e.test/a;b\x1b\\here\x1b]8;;\x1b\\ now'],
  ];
  it.each(streams)('SHADOW-10, SHADOW-11: %s', (_, text) => {
    const last = bytes(text);
    for (let cutBytes = 0; cutBytes <= last.length; cutBytes += 1) {
      const play = { size: RANDOM_SIZE, before: [], last, cutBytes };
      expect([cutBytes, playSnapshot({ ...play, parts: 'whole' })]).toEqual([cutBytes, []]);
    }
  });
});

const resized = fc.record({
  kind: fc.constant('resize' as const),
  atMs: fc.constant(0),
  columns: fc.integer({ min: 8, max: 20 }),
  rows: fc.integer({ min: 2, max: 9 }),
});
const steps = fc.array(fc.oneof({ weight: 3, arbitrary: randomProgram }, resized), {
  maxLength: 4,
});

describe('random programs', () => {
  it('SHADOW-10: go on from a snapshot at any moment, after any resizes', () => {
    let decided = 0;
    const property = fc.property(steps, randomProgram, fc.nat(), (before, after, place) => {
      const programs = before.filter((step) => Array.isArray(step));
      const all = [...programs.flat(), ...after];
      const sizes = programs.length === before.length ? 'one' : 'several';
      const tame = (program: readonly string[]) => bytes(tamed(program, all, sizes).join(''));
      const last = tame(after);
      const outcome = outcomeUnlessCrashed({
        size: RANDOM_SIZE,
        before: before.map((step): CastEvent => {
          return Array.isArray(step) ? { kind: 'output', atMs: 0, bytes: tame(step) } : step;
        }),
        last,
        cutBytes: place % (last.length + 1),
        parts: 'whole',
      });
      if (outcome === 'undecided') return;
      decided += 1;
      expect(outcome).toEqual([]);
    });
    fc.assert(property, { numRuns: RUNS, seed: SEED });
    expect(decided / RUNS).toBeGreaterThan(LEAST_DECIDED_SHARE);
  });
});

function outcomeUnlessCrashed(play: SnapshotPlay): SnapshotOutcome {
  try {
    return playSnapshot(play);
  } catch (error) {
    if (error instanceof TerminalCrashError) return 'undecided';
    throw error;
  }
}

/**
 * Without what the emulator keeps where no sequence can put it: a link or a set of characters that a
 * restored cursor has disabled, half of a wide character in the last
 * column of a window that was narrowed or doesn't wrap, a saved row that scrollback has
 * moved, the underline of the alignment test.
 */
function tamed(
  program: readonly string[],
  all: readonly string[],
  sizes: 'one' | 'several',
): string[] {
  const restores = all.some((step) => /^\x1b(8|\[u|\[\?.*104[89].*l)/.test(step));
  const halves = sizes === 'several' || all.some((step) => /\?.*7l/.test(step));
  return program
    .filter((step) => !step.startsWith('\x1b]8') && !/^\x1b\[\??0*3J/.test(step))
    .filter((step) => !(restores && /^(\x0e|\x0f|\x1b[()].)$/.test(step)))
    .map((step) => (halves && /[你🦊]/u.test(step) ? 'ab' : step))
    .map((step) => (step === '\x1b#8' ? `\x1b[m${step}` : step));
}
