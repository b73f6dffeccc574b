// What is said becomes the right text in the right place, and its fate is reported once.
import type { LineEdges } from '@codex-voice/dictation';
import type { FinalEvent } from '@codex-voice/protocol';
import {
  Delivery,
  type DeliveryOutput,
  type PromptIntent,
  type ScreenState,
} from '@codex-voice/session';
import { defaultPhrasebook, mergePhrases } from '@codex-voice/speech';
import { expect, test } from 'vitest';
import { Dictation } from './dictation.ts';

const { book: BOOK } = mergePhrases({
  builtIn: defaultPhrasebook('en'),
  own: [
    { spoken: 'review file', action: { kind: 'text', text: 'Review {transcript} with care.' } },
    {
      spoken: 'slash notes',
      action: { kind: 'text', text: '/kb {transcript}', does: 'kb', held: true },
    },
    {
      spoken: 'ask quickly',
      action: { kind: 'text', text: '{transcript}. Be short.', afterwards: 'send' },
    },
  ],
  project: [
    { spoken: 'ship the branch', action: { kind: 'text', text: 'Ship the branch.', held: true } },
  ],
});

/** A composer that takes what is written to it, as an agent's does. */
class Composer {
  text = '';
  readonly submitted: string[] = [];

  take(bytes: Uint8Array): void {
    const written = Buffer.from(bytes).toString();
    if (written === '\r') {
      this.submitted.push(this.text);
      this.text = '';
    } else if (/^\u007f+$/u.test(written)) this.text = this.text.slice(0, -written.length);
    else this.text += written.replace('\u001b[200~', '').replace('\u001b[201~', '');
  }
}

function utterance(
  spoken: number,
  said: Pick<FinalEvent, 'text' | 'verdict'>,
  nowMs: number,
): FinalEvent {
  const stamps = {
    speechEndedMs: nowMs,
    segmentClosedMs: nowMs,
    decodedMs: nowMs,
    journaledMs: nowMs,
  };
  const place = { segmentId: `0.${spoken}`, startMs: 0, endMs: 1 };
  return {
    type: 'final',
    utteranceId: `u${spoken}`,
    ...place,
    ...said,
    endedBy: 'silence',
    stamps,
  };
}

/** A person speaking to a composer that the delivery sees at every step. */
class Person {
  readonly composer = new Composer();
  readonly outcomes: string[] = [];
  readonly refused: string[] = [];
  /** What a terminal was asked for, and what became of the microphone. */
  readonly asked: string[] = [];
  screenKind: 'composer' | 'dialog' | 'unknown' = 'composer';
  turnRuns = false;
  readonly delivery = new Delivery();
  readonly #dictation: Dictation;
  /** As it is said, unless a test has it otherwise. */
  write = (body: string, _language: string | undefined): LineEdges => ({
    before: '',
    body,
    after: '',
  });
  #nowMs = 10_000;
  #spoken = 0;

  constructor(intent: PromptIntent = 'compose') {
    this.#dictation = new Dictation({
      delivery: this.delivery,
      phrasebook: () => BOOK,
      intent: () => intent,
      write: (words, language) => this.write(words, language),
      nowMs: () => this.#nowMs,
      wallMs: () => 0,
      screen: () => this.screen,
      apply: (output) => this.#apply(output),
      listen: () => this.asked.push('listen'),
      stopListening: () => this.asked.push('stop'),
      setMode: (mode) => this.asked.push(mode),
      hush: () => this.asked.push('hush'),
      answer: () => 'nothing-asked',
      interrupt: () => this.asked.push('interrupt'),
      takeAnswer: () => false,
      turnRuns: () => this.turnRuns,
      whileBusy: () => undefined,
      head: () => undefined,
      canBe: () => false,
      askTerminal: (command) => this.asked.push(command),
      act: ({ name, words }) => this.asked.push(`${name}(${words})`),
      onOutcome: ({ outcome }) => this.outcomes.push(outcome),
      onOffered: () => {},
      onRefused: (message) => this.refused.push(message),
    });
  }

  get screen(): ScreenState {
    if (this.screenKind === 'composer') return { kind: 'composer', text: this.composer.text };
    return this.screenKind === 'dialog'
      ? { kind: 'dialog', what: 'a question' }
      : { kind: 'unknown' };
  }

  say(text: string, verdict: FinalEvent['verdict'] = 'accepted'): void {
    this.#spoken += 1;
    this.#dictation.accept(utterance(this.#spoken, { text, verdict }, this.#nowMs));
  }

  recover(text: string): 'queued' | 'given-up' {
    this.#spoken += 1;
    const lost = {
      id: `u${this.#spoken}`,
      text,
      speechEndedMs: this.#nowMs,
      age: 'fresh',
    } as const;
    return this.#dictation.recover(lost);
  }

  /** Two seconds pass. */
  settle(): void {
    for (let step = 0; step < 40; step += 1) {
      this.#nowMs += 50;
      const facts = { shadowCaughtUp: true, bracketedPaste: true, inputAtRest: true };
      const { screen } = this;
      this.#apply(this.delivery.observe({ ...facts, screen, nowMs: this.#nowMs }));
    }
  }

  #apply(output: DeliveryOutput): void {
    this.#dictation.follow(output.changes);
    for (const { writeId, bytes } of output.writes) {
      this.composer.take(bytes);
      const nowMs = this.#nowMs;
      this.#apply(this.delivery.answered({ writeId, result: 'written', nowMs }));
    }
  }
}

