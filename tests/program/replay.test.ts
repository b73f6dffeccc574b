// A recorded session through the launcher: driven anew and compared, and drawn.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { madeFont } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Ended, type Home, makeHome, runPlain } from './command.ts';
import { recordedSession } from './recorded-session.ts';

const STEPS = [{ say: 'hello there' }, { passMs: 1_500 }, { say: 'and <more>' }, { passMs: 1_500 }];

async function recorded(home: Home, change: (text: string) => string = (text) => text) {
  const file = join(home.path, 'session.cast');
  writeFileSync(file, change(await recordedSession(STEPS)));
  return file;
}

function oneLine({ stderr }: Ended): string {
  expect(stderr).toMatch(/^codex-voice: [^\n]+\n$/u);
  return stderr;
}

test('a session that was recorded from its start comes to the same when it is driven anew', async () => {
  using home = makeHome();
  const file = await recorded(home);
  const told = await runPlain(home, ['replay', file, '--check']);
  expect(told).toMatchObject({ status: 0, stderr: '' });
  expect(told.stdout).toMatch(
    /^the same: \d+ outputs of \d+ inputs in 0:0[23]\.\d, \d+ times as fast\n$/u,
  );
  const json = JSON.parse((await runPlain(home, ['replay', file, '--check', '--json'])).stdout);
  expect(json).toMatchObject({ same: true, differences: [], notCompared: [] });
});

test('where something else comes of it, the first difference is told with its time and the mark before it', async () => {
  using home = makeHome();
  const file = await recorded(home, (text) =>
    text.replace(String.raw`\"state\":\"sent\"`, String.raw`\"state\":\"unconfirmed\"`),
  );
  const told = await runPlain(home, ['replay', file, '--check']);
  expect(told.status).toBe(1);
  expect(told.stdout).toMatch(
    /^different at 0:0\d\.\d \(\d\.\d{3} s\), after #1 "said 1": expected "hello there" unconfirmed; got "hello there" sent\n/u,
  );
  const json = await runPlain(home, ['replay', file, '--check', '--json']);
  expect(json.status).toBe(1);
  expect(JSON.parse(json.stdout).differences).toMatchObject([
    { kind: 'changed', after: 'said 1', words: expect.stringContaining('got "hello there" sent') },
  ]);
});

test('what can not be driven is refused in one line, with status 2', async () => {
  using home = makeHome();
  const file = join(home.path, 'other.cast');
  const check = async (text: string): Promise<string> => {
    writeFileSync(file, text);
    const told = await runPlain(home, ['replay', file, '--check']);
    expect(told).toMatchObject({ status: 2, stdout: '' });
    return oneLine(told);
  };
  expect(await check('\u0000\u0001 nothing')).toContain('other.cast: ');
  const screen = '{"version":3,"term":{"cols":80,"rows":24}}\n[0.1,"o","hello"]\n';
  expect(await check(screen)).toContain('there is only its screen');
  const ours = await recordedSession(STEPS);
  const [header = '', ...lines] = ours.split('\n');
  const shown = lines.filter((line) => /^\[[\d.]+,"[om]"/u.test(line));
  expect(await check([header, ...shown, ''].join('\n'))).toContain('nothing of how the session');
  const later = ours.replace('"format":1', '"format":7').replace('"version":"', '"version":"7.1.');
  expect(await check(later)).toMatch(
    /codex-voice 7\.1\.\S+ recorded it in form 7, and this version knows form 1: use that version/u,
  );
  const middle = lines.filter((line) => !line.includes('"c"')).slice(4);
  expect(await check([header, ...middle].join('\n'))).toContain(
    'begins in the middle of a session',
  );
  const absent = await runPlain(home, ['replay', join(home.path, 'no.cast'), '--check']);
  expect(absent.status).toBe(2);
  oneLine(absent);
});

test('a recording is drawn as a moving picture and as a page, in part, and never over a file', async () => {
  using home = makeHome();
  const file = await recorded(home);
  const svg = join(home.path, 'out.svg');
  const drawn = await runPlain(home, ['replay', file, '--export', 'svg', svg]);
  expect(drawn).toMatchObject({ status: 0, stdout: '' });
  expect(oneLine(drawn)).toMatch(/out\.svg: \d+ frames in [\d.]+ s, \d+ kB/u);
  expect(readFileSync(svg, 'utf8')).toContain('hello there is done');
  const again = await runPlain(home, ['replay', file, '--export', 'svg', svg]);
  expect(again.status).toBe(2);
  expect(oneLine(again)).toContain('is there already');
  const page = join(home.path, 'out.html');
  const part = ['--from', 'said 2', '--idle', '0'];
  expect(await runPlain(home, ['replay', file, '--export', 'html', page, ...part])).toMatchObject({
    status: 0,
  });
  const html = readFileSync(page, 'utf8');
  expect(html).toContain('&lt;more&gt;');
  expect(html).not.toContain('<more>');
  expect(html).toMatch(/<button type="button" data-at="\d+">said 2<\/button>/u);
  expect(html).not.toMatch(/>said 1</u);
});

test('a GIF is drawn with the fonts of the machine, a person’s own before others', async () => {
  using home = makeHome();
  const file = await recorded(home);
  const fonts = join(home.path, 'data', 'fonts');
  mkdirSync(fonts, { recursive: true });
  const letters = Object.fromEntries([...'helo tr'].map((letter) => [letter, 'square' as const]));
  writeFileSync(join(fonts, 'Menlo.ttf'), madeFont({ characters: letters, form: 12 }));
  const gif = join(home.path, 'out.gif');
  const drawn = await runPlain(home, ['replay', file, '--export', 'gif', gif]);
  expect(drawn).toMatchObject({ status: 0, stdout: '' });
  expect(drawn.stderr).toMatch(/out\.gif: \d+ frames in [\d.]+ s, \d+ kB\n$/u);
  const bytes = readFileSync(gif);
  expect(bytes.toString('latin1', 0, 6)).toBe('GIF89a');
  // 60 by 6 cells of 9 by 20 pixels, in a window.
  expect([bytes.readUInt16LE(6), bytes.readUInt16LE(8)]).toEqual([572, 180]);
  expect(bytes.at(-1)).toBe(0x3b);
});

test('what asks for two things is refused before anything is read or written', async () => {
  using home = makeHome();
  const args = ['replay', 'a.cast', '--check', '--export', 'svg', 'b'];
  const told = await runPlain(home, args);
  expect(told).toMatchObject({ status: 2, stdout: '' });
  expect(oneLine(told)).toContain('two things');
  expect(existsSync(join(home.path, 'b'))).toBe(false);
});
