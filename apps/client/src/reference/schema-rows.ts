// Rows about a file's keys, read off the schema that the file is read by.
import { allowedText, type SchemaNode } from '../configuration/setting-rows.ts';
import { code } from './markdown-table.ts';

/** What the keys are for, by their paths; a path without an entry is an error of ours. */
export type KeyFacts = Readonly<Record<string, string>>;

/** Key, what it is for, what may stand there, what it is where it is absent. Throws where facts lack a key. */
export function schemaRows(
  schema: SchemaNode,
  { path, facts }: { readonly path: string; readonly facts: KeyFacts },
): readonly (readonly string[])[] {
  return Object.entries(schema.entries ?? {}).flatMap(([name, entry]) => {
    const key = path === '' ? name : `${path}.${name}`;
    const inner = entry.wrapped ?? entry;
    if (inner.entries !== undefined) return schemaRows(inner, { path: key, facts });
    const help = facts[key];
    // A variant is told of in tables of its own.
    if (inner.type === 'variant') return [];
    if (help === undefined) throw new RangeError(`${key} has no line in the facts`);
    return [[code(key), help, allowedText(inner), absentText(entry)]];
  });
}

function absentText(entry: SchemaNode): string {
  if (entry.wrapped === undefined) return 'it has to be there';
  return entry.default === undefined ? 'none' : code(JSON.stringify(entry.default));
}
