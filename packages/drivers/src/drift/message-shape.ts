// The structure of recorded messages, without a word of what was said in them, and what of it differs
// between two recordings. What is used of an agent's messages is told by others.

/** Path of a member → the types that stood there, sorted, as in `null | string`. */
export type MessageShape = Readonly<Record<string, string>>;
/** Kind of message → its structure. */
export type MessageShapes = Readonly<Record<string, MessageShape>>;
/** Kind of message → the paths that are read in it. */
export type MessageUses = Readonly<Record<string, readonly string[]>>;

export interface RecordedMessage {
  readonly kind: string;
  readonly value: unknown;
}

export interface ShapeChanges {
  /** Of what is used, a line each. */
  readonly used: readonly string[];
  /** Of everything else. */
  readonly others: readonly string[];
}

/** A name that a program's author chose; others (paths, ids) are the content's. */
const NAME = /^[A-Za-z_][\w-]*$/u;

/** The structure of all messages of each kind together, kinds and paths sorted. */
export function messageShapes(messages: Iterable<RecordedMessage>): MessageShapes {
  const kinds = new Map<string, Map<string, Set<string>>>();
  for (const { kind, value } of messages) {
    const shape = kinds.get(kind) ?? new Map<string, Set<string>>();
    kinds.set(kind, shape);
    note(shape, value, '');
  }
  return sorted(kinds, (shape) => sorted(shape, (types) => [...types].sort().join(' | ')));
}

/** What differs in `newer`, and whether that is used. A kind that only one side has is one line. */
export function shapeChanges(given: {
  readonly older: MessageShapes;
  readonly newer: MessageShapes;
  readonly uses: MessageUses;
}): ShapeChanges {
  const { older, newer, uses } = given;
  const usedLines: string[] = [];
  const otherLines: string[] = [];
  const all = [...new Set([...Object.keys(older), ...Object.keys(newer)])].sort();
  for (const kind of all) {
    const [before, after] = [older[kind], newer[kind]];
    const used = uses[kind];
    const place = used === undefined ? otherLines : usedLines;
    if (before === undefined) otherLines.push(`${kind} is new`);
    else if (after === undefined) place.push(`${kind} is gone`);
    else {
      for (const [path, line] of pathChanges(before, after))
        (used?.includes(path) === true ? usedLines : otherLines).push(`${kind}: ${line}`);
    }
  }
  return { used: usedLines, others: otherLines };
}

function pathChanges(before: MessageShape, after: MessageShape): [path: string, line: string][] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths.flatMap((path): [string, string][] => {
    const [was, is] = [before[path], after[path]];
    if (was === is) return [];
    if (was === undefined) return [[path, `${path} is new`]];
    return [[path, is === undefined ? `${path} is gone` : `${path} was ${was}, is ${is}`]];
  });
}

function note(shape: Map<string, Set<string>>, value: unknown, path: string): void {
  if (path !== '') {
    const types = shape.get(path) ?? new Set<string>();
    shape.set(path, types.add(typeName(value)));
  }
  if (Array.isArray(value)) for (const item of value) note(shape, item, `${path}[]`);
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) {
      const step = NAME.test(name) ? name : '*';
      note(shape, inner, path === '' ? step : `${path}.${step}`);
    }
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function sorted<Value, Result>(
  map: ReadonlyMap<string, Value>,
  make: (value: Value) => Result,
): Record<string, Result> {
  const entries = [...map].sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, value]) => [name, make(value)]));
}
