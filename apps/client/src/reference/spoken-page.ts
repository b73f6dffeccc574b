// The page of everything that is built in to be said: commands and prompts of each language, from the
// phrase tables.
import { ACTION_NAMES, languageActions } from '@codex-voice/actions';
import {
  CHOICE_WORDS,
  isPhraseLanguage,
  languagePhrases,
  SPOKEN_COMMANDS,
  SPOKEN_LANGUAGES,
  type SpokenCommand,
  type SpokenLanguage,
} from '@codex-voice/speech';
import { code, markdownTable } from './markdown-table.ts';

/** What each command does; links are from the folder of the page. */
const DOES: Readonly<Record<SpokenCommand, string>> = {
  send: 'sends what stands in the composer',
  scratch: 'takes the last spoken text back',
  clear:
    'drops what waits, and takes all of it back that stands in the composer while that is ours alone',
  'new-line': 'puts the next text on a new line',
  cancel: 'drops what waits',
  listen: 'opens the microphone',
  stop: 'closes the microphone; a mode that listens by itself becomes "tap"',
  'mode-tap': 'mode "tap": listens when asked',
  'mode-auto': 'mode "auto": listens all the time',
  'mode-hold': 'mode "hold": listens while the talk key is down',
  'mode-hybrid': 'mode "hybrid": listens when asked, until you stop speaking',
  'mode-continuous': 'mode "continuous": listens all the time, in long pieces',
  'mode-wake': 'mode "wake": listens for the wake phrase',
  'read-back':
    'tells what the agent asks, or what stands in the composer, on our row or in announced lines; [read aloud](../speaking.md) where you ask for it',
  hush: 'stops reading aloud; [while it reads](../speaking.md) you are heard with `barge_in` only',
  'scroll-up': 'Page Up for an agent that scrolls itself',
  'scroll-down': 'Page Down, likewise',
  approve:
    '[approves](../approvals.md) what the agent asks; something risky only with the second word',
  deny: 'denies it',
  confirm: 'the second word for something risky',
  interrupt: 'ends the agent’s turn, and reading aloud',
  help: 'opens the help',
  detach: 'leaves the session, which goes on',
};

export function spokenPage(): string {
  return [
    '# What can be said, in every language',
    '',
    'Every command and prompt that is built in. When words are a command and when they are typed, and how to add your',
    'own, stands in [what you can say](../commands.md); which languages need a model, in [languages](../languages.md).',
    '',
    ...SPOKEN_LANGUAGES.flatMap(languagePart),
  ].join('\n');
}

function languagePart(language: SpokenLanguage): readonly string[] {
  const { commandWords, commands, mannerWords, stopWords, texts } = languagePhrases(language);
  const quoted = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(', ');
  const heard = isPhraseLanguage(language)
    ? 'The built-in recogniser hears these commands and prompts.'
    : 'The built-in recogniser has no model for this language: a neural one hears them.';
  return [
    `## ${new Intl.DisplayNames(['en'], { type: 'language' }).of(language) ?? language}`,
    '',
    `${heard} \`language = "${language}"\`.`,
    '',
    ...markdownTable(
      ['said', 'what it does'],
      [
        ...SPOKEN_COMMANDS.map((command) => [quoted(commands[command]), DOES[command]]),
        [
          quoted(stopWords),
          'said alone while the agent works, with a recogniser for free speech: ends its turn',
        ],
        [quoted(commandWords), 'the command word: makes a command of what follows it'],
        [
          quoted(mannerWords.now),
          'behind the command word: ends the running turn first, then this',
        ],
        [quoted(mannerWords.also), 'behind the command word: goes into the running turn'],
      ],
    ),
    '',
    `Of a question's [choices](../approvals.md#questions), with a recogniser for free speech, the number said alone: ${numbersText(language)}.`,
    '',
    ...slashPart(language),
    '',
    'Prompts:',
    '',
    ...texts.map(([spoken]) => `- ${spoken}`),
    '',
  ];
}

/** The first number in all its words, the others by the first of theirs. */
function numbersText(language: SpokenLanguage): string {
  const quoted = (words: readonly string[]): string =>
    words.map((word) => `"${word}"`).join(' or ');
  return CHOICE_WORDS[language].numbers
    .map((words, index) => quoted(index === 0 ? words : words.slice(0, 1)))
    .join(', ');
}

/** Commands of ours that become prompts; words follow the command's own. */
function slashPart(language: SpokenLanguage): readonly string[] {
  const { slash, notes, role, flush, session, note, actions } = languageActions(language);
  const quoted = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(', ');
  const named = ACTION_NAMES.map((name) => [quoted(actions[name].said), `/${name}`]);
  const rest = Object.entries({
    '/kb': notes,
    '/role': role,
    '/flush': flush,
    '/session': session,
  });
  return [
    `Behind ${quoted(slash)}, the word for slash, with a recogniser for free speech ([commands of ours](../actions.md)):`,
    '',
    ...markdownTable(
      ['said', 'command'],
      [
        ...named.map(([said = '', name = '']) => [said, code(name)]),
        ...rest.map(([name, said]) => [`"${said}"`, code(name)]),
        [`"${note}", without the word for slash`, code('/note')],
      ],
    ),
  ];
}
