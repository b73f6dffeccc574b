// What is said becomes the right text in the right place, and its fate is reported once.
import type { FinalEvent } from '@codex-voice/protocol';
import { Delivery, type Observation, type PromptIntent } from '@codex-voice/session';
import { defaultPhrasebook } from '@codex-voice/speech';
import { expect, test } from 'vitest';
import { Dictation } from './dictation.ts';

/** A composer that takes what is written to it, seen by the delivery at every step. */
function session(intent: PromptIntent = 'compose') {
  const delivery = new Delivery();
  const written: string[] = [];
  const outcomes: string[] = [];
  const refused: string[] = [];
  const submitted: string[] = [];
  let composer = '';
  let nowMs = 10_000;
  let stopped = 0;
  let spoken = 0;
  const screen = () => ({ kind: 'composer' as const, text: composer });
  const observation = (): Observation => ({
    screen: screen(),
    shadowCaughtUp: true,
    bracketedPaste: true,
    inputAtRest: true,
    nowMs,
  });
  const take = (bytes: Uint8Array): void => {
    const text = Buffer.from(bytes).toString();
    written.push(text);
    if (text === '\r') {
      submitted.push(composer);
      composer = '';
    } else if (/^\u007f+$/u.test(text)) composer = composer.slice(0, -text.length);
    else composer += text.replace('\u001b[200~', '').replace('\u001b[201~', '');
  };
  const dictation: Dictation = new Dictation({
    delivery,
    phrasebook: defaultPhrasebook('en'),
    intent,
    nowMs: () => nowMs,
    screen,
    apply: (output) => {
      for (const write of output.writes) take(write.bytes);
      dictation.follow(output.changes);
    },
    stopListening: () => {
      stopped += 1;
    },
    onOutcome: ({ outcome, latencyMs }) => outcomes.push(`${outcome} ${latencyMs}`),
    onRefused: (message) => refused.push(message),
  });
  const settle = (): void => {
    for (let step = 0; step < 40; step += 1) {
      nowMs += 50;
      const output = delivery.observe(observation());
      for (const write of output.writes) take(write.bytes);
      dictation.follow(output.changes);
    }
  };
  const say = (text: string, verdict: 'accepted' | 'rejected' = 'accepted'): void => {
    spoken += 1;
    const stamp = {
      speechEndedMs: nowMs,
      segmentClosedMs: nowMs,
      decodedMs: nowMs,
      journaledMs: nowMs,
    };
    const event: FinalEvent = {
      type: 'final',
      utteranceId: `u${spoken}`,
      segmentId: `0.${spoken}`,
      text,
      verdict,
      endedBy: 'silence',
      startMs: 0,
      endMs: 1,
      stamps: stamp,
    };
    dictation.accept(event);
  };
  return {
    say,
    settle,
    dictation,
    outcomes,
    refused,
    submitted,
    composer: () => composer,
    stopped: () => stopped,
  };
}

test('texts are joined in the composer and sent as one', () => {
  const person = session();
  person.say('run the tests');
  person.say('explain this code');
  person.settle();
  const composed = person.composer();
  expect(composed).toMatch(/^Run the tests\S* \S/u);
  person.say('send it');
  person.settle();
  expect(person.submitted).toEqual([composed]);
  expect(person.outcomes.map((each) => each.split(' ')[0])).toEqual([
    'composed',
    'composed',
    'obeyed',
    'sent',
    'sent',
  ]);
});

test('scratch that takes the last text back and leaves the one before', () => {
  const person = session();
  person.say('run the tests');
  person.settle();
  const first = person.composer();
  person.say('explain this code');
  person.settle();
  person.say('scratch that');
  person.settle();
  expect(person.composer().trimEnd()).toBe(first);
});

test('with sending at once, each text begins anew', () => {
  const person = session('send');
  person.say('run the tests');
  person.say('explain this code');
  person.settle();
  expect(person.submitted).toHaveLength(2);
  for (const text of person.submitted) expect(text).toMatch(/^[A-Z]/u);
});

test('a new line is said before the text it begins', () => {
  const person = session();
  person.say('run the tests');
  person.settle();
  person.say('new line');
  person.say('explain this code');
  person.settle();
  expect(person.composer()).toMatch(/^Run the tests.*\nExplain/u);
});

test('a rejected utterance types nothing; a command with nothing to do says so', () => {
  const person = session();
  person.say('', 'rejected');
  person.say('send it');
  person.say('scratch that');
  person.settle();
  expect(person.composer()).toBe('');
  expect(person.refused).toHaveLength(2);
  person.say('stop listening');
  expect(person.stopped()).toBe(1);
});
