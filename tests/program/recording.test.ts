// Recordings in the whole program: a session becomes a file without its secrets, with a host and without one, and a
// file that means harm is played as cells.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CastEvent, readCast } from '@codex-voice/recording';
import { expect, test } from 'vitest';
import { EXAMPLE_AGENT, makeHome, runPlain, startInTerminal } from './command.ts';
import { expectNothingLeft, PATIENCE_MS } from './sessions/session-rig.ts';

const PATIENCE = { timeout: PATIENCE_MS };
/** Opens nothing; put together here so that no scanner takes it for a leak. */
const SECRET = ['gh', 'p_', 'A1b2C3d4E5f6G7h8J9k0L1m2N3p4Q5r6S7t8'].join('');

function eventsOf(path: string): readonly CastEvent[] {
  try {
    return readCast(readFileSync(path, 'utf8')).events;
  } catch {
    return [];
  }
}

/** All that it shows. */
function shownIn(path: string): string {
  return eventsOf(path)
    .map(({ code, data }) => (code === 'o' ? data : ''))
    .join('');
}

test.each([['--no-host'], ['--no-voice']])(
  'a session with %s becomes a file that is played',
  async (how) => {
    using home = makeHome();
    const file = join(home.path, 'bug.cast');
    const args = ['run', '--no-voice', how, `--record=${file}`, '--', ...EXAMPLE_AGENT];
    await using session = startInTerminal({ home, args, columns: 100 });
    await expect.poll(() => session.terminal.screenText(), PATIENCE).toContain('● recording');
    session.send(`deploy with ${SECRET} now`);
    await expect.poll(() => session.terminal.screenText(), PATIENCE).toContain('deploy with');
    session.send('\r');
    await expect.poll(() => session.terminal.screenText(), PATIENCE).toContain('Received: 4 words');
    // Written 2 s later.
    await expect.poll(() => shownIn(file), PATIENCE).toContain('Received: 4 words');
    session.send('\u0004');
    expect((await session.untilExited()).exitCode).toBe(0);
    const isOver = (): boolean => eventsOf(file).some(({ code }) => code === 'x');
    await expect.poll(isOver, PATIENCE).toBe(true);
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain(SECRET.slice(4));
    expect(text).toContain('[redacted:');
    const codes = new Set(eventsOf(file).map(({ code }) => code));
    for (const code of ['c', 'k', 'q', 'o', 'x']) expect(codes).toContain(code);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    await using replay = startInTerminal({ home, args: ['replay', file, '--speed', '100'] });
    await expect.poll(() => replay.terminal.screenText(), PATIENCE).toContain('the end');
    expect(replay.terminal.screenText()).toContain('deploy with [redacted:');
    replay.send('q');
    expect((await replay.untilExited()).exitCode).toBe(0);
    expect(replay.terminal.screenText()).not.toContain('deploy');
    await expectNothingLeft(home);
  },
);

test('what an agent writes last, right behind what it wrote before, is in its recording', async () => {
  using home = makeHome();
  const file = join(home.path, 'last.cast');
  const said = 'read -r line; echo one; sleep 0.05; echo the very last';
  const args = ['run', '--no-voice', `--record=${file}`, '--', 'sh', '-c', said];
  await using session = startInTerminal({ home, args, columns: 100 });
  await expect.poll(() => session.terminal.screenText(), PATIENCE).toContain('● recording');
  session.send('\r');
  expect((await session.untilExited()).exitCode).toBe(0);
  await expect.poll(() => shownIn(file), PATIENCE).toContain('the very last');
  await expectNothingLeft(home);
});

test('a running session is recorded until that is stopped', async () => {
  using home = makeHome();
  const args = ['run', '--no-voice', '--', ...EXAMPLE_AGENT];
  await using session = startInTerminal({ home, args, columns: 100 });
  await expect.poll(() => session.terminal.screenText(), PATIENCE).toContain('Type or say');
  const file = join(home.path, 'later.cast');
  const [{ session: name = '' } = {}]: { session?: string }[] = JSON.parse(
    (await runPlain(home, ['sessions', '--json'])).stdout,
  );
  expect((await runPlain(home, ['record', name, file])).status).toBe(0);
  await expect.poll(() => session.terminal.screenText(), PATIENCE).toContain('● recording');
  expect((await runPlain(home, ['record', name, file])).stderr).toMatch(/is there already/u);
  expect((await runPlain(home, ['record', 'stop'])).stderr).toContain('later.cast');
  await expect.poll(() => session.terminal.screenText(), PATIENCE).not.toContain('● recording');
  expect((await runPlain(home, ['record', 'stop'])).stderr).toMatch(/is not recorded/u);
  expect(eventsOf(file).some(({ code }) => code === 'o')).toBe(true);
  session.send('\u0004');
  expect((await session.untilExited()).exitCode).toBe(0);
  await expectNothingLeft(home);
});

test('a recording that means harm reaches the terminal as cells', async () => {
  using home = makeHome();
  const file = join(home.path, 'evil.cast');
  const evil =
    '\u001b]0;title\u0007\u001b]52;c;ZXZpbA==\u0007\u001b[c\u001b[6n\u001b[?1003h\u001bP$qm\u001b\\seen';
  const lines = [
    { version: 3, term: { cols: 200, rows: 60 }, title: '\u001b]0;x\u0007' },
    [0, 'o', evil],
    [0.1, 'm', 'a\u001b]0;mark\u0007'],
    [0, 'r', '999999x999999'],
  ];
  writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnonsense\n[1,"o`);
  let output = '';
  await using replay = startInTerminal({
    home,
    args: ['replay', file],
    onOutput: (chunk) => {
      output += Buffer.from(chunk).toString('latin1');
    },
  });
  await expect.poll(() => replay.terminal.screenText(), PATIENCE).toContain('the end');
  expect(replay.terminal.screenText()).toContain('seen');
  expect(replay.terminal.screenText()).toContain('cut: it is 200x60');
  replay.send('q');
  expect((await replay.untilExited()).exitCode).toBe(0);
  for (const harm of ['\u001b]', '\u001bP', '\u001b[c', '\u001b[6n', '\u001b[?1003h'])
    expect(output).not.toContain(harm);
});

test('what can be no recording is told in one line', async () => {
  using home = makeHome();
  writeFileSync(join(home.path, 'text'), 'hello\n');
  for (const args of [
    ['replay', 'nowhere'],
    ['replay', 'text'],
    ['replay', '.'],
    ['replay', 'text', '--speed', 'fast'],
    ['replay', '--marks'],
    ['record'],
  ]) {
    const { status, stderr } = await runPlain(home, args);
    expect([args.join(' '), status]).not.toEqual([args.join(' '), 0]);
    expect(stderr).toMatch(/^codex-voice: [^\n]+\n$/u);
  }
});
