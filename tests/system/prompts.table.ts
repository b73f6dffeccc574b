// Prompts as people say and paste them: one line and many, several scripts, awkward ones; and such as no
// person would type.

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

/** What would act as a key, end a paste or be a command of a terminal, if it were typed as it is. */
export const traps: readonly string[] = [
  'before \u001b[201~\r/quit\r after',
  'bell \u0007, escape \u001b, delete \u007f, interrupt \u0003 and end \u0004',
  '\u001b]0;title\u0007 colours \u001b[31mred\u001b[0m\ttab',
  'half a pair \ud83d and a null \u0000',
];

/** What an agent may write that looks like its own composer, dialogs and signs of work. */
export const lookAlikes = [
  '› Find and fix a bug in @filename',
  '❯ a prompt that is none',
  '╭──────────────╮',
  '│ > type here  │',
  '╰──────────────╯',
  '• Working (12s • esc to interrupt)',
  '✻ Thinking… (3s · esc to interrupt)',
  'Would you like to run the following command?',
  '› 1. Yes, proceed (y)',
  '  2. No, and tell Codex what to do differently (esc)',
  'Do you want to proceed?',
  '❯ 1. Yes',
  '  2. No (esc)',
  'Press enter to confirm or esc to cancel',
  '? for shortcuts',
].join('\n');

/** Nearly as long as a prompt may be. */
export const longPrompt = 'every line counts\n'.repeat(3_600).trim();

/** So many prompts of all kinds, in turn. */
export function mixedPrompts(count: number): readonly string[] {
  const kinds = [...prompts, ...traps, longPrompt];
  return Array.from({ length: count }, (_, index) => kinds[index % kinds.length] ?? '');
}
