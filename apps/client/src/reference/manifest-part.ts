// The tables of a plugin's manifest in the guide to plugins, from the schema that manifests are read by.
import { ALWAYS_PASSED, manifestSchema } from '@codex-voice/plugins';
import type { SchemaNode } from '../configuration/setting-rows.ts';
import { code, markdownTable } from './markdown-table.ts';
import { type KeyFacts, schemaRows } from './schema-rows.ts';

const FACTS: KeyFacts = {
  about: 'what it does, as the list and the palette show it',
  words: 'what stands behind the name, as the list shows it',
  needs_words: 'without words it is refused before anything runs',
  output:
    '`"compose"`: into the composer, to be seen and sent; `"notice"`: on our row, or in the shell',
  timeout_ms: 'longer than this, in ms, and its process group is ended',
  output_kb: 'more output than this, in KiB, and nothing of it is used',
  'permissions.network': 'it may use the network',
  'permissions.files': 'what it may do with the files of the project',
  'permissions.run': 'it may start programs',
};

const HANDLER_FACTS: KeyFacts = {
  'handler.run': 'the program and its arguments; `{words}` in one of them becomes the words',
  'handler.cwd': 'where it runs: in the project’s folder or in its own',
  'handler.env': 'variables of your environment that it gets',
  'handler.url': 'who is asked',
  'handler.method': 'POST and PUT send a JSON object, GET puts the words into the query',
  'handler.headers': '`{env.NAME}` in a value becomes a variable that `env` names',
  'handler.module': 'its default export is called',
};

const HEAD = ['key', 'what it is for', 'allowed', 'where it is absent'];

export function manifestPart(): string {
  // Schemas are plain objects; what is read of them is what the `valibot` package documents.
  const schema = manifestSchema as unknown as SchemaNode;
  const handlers = (schema.entries?.handler?.options ?? []).filter(
    (each) => typeof each !== 'string',
  );
  return [
    ...markdownTable(HEAD, schemaRows(schema, { path: '', facts: FACTS })),
    ...handlers.flatMap((handler) => [
      '',
      `With \`kind = "${kindOf(handler)}"\`, which has to be there, in \`[handler]\`:`,
      '',
      ...markdownTable(
        HEAD,
        schemaRows(withoutKind(handler), { path: 'handler', facts: HANDLER_FACTS }),
      ),
    ]),
  ].join('\n');
}

function kindOf({ entries }: SchemaNode): string {
  const { literal = '' } = entries?.kind ?? {};
  return String(literal);
}

function withoutKind({ entries = {}, ...rest }: SchemaNode): SchemaNode {
  const { kind, ...others } = entries;
  return kind === undefined ? { ...rest, entries } : { ...rest, entries: others };
}

/** What of the environment a handler's process gets by itself. */
export function environmentPart(): string {
  return `${ALWAYS_PASSED.map(code).join(', ')}, and what \`env\` names. Nothing else of yours.`;
}
