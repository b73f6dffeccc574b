import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPhrasebook, languagePhrases } from './default-phrases.ts';
import { type Interpretation, interpret } from './interpret.ts';
import { SPOKEN_LANGUAGES } from './language.ts';
import { mergePhrases } from './merge-phrases.ts';
import type { Phrase } from './phrasebook.ts';
import { phrasesToHear } from './phrases-to-hear.ts';
import { SPOKEN_COMMANDS } from './spoken-command.ts';
import { normalizeSpoken } from './spoken-words.ts';

const english = defaultPhrasebook('en');
const everything = defaultPhrasebook(...SPOKEN_LANGUAGES);

const types = (spoken: string, text: string): Phrase => ({
  spoken,
  action: { kind: 'text', text },
});

const MACROS: readonly Phrase[] = [
  types('review file', 'Review {transcript} and say what is wrong with it.'),
  types('review file twice', 'Review {transcript} twice.'),
  {
    spoken: 'ask quickly',
    action: { kind: 'text', text: '{transcript}. Be short.', afterwards: 'send' },
  },
];
const withMacros = mergePhrases({ builtIn: english, own: MACROS }).book;

/** What stands in the agent, and what is done. */
function outcome(said: string, book = english): string {
  const found = interpret(said, book);
  if (found.kind === 'command') return `<${found.command}>`;
  const typed = found.kind === 'said' ? found.text : `[${found.text}|${found.transcript}]`;
  return found.afterwards === undefined ? typed : `${typed} <${found.afterwards}>`;
}

/** Every word that was said, in order: typed, or taken. */
function wordsOf(found: Interpretation): string {
  const typed =
    found.kind === 'command' ? '' : found.kind === 'said' ? found.text : found.transcript;
  return normalizeSpoken(`${found.taken.before} ${typed} ${found.taken.after}`);
}

