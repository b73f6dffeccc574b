import { describe, expect, test } from 'vitest';
import { feed, feedAndSettle, makeFilter, told } from './filter-harness.test-support.ts';
import { HELD_KEYS_LIMIT, LEADER_WAIT_MS } from './hot-keys.ts';
import { PASTE_STALL_MS } from './input-filter.ts';

describe('forms of a key', () => {
  test.each([
    [
      'F2',
      [
        '\x1bOQ',
        '\x1b[12~',
        '\x1b[[B',
        '\x1b[Q',
        '\x1b[1;1Q',
        '\x1b[1Q',
        '\x1b[12;1~',
        '\x1b[12;65~',
      ],
    ],
    ['F1', ['\x1bOP', '\x1b[11~', '\x1b[[A', '\x1b[P', '\x1b[1;129P']],
    ['F3', ['\x1bOR', '\x1b[13~', '\x1b[[C']],
    ['F5', ['\x1b[15~', '\x1b[[E', '\x1b[15;1:1~']],
    ['F12', ['\x1b[24~']],
    ['F13', ['\x1b[25~', '\x1b[57376u']],
    ['F20', ['\x1b[34~', '\x1b[57383;1u']],
    ['F35', ['\x1b[57398u']],
    ['Shift-F5', ['\x1b[15;2~', '\x1b[15;66~']],
    ['Ctrl-F2', ['\x1b[1;5Q', '\x1bO5Q', '\x1b[12^', '\x1b[12;5~', '\x1b[1;197Q']],
    ['Ctrl-Shift-F2', ['\x1b[12@', '\x1b[1;6Q']],
    ['Alt-F2', ['\x1b[1;3Q', '\x1b\x1bOQ', '\x1b\x1b[12~', '\x1b\x1b[[B']],
    [
      'Ctrl-\\',
      [
        '\x1c',
        '\x1b[92;5u',
        '\x1b[92;5:1u',
        '\x1b[27;5;92~',
        '\x1b[92::92;5u',
        '\x1b[92;69u',
        '\x1b[92:124:92;133:1u',
      ],
    ],
    ['Ctrl-R', ['\x12', '\x1b[114;5u', '\x1b[27;5;114~', '\x1b[1082::114;5u', '\x1b[114;5;18u']],
    ['Ctrl-Shift-R', ['\x1b[114;6u', '\x1b[114:82;6u', '\x1b[27;6;82~', '\x1b[27;6;114~']],
    ['Ctrl-!', ['\x1b[27;6;33~', '\x1b[49:33;6u', '\x1b[33;5u']],
    ['Ctrl-Space', ['\x00', '\x1b[32;5u', '\x1b[27;5;32~']],
    ['Ctrl-_', ['\x1f', '\x1b[27;6;95~', '\x1b[45:95;6u']],
    ['Alt-x', ['\x1bx', '\x1b[120;3u', '\x1b[27;3;120~']],
    ['Alt-Shift-x', ['\x1bX', '\x1b[120;4u', '\x1b[120:88;4u']],
    ['Alt-é', ['\x1b\xc3\xa9', '\x1b[233;3u']],
    ['Ctrl-Alt-a', ['\x1b\x01', '\x1b[97;7u']],
    ['Alt-Enter', ['\x1b\r', '\x1b[13;3u', '\x1b[57414;3u', '\x1b[27;3;13~']],
    ['Ctrl-PageUp', ['\x1b[5;5~', '\x1b[57421;5u']],
    ['Ctrl-Left', ['\x1b[1;5D', '\x1bO5D']],
    ['Alt-Tab', ['\x1b\t', '\x1b[9;3u']],
    ['Ctrl-Shift-Tab', ['\x1b[1;5Z', '\x1b[9;6u']],
    ['Super-k', ['\x1b[107;9u']],
  ])('ANSI-I6 ANSI-I7 %s is known in every form', (key, forms) => {
    for (const form of forms) {
      const filter = makeFilter({ act: key });
      expect([form, ...feed(filter, `<${form}>`)]).toEqual([form, '"<"', 'act press', '">"']);
    }
  });

  test.each([
    [
      'F2',
      ['\x1bOP', '\x1b[13~', '\x1b[1;5Q', '\x1b[1;2Q', '\x1b[2~', 'F2', '\x1b[?12~', '\x1b[2Q'],
    ],
    [
      'Ctrl-\\',
      [
        '\\',
        '\x1d',
        '\x1b\x1c',
        '\x1b[92u',
        '\x1b[92;7u',
        '\x1b[92;13u',
        '\x1b[27;7;92~',
        '\x1b[?92;5u',
        '\x1b[91;5u',
      ],
    ],
    ['Ctrl-R', ['r', 'R', '\x1b[114;6u', '\x1b[111::114;5u', '\x1b[27;6;82~']],
    ['Ctrl-/', ['\x1b[47:63;6u']],
    ['Alt-x', ['\x1bX', 'x', '\x1b[120u', '\x1b[120;5u']],
  ])('ANSI-I6 %s is nothing but itself', (key, others) => {
    for (const other of others) {
      expect(feedAndSettle(makeFilter({ act: key }), other)).toEqual([JSON.stringify(other)]);
    }
  });

  test('ANSI-I1 hostile numbers and codes in key reports pass', () => {
    for (const text of [
      '\x1b[0u',
      '\x1b[1114112;5u',
      '\x1b[99999999999999999999;5u',
      '\x1b[55296;5u',
      '\x1b[92;99999999999u',
      '\x1b[;;u',
      '\x1b[::;:u',
      '\x1b[27;5;~',
    ]) {
      expect(feedAndSettle(makeFilter(), text)).toEqual([JSON.stringify(text)]);
    }
  });
});

