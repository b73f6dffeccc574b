// The first run's questions where nothing can be drawn: plain lines, numbers to choose from, no colours.
import { createInterface, type Interface } from 'node:readline';
import { type Choice, GivenUp, type Questions } from './questions.ts';

export interface LineTerminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** After so many answers that are none the suggestion is taken. */
const ATTEMPTS = 3;

export function lineQuestions({ input, output }: LineTerminal): Questions & Disposable {
  const answers = new Answers(createInterface({ input, terminal: false }));
  const write = (text: string): void => void output.write(`${text}\n`);
  const ask = async (question: string): Promise<string> => {
    output.write(`${question} `);
    return await answers.next();
  };
  return {
    manner: 'asking',
    margin: '',
    step: (title) => write(`\n${title}`),
    tell: write,
    choose: async ({ question, choices, suggested }) => {
      write(question);
      for (const [at, choice] of choices.entries()) write(choiceLine(at + 1, choice));
      const usual =
        Math.max(
          0,
          choices.findIndex(({ value }) => value === suggested),
        ) + 1;
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const answer = (await ask(`number [${usual}]:`)).trim();
        const chosen = choices[(answer === '' ? usual : Number(answer)) - 1];
        if (chosen !== undefined) return chosen.value;
        write(`a number from 1 to ${choices.length}`);
      }
      return suggested;
    },
    agree: async (question, suggested) => {
      const answer = await ask(`${question} ${suggested === 'yes' ? '[Y/n]' : '[y/N]'}`);
      if (/^\s*$/u.test(answer)) return suggested;
      return /^\s*y(?:es)?\s*$/iu.test(answer) ? 'yes' : 'no';
    },
    end: (text) => write(`\n${text}`),
    [Symbol.dispose]: () => answers.close(),
  };
}

function choiceLine<Value extends string>(number: number, { label, hint }: Choice<Value>): string {
  return `  ${number}  ${label}${hint === undefined ? '' : ` (${hint})`}`;
}

/** Lines in the order in which they come, whether somebody waits for them or not. */
class Answers {
  readonly #lines: string[] = [];
  readonly #reader: Interface;
  #waiting:
    | { readonly resolve: (line: string) => void; readonly reject: (error: Error) => void }
    | undefined;
  #isClosed = false;

  constructor(reader: Interface) {
    this.#reader = reader;
    reader.on('line', (line) => {
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (waiting === undefined) this.#lines.push(line);
      else waiting.resolve(line);
    });
    reader.on('close', () => {
      this.#isClosed = true;
      this.#waiting?.reject(new GivenUp());
    });
  }

  async next(): Promise<string> {
    const line = this.#lines.shift();
    if (line !== undefined) return line;
    if (this.#isClosed) throw new GivenUp();
    return await new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  close(): void {
    this.#reader.close();
  }
}