test('CONTROL-11: texts are joined in the composer and sent as one', () => {
  const person = new Person();
  person.say('run the tests');
  person.say('explain this code');
  person.settle();
  const composed = person.composer.text;
  expect(composed).toMatch(/^Run the tests\S* \S/u);
  person.say('send it');
  person.settle();
  expect(person.composer.submitted).toEqual([composed]);
  expect(person.outcomes).toEqual(['composed', 'composed', 'obeyed', 'sent', 'sent']);
});

test('CONTROL-11: scratch that takes the last text back and leaves the one before', () => {
  const person = new Person();
  person.say('run the tests');
  person.settle();
  const first = person.composer.text;
  person.say('explain this code');
  person.settle();
  person.say('scratch that');
  person.settle();
  expect(person.composer.text.trimEnd()).toBe(first);
});

test('CONTROL-11: with sending at once, each text begins anew', () => {
  const person = new Person('send');
  person.say('run the tests');
  person.say('explain this code');
  person.settle();
  expect(person.composer.submitted).toHaveLength(2);
  for (const text of person.composer.submitted) expect(text).toMatch(/^[A-Z]/u);
});

test('CONTROL-11: a text joined to what the person sends before its turn begins anew', () => {
  const person = new Person();
  person.composer.text = 'typed by hand';
  person.say('run the tests');
  person.composer.text = '';
  person.settle();
  expect(person.composer.text).toMatch(/^Run the tests/u);
  person.say('scratch that');
  person.settle();
  expect(person.composer.text).toBe('');
});

test('CONTROL-11: a new line is said before the text it begins', () => {
  const person = new Person();
  person.say('run the tests');
  person.settle();
  person.say('new line');
  person.say('explain this code');
  person.settle();
  expect(person.composer.text).toMatch(/^Run the tests.*\nExplain/u);
});

test('CONTROL-11: a rejected utterance types nothing; a command with nothing to do says so', () => {
  const person = new Person();
  person.say('', 'rejected');
  person.say('send it');
  person.say('scratch that');
  person.settle();
  expect(person.composer.text).toBe('');
  expect(person.refused).toHaveLength(2);
  person.say('stop listening');
  expect(person.asked).toEqual(['stop']);
});

test('CONTROL-13: a phrase types its text, with the words after it where it wants them', () => {
  const person = new Person();
  person.say('review file src/main.ts');
  person.settle();
  expect(person.composer.text).toBe('Review src/main.ts with care.');
  person.say('ask quickly what it does');
  person.settle();
  expect(person.composer.submitted).toEqual([
    'Review src/main.ts with care. What it does. Be short.',
  ]);
});

test('CONTROL-13: a command at the end of a text is obeyed after the text is on its way', () => {
  const person = new Person();
  person.say('Use the cache. Stop listening.');
  person.settle();
  expect(person.composer.text).toBe('Use the cache.');
  expect(person.asked).toEqual(['stop']);
  person.say('And the index, send it.');
  person.settle();
  expect(person.composer.submitted).toEqual(['Use the cache. And the index']);
  person.say('Forget the rest, computer, scratch that.');
  person.settle();
  expect(person.composer.text).toBe('');
  expect(person.composer.submitted).toHaveLength(1);
});

test('CONTROL-14: clear takes back all that was said, and nothing that was typed', () => {
  const person = new Person();
  person.say('run the tests');
  person.say('explain this code');
  person.settle();
  person.say('clear everything');
  person.settle();
  expect(person.composer.text).toBe('');
  person.composer.text = 'typed by hand';
  person.settle();
  person.say('run the tests');
  person.settle();
  person.say('clear everything');
  person.settle();
  expect(person.composer.text).toMatch(/^typed by hand run the tests/iu);
  expect(person.refused).toEqual(['nothing-to-clear']);
});

test('CONTROL-74: "stop" alone interrupts a turn that runs, and is a word like any other else', () => {
  const person = new Person();
  person.turnRuns = true;
  person.say('Stop.');
  person.say('stop it there');
  person.turnRuns = false;
  person.say('stop');
  person.settle();
  expect(person.asked).toEqual(['interrupt']);
  expect(person.composer.text).toMatch(/^stop it there stop$/iu);
});

