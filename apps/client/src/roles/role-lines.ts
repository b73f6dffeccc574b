// A role in lines for people: what it says, where that comes from, and what it becomes for an agent.
import { shownCommand } from '@codex-voice/actions';
import {
  ROLE_FIELDS,
  type Role,
  type RoleFields,
  type RoleStart,
  type Widening,
} from '@codex-voice/roles';
import { visible } from '../user-error.ts';

/** Wide enough for the longest name of a field, and two blanks. */
const FIELD_COLUMNS = 13;
/** A preamble in an argument is shown whole elsewhere: this much of it tells which it is. */
const SHOWN_ARGUMENT_UNITS = 60;

/** What the role says, each field with the layer it comes from. */
export function fieldLines({ fields, from }: Role): readonly string[] {
  return ROLE_FIELDS.flatMap((field) => {
    const text = fieldText(fields, field);
    if (text === undefined) return [];
    const [first = '', ...more] = text.split('\n').map(visible);
    const head = `  ${field.padEnd(FIELD_COLUMNS)}`;
    if (field !== 'preamble') return [`${head}${first}  (${from[field]})`];
    return [`${head}(${from[field]})`, ...[first, ...more].map((line) => `    ${line}`)];
  });
}

function fieldText(fields: RoleFields, field: keyof RoleFields): string | undefined {
  const value = fields[field];
  if (value === undefined || typeof value === 'string') return value;
  return Object.entries(value)
    .map(([agent, model]) => `${agent}: ${model}`)
    .join(', ');
}

/** What it becomes on one command line; `command` is how that begins. */
export function startLines(
  command: string,
  { args, composed, set, left, agentName }: RoleStart,
): readonly string[] {
  const words = [command, ...args].map(shortened);
  return [
    visible(shownCommand(words)),
    ...set.flatMap(({ field, note }) => (note === undefined ? [] : [`  ${field}: ${note}`])),
    ...(composed === undefined ? [] : ['  preamble: put into the composer, to be seen and sent']),
    ...left.map(({ field, why }) => `  ${field}: left, ${why} (${agentName})`),
  ];
}

function shortened(word: string): string {
  const line = word.replaceAll(/\\n|\n/gu, ' ');
  return line.length > SHOWN_ARGUMENT_UNITS ? `${line.slice(0, SHOWN_ARGUMENT_UNITS)}…` : line;
}

/** What a project's file would allow beyond the person's own. */
export function wideningLines(widens: readonly Widening[]): readonly string[] {
  return widens.map(({ field, to, beyond }) => {
    const own = beyond === undefined ? `yours says nothing of ${field}` : `yours says ${beyond}`;
    return `  WIDER: ${field} = ${to}, where ${own}`;
  });
}
