// What a program says beside its screen, as the shadow notes it: marks, bells, notifications; whole, cut,
// on the other screen, after a loss, and made to harm.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ShadowScreen } from './shadow-screen.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const osc = (text: string) => `\u001b]${text}\u0007`;
const PROMPT = `\u001b[?2004h${osc('133;A')}$ ${osc('133;B')}`;

function fed(...parts: readonly string[]): ShadowScreen {
  const shadow = new ShadowScreen({ kind: 'plain', columns: 20, rows: 5 });
  for (const part of parts) shadow.feed(bytes(part));
  return shadow;
}

const shellOf = (...parts: readonly string[]) => fed(...parts).view().shell;
const signsOf = (...parts: readonly string[]) => fed(...parts).assess().signs;

test.each([
  ['nothing', 'hello', undefined],
  ['a prompt being drawn', osc('133;A;click_events=1'), { phase: 'prompt' }],
  ['the end of a prompt', PROMPT, { phase: 'input', start: { column: 2, row: 0 } }],
  [
    'the marks of one editor',
    `${osc('633;A')}$ ${osc('633;B')}`,
    { phase: 'input', start: { column: 2, row: 0 } },
  ],
  ['a second prompt within the line', `${PROMPT}if${osc('133;A;k=s')}`, { phase: 'input' }],
  ['the string terminator', '\u001b]133;A\u001b\\', { phase: 'prompt' }],
  ['a command', `${PROMPT}ls\u001b[?2004l\r\n${osc('133;C')}`, { phase: 'running' }],
  ['a command without its own mark', `${PROMPT}ls\u001b[?2004l\r\n`, undefined],
  ['the end of a command', `${PROMPT}ls${osc('133;C')}${osc('133;D;0')}`, undefined],
  ['a mark that nobody knows', osc('133;Z'), undefined],
])('SHADOW-50: the shell stands where it says: %s', (_, output, shell) => {
  if (shell === undefined) expect(shellOf(output)).toBeUndefined();
  else expect(shellOf(output)).toMatchObject(shell);
});

test('SHADOW-50: the beginning of a line moves with it, and goes when it is erased', () => {
  expect(shellOf('one\r\n', PROMPT)?.start).toEqual({ column: 2, row: 1 });
  expect(shellOf('one\r\n', PROMPT, 'x'.repeat(100))?.start).toEqual({ column: 2, row: -1 });
  expect(shellOf(PROMPT, '\u001b[H\u001b[2J')).toEqual({
    phase: 'input',
    marksCommands: false,
    editsWithPaste: true,
  });
  expect(shellOf('x'.repeat(18), `${osc('133;A')}$ ${osc('133;B')}`)?.start).toEqual({
    column: 0,
    row: 1,
  });
});

const RUNS = `${PROMPT}ls\u001b[?2004l\r\n${osc('133;C')}`;
test.each([
  ['as a pair', `${osc('133;A')}$ ${osc('133;B')}`, 'running'],
  ['alone', osc('133;B'), 'running'],
  ['alone, and elsewhere a line editor', `${osc('133;B')}Sure? \u001b[?2004h`, 'running'],
  ['after the end of the command', `${osc('133;D;0')}${osc('133;A')}$ ${osc('133;B')}`, 'input'],
  ['with the line editor on', PROMPT, 'input'],
  ['before the line editor is on', `${osc('133;A')}$ ${osc('133;B')}\u001b[?2004h`, 'input'],
])('SHADOW-50: marks of a prompt while a command runs: %s', (_, output, phase) => {
  expect(shellOf(RUNS, output)?.phase).toBe(phase);
});

test('SHADOW-50: where a command begins is known', () => {
  expect(shellOf(RUNS, 'a\r\nb')).toMatchObject({ start: { column: 0, row: 1 } });
});

test('SHADOW-50: on the screen of a full-screen program a shell says nothing', () => {
  const running = `${PROMPT}vi${osc('133;C')}`;
  expect(shellOf(running, '\u001b[?1049h', PROMPT)?.phase).toBe('running');
});

test('SHADOW-50: a cut makes no difference', () => {
  const output = `a\r\n${PROMPT}é${osc('777;notify;日;b')}\u0007`;
  const whole = fed(output);
  const all = bytes(output);
  for (let cut = 1; cut < all.length; cut += 1) {
    const shadow = fed();
    shadow.feed(all.subarray(0, cut));
    shadow.feed(all.subarray(cut));
    expect(shadow.view().shell).toEqual(whole.view().shell);
    expect(shadow.assess().signs).toEqual(whole.assess().signs);
  }
});

