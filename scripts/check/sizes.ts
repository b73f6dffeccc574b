// Holds files, functions and composition roots to their sizes. Tables and generated files are
// exempt by name, and so is a `describe` callback, which is a heading and not a function.
import {
  calleeName,
  modulesOf,
  type SourceModule,
  type SyntaxNode,
  walk,
} from './source-module.ts';
import type { Problem, Tree } from './tree.ts';

/** A file that can be read in one sitting. */
const FILE_LINES = 400;
/** A function that fits one screen. */
const FUNCTION_LINES = 60;
/** A composition root reads, builds, wires, starts and disposes; more is logic. */
const MAIN_LINES = 120;

const EXEMPT = /\.(table|generated)\.ts$/;
const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

export function checkSizes(tree: Tree): Problem[] {
  return modulesOf(tree)
    .filter(({ path }) => !EXEMPT.test(path))
    .flatMap((module) => [...checkFile(module), ...checkFunctions(module)]);
}

function checkFile({ path, text }: SourceModule): Problem[] {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  const limit = /^apps\/[^/]+\/src\/main\.ts$/.test(path) ? MAIN_LINES : FILE_LINES;
  if (lines <= limit) return [];
  return [{ path, message: `has ${lines} lines, at most ${limit}: it holds more than one idea` }];
}

function checkFunctions(module: SourceModule): Problem[] {
  const problems: Problem[] = [];
  walk(module.program, (node, parents) => {
    if (!FUNCTIONS.has(node.type) || isDescribe(parents.at(-1))) return;
    const line = module.lineOf(node.start);
    const lines = module.lineOf(node.end) - line + 1;
    if (lines <= FUNCTION_LINES) return;
    const message = `a function of ${lines} lines, at most ${FUNCTION_LINES}`;
    problems.push({ path: module.path, line, message });
  });
  return problems;
}

function isDescribe(parent: SyntaxNode | undefined): boolean {
  return parent?.type === 'CallExpression' && calleeName(parent) === 'describe';
}
