import { expect, test } from 'vitest';
import { engineProblem, folderProblem } from './engine-words.ts';

const said = (complaint: string) => engineProblem({ how: 'failed', complaint });

test.each([
  ['npm error code ECONNREFUSED\nnpm error syscall connect', '(ECONNREFUSED), nothing was'],
  ['npm error code ENOTFOUND', '(ENOTFOUND), nothing was'],
  ['npm ERR! code ETIMEDOUT', '(ETIMEDOUT), nothing was'],
  ['npm error code E503', '(E503), nothing was'],
  ['npm error code ENOTCACHED', '(ENOTCACHED), nothing was'],
  ['npm error code EINTEGRITY', 'is not the speech engine it should be, it is not used'],
  ['npm error code ENOSPC', 'no room for the speech engine'],
  ['npm error code EROFS', 'can’t be written (EROFS)'],
])('%s', (complaint, words) => {
  expect(said(complaint)).toContain(words);
});

test('what npm says otherwise is told by its first line, and not where its log lies', () => {
  const complaint =
    'npm error code E404\nnpm error 404 Not Found - GET it\nnpm error A complete log of this run can be found in: /x.log';
  expect(said(complaint)).toContain('(npm says: 404 Not Found - GET it): mend that');
  expect(said('npm error A complete log of this run')).toContain('npm says: nothing');
});

test('without npm it is npm that is missing', () => {
  expect(engineProblem({ how: 'not there', complaint: 'spawn npm ENOENT' })).toMatch(
    /npm is not there: install npm$/,
  );
});

test.each([
  ['ENOSPC', 'no room for the speech engine'],
  ['EACCES', 'can’t be written (EACCES)'],
  ['EROFS', 'can’t be written (EROFS)'],
])('a folder that can’t be made is told as npm’s own failures are: %s', (code, words) => {
  expect(folderProblem(Object.assign(new Error(code), { code, syscall: 'mkdir' }))).toContain(
    words,
  );
  expect(folderProblem(new TypeError(code))).toBeUndefined();
});
