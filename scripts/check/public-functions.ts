// What a front door offers reads well where it is called: no boolean parameter (a word says what it
// means), and no more than two parameters with a last one that may be left out; more become an object.
import { posix } from 'node:path';
import {
  childNode,
  childNodes,
  memberOf,
  modulesOf,
  type SourceModule,
  type SyntaxNode,
} from './source-module.ts';
import type { Problem, Tree } from './tree.ts';

const PARAMETERS = 2;
const FRONT_DOOR = /^packages\/[^/]+\/src\/index\.ts$/;

export function checkPublicFunctions(tree: Tree): Problem[] {
  const modules = new Map(modulesOf(tree).map((module) => [module.path, module]));
  return [...modules.values()]
    .filter(({ path }) => FRONT_DOOR.test(path))
    .flatMap((door) => offeredBy(door))
    .flatMap(({ path, names }) => {
      const module = modules.get(path);
      return module === undefined ? [] : checkModule(module, names);
    });
}

/** The files behind a front door, each with the names that are offered from it. */
function offeredBy(door: SourceModule): { path: string; names: ReadonlySet<string> }[] {
  return childNodes(door.program, 'body').flatMap((node) => {
    const source = childNode(node, 'source');
    const specifier = source === undefined ? undefined : memberOf(source, 'value');
    if (node.type !== 'ExportNamedDeclaration' || typeof specifier !== 'string') return [];
    const names = childNodes(node, 'specifiers').map((each) => nameAt(each, 'local'));
    return [{ path: posix.join(posix.dirname(door.path), specifier), names: new Set(names) }];
  });
}

function checkModule(module: SourceModule, names: ReadonlySet<string>): Problem[] {
  return childNodes(module.program, 'body').flatMap((node) => {
    const declared = childNode(node, 'declaration');
    if (declared === undefined || !names.has(nameAt(declared, 'id'))) return [];
    return functionsOf(declared).flatMap(({ name, node: found }) =>
      judge(found).map((message) => ({
        path: module.path,
        line: module.lineOf(found.start),
        message: `${name} ${message}`,
      })),
    );
  });
}

/** The function itself, or the public methods of a class or interface. */
function functionsOf(declared: SyntaxNode): { name: string; node: SyntaxNode }[] {
  const name = nameAt(declared, 'id');
  if (declared.type === 'FunctionDeclaration') return [{ name, node: declared }];
  const body = childNode(declared, 'body');
  if (body === undefined) return [];
  const isError = /Error$/.test(nameAt(declared, 'superClass'));
  return childNodes(body, 'body').flatMap((member) => {
    const key = childNode(member, 'key');
    // The platform's own errors take message and options; ours put a code before them.
    if (isError && memberOf(member, 'kind') === 'constructor') return [];
    if (key?.type === 'PrivateIdentifier' || memberOf(member, 'kind') === 'set') return [];
    const node = member.type === 'MethodDefinition' ? childNode(member, 'value') : member;
    if (node === undefined || !('params' in node)) return [];
    return [{ name: `${name}.${nameAt(member, 'key')}`, node }];
  });
}

function judge(node: SyntaxNode): string[] {
  const parameters = childNodes(node, 'params');
  const messages: string[] = [];
  const last = parameters.at(-1);
  const mayBeLeftOut =
    last?.type === 'AssignmentPattern' ||
    (last !== undefined && memberOf(last, 'optional') === true);
  if (parameters.length > PARAMETERS + (mayBeLeftOut ? 1 : 0)) {
    messages.push(`has ${parameters.length} parameters: name them in an object`);
  }
  if (parameters.some(isBoolean)) {
    messages.push('has a boolean parameter: at the call it says nothing; use words');
  }
  return messages;
}

function isBoolean(parameter: SyntaxNode): boolean {
  const target = childNode(parameter, 'left') ?? parameter;
  const annotation = childNode(target, 'typeAnnotation');
  if (annotation === undefined) return false;
  return childNode(annotation, 'typeAnnotation')?.type === 'TSBooleanKeyword';
}

function nameAt(node: SyntaxNode, key: string): string {
  const found = childNode(node, key);
  const name = found === undefined ? undefined : memberOf(found, 'name');
  return typeof name === 'string' ? name : '';
}
