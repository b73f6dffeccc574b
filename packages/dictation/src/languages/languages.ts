// Which languages dictation has tables for.
import { CHINESE } from './chinese.table.ts';
import { ENGLISH } from './english.table.ts';
import { FRENCH } from './french.table.ts';
import { GERMAN } from './german.table.ts';
import { JAPANESE } from './japanese.table.ts';
import type { LanguageTable } from './language.ts';
import { SPANISH } from './spanish.table.ts';

const TABLES: ReadonlyMap<string, LanguageTable> = new Map<string, LanguageTable>([
  ['en', ENGLISH],
  ['fr', FRENCH],
  ['de', GERMAN],
  ['es', SPANISH],
  ['ja', JAPANESE],
  ['zh', CHINESE],
]);

/** The codes of all languages with a table. */
export const DICTATION_LANGUAGES: readonly string[] = [...TABLES.keys()];

/** The table of a language such as `en`, `en-GB` or `zh_CN`. */
export function languageTable(code: string): LanguageTable | undefined {
  return TABLES.get(code.split(/[-_]/u, 1)[0]?.toLowerCase() ?? '');
}
