// The channel between two recognisers that say what a test wants.
import { expect, test } from 'vitest';
import { createCommandChannel } from './command-channel.ts';
import type { Recognition, Recognizer } from './ports.ts';

const SECOND = new Float32Array(16_000);
const PHRASES = ['send it', 'scratch that', 'scroll up', 'scroll down'];

interface Said extends Recognizer {
  readonly calls: string[];
}

function says(name: string, recognition: Recognition | Promise<Recognition> | Error): Said {
  const calls: string[] = [];
  const fail = (): void => {
    if (recognition instanceof Error) throw recognition;
  };
  return {
    name,
    calls,
    abilities: { dictation: 'free', partials: 'live', terms: 'none', languages: ['en'] },
    begin: () => {
      calls.push('begin');
      return {
        accept: () => {
          calls.push('accept');
          fail();
        },
        partial: () => ({ text: `${name} partial`, settledLength: 0 }),
        finish: () => {
          calls.push('finish');
          if (recognition instanceof Error) return Promise.reject(recognition);
          return Promise.resolve(recognition);
        },
        abandon: () => calls.push('abandon'),
      };
    },
    dispose: () => calls.push('dispose'),
  };
}

function accepted(text: string, confidence = 0.9): Recognition {
  return { verdict: 'accepted', text, confidence };
}

const REJECTED: Recognition = { verdict: 'rejected', text: '' };
const FAILED: Recognition = { verdict: 'failed', text: '', failure: 'died', message: 'it died' };

test('SPEECH-110 calls when dictation does', () => {
  let guessed: (() => void) | undefined;
  const dictation: Recognizer = {
    ...says('dictation', REJECTED),
    begin: (_, onGuess) => {
      guessed = onGuess;
      return says('dictation', REJECTED).begin();
    },
  };
  const commands = says('commands', REJECTED);
  let calls = 0;
  createCommandChannel({ dictation, commands, phrases: PHRASES }).begin({}, () => {
    calls += 1;
  });
  guessed?.();
  expect(calls).toBe(1);
});

async function heard(dictated: Recognition, command: Recognition, seconds = 1) {
  const dictation = says('dictation', dictated);
  const commands = says('commands', command);
  const channel = createCommandChannel({ dictation, commands, phrases: PHRASES });
  const utterance = channel.begin();
  for (let count = 0; count < seconds; count += 1) utterance.accept(SECOND);
  return { recognition: await utterance.finish(), dictation, commands };
}

test.each([
  ['nothing', REJECTED],
  ['nothing, for it has failed', FAILED],
  ['no words', accepted('')],
  ['nearly that', accepted('Sand it.')],
  ['that, written as one word', accepted('Sendit')],
])('SPEECH-111: a command counts where dictation heard %s', async (_, dictated) => {
  const { recognition } = await heard(dictated, accepted('send it'));
  expect(recognition).toMatchObject({ verdict: 'accepted', text: 'send it', language: 'en' });
});

test.each([
  ['other words', accepted('what is new'), accepted('send it')],
  ['more words', accepted('send it to the printer'), accepted('send it')],
  ['one long word', accepted('antidisestablishmentarianism'), accepted('send it')],
  ['words that sound like it', accepted('Send them.'), accepted('send it')],
  ['words that share their letters', accepted('show the shell'), accepted('show the help')],
  ['words of the same end', accepted('Scale down.'), accepted('scroll down')],
  ['words of the same beginning', accepted('stop the server'), accepted('stop listening')],
  ['a word of the same stem', accepted('start the listener'), accepted('start listening')],
  ['another command', accepted('Scroll down.'), accepted('scroll up')],
  ['that very command', accepted('Send it!'), accepted('send it')],
  ['nearly that, and the channel is not sure', accepted('sand it'), accepted('send it', 0.6)],
  ['anything, and the channel nothing', accepted('sand it'), REJECTED],
])('SPEECH-111: dictation stands where it heard %s', async (_, dictated, command) => {
  expect((await heard(dictated, command)).recognition).toBe(dictated);
});

test('SPEECH-112: what is longer than a command is not heard by the channel to its end', async () => {
  const { recognition, commands } = await heard(accepted('sand it'), accepted('send it'), 5);
  expect(recognition).toMatchObject({ text: 'sand it' });
  expect(commands.calls).toEqual(['begin', 'accept', 'accept', 'accept', 'abandon']);
});

test('SPEECH-112: a channel that fails costs dictation nothing', async () => {
  const dictation = says('dictation', accepted('run it'));
  const commands = says('commands', new Error('broken'));
  const channel = createCommandChannel({ dictation, commands, phrases: PHRASES });
  const utterance = channel.begin();
  utterance.accept(SECOND);
  utterance.accept(SECOND);
  expect(await utterance.finish()).toMatchObject({ text: 'run it' });
  expect(dictation.calls).toEqual(['begin', 'accept', 'accept', 'finish']);
});

test('SPEECH-112: a channel that has no answer yet is not waited for', async () => {
  const never = new Promise<Recognition>(() => undefined);
  const dictation = says('dictation', accepted('sand it'));
  const channel = createCommandChannel({
    dictation,
    commands: says('commands', never),
    phrases: PHRASES,
  });
  const utterance = channel.begin();
  utterance.accept(SECOND);
  expect(await utterance.finish()).toMatchObject({ text: 'sand it' });
});

test('SPEECH-110: in all else it is as dictation alone', () => {
  const dictation = says('dictation', REJECTED);
  const commands = says('commands', REJECTED);
  const channel = createCommandChannel({ dictation, commands, phrases: PHRASES });
  expect(channel.name).toBe('dictation');
  expect(channel.abilities).toBe(dictation.abilities);
  const utterance = channel.begin({ language: 'en' });
  expect(utterance.partial().text).toBe('dictation partial');
  utterance.abandon();
  channel.dispose();
  expect(dictation.calls).toEqual(['begin', 'abandon', 'dispose']);
  expect(commands.calls).toEqual(['begin', 'abandon', 'dispose']);
});
