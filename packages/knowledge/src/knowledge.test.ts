// Notes as people write them: parted, read, found, quoted, added.
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addNote } from './add-note.ts';
import { MOST_QUOTED_UNITS, quoteSnippets, sourceOf } from './quote-snippets.ts';
import { readNotes } from './read-notes.ts';
import { searchSnippets } from './search-snippets.ts';
import { type Snippet, snippetsOf, titleOf } from './snippets.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'codex-voice-notes-'));
});
afterEach(() => {
  chmodSync(root, 0o700);
  rmSync(root, { recursive: true });
});

function write(name: string, text: string | Uint8Array): void {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const parted = (note: string) =>
  snippetsOf('a.md', note).map((snippet) => [snippet.line, titleOf(snippet), snippet.text]);

describe('snippets', () => {
  it('KNOWLEDGE-1 a note is parted at its headings, and they are known below each other', () => {
    const note = [
      'before',
      '# Cache',
      '',
      'How it is kept.',
      '## Invalidate ##',
      'When.',
      'Why',
      '---',
      'text',
      '### Deep',
      'x',
      '# Other',
      'y',
    ].join('\n');
    expect(parted(note)).toEqual([
      [1, '', 'before'],
      [4, 'Cache', 'How it is kept.'],
      [6, 'Cache › Invalidate', 'When.\nWhy\n---\ntext'],
      [11, 'Cache › Invalidate › Deep', 'x'],
      [13, 'Other', 'y'],
    ]);
    expect(parted('Title\n=====\n\na\n\nSub\n---\n\nb')).toEqual([
      [4, 'Title', 'a'],
      [9, 'Title › Sub', 'b'],
    ]);
  });

  it('KNOWLEDGE-1 no heading in a fence, no text in front matter, no snippet without text', () => {
    expect(
      parted(
        '---\ntags: a\n---\n# T\n```sh\n# no heading\n```\n~~~\n# none\n```\n# none\n~~~\nend',
      ),
    ).toEqual([[5, 'T', '```sh\n# no heading\n```\n~~~\n# none\n```\n# none\n~~~\nend']]);
    expect(parted('# A\n\n# B\n\n \n')).toEqual([]);
    expect(parted('#no heading\n####### none')).toEqual([[1, '', '#no heading\n####### none']]);
    expect(parted('# A\r\ntext\r\n')).toEqual([[2, 'A', 'text']]);
  });

  it('KNOWLEDGE-1 a line made to be long is read as quickly as any other, and a title has an end', () => {
    const blanks = ' '.repeat(200_000);
    expect(parted(`# a${blanks}b\ntext`)).toEqual([[2, 'a', 'text']]);
    expect(parted(`# ${'#'.repeat(200_000)}\ntext`)).toHaveLength(1);
    const [[, title] = []] = parted(`# ${'long '.repeat(100_000)}\ntext`);
    expect(String(title).length).toBeLessThanOrEqual(200);
    const unclosed = snippet('a.md', '', '<!-- '.repeat(200_000));
    expect(quoteSnippets([unclosed]).length).toBeLessThanOrEqual(MOST_QUOTED_UNITS);
    const spaced = snippet('a.md', '', `a${' \t'.repeat(200_000)}b`);
    expect(quoteSnippets([spaced]).length).toBeLessThanOrEqual(MOST_QUOTED_UNITS);
  });

  it('KNOWLEDGE-2 every line of text is in a snippet, which tells the line it begins on', () => {
    const line = fc.constantFrom('', '# a', '## b', 'text', '```', '---', '===', '- item', '  # c');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        for (const { line: begins, text } of snippetsOf('a.md', lines.join('\n'))) {
          expect(lines[begins - 1]?.trim()).toBe(text.split('\n')[0]?.trim());
        }
      }),
    );
  });
});

