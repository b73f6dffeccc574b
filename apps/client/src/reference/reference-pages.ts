// Every page, and every part of one, that is made from the code: where it stands and its text.
import { commandsPage } from './commands-page.ts';
import { keysPage } from './keys-page.ts';
import { languagesPart } from './languages-part.ts';
import { manifestPart } from './manifest-part.ts';
import { mcpPart } from './mcp-part.ts';
import { spokenPage } from './spoken-page.ts';

/** A part stands between the lines `<!-- name: … -->` and `<!-- end of name -->`. */
export interface ReferencePart {
  readonly name: string;
  readonly text: string;
}

/** Whole pages, by their paths from the root. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    'docs/reference/keys.md': keysPage(),
    'docs/reference/commands.md': commandsPage(),
    'docs/reference/spoken.md': spokenPage(),
  };
}

/** Parts of pages that are otherwise written by hand, by the paths of those. */
export function referenceParts(): Readonly<Record<string, ReferencePart>> {
  return {
    'docs/languages.md': { name: 'languages', text: languagesPart() },
    'docs/plugins.md': { name: 'manifest', text: manifestPart() },
    'docs/mcp.md': { name: 'tools', text: mcpPart() },
  };
}
