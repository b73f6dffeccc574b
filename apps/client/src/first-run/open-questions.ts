// Which way the first run asks: drawn in a terminal, in lines where nothing can be drawn, not at all where
// everything is agreed to beforehand or nobody is there.
import { lineQuestions } from './line-questions.ts';
import { answeredQuestions, type Questions } from './questions.ts';

type Options = Readonly<Record<string, string | boolean | readonly string[]>>;

export interface Asking extends Disposable {
  readonly questions: Questions;
}

export async function openQuestions({ yes, json }: Options): Promise<Asking> {
  const write =
    json === true ? () => undefined : (line: string) => void process.stdout.write(`${line}\n`);
  const { stdin, stdout } = process;
  const isPerson = stdin.isTTY === true && stdout.isTTY === true && json !== true;
  if (yes === true || !isPerson) {
    return asking(answeredQuestions(yes === true ? 'agreed' : 'looking', write));
  }
  const { TERM: term = '' } = process.env;
  if (term === '' || term === 'dumb') {
    const lines = lineQuestions({ input: stdin, output: stdout });
    return { questions: lines, [Symbol.dispose]: () => lines[Symbol.dispose]() };
  }
  const { drawnQuestions } = await import('./drawn-questions.ts');
  return asking(drawnQuestions());
}

function asking(questions: Questions): Asking {
  return { questions, [Symbol.dispose]: () => undefined };
}
