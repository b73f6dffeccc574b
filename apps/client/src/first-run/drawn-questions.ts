// The first run's questions in a terminal, drawn by clack: arrows and Enter, Ctrl-C gives up. Loaded only
// when somebody is asked.
import { homedir } from 'node:os';
import { confirm, intro, isCancel, log, outro, select } from '@clack/prompts';
import { guidedText } from './guided-text.ts';
import { GivenUp, type Questions } from './questions.ts';

/** Of a terminal that does not tell, in cells. */
const USUAL_COLUMNS = 80;

/** As wide as it is just now. */
function columnsHere(): number {
  return process.stdout.columns || USUAL_COLUMNS;
}

export function drawnQuestions(): Questions {
  let isBegun = false;
  return {
    manner: 'asking',
    step: (title) => {
      if (isBegun) log.step(title);
      else intro(title);
      isBegun = true;
    },
    tell: (text) => log.message(guidedText(text, { columns: columnsHere(), home: homedir() })),
    choose: async ({ question, choices, suggested }) => {
      const answer = await select<string>({
        message: question,
        options: choices.map(({ value, label, hint }) => ({
          value,
          label,
          ...(hint === undefined ? {} : { hint }),
        })),
        initialValue: suggested,
      });
      if (isCancel(answer)) throw new GivenUp();
      return choices.find(({ value }) => value === answer)?.value ?? suggested;
    },
    agree: async (question, suggested) => {
      const answer = await confirm({ message: question, initialValue: suggested === 'yes' });
      if (isCancel(answer)) throw new GivenUp();
      return answer ? 'yes' : 'no';
    },
    end: (text) => outro(text),
  };
}
