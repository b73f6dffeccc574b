// What of the language is not used here: `any`, `!`, enums, namespaces, parameter properties, and
// `as` without its reason; in tests, nothing skipped and no mocked module.
import {
  calleeName,
  childNode,
  childNodes,
  memberOf,
  modulesOf,
  type SourceModule,
  type SyntaxNode,
  walk,
} from './source-module.ts';
import type { Problem, Tree } from './tree.ts';

const REFUSED: ReadonlyMap<string, string> = new Map([
  ['TSAnyKeyword', '`any`: say the shape, or `unknown` and look'],
  ['TSNonNullExpression', '`!`: handle the absent case, or throw with its name'],
  ['TSEnumDeclaration', '`enum` is not erasable: use a union of strings'],
  ['TSModuleDeclaration', '`namespace` is not erasable: use a module'],
  ['TSParameterProperty', 'a parameter property is not erasable: declare the field'],
  ['TSTypeAssertion', '`<T>value`: write it as `as` with its reason'],
]);
const SKIPPING: ReadonlySet<unknown> = new Set(['skip', 'only', 'todo', 'fails']);
const REASON = /[a-z]{2,}.*\s.*[a-z]{2,}/i;

export function checkLanguage(tree: Tree): Problem[] {
  return modulesOf(tree).flatMap((module) => {
    const problems: Problem[] = checkSuppressions(module);
    walk(module.program, (node, parents) => {
      const message = judge(module, node, parents);
      if (message === undefined) return;
      problems.push({ path: module.path, line: module.lineOf(node.start), message });
    });
    return problems;
  });
}

function judge(
  module: SourceModule,
  node: SyntaxNode,
  parents: readonly SyntaxNode[],
): string | undefined {
  const refused = REFUSED.get(node.type);
  if (refused !== undefined) return module.path.endsWith('.d.ts') ? undefined : refused;
  if (node.type === 'TSAsExpression') {
    if (isConst(node) || hasReason(module, node, parents)) return undefined;
    return '`as` without a reason beside it: say on this line or the one above why it holds';
  }
  if (node.type === 'MemberExpression') return judgeMember(node);
  if (node.type === 'ExportAllDeclaration') return '`export *`: name what is offered';
  return undefined;
}

function judgeMember(node: SyntaxNode): string | undefined {
  const name = memberOf(childNode(node, 'property') ?? node, 'name');
  const owner = memberOf(childNode(node, 'object') ?? node, 'name');
  if (SKIPPING.has(name) && (owner === 'test' || owner === 'it' || owner === 'describe')) {
    return `\`${owner}.${String(name)}\`: a test runs, or it is not there`;
  }
  if (owner === 'vi' && (name === 'mock' || name === 'doMock')) {
    return `\`vi.${name}\`: pass a fake through a port instead of mocking a module`;
  }
  return undefined;
}

function isConst(node: SyntaxNode): boolean {
  const type = childNode(node, 'typeAnnotation');
  const name = type === undefined ? undefined : childNode(type, 'typeName');
  return name !== undefined && memberOf(name, 'name') === 'const';
}

/** A comment with words on a line of the expression, or ending on the line above its statement. */
function hasReason(
  module: SourceModule,
  node: SyntaxNode,
  parents: readonly SyntaxNode[],
): boolean {
  const statement = parents.findLast(({ type }) =>
    /(Declaration|Statement|Definition)$/.test(type),
  );
  const firstLines = [node, statement ?? node].map(({ start }) => module.lineOf(start));
  const lastLine = module.lineOf(node.end);
  return module.comments.some((comment) => {
    if (!REASON.test(comment.value)) return false;
    const line = module.lineOf(comment.end);
    const onIt = line >= Math.min(...firstLines) && line <= lastLine;
    return onIt || firstLines.includes(line + 1);
  });
}

function checkSuppressions(module: SourceModule): Problem[] {
  return module.comments
    .filter(({ value }) => {
      const found = /^\s*(?:@ts-(?:ignore|expect-error|nocheck)|biome-ignore [\w/]+:?)(.*)$/m.exec(
        value,
      );
      return found !== null && !REASON.test(found[1] ?? '');
    })
    .map(({ start }) => ({
      path: module.path,
      line: module.lineOf(start),
      message: 'a check is switched off without the reason on the same line',
    }));
}

/** The titles of tests and describes in a module, with the lines they stand on. */
export function testTitles(module: SourceModule): readonly { title: SyntaxNode; line: number }[] {
  const titles: { title: SyntaxNode; line: number }[] = [];
  walk(module.program, (node) => {
    if (node.type !== 'CallExpression') return;
    const name = calleeName(node);
    if (name !== 'test' && name !== 'it' && name !== 'describe') return;
    const title = childNodes(node, 'arguments')[0];
    if (title !== undefined) titles.push({ title, line: module.lineOf(title.start) });
  });
  return titles;
}
