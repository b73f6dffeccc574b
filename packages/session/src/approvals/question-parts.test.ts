// Which words answer a question, and what the agent is given of them.
import { expect, test } from 'vitest';
import { answersTo, answersWith, type QuestionPart, REPLY_LIMIT } from './question-parts.ts';

const words: QuestionPart = { partId: 'w', question: 'Name?', choices: [], takesWords: true };
const choice: QuestionPart = {
  partId: 'c',
  question: 'Port?',
  choices: [{ label: 'Eighty' }, { label: '8080' }],
  takesWords: false,
};
const either: QuestionPart = { ...choice, partId: 'e', takesWords: true };

/** What the agent is given, or why not. */
function given(part: QuestionPart, ...said: readonly string[]): readonly string[] | string {
  const read = answersTo([part], said);
  return read.kind === 'unfit' ? read.why : (read.answers[part.partId] ?? []);
}

test('APPROVAL-9: a choice is named by its words in any case or by its number, and told in its own words', () => {
  for (const said of ['1', 'eighty', ' EIGHTY ']) expect(given(choice, said)).toEqual(['Eighty']);
  // Words come before numbers.
  for (const said of ['2', '8080', '02']) expect(given(choice, said)).toEqual(['8080']);
  for (const part of [choice, either])
    for (const said of ['0', '3', '99999'])
      expect(given(part, said)).toMatch(/^choose from 1 to 2/u);
  expect(given(choice, 'a hundred')).toBe('choose from 1 to 2');
});

test('APPROVAL-9: own words are taken where the part takes them, all of them together', () => {
  expect(given(either, 'a', 'hundred')).toEqual(['a hundred']);
  expect(given(words, 'the', 'release', 'branch')).toEqual(['the release branch']);
  expect(given(words, '3')).toEqual(['3']);
  expect(given(words, '\u001b[2Jline\u0007 one\r\n')).toEqual(['line one']);
});

test('APPROVAL-9: several things are answered each, in their order', () => {
  expect(answersTo([words, choice], ['Ada B', '2'])).toEqual({
    kind: 'read',
    answers: { w: ['Ada B'], c: ['8080'] },
  });
  for (const said of [['Ada'], ['Ada', '1', '2'], []])
    expect(answersTo([words, choice], said)).toMatchObject({
      kind: 'unfit',
      why: expect.stringContaining('2 things'),
    });
  expect(answersTo([words, choice], ['Ada', 'x']).kind).toBe('unfit');
});

test('APPROVAL-10: an answer has words, and no more than is kept', () => {
  for (const said of ['', '  ', '\u001b[2J', 'x'.repeat(REPLY_LIMIT + 1)])
    for (const part of [words, choice, either])
      expect(given(part, said)).toMatch(/^an answer has/u);
  expect(given(words, 'x'.repeat(REPLY_LIMIT))).toHaveLength(1);
});

test('APPROVAL-11: where several may be chosen they are named in one answer, each once and in their order', () => {
  const parts: QuestionPart = {
    partId: 's',
    question: 'Which?',
    choices: [{ label: 'Api' }, { label: 'Web, old' }, { label: 'Docs' }],
    takesWords: false,
    takesSeveral: true,
  };
  for (const said of [['1,3'], ['3', '1'], ['docs, api'], ['1', '3,', '1'], ['Api,3']])
    expect(given(parts, ...said)).toEqual(['Api', 'Docs']);
  // A name with a comma is one name.
  expect(given(parts, 'web, old')).toEqual(['Web, old']);
  expect(given(parts, '2')).toEqual(['Web, old']);
  for (const said of ['1,4', '0', 'api, nothing', ','])
    expect(given(parts, said)).toMatch(/^choose from 1 to 3, several with commas/u);
  expect(given({ ...parts, takesWords: true }, 'api, but slowly')).toEqual(['api, but slowly']);
  expect(given({ ...parts, takesWords: true }, '1 4')).toMatch(/or say it in words$/u);
  // Where one is chosen, a comma parts nothing.
  expect(given(choice, '1,2')).toBe('choose from 1 to 2');
});

test('APPROVAL-12: the answer to one part is told with those before it, and the last one completes them', () => {
  const parts = [words, choice];
  expect(answersWith(parts, { before: [], part: 0, words: ['Ada', 'B'] })).toEqual({
    kind: 'part',
    given: [['Ada B']],
  });
  expect(answersWith(parts, { before: [['Ada B']], part: 1, words: ['2'] })).toEqual({
    kind: 'read',
    answers: { w: ['Ada B'], c: ['8080'] },
  });
  for (const at of [0, 2])
    expect(answersWith(parts, { before: [['Ada B']], part: at, words: ['2'] }).kind).toBe('unfit');
  expect(answersWith(parts, { before: [], part: 0, words: [''] }).kind).toBe('unfit');
});

test('APPROVAL-13: by its place a choice is meant, whatever number its words are', () => {
  const numerals: QuestionPart = {
    partId: 'n',
    question: 'How many?',
    choices: [{ label: '1' }, { label: '3' }, { label: '5' }],
    takesWords: true,
  };
  const at = (part: QuestionPart, ...choices: readonly number[]): readonly string[] | string => {
    const read = answersWith([part], { before: [], part: 0, words: ['3'], choices });
    if (read.kind === 'unfit') return read.why;
    return read.kind === 'read' ? (read.answers[part.partId] ?? []) : read.kind;
  };
  expect(at(numerals, 2)).toEqual(['5']);
  expect(at({ ...numerals, takesSeveral: true }, 2, 0)).toEqual(['1', '5']);
  // As a command its words come first.
  expect(given(numerals, '3')).toEqual(['3']);
  for (const places of [[], [3], [0, 1]])
    expect(at(numerals, ...places)).toBe('choose from 1 to 3, or say it in words');
  expect(at(words, 0)).toBe('it wants words, and has no choices');
});
