// Every rule in a SPEC stands in the title of at least one test, and every rule a test names exists.
import { testTitles } from './language.ts';
import { literalText, modulesOf } from './source-module.ts';
import type { Problem, Tree } from './tree.ts';

/** A rule is defined by its id in bold, or by its id at the start of a list item or table row. */
const DEFINITION =
  /\*\*([A-Z][A-Z0-9]+-[A-Z]*\d+[a-z]?)\*\*|^\s*(?:[-*|#]+ )([A-Z][A-Z0-9]+-[A-Z]*\d+[a-z]?)\b/g;
const SPEC = /(^|\/)SPEC[^/]*\.md$/;
const MENTION = /\b([A-Z][A-Z0-9]+)-[A-Z]*\d+[a-z]?\b/g;

interface Place {
  readonly path: string;
  readonly line: number;
}

export function checkRuleIds(tree: Tree): Problem[] {
  const problems: Problem[] = [];
  const defined = new Map<string, Place>();
  const silent = new Set([...tree.files.keys()].filter((path) => SPEC.test(path)));
  for (const [id, place] of definitions(tree)) {
    silent.delete(place.path);
    const first = defined.get(id);
    if (first === undefined) defined.set(id, place);
    else
      problems.push({
        ...place,
        message: `defines ${id} again, after ${first.path}:${first.line}`,
      });
  }
  for (const path of silent) {
    problems.push({ path, message: 'defines no rule: write them as **PREFIX-1**' });
  }
  const prefixes = new Set([...defined.keys()].map((id) => id.split('-')[0]));
  const tested = new Set<string>();
  for (const { id, prefix, place } of mentions(tree)) {
    tested.add(id);
    if (!prefixes.has(prefix) || defined.has(id)) continue;
    problems.push({ ...place, message: `a test names ${id}, which no SPEC defines` });
  }
  for (const [id, place] of defined) {
    if (!tested.has(id)) problems.push({ ...place, message: `no test has ${id} in its title` });
  }
  return problems;
}

function* definitions(tree: Tree): Generator<[string, Place]> {
  for (const [path, text] of tree.files) {
    if (!SPEC.test(path)) continue;
    for (const [index, line] of text.split('\n').entries()) {
      for (const found of line.matchAll(DEFINITION)) {
        const id = found[1] ?? found[2];
        if (id !== undefined) yield [id, { path, line: index + 1 }];
      }
    }
  }
}

function* mentions(tree: Tree): Generator<{ id: string; prefix: string; place: Place }> {
  for (const module of modulesOf(tree)) {
    for (const { title, line } of testTitles(module)) {
      for (const found of (literalText(title) ?? '').matchAll(MENTION)) {
        yield { id: found[0], prefix: found[1] ?? '', place: { path: module.path, line } };
      }
    }
  }
}
