// The tables of the guide to embedding, from the engine's own facts about its options, calls and events.
import { markdownTable, type ReferencePart } from '@codex-voice/client/reference';
import { CALL_FACTS, ERROR_FACTS, EVENT_FACTS, OPTION_FACTS } from '@codex-voice/engine/reference';

const PATH = 'docs/embedding.md';
/** Members that are read and not called. */
const READ: ReadonlySet<string> = new Set(['recognizer', 'voiceActivity']);

export function embeddingParts(): readonly ReferencePart[] {
  const table = (name: string, head: readonly string[], rows: string[][]): ReferencePart => ({
    path: PATH,
    name,
    text: markdownTable(head, rows).join('\n'),
  });
  return [
    table(
      'options',
      ['option', 'what it is', 'where it is absent'],
      Object.entries(OPTION_FACTS).map(([name, { what, absent }]) => [`\`${name}\``, what, absent]),
    ),
    table(
      'calls',
      ['call', 'what it does'],
      Object.entries(CALL_FACTS).map(([name, what]) => [
        READ.has(name) ? `\`${name}\`` : `\`${name}()\``,
        what,
      ]),
    ),
    table(
      'events',
      ['event', 'field', 'what it is'],
      Object.entries(EVENT_FACTS).flatMap(([type, { what, fields }]) => [
        [`\`${type}\``, '', what],
        ...Object.entries(fields).map(([field, meaning]) => ['', `\`${field}\``, meaning]),
      ]),
    ),
    table(
      'errors',
      ['`code`', 'when'],
      Object.entries(ERROR_FACTS).map(([code, when]) => [`\`${code}\``, when]),
    ),
  ];
}
