// Twenty prompts as people say and paste them: one line and many, several scripts, awkward ones.

/** Each must reach the model exactly once and complete. */
export const prompts: readonly string[] = [
  'fix the failing test',
  'a',
  'Rename the function "parse_args" to `parseArguments` in package.json & main.rs; keep 100 % of the tests!',
  'first line\nsecond line',
  'first paragraph\n\nsecond paragraph after an empty line',
  'function add(a, b) {\n    return a + b;\n}\nmake this generic',
  'Grüße aus Köln: größer, naïve, façade, señor, œuvre',
  '日本語で書かれた要求を処理してください',
  '请修复这个错误，然后运行测试',
  '한국어로 된 문장을 처리해 주세요',
  'שלום עולם, תקן את הבדיקה',
  'مرحبا بالعالم، أصلح الاختبار',
  'Почини сборку и запусти тесты',
  'emoji 🎉 in the middle 🚀 and at the end 👍',
  'family 👩‍👩‍👧‍👦 and flag 🇩🇪 and skin 👋🏽 then plain words again',
  'cafe\u0301 with a combining accent, then plain words',
  'tabs and  double  spaces stay   as they are said',
  'a sentence of many words that wraps in the composer because it goes on and on and on, past the right edge of the window, and then a little further still, so that three rows are needed for it',
  'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight',
  'a long dictation follows. '.repeat(60).trim(),
];
