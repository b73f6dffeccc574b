import { Redactor } from '@codex-voice/recording';
import { describe, expect, test } from 'vitest';
import { SECRETS } from '../secrets.test-support.ts';
import type { Told } from './messages.ts';
import { LOOK_AHEAD_MS, RecordingDesk } from './recording-desk.ts';
import { secretFinders } from './secret-finders.ts';

const FIRST = '\u001b[?2026h\u001b[?25l\u001b[m\u001b[r\u001b[?6l\u001b[H\u001b[J';
const END = '\u001b[2;3H\u001b[?25h\u001b[?2026l';

/** A desk whose file is a text, with a clock of its own. */
function world() {
  const told: Told[] = [];
  let written = '';
  let nowMs = 0;
  const desk = new RecordingDesk({
    start: { path: '', how: 'append', header: { size: { columns: 80, rows: 24 } } },
    file: {
      bytes: 0,
      write: (lines) => {
        written += lines;
      },
    },
    redactor: new Redactor(secretFinders),
    ...{ lastMs: 0, tell: (each: Told) => told.push(each), nowMs: () => nowMs },
  });
  return {
    ...{ desk, told },
    pass: (ms: number) => {
      nowMs += ms;
    },
    show: (...rows: readonly string[]) => {
      const body = rows.map((row, index) => `\u001b[${index + 1};1H\u001b[K${row}`).join('');
      const bytes = new TextEncoder().encode(FIRST + body + END);
      desk.take({ do: 'picture', atMs: nowMs, bytes });
    },
    hear: (code: string, data: unknown) =>
      desk.take({ do: 'heard', atMs: nowMs, code, json: JSON.stringify(data) }),
    all: async (): Promise<string> => {
      await desk.work('all');
      return written;
    },
    written: () => written,
  };
}

describe('what is written of what a recording is given', () => {
  test.each(SECRETS)('RECORDER-2: %s is in no line', async (_, secret, line) => {
    const { show, hear, all } = world();
    const text = line.replace('%', secret);
    show(text, '', `\u001b[1m${text}\u001b[m`);
    hear('q', { is: 'say', said: { text } });
    hear('w', { is: 'write', text: `\u001b[200~${text}\u001b[201~` });
    hear('v', { is: 'event', event: { type: 'final', text } });
    const written = await all();
    for (const part of secret.split('\n')) expect(written).not.toContain(part);
    expect(written).toMatch(/\[redacted:[a-z ]+:\d+\]/u);
  });

  test.each([
    ['words of a command', { args: ['tool', '--api-key', 'x1', '--model', 'm'] }, ['x1']],
    ['an option with its value', { args: ['--token=x2y', '-v'] }, ['x2y']],
    ['a value with blanks', { args: ['login', '--password', 'two words'] }, ['two words']],
    ['a login of a program', { args: ['curl', '-u', 'maria:pw-x3', 'db.example'] }, ['pw-x3']],
    ['a setting', { env: { DB_PASSWORD: 'x4', apiKey: 'x5 y' }, model: 'm' }, ['x4', 'x5 y']],
  ])('RECORDER-2: %s that stands in its own place in a value', async (_, data, secrets) => {
    const { hear, all } = world();
    hear('a', { is: 'told', event: data });
    const written = await all();
    for (const secret of secrets) expect(written).not.toContain(secret);
    expect(written).toMatch(/\[redacted:secret:\d+\]|\[redacted:login:\d+\]/u);
    for (const name of ['tool', '--model', '-v', 'login', 'curl', 'db.example'])
      if (JSON.stringify(data).includes(`"${name}"`)) expect(written).toContain(`\\"${name}\\"`);
  });

  test.each(SECRETS)('RECORDER-2: %s cut into rows is in none', async (_, secret, line) => {
    const { hear, all } = world();
    const text = line.replace('%', secret).replaceAll(/.{20}/gu, '$&\n');
    hear('k', { is: 'event', event: { type: 'facts', screen: { kind: 'composer', text } } });
    const written = await all();
    const from = line.indexOf('%');
    const pieces = text.split('\n').map((row, index) => row.slice(Math.max(0, from - index * 20)));
    for (const piece of pieces.filter((each) => each.length >= 8))
      expect(written).not.toContain(piece.slice(0, 8));
    expect(written).toMatch(/\[redacted:[a-z ]+:\d+\]/u);
  });

  test('RECORDER-3: it waits, and what comes meanwhile is known in it; then nothing waits', async () => {
    const { desk, told, show, hear, pass, written } = world();
    const [, secret = ''] = SECRETS.find(([name]) => name.startsWith('github')) ?? [];
    desk.take({ do: 'mark', atMs: 0, label: 'begins' });
    show(`$ ${secret.slice(0, 12)}`);
    pass(LOOK_AHEAD_MS - 1);
    await desk.work('due');
    expect(written()).toBe('');
    hear('q', { is: 'say', said: { text: secret } });
    pass(1);
    await desk.work('due');
    expect(written().match(/"m"|"o"|"q"/gu)).toEqual(['"m"', '"o"']);
    expect(written()).not.toContain(secret.slice(0, 12));
    expect(desk.waits).toBe(true);
    expect(told).toEqual([]);
    pass(LOOK_AHEAD_MS);
    await desk.work('due');
    expect(desk.waits).toBe(false);
    expect(told.map(({ type }) => type)).toEqual(['done']);
  });

  test('RECORDER-2: what has no secret is told as it came', async () => {
    const { hear, all } = world();
    const data = { at: 1, is: 'event', event: { 2: 'b', __proto: [null, 1e21, '\ud800'] } };
    hear('k', data);
    const [, , told] = JSON.parse((await all()).trim());
    expect(told).toBe(JSON.stringify(data));
  });
});