describe('press, repeat, release', () => {
  test('ANSI-I8 repeats and release of a hot key are ours and reported', () => {
    const filter = makeFilter();
    expect(feed(filter, '\x1b[1;1:1Q\x1b[1;1:2Q\x1b[1;1:3Q')).toEqual([
      'talk press',
      'talk repeat',
      'talk release',
    ]);
    expect(feed(filter, '\x1b[114;5u\x1b[114;5:2u\x1b[114;5:3u')).toEqual([
      'record press',
      'record repeat',
      'record release',
    ]);
  });

  test('ANSI-I8 a release is ours although the modifier went up first', () => {
    const filter = makeFilter();
    expect(feed(filter, '\x1b[114;5:1u\x1b[57442;5:3u\x1b[114;1:3u')).toEqual([
      'record press',
      '"\\u001b[57442;5:3u"',
      'record release',
    ]);
    expect(feed(filter, '\x1b[114;1:3u')).toEqual(['"\\u001b[114;1:3u"']);
  });

  test('ANSI-I8 what the child saw pressed it sees released', () => {
    const filter = makeFilter();
    const typed = '\x1b[114;1:1u\x1b[114;1:2u\x1b[114;1:3u';
    expect(feed(filter, typed)).toEqual([JSON.stringify(typed)]);
  });

  test('ANSI-I8 a press the child got takes back what a lost release left', () => {
    const filter = makeFilter();
    const typed = '\x1b[114;1:1u\x1b[114;1:3u';
    expect(feed(filter, `\x1b[114;5:1u${typed}`)).toEqual(['record press', JSON.stringify(typed)]);
  });

  test('ANSI-I20 keys that are never released are forgotten, oldest first', () => {
    const filter = makeFilter({
      act: 'Ctrl-r',
      ...Object.fromEntries(
        Array.from({ length: HELD_KEYS_LIMIT }, (_, i) => [`a${i}`, `F${i + 1}`]),
      ),
    });
    feed(filter, '\x1b[114;5u');
    expect(feed(filter, '\x1b[114;1:2u')).toEqual(['act repeat']);
    for (let index = 0; index < HELD_KEYS_LIMIT; index += 1) {
      const codes = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29];
      feed(filter, `\x1b[${codes[index]}~`);
    }
    expect(feed(filter, '\x1b[114;1:2u')).toEqual(['"\\u001b[114;1:2u"']);
    expect(feed(filter, '\x1b[114;5:3u')).toEqual(['act release']);
  });
});