describe('reading', () => {
  it('KNOWLEDGE-10 notes in folders too, but nothing hidden, no packages and no links', async () => {
    write('b/c.markdown', 'one');
    write('a.MD', 'two');
    for (const name of ['.hidden.md', '.git/x.md', 'node_modules/y.md', 'z.txt']) write(name, 'no');
    symlinkSync(join(root, 'a.MD'), join(root, 'link.md'));
    symlinkSync(root, join(root, 'loop'));
    const { notes, snippets, leftOut } = await readNotes([
      { path: root, called: '' },
      { path: join(root, 'gone'), called: 'x' },
      { path: join(root, 'b'), called: 'again' },
    ]);
    expect({ notes, leftOut }).toEqual({ notes: 3, leftOut: 0 });
    expect(snippets.map(({ file }) => file)).toEqual(['a.MD', 'b/c.markdown', 'again/c.markdown']);
  });

  it('KNOWLEDGE-11 what is too large or no text is left out and counted', async () => {
    write('big.md', 'x'.repeat(1024 * 1024 + 1));
    write('binary.md', new Uint8Array([0xff, 0xfe]));
    write('good.md', 'fine');
    expect(await readNotes([{ path: root, called: '' }])).toMatchObject({ notes: 1, leftOut: 2 });
  });

  it('KNOWLEDGE-11 of more notes than are read the rest is counted', async () => {
    for (let index = 0; index <= 5_000; index += 1) write(`${index}.md`, 'x');
    expect(await readNotes([{ path: root, called: '' }])).toMatchObject({
      notes: 5_000,
      leftOut: 1,
    });
  });
});

const snippet = (file: string, title: string, text: string): Snippet => ({
  file,
  line: 1,
  headings: title === '' ? [] : [title],
  text,
});
const NOTES = [
  snippet('http.md', 'Retries', 'Every request is repeated three times.'),
  snippet('http.md', 'Timeouts', 'A request ends after ten seconds; see retries.'),
  snippet('cache.md', 'Keys', 'The function getUserName builds HTTPServer keys from user_id.'),
  snippet('ja.md', 'キャッシュ', 'キャッシュの無効化は五分ごとに行います。'),
  snippet('queue.md', '', 'Prompts wait here, and retries do not.'),
];
const found = async (words: string, most = 9) =>
  (await searchSnippets(NOTES, { words, most })).map((each) => sourceOf(each));

describe('walking', () => {
  it('KNOWLEDGE-11 of too many files the rest is not looked through, and that is told', async () => {
    for (let index = 0; index < 200; index += 1) write(`a/${index}.txt`, '');
    write('b.md', 'found');
    expect(await readNotes([{ path: root, called: '' }])).toMatchObject({ walked: 'whole' });
    // The same folder again and again is as good as a large one.
    const again = Array.from({ length: 260 }, () => ({ path: root, called: '' }));
    const { notes, walked } = await readNotes(again);
    expect({ walked, some: notes > 200, all: notes < 260 }).toEqual({
      walked: 'in-part',
      some: true,
      all: true,
    });
  });
});

describe('search', () => {
  it('KNOWLEDGE-20 all words, whole or begun or with a letter changed; a title counts for more', async () => {
    expect(await found('request')).toEqual(
      expect.arrayContaining(['http.md › Retries', 'http.md › Timeouts']),
    );
    expect((await found('retries'))[0]).toBe('http.md › Retries');
    expect(await found('request seconds')).toEqual(['http.md › Timeouts']);
    expect((await found('Timeo'))[0]).toBe('http.md › Timeouts');
    expect((await found('tiemouts'))[0]).toBe('http.md › Timeouts');
    expect(await found('queue')).toEqual(['queue.md']);
    expect(await found('')).toEqual([]);
    expect(await found('?! --')).toEqual([]);
  });

  it('KNOWLEDGE-20 where no snippet has all, those with any', async () => {
    expect(await found('seconds unheardof')).toEqual(['http.md › Timeouts']);
    expect(await found('unheardof')).toEqual([]);
  });

  it('KNOWLEDGE-21 names in code by their parts, languages without blanks by two characters', async () => {
    for (const words of ['user name', 'getUserName', 'server', 'id', 'user_id']) {
      expect(await found(words), words).toContain('cache.md › Keys');
    }
    expect(await found('無効化')).toEqual(['ja.md › キャッシュ']);
  });

  it('KNOWLEDGE-22 the best first, no more than asked for, and always the same', async () => {
    expect(await found('request', 1)).toHaveLength(1);
    expect(await found(`request ${'seconds '.repeat(5_000)}unheardof`)).toEqual([
      'http.md › Timeouts',
    ]);
    const same = Array.from({ length: 5 }, (_, index) => snippet(`${index}.md`, '', 'alike'));
    const alike = await searchSnippets(same, { words: 'alike', most: 3 });
    expect(alike.map(({ file }) => file)).toEqual(['0.md', '1.md', '2.md']);
  });

  it('KNOWLEDGE-22 any words may be asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (words) => {
        expect((await found(words, 2)).length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 30 },
    );
  });
});

