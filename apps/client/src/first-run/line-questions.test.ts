import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { lineQuestions } from './line-questions.ts';
import { answeredQuestions, GivenUp } from './questions.ts';

function asked() {
  const input = new PassThrough();
  const output = new PassThrough({ encoding: 'utf8' });
  const questions = lineQuestions({ input, output });
  return { input, questions, shown: () => String(output.read() ?? '') };
}

const fruit = {
  question: 'Which?',
  choices: [
    { value: 'apple', label: 'an apple' },
    { value: 'pear', label: 'a pear', hint: 'ripe' },
  ],
  suggested: 'pear',
} as const;

test('a number chooses, an empty line takes the suggestion, anything else is asked again', async () => {
  const { input, questions, shown: whatIsShown } = asked();
  input.write('1\n\nx\n3\n2\n');
  expect(await questions.choose(fruit)).toBe('apple');
  expect(await questions.choose(fruit)).toBe('pear');
  expect(await questions.choose(fruit)).toBe('pear');
  const shown = whatIsShown();
  expect(shown).toContain('  2  a pear (ripe)\nnumber [2]: ');
  expect(shown.match(/a number from 1 to 2/gu)).toHaveLength(2);
  expect(shown).not.toMatch(/\x1b/u);
  questions[Symbol.dispose]();
});

test('yes and no are words or their beginnings, and an empty line is the suggestion', async () => {
  const { input, questions } = asked();
  input.write('y\nno\n\nYES\n');
  expect(await questions.agree('Do it?', 'no')).toBe('yes');
  expect(await questions.agree('Do it?', 'yes')).toBe('no');
  expect(await questions.agree('Do it?', 'yes')).toBe('yes');
  expect(await questions.agree('Do it?', 'no')).toBe('yes');
  questions[Symbol.dispose]();
});

test('the end of the input gives up, before a question and during one', async () => {
  const { input, questions } = asked();
  const waiting = questions.agree('Do it?', 'yes');
  input.end();
  await expect(waiting).rejects.toBeInstanceOf(GivenUp);
  await expect(questions.choose(fruit)).rejects.toBeInstanceOf(GivenUp);
});

test('where nobody is asked, everything or nothing is agreed to', async () => {
  const lines: string[] = [];
  const agreed = answeredQuestions('agreed', (line) => lines.push(line));
  const looking = answeredQuestions('looking', () => undefined);
  expect(await agreed.choose(fruit)).toBe('pear');
  expect(await agreed.agree('Do it?', 'yes')).toBe('yes');
  expect(await agreed.agree('Do it?', 'no')).toBe('no');
  expect(await looking.agree('Do it?', 'yes')).toBe('no');
  agreed.tell('told');
  expect(lines).toEqual(['told']);
});
