// A film as a page: it shows what it was given, and nothing in it is more than text.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type FilmEvent, filmOf } from './film.ts';
import { filmPage } from './page.ts';
import { PLAYER_SCRIPT } from './player.ts';
import { Looks } from './row-marks.ts';

const HOSTILE = '</script><script>alert(1)</script><img src=x onerror=alert(2)>"&\'';

function pageOf(text: string, label: string): string {
  const looks = new Looks();
  const events: FilmEvent[] = [
    { kind: 'begins', atMs: 0 },
    { kind: 'output', atMs: 0, bytes: `${text}\r\n` },
    { kind: 'mark', atMs: 400, label },
    { kind: 'output', atMs: 500, bytes: 'and more' },
  ];
  const film = filmOf({ title: text, columns: 100, rows: 3, events }, looks);
  return filmPage({ film, looks, description: text });
}

test('what was recorded ends no element and begins none', () => {
  const page = pageOf(HOSTILE, HOSTILE);
  expect(page.match(/<script/gu)).toHaveLength(2);
  expect(page.match(/<\/script>/gu)).toHaveLength(2);
  expect(page).not.toMatch(/<img|<script>alert/u);
});

test('no more may run in it than its player, and nothing is fetched', () => {
  const page = pageOf('hello', 'turn started');
  const policy = /Content-Security-Policy" content="([^"]+)"/u.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(PLAYER_SCRIPT).digest('base64');
  expect(policy).toBe(`default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`);
  expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import/u);
});

test('each frame names the rows it shows, and each mark is a button', () => {
  const page = pageOf('hello', 'turn started');
  const data = JSON.parse(/id="film">(.*)<\/script>/u.exec(page)?.[1] ?? '{}');
  expect(data.frames.map(({ t }: { t: number }) => t)).toEqual([0, 500]);
  expect(page).toContain('data-at="500">turn started</button>');
  const [first, second] = data.frames;
  expect(first.r[0]).toBe(second.r[0]);
  expect(first.r[1]).not.toBe(second.r[1]);
});
