import { describe, expect, it } from 'vitest';
import { format } from './format.ts';

function typed(said: string): string {
  return format(said, { language: 'en' }).text;
}

it.each([
  'Please look at the parser and tell me what is wrong with it.',
  '  two  spaces\tand a tab ',
  'src/index.ts, package.json and --help are typed already',
  'We should refactor the queue so that it keeps its order.',
  'don\u2019t touch \u00abthis\u00bb \u2014 it\u2019s fine\u2026',
  '',
  ' ',
  '\ud800',
])('DICT-7 text without spoken code stays: %j', (said) => {
  expect(format(said, { language: 'en' })).toEqual({ text: said, rewrites: [], plain: said });
});

describe('where symbols stand', () => {
  it.each([
    ['call foo open paren close paren', 'call foo()'],
    ['call foo open paren x close paren', 'call foo(x)'],
    ['the new one open paren or the old one close paren', 'the new one (or the old one)'],
    ['while open paren x close paren', 'while (x)'],
    ['open bracket one comma two close bracket', '[1, 2]'],
    ['open curly x close curly', '{x}'],
    ['say open single quote hello close single quote', "say 'hello'"],
    ['double quote a b double quote', '"a b"'],
    ['map open angle string comma number close angle', 'map<string, number>'],
    ['x plus equals one', 'x += 1'],
    ['x minus equals one', 'x -= 1'],
    ['true double pipe false', 'true || false'],
    ['slash slash note', '//note'],
    ['dollar sign home', '$home'],
    ['hash sign one', '#1'],
    ['one em dash two', '1 \u2014 2'],
    ['x percent sign y', 'x% y'],
  ])('DICT-20 %s', (said, text) => {
    expect(typed(said)).toBe(text);
  });

  it('DICT-20 marks of the recogniser around a symbol are kept with its words', () => {
    expect(typed('Open, package dot json, then stop.')).toBe('Open, package.json, then stop.');
    const { text, rewrites } = format('call foo, open paren, close paren.', { language: 'en' });
    expect(text).toBe('call foo, ().');
    expect(rewrites.map(({ from }) => from)).toEqual(['open paren, ', 'close paren']);
  });
});

describe('symbols that are spoken about', () => {
  it.each([
    'the open paren is missing',
    'an extra comma',
    'the first comma is wrong',
    'each semicolon counts',
    'no question mark there',
    'the fat arrow function',
    'press the comma key',
    'newline characters are kept',
    'the tilde slash prefix',
    'the double quote rule',
    'another new paragraph of text',
    'insert a newline',
    'your dash is too long',
    'semicolon separated values',
    'the percent sign',
    'which backtick is it',
  ])('DICT-21 %s', (said) => {
    expect(typed(said)).toBe(said);
  });

  it('DICT-21 an option is meant all the same', () => {
    expect(typed('the dash dash help option')).toBe('the --help option');
    expect(typed('the dash v option')).toBe('the -v option');
  });
});

describe('symbols that need a reason', () => {
  it.each([
    ['user dot name', 'user.name'],
    ['src slash lib', 'src/lib'],
    ['dark dash mode', 'dark-mode'],
    ['max underscore size', 'max_size'],
    ['x dash y', 'x-y'],
    ['sort dash r', 'sort -r'],
    ['dot gitignore', '.gitignore'],
    ['add dot env to it', 'add .env to it'],
    ['slash clear', '/clear'],
    ['run slash clear', 'run /clear'],
    ['look in slash etc slash hosts', 'look in /etc/hosts'],
    ['this dot props', 'this.props'],
    ['list dot length', 'list.length'],
    ['grep foo pipe wc', 'grep foo | wc'],
    ['he slash she', 'he/she'],
    ['process dot env', 'process.env'],
    ['git commit dash a m', 'git commit -am'],
    ['ls dash la', 'ls -la'],
    ['cd dot dot', 'cd ..'],
    ['list star dot ts', 'list *.ts'],
    ['slash users slash colon id', '/users/:id'],
    ['install at react slash x', 'install @react/x'],
    ['look at react slash x', 'look at react/x'],
  ])('DICT-22 meant: %s', (said, text) => {
    expect(typed(said)).toBe(text);
  });

  it.each([
    'the dot in the corner',
    'a polka dot dress',
    'it is on the dot',
    'dot the letter',
    'slash the budget',
    'we will slash it',
    'dash to the shop',
    'a dash of salt',
    'we dash in',
    'a broken pipe',
    'then pipe it to the log',
    'underscore the point',
    'the hyphen',
  ])('DICT-22 not meant: %s', (said) => {
    expect(typed(said)).toBe(said);
  });

  it.each([
    ['x equals y', 'x = y'],
    ['const name equals foo', 'const name = foo'],
    ['total equals five', 'total = 5'],
    ['x plus y', 'x + y'],
    ['five minus three', '5 - 3'],
    ['returns arrow x', 'returns -> x'],
    ['ninety nine percent', '99%'],
    ['50 percent', '50%'],
    ['issue hash seven', 'issue #7'],
  ])('DICT-23 with a reason: %s', (said, text) => {
    expect(typed(said)).toBe(text);
  });

  it.each([
    'practice equals progress',
    'it equals that',
    'speed plus comfort',
    'minus the bugs',
    'follow the arrow',
    'arrow keys',
    'the percent',
    'hash it',
    'a hash table',
  ])('DICT-23 without one: %s', (said) => {
    expect(typed(said)).toBe(said);
  });

  it('DICT-24 "quote" needs its "unquote"', () => {
    expect(typed('it says quote not found unquote')).toBe('it says "not found"');
    expect(typed('it says quote not found end quote now')).toBe('it says "not found" now');
    expect(typed('quote the name')).toBe('quote the name');
    expect(typed('the quote unquote best one')).toBe('the quote unquote best one');
    expect(typed('unquote')).toBe('unquote');
  });

  it('DICT-24 "period" ends a sentence, and is a stretch of time in one', () => {
    expect(typed('it works period')).toBe('it works.');
    expect(typed('it works period next one period')).toBe('it works. Next one.');
    for (const said of ['the trial period', 'a period of two', 'period of rest'])
      expect(typed(said)).toBe(said);
  });

  it('DICT-24 "tab" needs another symbol beside it, or stands alone', () => {
    expect(typed('tab')).toBe('\t');
    expect(typed('x semicolon new line tab y')).toBe('x;\n\ty');
    expect(typed('close the tab')).toBe('close the tab');
  });
});

describe('lines and sentences', () => {
  it('DICT-25 the recogniser\u2019s mark goes with the words of a line or a mark', () => {
    expect(typed('first part. New line. second part')).toBe('first part.\nSecond part');
    expect(typed('is it done, question mark.')).toBe('is it done,?');
    expect(typed('is it done question mark.')).toBe('is it done?');
    expect(typed('one idea. New paragraph. another')).toBe('one idea.\n\nAnother');
  });

  it('DICT-26 a word after a sentence that was ended by words gets a capital', () => {
    expect(typed('stop full stop go on')).toBe('stop. Go on');
    expect(typed('stop exclamation mark go')).toBe('stop! Go');
    expect(typed('stop comma go')).toBe('stop, go');
  });

  it('DICT-26 the first word is left to joinText, and code as it is', () => {
    expect(typed('new line first')).toBe('\nfirst');
    expect(typed('stop full stop index dot ts is wrong')).toBe('stop. index.ts is wrong');
    expect(typed('stop full stop camel get user')).toBe('stop. getUser');
    expect(typed('x semicolon new line return y')).toBe('x;\nreturn y');
  });
});
