// What may stand in a plugin's `plugin.toml`. Reading the file and telling what is wrong with its place is
// the owner's task.
import * as v from 'valibot';

/** A handler that takes longer than two minutes is a job, not a command. In ms. */
const timeoutMs = v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(120_000));
/** Longer than any prompt, in KiB. */
const outputKb = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_024));

const variable = v.pipe(v.string(), v.regex(/^[A-Za-z_]\w*$/u, 'the name of a variable'));
const env = v.optional(v.array(variable), []);
const label = v.pipe(v.string(), v.regex(/^[^\n]{1,80}$/u, 'one line of at most 80 characters'));

const script = v.strictObject({
  kind: v.literal('script'),
  /** The program and its arguments; `{words}` in one is replaced by the words. */
  run: v.pipe(v.array(v.string()), v.minLength(1)),
  cwd: v.optional(v.picklist(['project', 'plugin']), 'project'),
  env,
});

const http = v.strictObject({
  kind: v.literal('http'),
  url: v.pipe(
    v.string(),
    v.regex(
      /^(?:https:\/\/|http:\/\/(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?(?:[/?]|$))/u,
      'an https:// address, or an http:// one of this machine',
    ),
  ),
  method: v.optional(v.picklist(['GET', 'POST', 'PUT']), 'POST'),
  /** `{env.NAME}` in a value is replaced by a variable that `env` names. */
  headers: v.optional(v.record(v.string(), v.string()), {}),
  env,
});

const module = v.strictObject({
  kind: v.literal('typescript'),
  module: v.pipe(
    v.string(),
    v.regex(/\.(?:js|mjs|ts|mts)$/u, 'a file that ends with .ts, .mts, .js or .mjs'),
  ),
  env,
});

export const manifestSchema = v.strictObject({
  /** What it does, in a few words. */
  about: label,
  /** What the words are, as `NUMBER`; absent: it takes any. */
  words: v.optional(v.pipe(v.string(), v.regex(/^[A-Z][A-Z ]{0,15}$/u, 'capitals, as "NUMBER"'))),
  needs_words: v.optional(v.boolean(), false),
  /** Where its output goes. */
  output: v.optional(v.picklist(['compose', 'notice']), 'compose'),
  timeout_ms: v.optional(timeoutMs, 10_000),
  output_kb: v.optional(outputKb, 64),
  handler: v.variant('kind', [script, http, module]),
  permissions: v.optional(
    v.strictObject({
      network: v.optional(v.boolean(), false),
      files: v.optional(v.picklist(['none', 'read', 'write']), 'none'),
      run: v.optional(v.boolean(), false),
    }),
    {},
  ),
});
export type Manifest = v.InferOutput<typeof manifestSchema>;
export type Handler = Manifest['handler'];

/** Names allowed in each table, for "did you mean". The empty name is the top of the file. */
export const MANIFEST_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(manifestSchema.entries),
  handler: [...new Set([script, http, module].flatMap(({ entries }) => Object.keys(entries)))],
  permissions: Object.keys(manifestSchema.entries.permissions.wrapped.entries),
};

/** A command's name: one that can be typed, and that no folder name can surprise with. */
export const PLUGIN_NAME = /^[a-z][a-z0-9-]{0,31}$/u;

/** A program of the plugin's own; a plain name is looked for on PATH, and a whole path is the machine's. */
export function isOwn(program: string): boolean {
  return program.includes('/') && !program.startsWith('/');
}

/** What in its folder a manifest names; undefined: nothing. */
export function namedFile({ handler }: Manifest): string | undefined {
  switch (handler.kind) {
    case 'script': {
      const [program = ''] = handler.run;
      return isOwn(program) ? program : undefined;
    }
    case 'typescript':
      return handler.module;
    case 'http':
      return undefined;
  }
}
