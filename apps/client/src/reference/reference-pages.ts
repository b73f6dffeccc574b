// Every page, and every part of one, that is made from the code: where it stands and its text.
import { commandsPage } from './commands-page.ts';
import { keysPage } from './keys-page.ts';
import { languagesPart } from './languages-part.ts';
import { environmentPart, manifestPart } from './manifest-part.ts';
import { mcpPart } from './mcp-part.ts';
import { spokenPage } from './spoken-page.ts';

/** A part stands between the lines `<!-- name: … -->` and `<!-- end of name -->` of its page. */
export interface ReferencePart {
  /** From the root. */
  readonly path: string;
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

/** Parts of pages that are otherwise written by hand. */
export function referenceParts(): readonly ReferencePart[] {
  return [
    { path: 'docs/languages.md', name: 'languages', text: languagesPart() },
    { path: 'docs/plugins.md', name: 'manifest', text: manifestPart() },
    { path: 'docs/plugins.md', name: 'environment', text: environmentPart() },
    { path: 'docs/mcp.md', name: 'tools', text: mcpPart() },
  ];
}
