import { expect, test } from 'vitest';
import { checkPublicFunctions } from './public-functions.ts';
import { treeOf } from './tree.ts';

const messages = (source: string, offered = 'a') =>
  checkPublicFunctions(
    treeOf({
      'packages/p/src/index.ts': `export { type T, ${offered} } from './a.ts';`,
      'packages/p/src/a.ts': source,
    }),
  ).map(({ message }) => message);

test.each([
  ['a third parameter', 'export function a(b: A, c: B, d: C): void {}'],
  ['a fourth parameter', 'export function a(b: A, c: B, d: C, e?: D): void {}'],
  ['a boolean parameter', 'export function a(b: boolean): void {}'],
  ['an optional boolean parameter', 'export function a(b?: boolean): void {}'],
  ['a boolean parameter with a default', 'export function a(b: boolean = true): void {}'],
  ['a method with a boolean', 'export class a { b(c: boolean): void {} }'],
  ['a constructor with three parameters', 'export class a { constructor(b: A, c: B, d: C) {} }'],
  ['an interface with a boolean', 'export interface a { b(c: boolean): void; }'],
])('%s fails', (_, source) => {
  expect(messages(source)).toHaveLength(1);
});

test.each([
  ['two parameters', 'export function a(b: A, c: B): void {}'],
  ['a third that may be left out', 'export function a(b: A, c: B, d?: C): void {}'],
  ['a third with a default', "export function a(b: A, c: B, d = ''): void {}"],
  ['a named object', 'export function a(b: { c: boolean; d: A; e: B }): void {}'],
  ['a private method', 'export class a { #b(c: boolean, d: A, e: B): void {} }'],
  [
    'the constructor of an error',
    'export class a extends Error { constructor(b: A, c: B, d: C) {} }',
  ],
  ['a setter', 'export class a { set b(c: boolean) {} }'],
  ['what is not offered', 'export function b(c: boolean): void {}'],
])('%s passes', (_, source) => {
  expect(messages(source)).toEqual([]);
});