describe('quotes', () => {
  it('KNOWLEDGE-30 each names its file and title, within the bound', () => {
    expect(quoteSnippets(NOTES.slice(0, 2))).toBe(
      'http.md › Retries:\nEvery request is repeated three times.\n\nhttp.md › Timeouts:\nA request ends after ten seconds; see retries.',
    );
    const long = snippet('long.md', '', 'a line of text\n'.repeat(1_000));
    const quoted = quoteSnippets([long, ...NOTES]);
    expect(quoted.length).toBeLessThanOrEqual(MOST_QUOTED_UNITS);
    expect(quoted).toMatch(/^long\.md:\n/u);
    expect(quoted).toMatch(/a line of text\n…$/u);
    const second = quoteSnippets([...NOTES.slice(0, 1), long]);
    expect(second).toBe(quoteSnippets(NOTES.slice(0, 1)));
    const unbroken = quoteSnippets([snippet('a.md', '', '😀'.repeat(5_000))]);
    expect(unbroken.length).toBeLessThanOrEqual(MOST_QUOTED_UNITS);
    expect(unbroken.isWellFormed()).toBe(true);
    const noted = snippet('day.md', '', '- **14:05** ask <!-- id -->\n<!-- a\nb -->\n- end');
    expect(quoteSnippets([noted])).toBe('day.md:\n- **14:05** ask\n\n- end');
    expect(quoteSnippets([])).toBe('');
  });
});

describe('adding', () => {
  it('KNOWLEDGE-40 a file of its own, which is never overwritten', () => {
    const folder = join(root, 'new', 'kb');
    const added = addNote(folder, { title: 'Retry: when & how?', text: '\nTwice.\n\n' });
    expect(added).toEqual({ kind: 'added', path: join(folder, 'retry-when-how.md') });
    const path = added.kind === 'added' ? added.path : '';
    expect(readFileSync(path, 'utf8')).toBe('# Retry: when & how?\n\nTwice.\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(addNote(folder, { title: 'retry when how', text: 'x' })).toEqual({
      kind: 'there',
      path,
    });
    expect(readFileSync(path, 'utf8')).toContain('Twice');
  });

  it('KNOWLEDGE-40 no title leads out of the folder; what can’t be written says why', () => {
    const added = addNote(root, { title: '../../etc/passwd', text: 'x' });
    expect(added).toEqual({ kind: 'added', path: join(root, 'etc-passwd.md') });
    expect(addNote(root, { title: '/.. ?', text: 'x' })).toEqual({ kind: 'unnamed' });
    expect(addNote(root, { title: '無効化', text: 'x' })).toMatchObject({ kind: 'added' });
    expect(addNote(join(root, 'etc-passwd.md'), { title: 'a', text: 'x' })).toMatchObject({
      kind: 'failed',
    });
    expect(addNote('/proc/none', { title: 'a', text: 'x' })).toMatchObject({ kind: 'failed' });
    symlinkSync(join(root, 'nowhere'), join(root, 'b.md'));
    expect(addNote(root, { title: 'b', text: 'x' })).toMatchObject({ kind: 'there' });
  });
});