describe('interpret', () => {
  it('SPEECH-21 a text that is a phrase has its action, with a command word before it or without', () => {
    expect(outcome('send it')).toBe('<send>');
    expect(outcome('Scratch that.')).toBe('<scratch>');
    expect(outcome('Computer, scratch that.')).toBe('<scratch>');
    expect(outcome('- send it')).toBe('<send>');
    expect(outcome('run the tests')).toBe('[Run the tests.|]');
    expect(outcome('computer run the tests')).toBe('[Run the tests.|]');
    expect(outcome("Arrête d'écouter", defaultPhrasebook('fr'))).toBe('<stop>');
    expect(outcome('コンピューター、これで送信。', defaultPhrasebook('ja'))).toBe('<send>');
    expect(outcome('停止 听 我说。', defaultPhrasebook('zh'))).toBe('<stop>');
  });

  it('SPEECH-21 every command is obeyed in every language, alone and behind the command word', () => {
    for (const language of SPOKEN_LANGUAGES) {
      const { commands, commandWords } = languagePhrases(language);
      for (const command of SPOKEN_COMMANDS) {
        for (const spoken of commands[command]) {
          expect(outcome(`${spoken}.`, everything)).toBe(`<${command}>`);
          for (const word of commandWords) {
            expect(outcome(`${word}, ${spoken}`, everything)).toBe(`<${command}>`);
          }
        }
      }
    }
  });

  it('SPEECH-22 any other text is what was said', () => {
    for (const text of [
      'Rename foo_bar to FooBar.',
      'scratch that itch',
      'I will send it tomorrow',
      'the computer should scroll up when I press the key',
      'Computer vision is hard.',
      'computer',
      '',
    ]) {
      expect(outcome(` ${text} `)).toBe(text);
    }
  });

  it('SPEECH-22 at the end of a text a send or stop phrase of several words is taken and obeyed', () => {
    expect(outcome('Use the cache, send it!')).toBe('Use the cache <send>');
    expect(outcome('Use the cache. Send it.')).toBe('Use the cache. <send>');
    expect(outcome('use the cache send it')).toBe('use the cache <send>');
    expect(outcome('Use the cache. Stop listening.')).toBe('Use the cache. <stop>');
    expect(outcome('run the tests send it')).toBe('[Run the tests.|] <send>');
    expect(outcome('テストを書いて。これで送信。', everything)).toBe('テストを書いて。 <send>');
    expect(outcome('写一个测试，就这样发送。', everything)).toBe('写一个测试 <send>');
    expect(outcome('Escribe una prueba, envía el mensaje.', everything)).toBe(
      'Escribe una prueba <send>',
    );
  });

  it('SPEECH-22 what only looks like one stays prose', () => {
    for (const text of [
      'Did you send it?',
      'I will send it.',
      'i will send it',
      'build the request and send it',
      'Build the request and send it.',
      'when the socket closes make it stop listening',
      'When the socket closes, make the server stop listening.',
      're-send it',
      'Then scratch that.',
      'use the cache scratch that',
      'scratch that, send it',
      'メッセージを書いてこれで送信',
    ]) {
      expect(outcome(text, everything)).toBe(text);
    }
  });

  it('SPEECH-22 behind the command word any command at the end of a text is taken and obeyed', () => {
    expect(outcome('Use the cache, computer, scratch that.')).toBe('Use the cache <scratch>');
    expect(outcome('use the cache computer clear everything')).toBe('use the cache <clear>');
    expect(outcome('i will computer send it')).toBe('i will <send>');
    expect(outcome('キャッシュを使ってコンピューターこれで送信', everything)).toBe(
      'キャッシュを使って <send>',
    );
    expect(outcome('use the micro-computer send it')).toBe('use the micro-computer send it');
    const none = { ...english, commandWords: [] };
    expect(outcome('computer scratch that', none)).toBe('computer scratch that');
  });

  it('SPEECH-22 never takes a single word, which could end any sentence', () => {
    const own: Phrase = { spoken: 'transmission', action: { kind: 'command', command: 'send' } };
    const { book } = mergePhrases({ builtIn: english, own: [own] });
    expect(outcome('fix it, transmission', book)).toBe('fix it, transmission');
    expect(outcome('fix it, computer, transmission', book)).toBe('fix it <send>');
    expect(outcome('transmission', book)).toBe('<send>');
  });

  it('SPEECH-27 a trigger takes the words after it, and is prose without them', () => {
    expect(outcome('Review file: src/main.ts', withMacros)).toBe(
      `[${textOf('review file')}|src/main.ts]`,
    );
    expect(outcome('review file twice main', withMacros)).toBe('[Review {transcript} twice.|main]');
    expect(outcome('computer review file .env, send it', withMacros)).toBe(
      `[${textOf('review file')}|.env] <send>`,
    );
    expect(outcome('ask quickly why it fails', withMacros)).toBe(
      '[{transcript}. Be short.|why it fails] <send>',
    );
    expect(outcome('review file', withMacros)).toBe('review file');
    expect(outcome('please review file main', withMacros)).toBe('please review file main');
  });

  it('SPEECH-28 no word is lost: what is typed and what is taken is what was said', () => {
    const book = mergePhrases({ builtIn: everything, own: MACROS }).book;
    const word = fc.constantFrom(
      ...[
        'computer',
        'Computer,',
        'コンピューター',
        '电脑，',
        'ordinateur',
        'the',
        'to',
        'main.ts',
        'API',
      ],
      ...[
        '.',
        ',',
        '?',
        '!',
        '。',
        '-',
        '(',
        '"',
        "don't",
        'テスト',
        '测试',
        'review',
        'file',
        '2.0',
      ],
      ...everything.phrases.map(({ spoken }) => spoken),
      ...MACROS.map(({ spoken }) => spoken),
    );
    const joint = fc.constantFrom(' ', ' ', ' ', ', ', '. ', '');
    const text = fc
      .array(fc.tuple(word, joint), { maxLength: 6 })
      .map((parts) => parts.flat().join(''));
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'grapheme' })), (said) => {
        expect(wordsOf(interpret(said, book))).toBe(normalizeSpoken(said));
      }),
      { numRuns: 2000, seed: 5 },
    );
  });

  it('SPEECH-28 prose with command phrases in it, and no command at its end, stays as it is', () => {
    const word = fc.constantFrom('the', 'socket', 'closes', 'tests', 'and', 'computer', 'quickly');
    const phrase = fc.constantFrom(...english.phrases.map(({ spoken }) => spoken));
    const prose = fc
      .tuple(
        fc.array(fc.oneof(word, phrase), { minLength: 1, maxLength: 8 }),
        fc.constantFrom('.', ''),
      )
      .map(([parts, end]) => `So ${parts.join(' ')} works${end}`);
    fc.assert(
      fc.property(prose, (said) => {
        expect(interpret(said, english)).toMatchObject({ kind: 'said', text: said });
      }),
      { numRuns: 500, seed: 6 },
    );
  });
});

function textOf(spoken: string): string {
  const found = MACROS.find((each) => each.spoken === spoken)?.action;
  return found?.kind === 'text' ? found.text : '';
}

it('SPEECH-34: a phrase for an action tells it with the words behind it', () => {
  const action = { kind: 'text', text: '/kb {transcript}', held: true, does: 'kb' } as const;
  const { book } = mergePhrases({ builtIn: english, own: [{ spoken: 'slash notes', action }] });
  expect(interpret('Slash notes, the retry policy.', book)).toMatchObject({
    kind: 'phrase',
    does: 'kb',
    transcript: 'the retry policy.',
  });
  expect(interpret('slash notes', book).kind).toBe('said');
  const kept = {
    spoken: 'slash xqzt',
    action: { ...action, text: '/xqzt' },
    unheard: true,
  } as const;
  const whole = mergePhrases({ builtIn: english, own: [kept] }).book;
  expect(interpret('slash xqzt', whole)).toMatchObject({ does: 'kb' });
  const heard = phrasesToHear(whole, 'en').map(({ spoken }) => spoken);
  expect(heard).toContain('run the tests');
  expect(heard).not.toContain('slash xqzt');
  expect(interpret('run the tests', book)).not.toHaveProperty('does');
});