describe('leader', () => {
  test.each([
    ['\x1c?', 'help'],
    ['\x1b[92;5u?', 'help'],
    ['\x1c\x1b[47:63;2u', 'help'],
    ['\x1c\x1b[47;2;63u', 'help'],
    ['\x1c\x1b[27;2;63~', 'help'],
    ['\x1ca', 'auto'],
    ['\x1cA', 'auto'],
    ['\x1c\x1b[97;65u', 'auto'],
    ['\x1c\x1b[15~', 'panel'],
  ])('ANSI-I9 ANSI-I10 %j is its action', (text, action) => {
    expect(feed(makeFilter(), `${text}x`)).toEqual([
      'leader waiting',
      'leader ended',
      `${action} press`,
      '"x"',
    ]);
  });

  test('ANSI-I10 both cases of a letter can be bound', () => {
    const keys = { lower: 'Ctrl-\\ a', upper: 'Ctrl-\\ A' };
    expect(feed(makeFilter(keys), '\x1ca').at(-1)).toBe('lower press');
    expect(feed(makeFilter(keys), '\x1cA').at(-1)).toBe('upper press');
  });

  test.each(['\x1c', '\x1b[92;5u', '\x1b[27;5;92~'])(
    'ANSI-I10 %j twice types it once',
    (leader) => {
      expect(feed(makeFilter(), `${leader}${leader}a`)).toEqual([
        'leader waiting',
        'leader ended',
        JSON.stringify(`${leader}a`),
      ]);
    },
  );

  test('ANSI-I10 a leader typed to the child is released to the child', () => {
    const filter = makeFilter();
    const press = '\x1b[92;5:1u';
    const rest = '\x1b[92;5:2u\x1b[92;1:3u';
    expect(feed(filter, `${press}\x1b[92;5:3u${press}${rest}`)).toEqual([
      'leader waiting',
      'leader ended',
      JSON.stringify(press + rest),
    ]);
  });

  test.each([
    ['F2', ['\x1bOQ', '\x1b[12~', '\x1b[[B', '\x1b[1;1:1Q']],
    ['Ctrl-R', ['\x12', '\x1b[114;5u', '\x1b[27;5;114~']],
    ['Alt-x', ['\x1bx', '\x1b[120;3u']],
  ])('ANSI-I10 %s behind a leader is the child’s, in its own bytes, once', (_, forms) => {
    for (const form of forms) {
      const filter = makeFilter();
      expect(feed(filter, `\x1c${form}`)).toEqual([
        'leader waiting',
        'leader ended',
        JSON.stringify(form),
      ]);
      expect(feed(filter, form).at(-1)).toMatch(/^(talk|record|mute) press$/u);
    }
  });

  test('ANSI-I10 a hot key given to the child is repeated and released to the child', () => {
    const filter = makeFilter();
    const held = '\x1b[1;1:1Q\x1b[1;1:2Q\x1b[1;1:3Q';
    expect(feed(filter, `\x1b[92;5:1u\x1b[92;1:3u${held}`)).toEqual([
      'leader waiting',
      'leader ended',
      JSON.stringify(held),
    ]);
    expect(feed(filter, held)).toEqual(['talk press', 'talk repeat', 'talk release']);
  });

  test('ANSI-I10 what is bound behind the leader goes before what is bound alone', () => {
    const filter = makeFilter({ alone: 'F5', behind: 'Ctrl-\\ F5' });
    expect(feed(filter, '\x1c\x1b[15~').at(-1)).toBe('behind press');
  });

  test('ANSI-I10 an unknown key is swallowed whole, and its release with it', () => {
    const unknown = ['leader waiting', 'leader ended', 'unknown-leader-key press'];
    expect(feed(makeFilter(), '\x1cz')).toEqual(unknown);
    expect(feed(makeFilter(), '\x1c\xc3\xa9!')).toEqual([...unknown, '"!"']);
    expect(feed(makeFilter(), '\x1c\x1b[A')).toEqual(unknown);
    expect(feed(makeFilter(), '\x1c\x1b[122;1:1u\x1b[122;1:3u.')).toEqual([...unknown, '"."']);
    expect(feedAndSettle(makeFilter(), '\x1c\x1b[')).toEqual(unknown);
  });

  test.each(['\x1b', '\x1b[27u', '\x1b[27;1:1u'])('ANSI-I10 %j cancels', (cancel) => {
    const filter = makeFilter();
    expect(feedAndSettle(filter, `\x1c${cancel}`)).toEqual(['leader waiting', 'leader ended']);
    expect(feed(filter, 'a', 90_000)).toEqual(['"a"']);
  });

  test('ANSI-I9 a leader waits two seconds for its key', () => {
    const filter = makeFilter();
    feed(filter, '\x1c', 500);
    expect(filter.deadlineMs()).toBe(500 + LEADER_WAIT_MS);
    expect(told(filter.expire(500 + LEADER_WAIT_MS - 1))).toEqual([]);
    expect(feed(filter, 'a', 500 + LEADER_WAIT_MS)).toEqual(['leader ended', '"a"']);
  });

  test('ANSI-I9 what is no key goes by while a leader waits', () => {
    const filter = makeFilter();
    const others =
      '\x1b[I\x1b[<35;1;1M\x1b[?1u\x1b]11;rgb:0/0/0\x1b\\\x1b[92;5:3u\x1b[57441;2u\x1b[57441;1:3u\x1b[5;7R';
    expect(feed(filter, `\x1c${others}a`)).toEqual([
      'leader waiting',
      JSON.stringify(others.replace('\x1b[92;5:3u', '')),
      'leader ended',
      'auto press',
    ]);
  });

  test('ANSI-I9 holding the leader down is not pressing it twice', () => {
    expect(feed(makeFilter(), '\x1b[92;5:1u\x1b[92;5:2u\x1b[92;5:2ua').at(-1)).toBe('auto press');
  });
});

