import fc from 'fast-check';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { withSetting } from './config-edit.ts';

const setting = { table: 'speech', key: 'sensitivity', value: 'high' } as const;
const edit = (text: string) => withSetting(text, setting);

test('an empty file gets the table', () => {
  expect(edit('')).toEqual({
    text: '[speech]\nsensitivity = "high"\n',
    line: 1,
    after: ['[speech]', 'sensitivity = "high"'],
  });
});

test('a file without the table gets it at its end, with or without a last line end', () => {
  const text = 'mode = "tap"\n\n[speech]\nsensitivity = "high"\n';
  expect(edit('mode = "tap"')?.text).toBe(text);
  expect(edit('mode = "tap"\n')?.text).toBe(text);
});

test('a table without the key gets it, and a table after it is no part of it', () => {
  const text = '[speech] # how\nthreads = 2\n[modes.tap]\nsensitivity = "low"\n';
  expect(edit(text)).toMatchObject({
    text: '[speech] # how\nsensitivity = "high"\nthreads = 2\n[modes.tap]\nsensitivity = "low"\n',
    line: 2,
    after: ['sensitivity = "high"'],
  });
});

test('a value is replaced on its line, its comment and the line ends stay', () => {
  const text =
    '# mine\r\n[speech]\r\n  sensitivity = \'low\'  # the "next" desk\r\nthreads = 2\r\n';
  expect(edit(text)).toEqual({
    text: '# mine\r\n[speech]\r\n  sensitivity = "high"  # the "next" desk\r\nthreads = 2\r\n',
    line: 3,
    before: '  sensitivity = \'low\'  # the "next" desk',
    after: ['  sensitivity = "high"  # the "next" desk'],
  });
});

test('what is written in another way is left to the person', () => {
  for (const text of [
    'speech = { sensitivity = "low" }\n',
    'speech.sensitivity = "low"\n',
    'agent = """\n[speech]\n"""\n',
    '[speech]\n"sensitivity" = "low"\n',
    '[[speech]]\n',
    'no TOML',
  ])
    expect(edit(text), text).toBeUndefined();
});

test('whatever the file holds, at most that setting is changed', () => {
  const line = fc.constantFrom(
    '[speech]',
    '[audio]',
    '[modes.tap]',
    'sensitivity = "low"',
    "sensitivity = 'normal' # as it was",
    'threads = 2',
    '# sensitivity = "low"',
    '"""',
    'text = """',
    '',
    '[[phrases]]',
    'say = "[speech]"',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const text = lines.join('\n');
      const changed = edit(text);
      if (changed === undefined) return;
      const { speech, ...others } = parse(text);
      const before = typeof speech === 'object' ? speech : {};
      const wanted = { ...others, speech: { ...before, sensitivity: 'high' } };
      expect(parse(changed.text)).toEqual(wanted);
    }),
    { seed: 5, numRuns: 1_000 },
  );
});
