// The text of `--help`, made from the tables, laid out for 80 columns.
import { COMMANDS, type CommandName, OPTIONS } from './options.table.ts';

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
    const value = option.value === undefined ? '' : ` ${option.choices?.join('|') ?? option.value}`;
    lines.push(...pair(`${short}--${option.name}${value}`, option.help, EXPLANATION_COLUMN));
  }
  if (about === 'start' || about === 'run' || about === 'attach') {
    lines.push('', 'Keys');
    lines.push(...pair(talkKey, 'talk; again: stop', EXPLANATION_COLUMN));
    lines.push(...pair(`${leaderKey} s`, 'send what stands in the composer', EXPLANATION_COLUMN));
    lines.push(
      ...pair(`${leaderKey} z`, 'scratch: take the last spoken text back', EXPLANATION_COLUMN),
    );
    lines.push(...pair(`${leaderKey} a`, 'listen all the time, or not', EXPLANATION_COLUMN));
    lines.push(...pair(`${leaderKey} h`, 'our row: one line, three, none', EXPLANATION_COLUMN));
    lines.push(...pair(`${leaderKey} x`, 'drop what waits in the queue', EXPLANATION_COLUMN));
    lines.push(...pair(`${leaderKey} d`, 'detach: the session goes on', EXPLANATION_COLUMN));
    lines.push(...pair(`${leaderKey} t`, 'take the session to this terminal', EXPLANATION_COLUMN));
    lines.push(...pair(`${leaderKey} ?`, 'show these keys', EXPLANATION_COLUMN));
    const given = `${talkKey} for the agent itself; ${leaderKey} ${leaderKey} likewise`;
    lines.push(...pair(`${leaderKey} ${talkKey}`, given, EXPLANATION_COLUMN));
  }
  return `${lines.join('\n')}\n`;
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
