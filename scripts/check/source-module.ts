// One parsed TypeScript file: its syntax tree, comments and imports. What may stand in it is for
// the checks to say.
import { parseSync } from 'rolldown/utils';
import type { Tree } from './tree.ts';

/** A syntax node of any kind; members are looked at by the walk only. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

export interface SourceComment {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export interface ImportedModule {
  readonly specifier: string;
  readonly line: number;
}

export interface SourceModule {
  readonly path: string;
  readonly text: string;
  readonly isTest: boolean;
  readonly comments: readonly SourceComment[];
  readonly program: SyntaxNode;
  readonly imports: readonly ImportedModule[];
  /** The line, from 1, on which an offset lies. */
  lineOf(offset: number): number;
}

const cache = new WeakMap<Tree, readonly SourceModule[]>();

/** Every `.ts` file of the tree, parsed once however many checks ask. */
export function modulesOf(tree: Tree): readonly SourceModule[] {
  const known = cache.get(tree);
  if (known !== undefined) return known;
  const modules = [...tree.files]
    .filter(([path]) => path.endsWith('.ts') && !path.includes('/fixtures/'))
    .map(([path, text]) => parseModule(path, text));
  cache.set(tree, modules);
  return modules;
}

/** Throws a `SyntaxError` naming the file when it can't be parsed. */
export function parseModule(path: string, text: string): SourceModule {
  const parsed = parseSync(path, text);
  const first = parsed.errors[0];
  if (first !== undefined) throw new SyntaxError(`${path}: ${first.message}`);
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
    lineStarts.push(at + 1);
  const lineOf = (offset: number) => lineStarts.findLastIndex((start) => start <= offset) + 1;
  return {
    path,
    text,
    isTest: /\.test(-support)?\.ts$/.test(path),
    comments: parsed.comments,
    program: parsed.program,
    imports: importsOf(parsed.program, lineOf),
    lineOf,
  };
}

/** Visits every node, parents before children. */
export function walk(
  node: SyntaxNode,
  visit: (node: SyntaxNode, parents: readonly SyntaxNode[]) => void,
): void {
  const parents: SyntaxNode[] = [];
  const step = (current: SyntaxNode): void => {
    visit(current, parents);
    parents.push(current);
    for (const value of Object.values(current)) {
      if (isNode(value)) step(value);
      else if (Array.isArray(value)) for (const item of value) if (isNode(item)) step(item);
    }
    parents.pop();
  };
  step(node);
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** A member of a node that is a node itself. */
export function childNode(node: SyntaxNode, key: string): SyntaxNode | undefined {
  const value = memberOf(node, key);
  return isNode(value) ? value : undefined;
}

/** The nodes in a member that is a list. */
export function childNodes(node: SyntaxNode, key: string): readonly SyntaxNode[] {
  const value = memberOf(node, key);
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** A member of a node that is no node: a name, a flag, a literal's value. */
export function memberOf(node: SyntaxNode, key: string): unknown {
  return Object.entries(node).find(([name]) => name === key)?.[1];
}

/** The text of a string literal or of a template without holes. */
export function literalText(node: SyntaxNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'TemplateLiteral') {
    return childNodes(node, 'quasis')
      .map((quasi) => cookedText(quasi))
      .join('…');
  }
  const value = memberOf(node, 'value');
  return node.type === 'Literal' && typeof value === 'string' ? value : undefined;
}

function cookedText(quasi: SyntaxNode): string {
  const value = memberOf(quasi, 'value');
  if (typeof value !== 'object' || value === null || !('cooked' in value)) return '';
  return typeof value.cooked === 'string' ? value.cooked : '';
}

/** The leftmost name of a call's callee: `test` in `test.each(rows)('title', …)`. */
export function calleeName(call: SyntaxNode): string | undefined {
  let node = childNode(call, 'callee');
  while (node !== undefined && node.type !== 'Identifier') {
    node = childNode(node, 'object') ?? childNode(node, 'callee') ?? childNode(node, 'tag');
  }
  const name = node === undefined ? undefined : memberOf(node, 'name');
  return typeof name === 'string' ? name : undefined;
}

function importsOf(program: SyntaxNode, lineOf: (offset: number) => number): ImportedModule[] {
  const imports: ImportedModule[] = [];
  walk(program, (node) => {
    const specifier = literalText(importedBy(node));
    if (specifier !== undefined) imports.push({ specifier, line: lineOf(node.start) });
  });
  return imports;
}

function importedBy(node: SyntaxNode): SyntaxNode | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return childNode(node, 'source');
    case 'CallExpression':
      return calleeName(node) === 'require' ? childNodes(node, 'arguments')[0] : undefined;
    default:
      return undefined;
  }
}
