import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isName, MOST_NAMES_IN_TEXT, namesInText, type TextKind } from './names-in-text.ts';
import { isSecretLike } from './secret-like.ts';

const found = (text: string, kind: TextKind) => [...namesInText(text, kind).keys()];

test('VOCAB-1: identifiers of code, with how often they stand there, keywords left out', () => {
  const names = namesInText('const readLine = readLine2(_inner); return readLine;', 'code');
  expect(Object.fromEntries(names)).toEqual({ readLine: 2, readLine2: 1, inner: 1 });
});

test('VOCAB-1: what an import names is read in quotes too', () => {
  expect(found("import { openLog } from './output-log.ts';", 'code')).toEqual([
    'openLog',
    'output',
    'log',
  ]);
});

test('VOCAB-2: keys of JSON, YAML, TOML and environment-like files, no values', () => {
  const text =
    '{"apiUrl": "https://secretHost", "inner": {"deepKey": 1}}\nimage: nginxPrivate\n[a]\nretries = 3';
  expect(found(text, 'data')).toEqual(['apiUrl', 'inner', 'deepKey', 'image', 'retries']);
});

test('VOCAB-2: of prose what is written like code, of a screen also words that are no English', () => {
  const text = 'Look at readScreen in output-log.ts, a well-known sherpaonnx file.';
  expect(found(text, 'prose')).toEqual(['readScreen', 'output-log.ts']);
  expect(found(text, 'screen')).toEqual(['readScreen', 'output-log.ts', 'sherpaonnx']);
});

test.each([
  ['a string', 'const password = "hunterTwo";', 'hunterTwo'],
  ['a template', 'connect(`postgres://adminUser:pwValue@db`);', 'pwValue'],
  ['an unquoted shell value', 'export API_KEY=myVerySecretValue', 'myVerySecretValue'],
  ['a string that stays open', "key = 'startOfSecret", 'startOfSecret'],
])('VOCAB-3: %s is not taken', (_what, line, secret) => {
  expect(found(line, 'code')).not.toContain(secret);
});

test.each([
  ['a template', 'const a = `first\nmiddleKaldi\n` + lastKaldi;\nnextKaldi();'],
  ['a tagged template', 'run(sql`first\nmiddleKaldi\n`, lastKaldi);\nnextKaldi();'],
  ['triple quotes', 'text = """first\nmiddleKaldi\n""" + lastKaldi\nnextKaldi()'],
])('VOCAB-3: %s of several lines is left out, and what follows is read', (_what, text) => {
  expect(found(text, 'code')).not.toContain('middleKaldi');
  expect(found(text, 'code')).toEqual(expect.arrayContaining(['lastKaldi', 'nextKaldi']));
});

test('VOCAB-1: a backtick in a comment opens nothing', () => {
  expect(found('// the ` sign\nnextKaldi();', 'code')).toContain('nextKaldi');
});

test('VOCAB-3: a secret that is shown on the screen is not taken', () => {
  expect(found('the token: myHiddenWord', 'screen')).toEqual([]);
});

test.each([
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  'AKIAIOSFODNN7EXAMPLE',
  'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY',
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
  '9f86d081884c7d65',
  'aB3dE5fG7h',
])('VOCAB-3: %s looks like a secret', (text) => {
  expect(isSecretLike(text)).toBe(true);
});

test.each([
  'useEffect',
  'handleKeyDownEventHTTPServer',
  'sha256',
  'vt100Mode',
  'getURLForID',
  'utf8',
])('VOCAB-3: %s is a name', (text) => {
  expect(isName(text)).toBe(true);
});

test('VOCAB-3: no random token of letters and digits is ever taken', () => {
  const token = fc
    .stringMatching(/^[A-Za-z0-9]{32,64}$/)
    .filter((text) => /\d.*\d.*\d.*\d.*\d/.test(text));
  fc.assert(
    fc.property(
      token,
      fc.constantFrom<TextKind>('code', 'data', 'prose', 'screen'),
      (text, kind) => {
        for (const name of found(`token ${text} = ${text}: "${text}" \`${text}\``, kind))
          expect(name).not.toBe(text);
      },
    ),
  );
});

test.each<TextKind>(['code', 'prose', 'screen'])(
  'VOCAB-4: of %s, endless lines are passed over',
  (kind) => {
    const long = `longKaldi(${'ab+c.d '.repeat(500)})`;
    expect(found(`firstKaldi\n${long}\nlastKaldi`, kind)).toEqual(['firstKaldi', 'lastKaldi']);
  },
);

test('VOCAB-4: a text gives no more names than the bound', () => {
  const letters = (value: number) =>
    Array.from(String(value), (digit) => String.fromCharCode(97 + Number(digit))).join('');
  const text = Array.from(
    { length: MOST_NAMES_IN_TEXT + 50 },
    (_, index) => `name${letters(index)}Of`,
  );
  expect(namesInText(text.join('\n'), 'code').size).toBe(MOST_NAMES_IN_TEXT);
});
