// Documents say what is there: links and paths resolve, commands exist, and the pages that people
// read first stay short.
import { posix } from 'node:path';
import { type Problem, readJson, type Tree, textsAt } from './tree.ts';

const README_LINES = 100;
const DECISION_LINES = 60;
/** All guides, in reading order. */
const INDEX = 'docs/README.md';

/** A path in backticks is taken for one of ours when it begins with one of these folders. */
const OUR_FOLDERS = /^(packages|apps|examples|scripts|bench|tests|bin|types|docs|\.ci|\.github)\//;
/** npm's own commands need no script. */
const BUILT_IN: ReadonlySet<string> = new Set(['ci', 'install', 'exec', 'pack', 'link', 'root']);

export function checkDocuments(tree: Tree): Problem[] {
  const scripts = new Set(Object.keys(textsAt(readJson(tree, 'package.json'), 'scripts')));
  const folders = foldersOf(tree);
  const problems: Problem[] = [];
  for (const [path, text] of tree.files) {
    if (!path.endsWith('.md') || path.includes('/fixtures/')) continue;
    problems.push(...checkLength(path, text));
    for (const { line, number } of proseLines(text)) {
      const messages = [
        ...brokenLinks(tree, { path, line, folders }),
        ...brokenPaths(tree, { line, folders }),
      ];
      problems.push(...messages.map((message) => ({ path, line: number, message })));
    }
    problems.push(...missingCommands(path, text, scripts));
  }
  return [...problems, ...unreached(tree)];
}

/** Guides that nobody finds: each can be reached from the index. Decisions are a list of their own. */
function unreached(tree: Tree): Problem[] {
  if (!tree.files.has(INDEX)) return [];
  const reached = new Set([INDEX]);
  for (const path of reached) {
    for (const { line } of proseLines(tree.files.get(path) ?? '')) {
      for (const { target } of linksIn(path, line))
        if (/^docs\/.*\.md$/u.test(target)) reached.add(target);
    }
  }
  return [...tree.files.keys()]
    .filter((path) => /^docs\/(?!adr\/).*\.md$/u.test(path) && !reached.has(path))
    .map((path) => ({
      path,
      message: `can't be reached from ${INDEX}: link to it where it is looked for`,
    }));
}

function checkLength(path: string, text: string): Problem[] {
  const lines = text.trimEnd().split('\n').length;
  const limit = lengthLimit(path);
  if (limit === undefined || lines <= limit) return [];
  return [{ path, message: `has ${lines} lines, at most ${limit}` }];
}

function lengthLimit(path: string): number | undefined {
  if (path === 'README.md') return README_LINES;
  return path.startsWith('docs/adr/') ? DECISION_LINES : undefined;
}

/** The lines outside fenced blocks, with their numbers. */
function proseLines(text: string): { line: string; number: number }[] {
  let fenced = false;
  return text.split('\n').flatMap((line, index) => {
    if (/^\s*(```|~~~)/.test(line)) {
      fenced = !fenced;
      return [];
    }
    return fenced ? [] : [{ line, number: index + 1 }];
  });
}

function brokenLinks(
  tree: Tree,
  { path, line, folders }: { path: string; line: string; folders: ReadonlySet<string> },
): string[] {
  const messages: string[] = [];
  for (const { target, anchor } of linksIn(path, line)) {
    const text = tree.files.get(target);
    if (text === undefined && !folders.has(target)) {
      messages.push(`links to ${target}, which does not exist`);
    } else if (anchor !== undefined && text !== undefined && !anchorsOf(text).has(anchor)) {
      messages.push(`links to #${anchor}, which ${target} does not have`);
    }
  }
  return messages;
}

/** Where the links of a line lead in the tree, from where the document stands. */
function linksIn(path: string, line: string): { target: string; anchor: string | undefined }[] {
  return Array.from(line.matchAll(/\]\(([^()\s]+)\)/g)).flatMap((found) => {
    const [file = '', anchor] = (found[1] ?? '').split('#');
    if (/^[a-z]+:/.test(file)) return [];
    const target = file === '' ? path : posix.join(posix.dirname(path), file).replace(/\/$/, '');
    return [{ target, anchor }];
  });
}

function anchorsOf(text: string): ReadonlySet<string> {
  return new Set(
    proseLines(text).flatMap(({ line }) => {
      const heading = /^#+\s+(.*)$/.exec(line)?.[1];
      if (heading === undefined) return [];
      return heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-');
    }),
  );
}

function brokenPaths(
  tree: Tree,
  { line, folders }: { line: string; folders: ReadonlySet<string> },
): string[] {
  return [...line.matchAll(/`([^`\s]+)`/g)]
    .map((found) => (found[1] ?? '').replace(/\/$/, ''))
    .filter((path) => OUR_FOLDERS.test(`${path}/`) && !/[*…<>{}$]|\b(NAME|X)\b/.test(path))
    .filter((path) => !tree.files.has(path) && !folders.has(path))
    .map((path) => `names ${path}, which does not exist`);
}

function missingCommands(path: string, text: string, scripts: ReadonlySet<string>): Problem[] {
  const named = [...text.matchAll(/\bnpm (run )?([a-z][a-z:-]*)/g)].flatMap((found) => {
    const name = found[2] ?? '';
    const isCode = found[1] !== undefined || name === 'test' || name === 'start';
    return isCode && !BUILT_IN.has(name) && !scripts.has(name) ? [name] : [];
  });
  return [...new Set(named)].map((name) => ({
    path,
    message: `tells of npm run ${name}, which package.json does not have`,
  }));
}

function foldersOf(tree: Tree): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of tree.files.keys()) {
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      folders.add(path.slice(0, at));
    }
  }
  return folders;
}