test('SHADOW-51: bells and notifications are counted, and the last words kept', () => {
  expect(signsOf('quiet')).toBeUndefined();
  expect(signsOf('\u0007\u0007')).toEqual({ bells: 2, notices: 0, commands: 0 });
  // The end of such a sequence is no bell.
  expect(signsOf(osc('9;the build is done'))).toEqual({
    bells: 0,
    notices: 1,
    notice: 'the build is done',
    commands: 0,
  });
  expect(signsOf(osc('777;notify;Agent;needs you; now'))?.notice).toBe('Agent: needs you; now');
  expect(signsOf(osc('777;notify;Agent'))?.notice).toBe('Agent');
  expect(signsOf(osc('99;;Hello'))?.notice).toBe('Hello');
  expect(signsOf(osc('99;i=1:d=0;Hel'), osc('99;i=1:d=0;lo'), osc('99;i=1:p=body;you'))).toEqual({
    bells: 0,
    notices: 1,
    notice: 'Hello: you',
    commands: 0,
  });
  const coded = Buffer.from('coded').toString('base64');
  expect(signsOf(osc(`99;e=1;${coded}`))?.notice).toBe('coded');
});

test.each([
  ['progress', '9;4;1;50'],
  ['a working folder', '9;9;/tmp'],
  ['what is no notification', '777;precmd'],
  ['a question', '99;i=1:p=?;'],
  ['a part that goes on', '99;i=1:d=0;Hel'],
])('SHADOW-51: no notification is %s', (_, text) => {
  expect(signsOf(osc(text))).toBeUndefined();
});

test('SHADOW-51: a shell’s commands are counted with their status', () => {
  const run = (end: string) => `${PROMPT}x${osc('133;C')}${osc(end)}`;
  expect(signsOf(run('133;D;0'))).toEqual({ bells: 0, notices: 0, commands: 1, exitCode: 0 });
  expect(signsOf(run('133;D;0'), run('133;D;130;err=x'))).toMatchObject({
    commands: 2,
    exitCode: 130,
  });
  expect(signsOf(run('133;D'))).toEqual({ bells: 0, notices: 0, commands: 1 });
  expect(signsOf(run('133;D;99999999999'))?.exitCode).toBeUndefined();
  // A prompt after nothing: no command has ended.
  expect(signsOf(osc('133;D;1'))).toBeUndefined();
});

test('SHADOW-52: what a program makes to harm is a short line, and little is kept', () => {
  const long = 'x'.repeat(1_000_000);
  for (const kind of ['9;', '777;notify;', '99;;'])
    expect(signsOf(osc(kind + long))?.notice).toBe('x'.repeat(200));
  const hidden = Buffer.from('a\u001b[31mb\nc\td\u0007').toString('base64');
  expect(signsOf(osc(`99;e=1;${hidden}`))?.notice).toBe('ab c d');
  const parts = Array.from({ length: 50 }, (_, index) =>
    osc(`99;i=${index}:d=0;${'y'.repeat(500)}`),
  );
  expect(signsOf(...parts)).toBeUndefined();
  const same = Array.from({ length: 50 }, () => osc(`99;i=1:d=0;${'y'.repeat(500)}`));
  expect(signsOf(...same, osc('99;i=1;'))?.notice).toBe('y'.repeat(200));
});

test('SHADOW-52: no stream of marks makes the shadow fail', () => {
  const piece = fc.oneof(
    fc
      .constantFrom('133;A', '133;B', '133;C', '133;D;1', '633;B', '9;x', '99;i=:d=0;', '777;')
      .map(osc),
    fc.constantFrom('\u001b[?1049h', '\u001b[?1049l', '\u001b[2J', '\u001bc', '\r\n', '\u001b[3J'),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (parts) => {
      const shadow = fed(...parts);
      shadow.resize({ columns: 7, rows: 3 });
      const { start } = shadow.view().shell ?? {};
      if (start !== undefined) expect(start.row).toBeLessThan(4);
      expect(shadow.assess().consumedBytes).toBeGreaterThanOrEqual(0);
      shadow.dispose();
    }),
    { numRuns: 20, seed: 1 },
  );
});

test('SHADOW-53: after a loss a command runs on, and a prompt is not believed', () => {
  const running = fed(`${PROMPT}x${osc('133;C')}`);
  running.skip(10, 'lost');
  expect(running.view().shell?.phase).toBe('running');
  const editing = fed(PROMPT);
  editing.skip(10, 'lost');
  expect(editing.view().shell).toBeUndefined();
});
