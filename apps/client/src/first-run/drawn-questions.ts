// The first run's questions in a terminal, drawn by clack: arrows and Enter, Ctrl-C gives up. Loaded only
// when somebody is asked.
import { homedir } from 'node:os';
import { styleText } from 'node:util';
import {
  confirm,
  intro,
  isCancel,
  log,
  outro,
  S_BAR,
  S_CONNECT_LEFT,
  select,
} from '@clack/prompts';
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
    margin: `${styleText('gray', S_BAR)} `,
    step: (title) => {
      // Its own mark for a step is the one of a question that was answered.
      if (isBegun) log.message(title, { symbol: styleText('gray', S_CONNECT_LEFT) });
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
