// The text of `--help`, made from the tables, laid out for 80 columns.
import type { DEFAULT_LETTERS } from './default-keys.ts';
import { COMMANDS, type CommandName, OPTIONS, type OptionRow } from './options.table.ts';

/** Column at which explanations start; longer left sides get a line of their own. */
const EXPLANATION_COLUMN = 26;
const USAGE_COLUMN = 6;
const MAXIMUM_COLUMNS = 80;
const INDENT = '  ';

/** Keys as a person has them, so far as help tells of them. */
export interface ShownKeys {
  readonly talk: string;
  readonly leader: string;
  readonly letters: Readonly<Record<keyof typeof DEFAULT_LETTERS, string>>;
}

/** Help for one command; `start` also lists the others. Plain text, ends with a newline. */
export function helpText(about: CommandName, shown: ShownKeys): string {
  const row = COMMANDS.find((each) => each.name === about);
  const lines: string[] = [];
  if (about === 'start') {
    lines.push('codex-voice: speak, and the coding agent in this terminal receives the words.', '');
    lines.push(
      'Usage',
      ...COMMANDS.flatMap((each) => pair(each.usage, each.help, USAGE_COLUMN)),
      '',
    );
  } else if (row) {
    const help = wrap(row.help, MAXIMUM_COLUMNS - INDENT.length);
    lines.push(row.usage, ...help.map((line) => INDENT + line), '');
  }
  const options = OPTIONS.filter((option) => option.commands.includes(about));
  lines.push('Options');
  for (const option of options) {
    const short = option.short === undefined ? '' : `-${option.short}, `;
    const inline = option.inlineValue === undefined ? '' : `[=${option.inlineValue}]`;
    const value = option.value === undefined ? inline : ` ${valueText(option)}`;
    lines.push(...pair(`${short}--${option.name}${value}`, option.help, EXPLANATION_COLUMN));
  }
  if (['start', 'run', 'acp', 'attach'].includes(about)) {
    const keys = keyRows(shown);
    lines.push('', 'Keys', ...keys.flatMap(([key, does]) => pair(key, does, EXPLANATION_COLUMN)));
  }
  return `${lines.join('\n')}\n`;
}

/** More choices than a line holds are left to the guides. */
function valueText({ value = '', choices }: OptionRow): string {
  const listed = choices?.join('|') ?? value;
  return listed.length > MAXIMUM_COLUMNS ? value : listed;
}

function keyRows({ talk, leader, letters }: ShownKeys): readonly (readonly [string, string])[] {
  return [
    [talk, 'talk; again: stop'],
    [`${leader} ${letters.send}`, 'send what stands in the composer'],
    [`${leader} ${letters.scratch}`, 'scratch: take the last spoken text back'],
    [`${leader} ${letters.auto}`, 'listen all the time, or not'],
    [`${leader} ${letters.empty_queue}`, 'drop what waits in the queue'],
    [`${leader} ${letters.read_back}`, 'read aloud what stands in the composer'],
    [`${leader} ${letters.hush}`, 'hush: nothing more is read aloud now'],
    [`${leader} ${letters.commands}`, 'commands of ours, as explain or test'],
    [`${leader} :`, 'the same'],
    [`${leader} ${letters.queue}`, 'the queue, to edit, move and drop'],
    [`${leader} ${letters.approve}`, 'approve what the agent asks'],
    [`${leader} ${letters.deny}`, 'deny it'],
    [`${leader} ${letters.approvals}`, 'what the agent asks, in full'],
    [`${leader} 1 … 9`, 'choose from it, by the number on our row'],
    [`${leader} ${letters.interrupt}`, 'interrupt the agent'],
    [`${leader} ${letters.sessions}`, 'the sessions there are'],
    [`${leader} ${letters.detach}`, 'detach: the session goes on'],
    [`${leader} ${letters.take_over}`, 'take keyboard and size to this terminal'],
    [`${leader} ${letters.hud}`, 'our row: one line, three, none; large: none and back'],
    [`${leader} ${letters.settings}`, 'settings'],
    [`${leader} ${letters.menu}`, 'a menu of everything'],
    [`${leader} ${letters.help}`, 'show these keys'],
    [`${leader} ${talk}`, `${talk} for the agent itself; ${leader} ${leader} likewise`],
  ];
}

function pair(left: string, right: string, column: number): string[] {
  const explanation = wrap(right, MAXIMUM_COLUMNS - column);
  const indented = INDENT + left;
  const margin = ' '.repeat(column);
  if (indented.length >= column) return [indented, ...explanation.map((line) => margin + line)];
  return explanation.map((line, index) => (index === 0 ? indented.padEnd(column) : margin) + line);
}

function wrap(text: string, columns: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