describe('paste', () => {
  const KEYS = '\x1c\x12\x1bOQ\x1b[92;5u\x1bx\x1b[<0;1;24M\x1b[8;24;80t';

  test('ANSI-I11 nothing inside a paste is ours, wherever it is cut', () => {
    const paste = `\x1b[200~a${KEYS}\x1b[201\x1b[20\x1b\x1b[201~`;
    for (let cut = 0; cut <= paste.length; cut += 1) {
      const filter = makeFilter();
      const out = [
        ...feed(filter, paste.slice(0, cut)),
        ...feed(filter, `${paste.slice(cut)}\x12`),
      ];
      expect(out.at(-1)).toBe('record press');
      const bytes = out
        .slice(0, -1)
        .map((line) => String(JSON.parse(line)))
        .join('');
      expect(bytes).toBe(paste);
    }
  });

  test('ANSI-I11 a paste passes without delay, its last byte an ESC or not', () => {
    const filter = makeFilter();
    feed(filter, '\x1b[200~');
    expect(feed(filter, 'text\x1b')).toEqual(['"text\\u001b"']);
    expect(feed(filter, '[201')).toEqual(['"[201"']);
    expect(filter.deadlineMs()).toBeUndefined();
    expect(feed(filter, '~\x12')).toEqual(['"~"', 'record press']);
  });

  test('ANSI-I11 a paste ends a waiting leader and keeps its text', () => {
    expect(feed(makeFilter(), '\x1c\x1b[200~a\x1b[201~')).toEqual([
      'leader waiting',
      'leader ended',
      '"\\u001b[200~a\\u001b[201~"',
    ]);
  });

  test('ANSI-I11 hot keys live again after a paste has stalled', () => {
    const filter = makeFilter();
    feed(filter, '\x1b[200~text', 0);
    expect(feed(filter, '\x12', PASTE_STALL_MS - 1)).toEqual(['"\\u0012"']);
    expect(feed(filter, '\x12', 2 * PASTE_STALL_MS)).toEqual(['record press']);
  });

  test('ANSI-I11 what comes after a stall passes but for the hot keys', () => {
    const filter = makeFilter();
    feed(filter, '\x1b[200~text', 0);
    expect(feed(filter, 'more\x1bOQ and\x1b[201~', 2 * PASTE_STALL_MS)).toEqual([
      JSON.stringify('more'),
      'talk press',
      JSON.stringify(' and\x1b[201~'),
    ]);
  });

  test('ANSI-I21 input is not at rest until the end of a paste, however long it is silent', () => {
    const filter = makeFilter();
    feed(filter, '\x1b[200~some', 0);
    const later = [PASTE_STALL_MS - 1, PASTE_STALL_MS, 100 * PASTE_STALL_MS];
    for (const nowMs of later) expect(filter.inputAtRest(nowMs)).toBe(false);
    let nowMs = 200 * PASTE_STALL_MS;
    for (const typed of ['x', '\r', '\x1bOQ', '\x1b[A', '\x03', '\x1b', '\x1b[I', '\x1b[200']) {
      nowMs += PASTE_STALL_MS;
      feed(filter, typed, nowMs);
      filter.expire(nowMs + PASTE_STALL_MS - 1);
      expect([typed, filter.inputAtRest(nowMs + PASTE_STALL_MS - 1)]).toEqual([typed, false]);
    }
    feed(filter, '\x1b[201~', nowMs + PASTE_STALL_MS);
    expect(filter.inputAtRest(nowMs + PASTE_STALL_MS)).toBe(true);
  });

  test('ANSI-I21 the end of a stalled paste is found wherever it is cut, and before a stall too', () => {
    const end = '\x1b[201~';
    for (let cut = 0; cut <= end.length; cut += 1) {
      for (let again = cut; again <= end.length; again += 1) {
        const filter = makeFilter();
        feed(filter, `\x1b[200~some${end.slice(0, cut)}`, 0);
        feed(filter, end.slice(cut, again), 2 * PASTE_STALL_MS);
        feed(filter, end.slice(again), 4 * PASTE_STALL_MS);
        expect([cut, again, filter.inputAtRest(4 * PASTE_STALL_MS)]).toEqual([cut, again, true]);
      }
    }
  });

  test('ANSI-I21 a further paste after a stall brings rest with its end, not with its start', () => {
    const filter = makeFilter();
    feed(filter, '\x1b[200~some', 0);
    feed(filter, '\x1b[200~other', 2 * PASTE_STALL_MS);
    expect(filter.inputAtRest(2 * PASTE_STALL_MS)).toBe(false);
    // Inside it nothing is ours, as in any paste.
    expect(feed(filter, '\x12', 2 * PASTE_STALL_MS)).toEqual([JSON.stringify('\x12')]);
    feed(filter, '\x1b[201~', 2 * PASTE_STALL_MS);
    expect(filter.inputAtRest(2 * PASTE_STALL_MS)).toBe(true);
  });
});
