// The paths that a schema reads: what is used of an agent's messages need not be written down twice.
import * as v from 'valibot';

/** What is looked at of a schema's own description; the version of the library is pinned. */
const node = v.looseObject({
  type: v.string(),
  entries: v.optional(v.record(v.string(), v.unknown())),
  wrapped: v.optional(v.unknown()),
  item: v.optional(v.unknown()),
  options: v.optional(v.array(v.unknown())),
});

/** Every member that the schema names, as a path from the message's top, in the schema's order. */
export function schemaPaths(schema: unknown, at = ''): readonly string[] {
  const parsed = v.safeParse(node, schema);
  if (!parsed.success) return [];
  const { entries, wrapped, item, options } = parsed.output;
  const own = Object.entries(entries ?? {}).flatMap(([name, inner]) => {
    const path = at === '' ? name : `${at}.${name}`;
    return [path, ...schemaPaths(inner, path)];
  });
  const among = (options ?? []).flatMap((option) => schemaPaths(option, at));
  return [
    ...new Set([...own, ...among, ...schemaPaths(wrapped, at), ...schemaPaths(item, `${at}[]`)]),
  ];
}
