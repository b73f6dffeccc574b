// What is said becomes the right text in the right place, and its fate is reported once.
import type { FinalEvent } from '@codex-voice/protocol';
import { Delivery, type DeliveryOutput, type PromptIntent } from '@codex-voice/session';
import { defaultPhrasebook } from '@codex-voice/speech';
import { expect, test } from 'vitest';
import { Dictation } from './dictation.ts';

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
  stopped = 0;
  readonly #delivery = new Delivery();
  readonly #dictation: Dictation;
  #nowMs = 10_000;
  #spoken = 0;

  constructor(intent: PromptIntent = 'compose') {
    this.#dictation = new Dictation({
      delivery: this.#delivery,
      phrasebook: () => defaultPhrasebook('en'),
      intent: () => intent,
      nowMs: () => this.#nowMs,
      wallMs: () => 0,
      screen: () => ({ kind: 'composer', text: this.composer.text }),
      apply: (output) => this.#apply(output),
      stopListening: () => {
        this.stopped += 1;
      },
      onOutcome: ({ outcome }) => this.outcomes.push(outcome),
      onRefused: (message) => this.refused.push(message),
    });
  }

  say(text: string, verdict: FinalEvent['verdict'] = 'accepted'): void {
    this.#spoken += 1;
    this.#dictation.accept(utterance(this.#spoken, { text, verdict }, this.#nowMs));
  }

  /** Two seconds pass. */
  settle(): void {
    for (let step = 0; step < 40; step += 1) {
      this.#nowMs += 50;
      const facts = { shadowCaughtUp: true, bracketedPaste: true, inputAtRest: true };
      const screen = { kind: 'composer', text: this.composer.text } as const;
      this.#apply(this.#delivery.observe({ ...facts, screen, nowMs: this.#nowMs }));
    }
  }

  #apply(output: DeliveryOutput): void {
    this.#dictation.follow(output.changes);
    for (const { writeId, bytes } of output.writes) {
      this.composer.take(bytes);
      const nowMs = this.#nowMs;
      this.#apply(this.#delivery.answered({ writeId, result: 'written', nowMs }));
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
  expect(person.stopped).toBe(1);
});
