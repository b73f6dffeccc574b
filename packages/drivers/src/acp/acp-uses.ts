// What we use of the Agent Client Protocol, held against the JSON schema that a version of it publishes: the
// drift check. Where that schema comes from is the caller's business.
import * as v from 'valibot';
import { schemaPaths } from '../drift/schema-paths.ts';
import {
  initialized,
  permissionAsked,
  sessionBegun,
  sessionUpdate,
  turnOver,
  updated,
} from './acp-messages.ts';

/** What agents tell beside the protocol, and what is there only in some: used where it comes. */
const OPTIONAL = /^(?:usage|_meta)(?:\.|$)/u;

/** Types of the published schema, and what is read of each. */
const READ: Readonly<Record<string, unknown>> = {
  InitializeResponse: initialized,
  NewSessionResponse: sessionBegun,
  PromptResponse: turnOver,
  RequestPermissionRequest: permissionAsked,
  SessionNotification: updated,
  SessionUpdate: sessionUpdate,
};

const METHODS = [
  'initialize',
  'session/new',
  'session/load',
  'session/prompt',
  'session/cancel',
  'session/update',
  'session/request_permission',
] as const;

const published = v.looseObject({ $defs: v.record(v.string(), v.unknown()) });
const node = v.looseObject({
  $ref: v.optional(v.string()),
  properties: v.optional(v.record(v.string(), v.unknown())),
  items: v.optional(v.unknown()),
  allOf: v.optional(v.array(v.unknown())),
  anyOf: v.optional(v.array(v.unknown())),
  oneOf: v.optional(v.array(v.unknown())),
});

/** What we read or ask for and this schema lacks, a line each. Throws where it is no JSON schema. */
export function missingAcp(schema: unknown): readonly string[] {
  const { $defs } = v.parse(published, schema);
  const fields = Object.entries(READ).flatMap(([type, ours]) => {
    if ($defs[type] === undefined) return [`${type} is gone`];
    return schemaPaths(ours)
      .filter((path) => !OPTIONAL.test(path) && !hasPath($defs, $defs[type], path))
      .map((path) => `${type}.${path} is gone`);
  });
  const text = JSON.stringify(schema);
  const methods = METHODS.filter((method) => !text.includes(`"${method}"`));
  return [...fields, ...methods.map((method) => `${method} is gone`)];
}

function hasPath($defs: Readonly<Record<string, unknown>>, at: unknown, path: string): boolean {
  const [first = '', ...rest] = path.split('.');
  const isList = first.endsWith('[]');
  const name = isList ? first.slice(0, -2) : first;
  const found = propertiesOf($defs, at, name);
  const inner = isList ? found.flatMap((each) => itemsOf($defs, each)) : found;
  if (rest.length === 0) return inner.length > 0;
  return inner.some((each) => hasPath($defs, each, rest.join('.')));
}

/** The node itself, and all that it refers to or consists of. */
function partsOf($defs: Readonly<Record<string, unknown>>, at: unknown): readonly unknown[] {
  const parsed = v.safeParse(node, at);
  if (!parsed.success) return [at];
  const { $ref, allOf = [], anyOf = [], oneOf = [] } = parsed.output;
  const referred = $ref === undefined ? [] : [$defs[$ref.replace('#/$defs/', '')]];
  const inner = [...referred, ...allOf, ...anyOf, ...oneOf];
  return [at, ...inner.flatMap((part) => partsOf($defs, part))];
}

/** What the name is in each of its forms. */
function propertiesOf(
  $defs: Readonly<Record<string, unknown>>,
  at: unknown,
  name: string,
): readonly unknown[] {
  return partsOf($defs, at).flatMap((part) => {
    const parsed = v.safeParse(node, part);
    const property = parsed.success ? parsed.output.properties?.[name] : undefined;
    return property === undefined ? [] : [property];
  });
}

function itemsOf($defs: Readonly<Record<string, unknown>>, at: unknown): readonly unknown[] {
  return partsOf($defs, at).flatMap((part) => {
    const parsed = v.safeParse(node, part);
    const items = parsed.success ? parsed.output.items : undefined;
    return items === undefined ? [] : [items];
  });
}