test('CONTROL-14: no spoken word answers a dialog that is only seen, and none of those that could is typed', () => {
  const person = new Person();
  person.say('approve the request');
  person.screenKind = 'dialog';
  person.say('approve the request');
  person.say('computer, deny the request');
  person.settle();
  person.screenKind = 'composer';
  person.settle();
  expect(person.composer.text).toBe('');
  expect(person.refused).toEqual(['nothing-asked', 'answer-by-key', 'answer-by-key']);
  expect(person.outcomes).toEqual(['obeyed', 'obeyed', 'obeyed']);
});

test('CONTROL-14: a page key is asked for only where a composer or work is seen', () => {
  const person = new Person();
  person.say('scroll up');
  person.screenKind = 'dialog';
  person.say('scroll down');
  person.screenKind = 'unknown';
  person.say('scroll down');
  expect(person.asked).toEqual(['scroll-up']);
  expect(person.refused).toEqual(['no-scrolling-here', 'no-scrolling-here']);
});

test('CONTROL-14: listening, mode, help, reading back and leaving are asked of whoever can', () => {
  const person = new Person();
  for (const said of [
    'start listening',
    'listen all the time',
    'listen only when asked',
    'read that back',
    'show the help',
    'leave the session',
  ])
    person.say(said);
  expect(person.asked).toEqual(['listen', 'auto', 'tap', 'read-back', 'help', 'detach']);
  expect(person.outcomes).toEqual(Array.from({ length: 6 }, () => 'obeyed'));
});

test('CONTROL-52: a word to be quiet hushes, alone and behind a command word, and is typed in a sentence', () => {
  const person = new Person();
  for (const said of ['be quiet', 'computer, be quiet']) person.say(said);
  expect(person.asked).toEqual(['hush', 'hush']);
  person.say('the fan should be quiet');
  person.settle();
  expect(person.composer.text).toBe('The fan should be quiet');
  expect(person.asked).toHaveLength(2);
});

test('CONTROL-13: a text that a project brought waits in the composer, whatever is said with it', () => {
  const person = new Person('send');
  person.say('ship the branch');
  person.settle();
  person.say('computer, ship the branch, send it');
  person.settle();
  expect(person.composer.text).toBe('Ship the branch. Ship the branch.');
  expect(person.composer.submitted).toEqual([]);
  person.say('send it');
  person.settle();
  expect(person.composer.submitted).toHaveLength(1);
});

test('CONTROL-15: free speech is written before it is typed, with the lines said around it', () => {
  const person = new Person();
  person.write = (words) => ({ before: '', body: words.replace(' dot ', '.'), after: '\n' });
  person.say('look at package dot json');
  person.write = (body) => ({ before: '\n', body, after: '' });
  person.say('then run it');
  person.write = () => ({ before: '', body: '', after: '\n\n' });
  person.say('new paragraph');
  person.write = (body) => ({ before: '', body, after: '' });
  person.say('at last');
  person.settle();
  expect(person.composer.text).toBe('Look at package.json\n\nThen run it\n\nAt last');
  expect(person.outcomes.filter((outcome) => outcome === 'obeyed')).toHaveLength(1);
});

test('CONTROL-15: a phrase’s own text stands as it is; what is said for its transcript is written', () => {
  const person = new Person();
  const written: string[] = [];
  person.write = (words) => {
    written.push(words);
    return { before: '', body: words.toUpperCase(), after: '' };
  };
  person.say('run the tests');
  person.say('review file main');
  person.settle();
  expect(person.composer.text).toMatch(/^Run the tests\S* Review MAIN with care\.$/u);
  expect(written.filter((words) => words !== '')).toEqual(['main']);
});

test('CONTROL-19 a phrase for an action types nothing: the terminal is told the action and its words', () => {
  const person = new Person('send');
  person.say('Slash notes the retry policy.');
  person.settle();
  expect(person.asked).toEqual(['kb(the retry policy.)']);
  expect(person.composer.text).toBe('');
  expect(person.outcomes).toEqual(['obeyed']);
  expect(person.composer.submitted).toEqual([]);
  expect(person.recover('slash notes the retry policy')).toBe('given-up');
  expect(person.asked).toHaveLength(1);
});

test('CONTROL-11: the next text is joined to one that was to be sent and stands there after all', () => {
  const person = new Person('send');
  person.say('run the tests');
  person.delivery.edit({ do: 'intent', id: 'u1', intent: 'compose' });
  person.settle();
  person.say('explain this code');
  person.settle();
  expect(person.composer.submitted).toEqual([
    expect.stringMatching(/^Run the tests\S* explain this code/iu),
  ]);
});
