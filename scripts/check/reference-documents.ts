// The pages and parts of pages that are made from the code: they stand as the code says, or are written so.
import { type ReferencePart, referencePages, referenceParts } from '@codex-voice/client/reference';
import { benchmarkParts, benchmarkPlots } from './benchmark-parts.ts';
import { embeddingParts } from './embedding-parts.ts';
import type { Problem, Tree } from './tree.ts';

const HEAD = '<!-- made from the code by `npm run check -- --write` -->';
const HOW = 'npm run check -- --write makes it anew';

export function checkReferenceDocuments(tree: Tree): Problem[] {
  return Object.entries(madeDocuments(tree)).flatMap(([path, text]) => {
    if (text === undefined)
      return [{ path, message: 'has no place for what is made from the code' }];
    if (tree.files.get(path) === text) return [];
    return [{ path, message: `is not what the code says: ${HOW}` }];
  });
}

/** By path: what stands there once it is made; undefined where a page has no place for a part. */
export function madeDocuments(tree: Tree): Readonly<Record<string, string | undefined>> {
  const made: Record<string, string | undefined> = {};
  for (const [path, text] of Object.entries(referencePages())) made[path] = `${HEAD}\n${text}`;
  const parts = [...referenceParts(), ...embeddingParts(), ...benchmarkParts(tree)];
  for (const { path, ...part } of parts) {
    const page = Object.hasOwn(made, path) ? made[path] : (tree.files.get(path) ?? '');
    made[path] = page === undefined ? undefined : withPart(page, part);
  }
  return { ...made, ...benchmarkPlots(tree) };
}

/** The page with its part made anew, or undefined where it has no place for one. */
export function withPart(
  page: string,
  { name, text }: Pick<ReferencePart, 'name' | 'text'>,
): string | undefined {
  const begin = `<!-- ${name}: made from the code by \`npm run check -- --write\` -->`;
  const end = `<!-- end of ${name} -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) return undefined;
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}
