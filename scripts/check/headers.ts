// Each source file opens with a sentence on what it answers for. Front doors are exempt, since the
// package's description says it, and so is a test standing beside the source it tests.
import { modulesOf, type SourceModule } from './source-module.ts';
import type { Problem, Tree } from './tree.ts';

/** A sentence: starts like one, says something, ends like one. */
const SENTENCE = /^[A-Z`"'(\d][\s\S]{15,}[.!?)]/;

export function checkHeaders(tree: Tree): Problem[] {
  return modulesOf(tree)
    .filter((module) => !isExempt(module, tree) && !SENTENCE.test(headerOf(module)))
    .map(({ path }) => ({
      path,
      line: 1,
      message:
        'opens without a sentence that says what it answers for and what it leaves to others',
    }));
}

function isExempt({ path, isTest, text }: SourceModule, tree: Tree): boolean {
  if (path.endsWith('/src/index.ts') || text.trim() === '') return true;
  return isTest && tree.files.has(path.replace(/\.test\.ts$/, '.ts'));
}

/** The comment before the first statement, without the `needs` line of a system suite. */
function headerOf({ text, comments }: SourceModule): string {
  const lines: string[] = [];
  let at = text.startsWith('#!') ? text.indexOf('\n') + 1 : 0;
  for (const comment of comments) {
    if (text.slice(at, comment.start).trim() !== '') break;
    at = comment.end;
    if (/^ needs:/.test(comment.value)) continue;
    lines.push(comment.value.replace(/^[*\s]+/gm, ''));
  }
  return lines.join('\n').trim();
}
