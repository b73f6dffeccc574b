import { describe, expect, test } from 'vitest';
import { type Film, type FilmEvent, FilmTooLongError, filmOf } from './film.ts';
import { Looks } from './row-marks.ts';

const output = (atMs: number, text: string): FilmEvent => ({
  kind: 'output',
  atMs,
  bytes: new TextEncoder().encode(text),
});
const begins: FilmEvent = { kind: 'begins', atMs: 0 };

function filmed(...events: FilmEvent[]): Film {
  return filmOf({ title: 'a test', columns: 10, rows: 2, events }, new Looks());
}

/** The words of each frame's first row, and when it is shown. */
function shown({ frames }: Film): (readonly [number, string])[] {
  return frames.map(({ atMs, rows }) => [
    atMs,
    /class="\w+">([^<]*)</u.exec(rows[0] ?? '')?.[1] ?? '',
  ]);
}

describe('frames', () => {
  test('have the times of the recording; what changes within one is one', () => {
    const film = filmed(
      begins,
      output(0, 'a'),
      output(30, 'b'),
      output(500, 'c'),
      output(900, 'd'),
    );
    expect(shown(film)).toEqual([
      [0, 'ab'],
      [470, 'abc'],
      [870, 'abcd'],
    ]);
  });

  test('are not longer than it takes to read them, and begin where the film does', () => {
    const film = filmed(
      output(0, 'x'),
      { kind: 'begins', atMs: 5_000 },
      output(5_010, '\ry'),
      output(65_000, 'z'),
    );
    expect(shown(film)).toEqual([
      [0, 'y'],
      [1_500, 'yz'],
    ]);
  });

  test('that look like the one before are left out', () => {
    expect(shown(filmed(begins, output(0, 'a'), output(200, '\ra'), output(600, 'b')))).toEqual([
      [0, 'a'],
      [600, 'ab'],
    ]);
  });

  test('never show half an update or half a sequence', () => {
    const film = filmed(
      begins,
      output(0, 'a'),
      output(200, '\u001b[?2026h\rbb'),
      output(400, '\rcc'),
      output(600, '\rdd\u001b[?2026l\u001b['),
      output(800, 'm'),
    );
    expect(shown(film).map(([, text]) => text)).toEqual(['a', 'dd']);
  });

  test('have the cursor unless it is hidden, and the caption of their time', () => {
    const { frames } = filmed(
      begins,
      output(0, 'a'),
      { kind: 'said', atMs: 200, words: 'send it' },
      { kind: 'pressed', atMs: 400, keys: 'F2' },
      { kind: 'said', atMs: 600, words: undefined },
      output(800, '\u001b[?25l'),
    );
    expect(frames.map(({ cursor }) => cursor?.column)).toEqual([1, 1, 1, 1, undefined]);
    expect(frames.map(({ caption }) => [caption.said, caption.keys])).toEqual([
      [undefined, undefined],
      ['send it', undefined],
      ['send it', 'F2'],
      [undefined, 'F2'],
      [undefined, 'F2'],
    ]);
  });
});

test('a moment is a picture of its own, also behind the end', () => {
  const film = filmed(
    begins,
    output(0, 'a'),
    { kind: 'moment', atMs: 10, name: 'first' },
    { kind: 'ends', atMs: 100 },
    output(500, 'b'),
    { kind: 'moment', atMs: 510, name: 'second' },
  );
  expect(shown(film)).toEqual([[0, 'a']]);
  expect([...film.moments.keys()]).toEqual(['first', 'second']);
  expect(film.moments.get('second')?.rows[0]).toContain('>ab<');
});

describe('a recording of somebody else', () => {
  const session = (events: readonly FilmEvent[]) => ({ title: 't', columns: 10, rows: 2, events });

  test('is drawn as large as its terminal became', () => {
    const film = filmed(
      begins,
      output(0, 'a'),
      { kind: 'resized', atMs: 100, columns: 20, rows: 4 },
      output(200, '\u001b[4;20Hz'),
      { kind: 'resized', atMs: 300, columns: 15, rows: 3 },
      output(400, 'y'),
    );
    expect([film.columns, film.rows]).toEqual([20, 4]);
  });

  test('of more frames than are wanted is refused', () => {
    const events = Array.from({ length: 20 }, (_, at) => output(at * 100, `${at}`));
    const limits = { longestPauseMs: 1_000, mostFrames: 10 };
    expect(() => filmOf(session([begins, ...events]), new Looks(), limits)).toThrow(
      FilmTooLongError,
    );
  });
});
