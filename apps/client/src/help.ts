// The text of `--help`, made from the tables, laid out for 80 columns.
import { COMMANDS, type CommandName, OPTIONS, type OptionRow } from './options.table.ts';

/** Column at which explanations start; longer left sides get a line of their own. */
const EXPLANATION_COLUMN = 26;
const USAGE_COLUMN = 6;
const MAXIMUM_COLUMNS = 80;
const INDENT = '  ';

/** Help for one command; `start` also lists the others. Plain text, ends with a newline. */
export function helpText(about: CommandName, talkKey: string, leaderKey: string): string {
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
    const keys = keyRows(talkKey, leaderKey);
    lines.push('', 'Keys', ...keys.flatMap(([key, does]) => pair(key, does, EXPLANATION_COLUMN)));
  }
  return `${lines.join('\n')}\n`;
}

/** More choices than a line holds are left to the guides. */
function valueText({ value = '', choices }: OptionRow): string {
  const listed = choices?.join('|') ?? value;
  return listed.length > MAXIMUM_COLUMNS ? value : listed;
}

function keyRows(talk: string, leader: string): readonly (readonly [string, string])[] {
  return [
    [talk, 'talk; again: stop'],
    [`${leader} s`, 'send what stands in the composer'],
    [`${leader} z`, 'scratch: take the last spoken text back'],
    [`${leader} a`, 'listen all the time, or not'],
    [`${leader} x`, 'drop what waits in the queue'],
    [`${leader} r`, 'read aloud what stands in the composer'],
    [`${leader} b`, 'hush: nothing more is read aloud now'],
    [`${leader} /`, 'commands of ours, as explain or test'],
    [`${leader} :`, 'the same'],
    [`${leader} q`, 'the queue, to edit, move and drop'],
    [`${leader} y`, 'approve what the agent asks'],
    [`${leader} n`, 'deny it'],
    [`${leader} w`, 'what the agent asks, in full'],
    [`${leader} 1 … 9`, 'choose from it, by the number on our row'],
    [`${leader} i`, 'interrupt the agent'],
    [`${leader} l`, 'the sessions there are'],
    [`${leader} d`, 'detach: the session goes on'],
    [`${leader} t`, 'take keyboard and size to this terminal'],
    [`${leader} h`, 'our row: one line, three, none; large: none and back'],
    [`${leader} c`, 'settings'],
    [`${leader} m`, 'a menu of everything'],
    [`${leader} ?`, 'show these keys'],
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
