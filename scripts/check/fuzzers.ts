// Every parser of what comes from outside is put to the test by a fuzzer, or a reason says why not: a new
// function by such a name has one or the other, and the table of fuzzers names nothing that is gone.
import { NOT_FUZZED } from './not-fuzzed.table.ts';
import type { Problem, Tree } from './tree.ts';

const FUZZERS = /^tests\/fuzz\/[^/]+\.fuzz\.ts$/;
/** Names of functions that make something of text, bytes or a file that others have written. */
const PARSER = /^export (?:async )?function\*? ((?:parse|read|decode)(?![a-z])\w*)/gm;
/** A part of a path that has a name in a file of fuzzers. */
const PLACE = /const (\w+) = '((?:packages|apps)\/[^']+)';/g;
const ENTRY = /\b((?:packages|apps)\/[\w./-]+\.ts)#(\w+)/g;

export function checkFuzzers(tree: Tree, reasons = NOT_FUZZED): Problem[] {
  const named = namedParsers(tree);
  const problems = [...named].flatMap(([parser, path]) => gone(tree, parser, path));
  for (const parser of Object.keys(reasons)) {
    const path = 'scripts/check/not-fuzzed.table.ts';
    problems.push(...gone(tree, parser, path));
    if (named.has(parser)) problems.push({ path, message: `${parser} has a fuzzer: take it out` });
  }
  for (const [path, text] of tree.files) {
    if (!isParserPlace(path)) continue;
    for (const found of text.matchAll(PARSER)) {
      const parser = `${path}#${found[1]}`;
      if (named.has(parser) || parser in reasons) continue;
      const line = text.slice(0, found.index).split('\n').length;
      const message = `${found[1]} has no fuzzer: add one in tests/fuzz, or a reason in scripts/check/not-fuzzed.table.ts`;
      problems.push({ path, line, message });
    }
  }
  return problems;
}

/** `path#name` of each parser that a fuzzer names, with the file it stands in. */
function namedParsers(tree: Tree): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const [path, text] of tree.files) {
    if (!FUZZERS.test(path)) continue;
    let written = text;
    for (const [, name, place] of text.matchAll(PLACE))
      written = written.replaceAll(`\${${name}}`, place ?? '');
    for (const [, file, name] of written.matchAll(ENTRY)) named.set(`${file}#${name}`, path);
  }
  return named;
}

function isParserPlace(path: string): boolean {
  if (path.startsWith('packages/testing/') || /\.test(?:-support)?\.ts$/.test(path)) return false;
  return /^(?:packages|apps)\/[^/]+\/src\/.*\.ts$/.test(path);
}

/** A problem where a named parser does not exist. */
function gone(tree: Tree, parser: string, path: string): Problem[] {
  const [file = '', name = ''] = parser.split('#');
  const offers = new RegExp(`^export (?:async )?(?:function\\*?|class|const) ${name}\\b`, 'm');
  if (offers.test(tree.files.get(file) ?? '')) return [];
  return [{ path, message: `names ${parser}, which is not there` }];
}
