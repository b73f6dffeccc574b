import { expect, test } from 'vitest';
import { checkProgramDocuments } from './program-documents.ts';
import { treeOf } from './tree.ts';

const told = (text: string, path = 'docs/a.md') =>
  checkProgramDocuments(treeOf({ [path]: text })).map(({ line, message }) => `${line}: ${message}`);
const shell = (...lines: string[]) => ['```sh', ...lines, '```'].join('\n');

test('what the program takes passes', () => {
  const lines = shell(
    'codex-voice --role security_review codex -s workspace-write --whatever',
    'git diff | codex-voice say --send -   # at once',
    'PULSE_SERVER=tcp:x codex-voice mic --level --seconds 3',
    'codex-voice config set speech.silence_ms 300',
    'codex-voice models add zipformer-20m-en',
    'codex-voice attach SESSION',
  );
  expect(told(lines)).toEqual([]);
});

test.each([
  ['codex-voice sesions', 'sesions is neither a command of ours nor an agent that is known'],
  ['codex-voice say --sned hello', 'did you mean --send?'],
  ['codex-voice host begin', 'host needs one word'],
  ['codex-voice config get speech.silense_ms', 'there is no setting speech.silense_ms'],
  ['codex-voice models add no-such-model', 'there is no model no-such-model'],
  ['true && codex-voice attach --view --take', 'contradict each other'],
])('%s is told, with its line', (command, words) => {
  const [only = '', ...others] = told(shell('codex-voice doctor', command));
  expect(others).toEqual([]);
  expect(only).toMatch(/^3: shows codex-voice /u);
  expect(only).toContain(words);
});

test('a file of settings has to load, as what its fence calls it', () => {
  const file = (head: string, text: string) => told(`\`\`\`${head}\n${text}\n\`\`\``);
  expect(file('toml', '[speech]\nsilence_ms = 300')).toEqual([]);
  expect(file('toml', '[speech]\nsilense_ms = 300')[0]).toContain('did you mean silence_ms?');
  expect(file('toml', 'mode = "tab"')[0]).toContain('"tab"');
  expect(file('toml plugin.toml', 'about = "x"\nsends = true')[0]).toContain('plugin.toml');
  expect(file('toml .codex-voice.toml', '[toolchain]\ntest = "npm test"')).toEqual([]);
  expect(file('toml .codex-voice.toml', 'delivery = "send"')[0]).toContain('.codex-voice.toml');
  expect(file('toml prompts.toml', '[roles.a]\ndescription = 3')[0]).toContain('prompts.toml');
  expect(file('toml plugins.toml', 'a = 1')[0]).toContain('is no file of ours');
  expect(file('toml ~/.codex/config.toml', 'a = 1')).toEqual([]);
});

test('a document of JSON can be read', () => {
  expect(told('```json\n{ "a": [1, "…"] }\n```')).toEqual([]);
  expect(told('```json\n{ "a": … }\n```')[0]).toContain('2: shows what is no JSON');
});

test('what a sentence names exists', () => {
  expect(
    told(
      [
        '`codex-voice host start|stop`, `codex-voice approve|deny ID`, `codex-voice do explain x`',
        '`codex-voice --no-host`, `codex-voice`, `codex-voice role`, `[audio] device`, `Ctrl-\\ s`',
        '`speech.silence_ms = 250`, `modes.*.close_after_ms`, `Ctrl-\\ F2`, `CODEX_VOICE_MODE`',
        '`package.json`, `[roles.x]`, `[handler]`, `audio.flac`'.replace(', `audio.flac`', ''),
      ].join('\n'),
    ),
  ).toEqual([]);
  expect(
    told(
      [
        '`codex-voice host begin`',
        '`codex-voice mic --loud`',
        '`[audio] devise`',
        '`speech.silense_ms`',
        '`Ctrl-\\ k`',
        'CODEX_VOICE_MOODE=tap',
        '`codex-voice dance`',
      ].join('\n'),
    ),
  ).toEqual([
    '1: speaks of `codex-voice host begin`: host begin is not known',
    '2: speaks of `codex-voice mic --loud`: mic has no option --loud',
    '3: there is no setting audio.devise',
    '4: there is no setting speech.silense_ms',
    '5: Ctrl-\\ k is bound to nothing',
    '7: speaks of `codex-voice dance`: dance is neither a command of ours nor an agent that is known',
    '6: there is no variable CODEX_VOICE_MOODE',
  ]);
});

test('decisions and rules may speak of what is not there', () => {
  expect(told('`codex-voice dance`', 'docs/adr/0001-a.md')).toEqual([]);
  expect(told('`codex-voice dance`', 'packages/a/SPEC.md')).toEqual([]);
  expect(told('`codex-voice dance`', 'README.md')).toHaveLength(1);
});
