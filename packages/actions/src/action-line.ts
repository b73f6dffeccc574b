// A line as somebody types it: an action's name and words behind it.

export interface ActionLine {
  /** Lower case, without the sign before it. */
  readonly name: string;
  readonly args: string;
}

export function parseActionLine(line: string): ActionLine {
  const [, name = '', args = ''] = /^\s*[/:]?(\S*)\s*([\s\S]*)$/u.exec(line) ?? [];
  return { name: name.toLowerCase(), args: args.trim() };
}
