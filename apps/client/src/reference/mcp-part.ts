// The table of what an agent's tools take, in the guide to them, from the schemas that calls are checked by.
import { z } from 'zod';
import { MCP_TOOLS } from '../mcp/tools.table.ts';
import { code, markdownTable } from './markdown-table.ts';

/** As much of a JSON Schema as is told. */
interface Argument {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export function mcpPart(): string {
  const rows = Object.entries(MCP_TOOLS).flatMap(([tool, { inputSchema, annotations }]) => {
    // What agents are told of the schema, as the protocol has it.
    const { properties = {}, required = [] } = z.toJSONSchema(inputSchema, { io: 'input' }) as {
      readonly properties?: Readonly<Record<string, Argument>>;
      readonly required?: readonly string[];
    };
    const changes = annotations.readOnlyHint ? ', only looks' : '';
    const names = Object.entries(properties);
    if (names.length === 0) return [[`${code(tool)}${changes}`, 'none', '', '']];
    return names.map(([name, argument], index) => [
      index === 0 ? `${code(tool)}${changes}` : '',
      code(name),
      `${argument.description ?? ''}: ${bounds(argument)}`,
      required.includes(name) ? 'it has to be there' : absent(argument),
    ]);
  });
  return markdownTable(['tool', 'argument', 'what it is', 'where it is absent'], rows).join('\n');
}

function bounds({ type, minLength = 0, maxLength, minimum, maximum }: Argument): string {
  if (type === 'number') return `a number, ${minimum} to ${maximum}`;
  if (maxLength === undefined) return 'a text';
  return `a text of ${minLength} to ${maxLength.toLocaleString('en')} characters`;
}

function absent({ default: usual }: Argument): string {
  return usual === undefined ? 'none' : code(JSON.stringify(usual));
}
